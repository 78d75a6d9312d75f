"""The life of a visit: planned, accepted, moved, ready, opened, and the small steps that come of it.

Every function takes `by=`, works on the locked row, and may be called twice: a double click changes nothing.
"""

import uuid
from datetime import timedelta
from functools import wraps

from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from observations import access, newcomers, traces
from observations.access import NotNow
from observations.models import (
    MAX_STEPS,
    MAX_TEXT,
    Addition,
    Admission,
    Key,
    LedgerEntry,
    Lesson,
    Observation,
    Step,
    Voice,
)

SOON = timedelta(hours=1)


class TooManySteps(Exception):
    pass


class TooLong(Exception):
    """Two texts that are to stay both do not fit."""


def on_locked_visit(*roles):
    """Runs the action in a transaction on a fresh, locked row, after asking access again (for these roles, or both)."""

    def decorate(action):
        @wraps(action)
        def wrapped(*, lesson, by, **kwargs):
            with transaction.atomic():
                Lesson.objects.lock(lesson.pk)
                return action(lesson=access.visit(by, lesson.pk, *roles), by=by, **kwargs)

        return wrapped

    return decorate


def plan(*, by, id, teacher, team, coach, **facts):
    """A new visit. `id` was made with the form, so that a double click finds the visit of the first one.

    The teacher's own plan stands at once; anyone else's is a proposal until the teacher accepts it.
    """
    for person in filter(None, (by, teacher, coach)):
        access.require_takes_part(person)
    accepted_at = timezone.now() if teacher == by else None
    fields = facts | {"teacher": teacher, "team": team, "coach": coach, "accepted_at": accepted_at}
    try:
        with transaction.atomic():
            return Lesson.objects.create(id=id, planned_by=by, **fields)
    except IntegrityError:
        return access.visit(by, id)


@on_locked_visit(Voice.TEACHER)
def accept(*, lesson, by, seen=None):
    """The teacher's yes. `seen` is the moment that stood on the page: a yes to Tuesday is not a yes to Thursday."""
    if lesson.cancelled_at:
        raise NotNow("decided")
    if seen and seen != lesson.moment:
        raise NotNow("moved")
    agree(lesson)
    lesson.save(update_fields=["accepted_at"])


def agree(lesson):
    """From now on the visit stands: the teacher said so."""
    if not lesson.accepted_at:
        access.require_can_be_agreed(lesson)
        lesson.accepted_at = timezone.now()


@on_locked_visit()
def cancel(*, lesson, by):
    """Also the teacher's "not now" to a proposal. No reason is asked."""
    if lesson.cancelled_at:
        return
    access.require_not_begun(lesson)
    lesson.cancelled_at, lesson.cancelled_by = timezone.now(), by
    lesson.save(update_fields=["cancelled_at", "cancelled_by"])


@on_locked_visit()
def move(*, lesson, by, **facts):
    """Other time, place or group. The teacher's own moment stands at once; moved by the coach it is a proposal again."""
    access.require_not_begun(lesson)
    moved = any(facts.get(name, getattr(lesson, name)) != getattr(lesson, name) for name in ("start", "end"))
    for name, value in facts.items():
        setattr(lesson, name, value)
    if by == lesson.teacher:
        agree(lesson)
    elif moved:
        access.require_can_be_agreed(lesson)
        lesson.accepted_at = None
    lesson.save(update_fields=[*facts, "accepted_at"])
    if moved:  # nobody has written: what was said of an empty account was about the other moment
        lesson.observations.update(ready_at=None, brought_forward_at=None)


@on_locked_visit(Voice.TEACHER)
def choose_coach(*, lesson, by, coach):
    """Another coach, or none. The former coach's account is set aside: from now on only its author can read it."""
    access.require_unopened(lesson)
    if coach == lesson.coach:
        return
    set_aside_coach(lesson)
    lesson.coach = coach
    lesson.alone_at = None if coach else timezone.now()
    agree(lesson)
    lesson.save(update_fields=["coach", "alone_at", "accepted_at"])
    if coach:
        Observation.objects.filter(lesson=lesson, author=coach).update(
            set_aside_at=None, was_subject="", was_group="", was_start=None
        )
    elif lesson.is_ready(Voice.TEACHER):
        open_now(lesson)


