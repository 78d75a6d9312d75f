"""The life of a visit until it is open: planned, accepted, moved, ready, opened.

Every function takes `by=`, works on the locked row, and may be called twice: a double click changes nothing.
"""

from functools import wraps

from django.db import IntegrityError, transaction
from django.utils import timezone

from observations import access, offers, refusals
from observations.models import TOLD, CopiedLesson, Lesson, News, Observation, Voice
from observations.refusals import NotNow
from observations.telling import CHOSEN, FACTS, tell, tell_both, tell_other, tell_own_calendar
from timetables.models import Timetable


def on_locked_visit(*roles):
    """Runs the action in a transaction on a fresh, locked row, after asking access again (for these roles, or
    both)."""

    def decorate(action):
        @wraps(action)
        def wrapped(*, lesson, by, **kwargs):
            with transaction.atomic():
                Lesson.objects.lock(lesson.pk)
                return action(lesson=access.visit(by, lesson.pk, *roles), by=by, **kwargs)

        return wrapped

    return decorate


def plan(*, by, id, teacher, team, coach, copied=None, offered=(), **facts):
    """A new visit. `id` was made with the form, so that a double click finds the visit of the first one.
    `copied` says of which lesson of the teacher's timetable it is made, `offered` which others the coach may
    choose instead.

    The teacher's own plan stands at once, and asks the coach; anyone else's is a proposal until the teacher
    accepts it.
    """
    for person in filter(None, (by, teacher, coach)):
        refusals.require_takes_part(person)
    says_yes = "accepted_at" if by == teacher else "coach_accepted_at"
    fields = facts | {"teacher": teacher, "team": team, "coach": coach, says_yes: timezone.now()}
    try:
        with transaction.atomic():
            lesson = Lesson.objects.create(id=id, planned_by=by, **fields)
            copy(lesson, **(copied or {}))
            offers.offer(lesson, offered)
            tell_other(News.PROPOSED, lesson, by)
            return lesson
    except IntegrityError:
        return access.visit(by, id)


def copy(lesson, *, timetable=None, **facts):
    """Unless the teacher unlinked the timetable meanwhile: then nothing of it is kept."""
    if timetable and Timetable.objects.select_for_update().filter(pk=timetable.pk).first():
        CopiedLesson.objects.create(lesson=lesson, timetable=timetable, **facts)


@on_locked_visit()
def accept(*, lesson, by, seen=None):
    """The yes of who was asked: the teacher, or the coach. `seen` is the moment that stood on the page: a yes
    to Tuesday is not a yes to Thursday. Of a coach it may be a lesson that was offered besides."""
    if lesson.cancelled_at:
        raise NotNow("decided")
    chosen = offers.chosen(lesson, by, seen)
    if by == lesson.teacher and not lesson.accepted_at:
        agree(lesson)
        lesson.save(update_fields=["accepted_at"])
        tell_both(News.AGREED, lesson, by)
    elif by == lesson.coach and lesson.awaits_coach:
        refusals.require_can_be_agreed(lesson)
        if chosen:
            offers.take_over(lesson, chosen)
        lesson.coach_says_yes()
        tell_both(News.AGREED, lesson, by, thing=CHOSEN if chosen else "")
        if lesson.is_ready(Voice.TEACHER):
            tell(News.TURN, lesson, lesson.teacher, by)


def agree(lesson):
    """From now on the visit stands: the teacher said so."""
    if not lesson.accepted_at:
        refusals.require_can_be_agreed(lesson)
        lesson.accepted_at = timezone.now()


@on_locked_visit(Voice.COACH)
def decline(*, lesson, by):
    """The coach's no; no reason is asked. The visit stays the teacher's, who has not chosen to look back
    alone by it: how to go on is asked."""
    refusals.require_may_decline(lesson)
    go_on_without(lesson, by)


