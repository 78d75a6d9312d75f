"""What leaves the pair, and what takes it back: keys, the ledger, and deleting.

Like those of a visit: `by=`, on the locked row, and safe to call twice.
"""

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from echo import saying
from observations import access, newcomers, refusals, telling
from observations.actions import on_locked_visit
from observations.models import Admission, Key, LedgerEntry, Lesson, News, Voice
from observations.readers import Readers
from observations.refusals import NotNow
from observations.telling import tell, tell_both
from people import traces

# --- keys ---------------------------------------------------------------------------------------


@on_locked_visit(Voice.TEACHER)
def give_key(*, lesson, by, part, audience, until):
    """Lets the lead or the team read one part until a day. A key that was running for it ends; the same key
    again is that key."""
    refusals.require_open(lesson)
    running = lesson.keys.filter(part=part, revoked_at=None)
    if running.filter(audience=audience, until=until).exists():
        return
    running.update(revoked_at=timezone.now())
    Key.objects.create(lesson=lesson, part=part, audience=audience, until=until)
    note_in_ledger(lesson, by, LedgerEntry.What.GAVE, [part], audience)
    tell(News.RELEASED, lesson, by, *Readers(lesson).people(audience), thing=part)


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
def end_keys_of(teacher):
    """Every running key of somebody whose account closes. Who comes back reads so in the ledger, and gives
    them anew."""
    mine = Key.objects.filter(lesson__teacher=teacher, revoked_at=None, until__gte=teacher.today)
    Lesson.objects.lock(*mine.values_list("lesson", flat=True))
    ended, facts = list(mine), {"what": LedgerEntry.What.ENDED, "reason": LedgerEntry.Reason.CLOSED}
    Key.objects.filter(pk__in=[key.pk for key in ended]).update(revoked_at=timezone.now())
    LedgerEntry.objects.bulk_create(
        LedgerEntry(lesson_id=key.lesson_id, who=teacher, parts=[key.part], audience=key.audience, **facts)
        for key in ended
    )


@transaction.atomic
def admit(*, by, member, may_read):
    """The teacher's answer about somebody who came after a running key was given, in all their roles in that
    team. It can be changed; 404 about anybody else."""
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
    """That somebody holds these parts on paper now: {visit id: parts}. To be called when the paper is there
    and before it is handed over."""
    hold_keys(by, parts)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(lesson_id=lesson_id, who=by, what=LedgerEntry.What.DOWNLOADED, parts=sorted(held))
        for lesson_id, held in parts.items()
    )


@transaction.atomic
def note_reading(*, by, lesson, parts):
    """That somebody reads these parts on the screen now. To be called when the page is there and before it is
    handed over. One line a day for the same parts, as long as their keys were not given anew
    (docs/adr/0027)."""
    hold_keys(by, {lesson.pk: parts})
    given = lesson.keys.filter(revoked_at=None, part__in=parts).aggregate(at=Max("given_at"))["at"]
    today = lesson.ledger.filter(
        who=by, what=LedgerEntry.What.READ, at__date=timezone.localdate(), at__gte=given
    )
    if not any(parts <= set(entry.parts) for entry in today):
        note_in_ledger(lesson, by, LedgerEntry.What.READ, sorted(parts))


def hold_keys(by, parts):
    """Locks these visits ({visit id: parts}); 404 where a key, a membership or a visit ended since the words
    were put together."""
    Lesson.objects.lock(*parts)
    valid = access.parts_by_visit(by, parts)
    if any(not held or not set(held) <= valid[lesson_id] for lesson_id, held in parts.items()):
        raise Http404


@on_locked_visit(Voice.COACH)
def note_report(*, lesson, by):
    """That the coach holds the report on paper now. The teacher's own papers need no row."""
    refusals.require_open(lesson)
    note_in_ledger(lesson, by, LedgerEntry.What.REPORT, [])


def read_what_ended(entries):
    """The teacher has these before the eyes now: the start page says it no longer."""
    new = [entry.pk for entry in entries if entry.what == LedgerEntry.What.ENDED and not entry.read_at]
    if new:
        LedgerEntry.objects.filter(pk__in=new).update(read_at=timezone.now())


def note_in_ledger(lesson, who, what, parts, audience=""):
    LedgerEntry.objects.create(lesson=lesson, who=who, what=what, parts=parts, audience=audience)


# --- deleting -----------------------------------------------------------------------------------


@on_locked_visit(Voice.TEACHER)
def delete(*, lesson, by, can_come_back=False):
    """At once nobody can open the visit any more and its keys are revoked; a day later every row of it goes
    (forget).

    `can_come_back` is what the page promised: not so when somebody downloaded a part meanwhile.
    """
    if can_come_back and lesson.was_downloaded:
        raise NotNow("downloaded_meanwhile")
    end_keys(lesson, by)
    lesson.mirror_sentences.all().delete()  # they do not come back
    lesson.papers.all().delete()  # likewise
    saying.let_go(lesson=lesson)  # likewise
    lesson.deleted_at = timezone.now()
    lesson.save(update_fields=["deleted_at"])
    tell_both(News.DELETED, lesson, by)


@transaction.atomic
def undelete(*, lesson, by):
    """Within the day, and only if nobody downloaded a part. The keys stay revoked."""
    Lesson.objects.lock(lesson.pk)
    lesson = access.deleted(by, lesson.pk, Voice.TEACHER)
    if lesson.was_downloaded:
        raise NotNow("downloaded")
    lesson.deleted_at = None
    lesson.save(update_fields=["deleted_at"])
    tell_both(News.BACK, lesson, by)


def take_away(lessons):
    """Every row of these visits, which are locked; old versions in the files go with the next wipe."""
    telling.forget([lesson.pk for lesson in lessons])
    for lesson in lessons:
        lesson.delete()
    if lessons:
        traces.leave()


@transaction.atomic
def take_away_of(teacher):
    """All visits of who is gone, practice too; of those nobody hears any more."""
    take_away(list(Lesson.with_practice.filter(teacher=teacher).select_for_update()))


def forget():
    """Takes away every row of visits that were deleted a day ago; old versions in the files go with the next
    wipe. Says how many. Safe to repeat."""
    with transaction.atomic():
        lessons = list(Lesson.objects.to_forget().select_for_update())
        take_away(lessons)
    return len(lessons)
