"""The only door to visits: the row, or 404; the rows that are somebody's; and what of a visit somebody may
read.

Nobody outside a visit learns that it exists. Who else touches these tables, and why, stands in
tests/test_house.py.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from observations.models import A_DAY, Appointment, Key, Lesson, Observation, Part, Voice
from people.compiled import attach, compiled
from people.models import User


def visit(user, lesson_id, *roles):
    """The visit with what pages need of it, for its teacher or its coach of today (or only for the roles
    given)."""
    return for_roles(user, visit_of.or_404(user, lesson_id), roles)


def to_write(user, lesson_id, *roles):
    """The same, or an own practice visit: for the few pages on which practice goes as the real thing does."""
    return for_roles(user, visit_or_practice_of.or_404(user, lesson_id), roles)


def practice(user, lesson_id):
    """An own practice visit, and nothing else."""
    lesson = to_write(user, lesson_id)
    if not lesson.practice:
        raise Http404
    return lesson


def for_roles(user, lesson, roles):
    if lesson.is_gone or (roles and lesson.voice_of(user) not in roles):
        raise Http404
    return with_accounts(lesson)


def with_accounts(lesson):
    attach([lesson], "current", accounts_of([lesson.pk]), "lesson")
    return lesson


@compiled
def visit_of(user: User, pk: UUID):
    return Lesson.objects.of(user).with_what_pages_need().filter(pk=pk)


@compiled
def visit_or_practice_of(user: User, pk: UUID):
    return Lesson.with_practice.of(user).with_what_pages_need().filter(pk=pk)


@compiled
def visit_of_anybody(pk: UUID):
    return Lesson.objects.with_what_pages_need().filter(pk=pk, deleted_at=None)


@compiled
def accounts_of(lessons: list[UUID]):
    """Those that count."""
    return Observation.objects.filter(lesson__in=lessons, set_aside_at=None)


def deleted(user, lesson_id, *roles):
    """A visit that was deleted less than a day ago, for its two people; 404 for anybody else, and for
    everybody after that."""
    lessons = deleted_today(user).with_what_pages_need()
    return for_roles(user, get_object_or_404(lessons, pk=lesson_id), roles)


def is_deleted(user, lesson_id):
    """Whether this teacher deleted it less than a day ago."""
    return deleted_today(user).filter(pk=lesson_id, teacher=user).exists()


def has_declined(user, lesson_id):
    """Whether this person said no to looking along, and the teacher has not chosen yet how to go on."""
    return Lesson.objects.filter(pk=lesson_id, declined_by=user, deleted_at=None).exists()


def visit_of_teacher(user, lesson_id):
    return visit(user, lesson_id, Voice.TEACHER)


def visit_of_coach(user, lesson_id):
    return visit(user, lesson_id, Voice.COACH)


def set_aside_account(user, observation_id):
    """A former account, for its author only. Of its visit nothing is shown but what the account itself says
    of it."""
    return get_object_or_404(set_aside_accounts(user), pk=observation_id)


def released(user, lesson_id):
    """An opened visit of somebody else's, for who holds a valid key to some part of it; 404 otherwise."""
    lesson = visit_of_anybody.or_404(lesson_id)
    if lesson.voice_of(user) or not parts(user, lesson):
        raise Http404
    return with_accounts(lesson)


# --- many ---------------------------------------------------------------------------------------


def visits_of(user):
    """Visits this person takes part in, as the teacher or as the coach of today."""
    return Lesson.objects.of(user)


def own_stories(user):
    """Visits of this teacher in which there is something to read: opened, or with a story of their own."""
    wrote = Observation.objects.filter(lesson=OuterRef("pk"), author=user, started_at__isnull=False)
    mine = Lesson.objects.of(user).filter(teacher=user, cancelled_at=None)
    return mine.filter(Q(opened_at__isnull=False) | Exists(wrote)).order_by("start", "pk")


def deleted_today(user):
    """Those that were deleted less than a day ago."""
    return deleted_since(user, timezone.now() - A_DAY)


def deleted_since(user, moment):
    return Lesson.objects.deleted_after(moment, user)


def appointments_of(user, moment):
    """What letters told this person's calendar of lessons from then on; of visits that are forgotten nothing,
    also while somebody is still to be told."""
    there = Lesson.objects.filter(pk=OuterRef("lesson"))
    return Appointment.objects.filter(Exists(there), person=user, start__gte=moment)


def set_aside_accounts(user):
    """Former accounts of this person, with the teachers of their visits."""
    rows = Observation.objects.filter(author=user, set_aside_at__isnull=False, lesson__deleted_at=None)
    return rows.select_related("lesson__teacher")


def visits_written_in(user):
    """Visits this person takes part in, and those in which an own account was set aside: of these only that
    is theirs."""
    wrote = Observation.objects.filter(author=user).values("lesson")
    # one question after the other: with an "or" between them a database reads all visits of all schools
    either = visits_of(user).order_by().values("pk").union(wrote)
    return Lesson.objects.filter(pk__in=either, deleted_at=None)


def keys_to(user, on=None):
    """By which this person may read parts of visits of others on that day (default today)."""
    return Key.objects.valid(on).for_reader(user, on)


def keys_of_team(team, first, last):
    """Of visits from the first up to and including the last day, for everybody in this team: what a mirror
    may count."""
    return Key.objects.valid().for_team(team, first, last)


def released_to(user, on=None):
    """Visits of others of which this person may read a part on that day (default today)."""
    return Lesson.objects.filter(Exists(keys_to(user, on).filter(lesson=OuterRef("pk"))))


def with_keys(ids, on=None):
    """Those of these visits that are still there with a key. For whoever asked a moment ago which one may
    read: to find that out once more costs as much as all of them together."""
    return Lesson.objects.filter(Exists(Key.objects.valid(on).filter(lesson=OuterRef("pk"))), pk__in=ids)


def key_of(lesson, part):
    """By which colleagues read this part now, or None. For the teacher."""
    return Key.objects.valid().filter(lesson=lesson, part=part).first()


@compiled
def running_keys(lesson: UUID):
    """All that were not revoked, also those past their last day. For the teacher."""
    return Key.objects.filter(lesson=lesson, revoked_at=None)


# --- what of it ---------------------------------------------------------------------------------


def parts(user, lesson):
    """The parts of this visit that this person may read now (architecture: who sees what)."""
    voice = lesson.voice_of(user)
    if voice is None:
        return parts_under_key(user, lesson)
    opened = {Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.STEPS, Part.PAIR} if lesson.opened_at else set()
    if voice == Voice.TEACHER:
        return opened | {Part.TEACHER_ACCOUNT, Part.TEACHER_PRIVATE, Part.SHARED_INTENTIONS}
    return opened | {Part.COACH_ACCOUNT, Part.SHARED_INTENTIONS}


def parts_under_key(user, lesson):
    """By the keys that are valid today, and by today's membership of the visit's team; asked once per visit
    that was read."""
    if not hasattr(lesson, "_under_key"):
        lesson._under_key = (user.pk, parts_by_visit(user, [lesson.pk])[lesson.pk])
    reader, found = lesson._under_key
    return found if reader == user.pk else set()


def parts_by_visit(user, ids):
    """The same for many visits of others, in one query: {visit id: parts}."""
    found = defaultdict(set)
    for pk, part in parts_under_keys(user, list(ids), timezone.localdate()):
        found[pk].add(Part(part))
    return found


@compiled
def parts_under_keys(user: User, lessons: list[UUID], today: date):
    keys = Key.objects.valid(today).for_reader(user, today).filter(lesson__in=lessons)
    return keys.values_list("lesson", "part").distinct()