@on_locked_visit(Voice.COACH)
def step_back(*, lesson, by):
    """The coach goes away for good: like a no, also for who has written. A story that is ready stays, for the
    teacher to open."""
    if not (lesson.cancelled_at or lesson.opened_at or lesson.is_ready(Voice.COACH)):
        go_on_without(lesson, by)


def go_on_without(lesson, coach):
    set_aside_coach(lesson)
    lesson.offered.let_go()
    lesson.coach, lesson.coach_accepted_at, lesson.declined_by = None, None, coach
    lesson.save(update_fields=["coach", "coach_accepted_at", "declined_by"])
    tell(News.DECLINED, lesson, coach, lesson.teacher, coach)


@on_locked_visit()
def cancel(*, lesson, by):
    """Also the teacher's "not now" to a proposal. No reason is asked."""
    if lesson.cancelled_at:
        return
    refusals.require_not_begun(lesson)
    lesson.offered.let_go()
    lesson.cancelled_at, lesson.cancelled_by, lesson.declined_by = timezone.now(), by, None
    lesson.save(update_fields=["cancelled_at", "cancelled_by", "declined_by"])
    tell_both(kind_of_cancelling(lesson, by), lesson, by)


def kind_of_cancelling(lesson, by):
    """The teacher's no to a proposal is an answer."""
    is_answer = by == lesson.teacher and not lesson.accepted_at
    return News.DECLINED if is_answer else News.CANCELLED


@on_locked_visit()
def move(*, lesson, by, **facts):
    """Other time, place or group. The teacher's own moment stands at once, and asks the coach anew; moved by
    the coach it is a proposal again. Who moves it has said yes to it."""
    refusals.require_not_begun(lesson)
    was, was_agreed = lesson.start, bool(lesson.accepted_at)
    changed = {name for name, value in facts.items() if value != getattr(lesson, name)}
    moved = bool(changed & {"start", "end"})
    for name, value in facts.items():
        setattr(lesson, name, value)
    if by == lesson.teacher:
        agree(lesson)
        lesson.coach_accepted_at = None if moved else lesson.coach_accepted_at
    elif moved:
        refusals.require_can_be_agreed(lesson)
        lesson.accepted_at, lesson.coach_accepted_at = None, timezone.now()
    lesson.save(update_fields=[*facts, "accepted_at", "coach_accepted_at"])
    if moved:  # nobody has written: what was said of an empty account was about the other moment
        lesson.observations.update(ready_at=None, brought_forward_at=None)
        let_go_of_before(lesson, by)
        tell_both(News.MOVED, lesson, by, was=was)
    elif not was_agreed and by == lesson.teacher:
        tell_both(News.AGREED, lesson, by)
    elif changed.intersection(TOLD):
        tell_other(News.MOVED, lesson, by, thing=FACTS)


def let_go_of_before(lesson, by):
    """A coach who names another moment chose none of those that were offered; at the teacher's own new moment
    is the visit itself. Somewhere else in the timetable it is no longer the lesson that it was copied
    from."""
    offered = lesson.offered.filter(start=lesson.start) if by == lesson.teacher else lesson.offered
    offered.let_go()
    CopiedLesson.objects.elsewhere(lesson).delete()


@on_locked_visit(Voice.TEACHER)
def withdraw_offer(*, lesson, by, slot):
    """The coach can choose this one no more; the visit itself, and the others, stay."""
    lesson.offered.filter(slot=slot).let_go()