def set_aside_coach(lesson):
    Observation.objects.filter(lesson=lesson, voice=Voice.COACH, set_aside_at=None).update(
        set_aside_at=timezone.now(),
        ready_at=None,
        was_subject=lesson.subject,
        was_group=lesson.group,
        was_start=lesson.start,
    )


@on_locked_visit()
def mark_ready(*, lesson, by, sure=True):
    """Own account ready. Without a coach there is nobody to wait for: the visit opens at once. Not `sure`, an empty one is asked about."""
    access.require_running(lesson)
    voice = lesson.voice_of(by)
    if lesson.is_ready(voice):
        return
    access.require_unopened(lesson)
    access.require_real(lesson, voice)
    account, _ = Observation.objects.get_or_create(lesson=lesson, author=by, defaults={"voice": voice})
    if not sure and account.is_empty:
        raise NotNow("empty")
    Observation.objects.filter(pk=account.pk, ready_at=None).update(ready_at=timezone.now())
    if not lesson.has_coach:
        open_now(lesson)


@on_locked_visit()
def bring_forward(*, lesson, by):
    """Before the lesson's day: this person says that it really is the lesson. It closes nothing, and is asked no more."""
    voice = lesson.voice_of(by)
    access.require_recording(lesson, voice)
    account, _ = Observation.objects.get_or_create(lesson=lesson, author=by, defaults={"voice": voice})
    account.brought_forward_at = account.brought_forward_at or timezone.now()
    account.save(update_fields=["brought_forward_at"])


@on_locked_visit()
def withdraw_ready(*, lesson, by):
    """Back to writing, until the accounts are opened, or until the teacher has read what the students said."""
    access.require_unopened(lesson)
    if by == lesson.teacher and lesson.students_heard_at:
        raise NotNow("heard")
    Observation.objects.filter(lesson=lesson, author=by).update(ready_at=None)


@on_locked_visit(Voice.TEACHER)
def open_together(*, lesson, by):
    """Only the teacher opens, and only when both are ready; from then on both read both."""
    if lesson.opened_at:
        return
    access.require_running(lesson)
    if not (lesson.is_ready(Voice.TEACHER) and lesson.is_ready(Voice.COACH)):
        raise NotNow("not_ready")
    open_now(lesson)


def open_now(lesson):
    lesson.opened_at = timezone.now()
    lesson.save(update_fields=["opened_at"])


@on_locked_visit()
def add(*, lesson, by, **facts):
    """A dated addition to an opened visit. The same words again at the same place, soon, are the same addition (docs/adr/0021): after Back
    with another `id`. Other words are said too, whatever their `id`."""
    access.require_open(lesson)
    id = facts.pop("id", None) or uuid.uuid4()
    known = Addition.objects.filter(pk=id).first()
    if known and (known.lesson_id, known.author_id) != (lesson.pk, by.pk):
        raise Http404
    says = {name: value for name, value in facts.items() if name != "lang"}
    if known and all(getattr(known, name) == value for name, value in says.items()):
        return known
    just_now = lesson.additions.filter(author=by, created_at__gt=timezone.now() - SOON, **says)
    new = {"id": uuid.uuid4() if known else id, "lesson": lesson, "author": by}
    return just_now.first() or Addition.objects.create(**new, **facts)


@on_locked_visit()
def guess(*, lesson, by, meanings, patterns):
    """What the pair thinks lay behind signals: `meanings` {signal: meaning, or "" for unknown}, `patterns` {key: may fit}.

    Keys of the edition; only what changes.
    """
    access.require_open(lesson)
    talk = lesson.together
    meanings = talk.meanings | meanings
    talk.meanings = {signal: meaning for signal, meaning in meanings.items() if meaning}
    fits = dict.fromkeys(talk.patterns, True) | patterns
    talk.patterns = [key for key, may_fit in fits.items() if may_fit]
    talk.save()


