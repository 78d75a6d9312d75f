"""The only door through which a view gets a visit: the row, or 404. Nobody outside a visit learns that it exists."""

import enum
from collections import defaultdict

from django.http import Http404
from django.shortcuts import get_object_or_404

from observations.models import Key, Lesson, Observation, Voice


class Part(enum.StrEnum):
    """What of a visit someone may read."""

    SHARED_INTENTIONS = "shared_intentions"  # before prompts marked "my coach may read this"
    TEACHER_ACCOUNT = "teacher_account"  # self-view, signals, responses, prompts that open with the account
    TEACHER_PRIVATE = "teacher_private"  # for ever the teacher's own
    COACH_ACCOUNT = "coach_account"
    STEPS = "steps"
    STUDENTS = "students"  # under a key; for the two of a visit pulse.access decides
    SENTENCE = "sentence"  # the one answer that leaves only under its own key
    PAIR = "pair"  # meanings and patterns the two guessed at together; never leaves the pair


def visit(user, lesson_id, *roles, also=()):
    """The visit, for its teacher or its coach of today (or only for the roles given). `also` names rows to read along."""
    return for_roles(user, Lesson.objects.of(user), lesson_id, roles, also)


def to_write(user, lesson_id, *roles, also=()):
    """The same, or an own practice visit: for the few pages on which practice goes as the real thing does."""
    return for_roles(user, Lesson.with_practice.of(user), lesson_id, roles, also)


def practice(user, lesson_id):
    """An own practice visit, and nothing else."""
    lesson = to_write(user, lesson_id)
    if not lesson.practice:
        raise Http404
    return lesson


def for_roles(user, lessons, lesson_id, roles, also=()):
    rows = lessons.with_people().with_accounts().select_related("talk", *also)
    lesson = get_object_or_404(rows, pk=lesson_id)
    if lesson.is_gone or (roles and lesson.voice_of(user) not in roles):
        raise Http404
    return lesson


def deleted(user, lesson_id, *roles):
    """A visit that was deleted less than a day ago, for its two people; 404 for anybody else, and for everybody after that."""
    return for_roles(user, Lesson.objects.just_deleted(user), lesson_id, roles)


def is_deleted(user, lesson_id):
    """Whether this teacher deleted it less than a day ago."""
    return Lesson.objects.just_deleted(user).filter(pk=lesson_id, teacher=user).exists()


def visit_of_teacher(user, lesson_id):
    return visit(user, lesson_id, Voice.TEACHER)


def visit_of_coach(user, lesson_id):
    return visit(user, lesson_id, Voice.COACH)


def set_aside_account(user, observation_id):
    """A former account, for its author only. Of its visit nothing is shown but what the account itself says of it."""
    rows = Observation.objects.filter(author=user, set_aside_at__isnull=False, lesson__deleted_at=None)
    return get_object_or_404(rows.select_related("lesson__teacher"), pk=observation_id)


def released(user, lesson_id, also=()):
    """An opened visit of somebody else's, for who holds a valid key to some part of it; 404 otherwise."""
    rows = Lesson.objects.with_people().with_accounts().select_related("talk", *also)
    lesson = get_object_or_404(rows, pk=lesson_id, deleted_at=None)
    if lesson.voice_of(user) or not parts(user, lesson):
        raise Http404
    return lesson


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
    """By the keys that are valid today, and by today's membership of the visit's team; asked once per visit that was read."""
    if not hasattr(lesson, "_under_key"):
        lesson._under_key = (user.pk, parts_by_visit(user, [lesson.pk])[lesson.pk])
    reader, found = lesson._under_key
    return found if reader == user.pk else set()


def parts_by_visit(user, ids):
    """The same for many visits of others, in one query: {visit id: parts}."""
    keys = Key.objects.valid().for_reader(user).filter(lesson__in=ids).by_visit()
    return defaultdict(set, {pk: {Part(part) for part, _day in found} for pk, found in keys.items()})