@on_locked_visit(Voice.TEACHER)
def choose_coach(*, lesson, by, coach):
    """Another coach, who is asked, or none. The former coach's account is set aside: from now on only its
    author can read it. Who is asked now is offered no other lesson: those were for the former one."""
    refusals.require_unopened(lesson)
    if coach == lesson.coach and not lesson.is_declined:
        return
    set_aside_coach(lesson)
    lesson.offered.let_go()
    tell(News.NOT_COACH, lesson, by, lesson.coach)
    lesson.coach, lesson.declined_by = coach, None
    lesson.coach_accepted_at = timezone.now() if coach and take_back(lesson, coach) else None
    lesson.alone_at = None if coach else timezone.now()
    agree(lesson)
    lesson.save(update_fields=["coach", "declined_by", "coach_accepted_at", "alone_at", "accepted_at"])
    tell(News.PROPOSED if lesson.awaits_coach else News.AGREED, lesson, by, coach)
    tell_own_calendar(lesson, by)
    if not coach and lesson.is_ready(Voice.TEACHER):
        open_now(lesson)


def take_back(lesson, coach):
    """Who is chosen again finds the own account back. Whether something was written in it: then this person
    looks along, and is not asked."""
    own = Observation.objects.filter(lesson=lesson, author=coach)
    own.update(set_aside_at=None, was_subject="", was_group="", was_start=None)
    return own.filter(started_at__isnull=False).exists()


def set_aside_coach(lesson):
    """An account in which nothing was written is nothing to keep."""
    account = Observation.objects.filter(lesson=lesson, voice=Voice.COACH, set_aside_at=None)
    account.filter(started_at=None).delete()
    account.update(
        set_aside_at=timezone.now(),
        ready_at=None,
        was_subject=lesson.subject,
        was_group=lesson.group,
        was_start=lesson.start,
    )


@on_locked_visit()
def mark_ready(*, lesson, by, sure=True):
    """Own account ready. Without a coach there is nobody to wait for: the visit opens at once, unless the
    teacher still has to choose how to go on. Not `sure`, an empty one is asked about."""
    refusals.require_running(lesson)
    voice = lesson.voice_of(by)
    if lesson.is_ready(voice):
        return
    refusals.require_unopened(lesson)
    refusals.require_real(lesson, voice)
    account, _ = Observation.objects.get_or_create(lesson=lesson, author=by, defaults={"voice": voice})
    if not sure and account.is_empty:
        raise NotNow("empty")
    Observation.objects.filter(pk=account.pk, ready_at=None).update(ready_at=timezone.now())
    if voice == Voice.COACH:
        lesson.coach_says_yes()
    if not lesson.has_coach and not lesson.is_declined:
        open_now(lesson)
    elif not lesson.awaits_coach:
        other = Voice.COACH if voice == Voice.TEACHER else Voice.TEACHER
        tell_other(News.READY if lesson.is_ready(other) else News.TURN, lesson, by)


@on_locked_visit()
def bring_forward(*, lesson, by):
    """Before the lesson's day: this person says that it really is the lesson. It closes nothing, and is asked
    no more."""
    voice = lesson.voice_of(by)
    refusals.require_recording(lesson, voice)
    account, _ = Observation.objects.get_or_create(lesson=lesson, author=by, defaults={"voice": voice})
    account.brought_forward_at = account.brought_forward_at or timezone.now()
    account.save(update_fields=["brought_forward_at"])


@on_locked_visit()
def withdraw_ready(*, lesson, by):
    """Back to writing, until the accounts are opened, or until the teacher has read what the students
    said."""
    refusals.require_unopened(lesson)
    if by == lesson.teacher and lesson.students_heard_at:
        raise NotNow("heard")
    Observation.objects.filter(lesson=lesson, author=by).update(ready_at=None)


@on_locked_visit(Voice.TEACHER)
def open_together(*, lesson, by):
    """Only the teacher opens, and only when both are ready; from then on both read both."""
    if lesson.opened_at:
        return
    refusals.require_running(lesson)
    if not (lesson.is_ready(Voice.TEACHER) and lesson.is_ready(Voice.COACH)):
        raise NotNow("not_ready")
    open_now(lesson)
    tell_other(News.OPENED, lesson, by)


def open_now(lesson):
    lesson.opened_at = timezone.now()
    lesson.save(update_fields=["opened_at"])