@on_locked_visit()
def note_talk(*, lesson, by, stop, text, was="", lang="nl"):
    """What the two write down at one stop of their talk. `was` is what the page showed: had the other device written
    something else meanwhile, both texts stay, one under the other. Returns the text as it now is; TooLong where they do not fit."""
    access.require_open(lesson)
    talk = lesson.together
    now = talk.notes.get(stop, {}).get("text", "")
    if now not in (was, text):
        text = f"{now}\n{text}".strip()
    if len(text) > MAX_TEXT:
        raise TooLong
    if text:
        talk.notes[stop] = {"text": text, "lang": lang}
    else:
        talk.notes.pop(stop, None)
    talk.save()
    return text


@on_locked_visit(Voice.TEACHER)
def choose_step(*, lesson, by, id, suggestion=None, text="", look_back_on=None, lang="nl"):
    """One small step of at most three. The same suggestion, or the same words for the same day, again is the same step (docs/adr/0021)."""
    access.require_open(lesson)
    steps = list(lesson.steps.all())
    for step in steps:
        same_words = not suggestion and (step.text, step.look_back_on) == (text, look_back_on)
        if same_words or (suggestion and step.suggestion_id == suggestion.pk):
            return step
    if id in {step.pk for step in steps}:
        id = uuid.uuid4()  # changed after it was sent: another step
    free = sorted(set(range(1, MAX_STEPS + 1)) - {step.slot for step in steps})
    if not free:
        raise TooManySteps
    if Step.objects.filter(pk=id).exists():
        raise Http404
    return Step.objects.create(
        id=id,
        lesson=lesson,
        slot=free[0],
        suggestion=suggestion,
        text=text,
        look_back_on=look_back_on,
        lang=lang,
    )


@on_locked_visit(Voice.TEACHER)
def drop_step(*, lesson, by, step_id):
    access.require_open(lesson)
    Step.objects.filter(lesson=lesson, pk=step_id, looked_back_at=None).delete()


@on_locked_visit(Voice.TEACHER)
def look_back_on(*, lesson, by, step_id, result, outcome, lang="nl"):
    """What came of a step, and what students showed. May be said again; the first day stays."""
    access.require_open(lesson)
    step = lesson.steps.filter(pk=step_id).first()
    if step is None:
        raise Http404
    step.result, step.outcome, step.outcome_lang = result, outcome, lang
    step.looked_back_at = step.looked_back_at or timezone.now()
    step.save(update_fields=["result", "outcome", "outcome_lang", "looked_back_at"])


# --- keys ---------------------------------------------------------------------------------------


@on_locked_visit(Voice.TEACHER)
def give_key(*, lesson, by, part, audience, until):
    """Lets the lead or the team read one part until a day. A key that was running for it ends; the same key again is that key."""
    access.require_open(lesson)
    running = lesson.keys.filter(part=part, revoked_at=None)
    if running.filter(audience=audience, until=until).exists():
        return
    running.update(revoked_at=timezone.now())
    Key.objects.create(lesson=lesson, part=part, audience=audience, until=until)
    note_in_ledger(lesson, by, LedgerEntry.What.GAVE, [part], audience)


@on_locked_visit(Voice.TEACHER)
def revoke_key(*, lesson, by, part):
    """Works at once for what is not on paper yet. A second click changes nothing."""
    end_keys(lesson, by, part=part)


def end_keys(lesson, by, **which):
    for key in lesson.keys.filter(revoked_at=None, **which):
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        note_in_ledger(lesson, by, LedgerEntry.What.REVOKED, [key.part], key.audience)


@transaction.atomic
def admit(*, by, member, may_read):
    """The teacher's answer about somebody who came after a running key was given, in all their roles in that team. It can be changed;
    404 about anybody else."""
    keys = newcomers.keys_before(by)
    asked = keys.filter(member=member).values("reader", "lesson__team").first()
    if asked is None:
        raise Http404
    same = keys.filter(reader=asked["reader"], lesson__team=asked["lesson__team"])
    Lesson.objects.lock(*same.values_list("lesson", flat=True))
    for pk in set(same.values_list("member", flat=True)):
        said = {"may_read": may_read, "at": timezone.now()}
        Admission.objects.update_or_create(teacher=by, membership_id=pk, defaults=said)


@transaction.atomic
def note_downloads(*, by, parts):
    """That somebody holds these parts on paper now: {visit id: parts}. To be called when the paper is there and before it is handed
    over: 404, and nothing noted, where a key, a membership or a visit ended since it was printed."""
    Lesson.objects.lock(*parts)
    valid = access.parts_by_visit(by, parts)
    if any(not held or not set(held) <= valid[lesson_id] for lesson_id, held in parts.items()):
        raise Http404
    LedgerEntry.objects.bulk_create(
        LedgerEntry(lesson_id=lesson_id, who=by, what=LedgerEntry.What.DOWNLOADED, parts=sorted(held))
        for lesson_id, held in parts.items()
    )


@on_locked_visit(Voice.COACH)
def note_report(*, lesson, by):
    """That the coach holds the report on paper now. The teacher's own papers need no row."""
    access.require_open(lesson)
    note_in_ledger(lesson, by, LedgerEntry.What.REPORT, [])


def read_what_ended(entries):
    """The teacher has these before the eyes now: the start page says it no longer."""
    new = [entry.pk for entry in entries if entry.what == LedgerEntry.What.ENDED and not entry.read_at]
    if new:
        LedgerEntry.objects.filter(pk__in=new).update(read_at=timezone.now())


def note_in_ledger(lesson, who, what, parts, audience=""):
    LedgerEntry.objects.create(lesson=lesson, who=who, what=what, parts=parts, audience=audience)


# --- practice -----------------------------------------------------------------------------------


@transaction.atomic
def practise(*, by, voice, edition):
    """The practice visit of this person in this voice: the one that is there, or a new one. Nobody else ever finds it."""
    access.require_takes_part(by)
    Lesson.with_practice.had_its_week().filter(teacher=by).delete()
    facts = {
        "edition": edition,
        "subject": _("Practice"),
        "group": _("only for you"),
        "start": timezone.now(),
    }
    facts |= {"planned_by": by, "accepted_at": timezone.now(), "language": by.language}
    lesson, _made = Lesson.with_practice.get_or_create(teacher=by, practice=voice, defaults=facts)
    return lesson


def throw_away(*, by, lesson_id):
    """At once every row of it goes; old versions in the files go with the next wipe (forget), which nobody waits for. Says whether there was anything."""
    gone, _rows = Lesson.with_practice.practice().filter(teacher=by, pk=lesson_id).delete()
    return bool(gone)


def forget_practice():
    """What had its week. It is counted nowhere, also not in what the hourly work tells."""
    if Lesson.with_practice.had_its_week().delete()[0]:
        traces.wipe()


# --- deleting -----------------------------------------------------------------------------------


@on_locked_visit(Voice.TEACHER)
def delete(*, lesson, by, can_come_back=False):
    """At once nobody can open the visit any more and its keys are revoked; a day later every row of it goes (forget).

    `can_come_back` is what the page promised: not so when somebody downloaded a part meanwhile.
    """
    if can_come_back and lesson.was_downloaded:
        raise NotNow("downloaded_meanwhile")
    end_keys(lesson, by)
    lesson.mirror_sentences.all().delete()  # of the room above (reports/mirror.py); they do not come back
    lesson.papers.all().delete()  # likewise (reports/bundles.py)
    lesson.deleted_at = timezone.now()
    lesson.save(update_fields=["deleted_at"])


@transaction.atomic
def undelete(*, lesson, by):
    """Within the day, and only if nobody downloaded a part. The keys stay revoked."""
    Lesson.objects.lock(lesson.pk)
    lesson = access.deleted(by, lesson.pk, Voice.TEACHER)
    if lesson.was_downloaded:
        raise NotNow("downloaded")
    lesson.deleted_at = None
    lesson.save(update_fields=["deleted_at"])


def forget():
    """Takes away every row of visits that were deleted a day ago, and wipes them from the files; says how many. Safe to repeat."""
    with transaction.atomic():
        lessons = list(Lesson.objects.to_forget().select_for_update())
        for lesson in lessons:
            lesson.delete()
    # on SQLite always: quick when there is nothing to wipe, and it makes up for a busy moment before
    if lessons or connection.vendor == "sqlite":
        traces.wipe()
    return len(lessons)
