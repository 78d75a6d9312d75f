"""Who may ask the students, and who may read what they said. Narrows what observations.access gives; never
widens it.

The teacher always may ask, the coach of today with the teacher's permission. What was said is read by the
teacher once the pulse is closed and the own account ready, from a first look that is recorded; by the coach
whom the students were told of, after opening and the release; by lead and team under a key, where the
students were told of them. What stood on their page before they answered holds (docs/adr/0014).
"""

from django.http import Http404
from django.utils import timezone

from observations import access
from observations.models import Part, Voice
from observations.refusals import require_running
from pulse.models import Pulse


def visit(user, lesson_id, *roles):
    """The visit with its pulse, for who may ask the students; 404 for a coach without the teacher's
    permission."""
    lesson = access.visit(user, lesson_id, *roles)
    pulse = pulse_of(lesson)
    if not may_ask(user, lesson, pulse):
        raise Http404
    require_running(lesson)
    return lesson, pulse


def pulse_of(lesson):
    """The row, read along with the visit or now; or one that is not saved yet: nothing chosen,
    nothing asked."""
    return lesson.pulse if hasattr(lesson, "pulse") else Pulse(lesson=lesson)


def may_ask(user, lesson, pulse):
    return lesson.voice_of(user) == Voice.TEACHER or (
        pulse.opener_id == user.pk and lesson.coach_id == user.pk
    )


def may_hear(user, lesson, pulse):
    """May read the counts now. Whether there are enough answers to show is not asked here (models.FLOOR)."""
    if not pulse.is_closed:
        return False
    if lesson.voice_of(user) == Voice.TEACHER:
        return bool(lesson.students_heard_at) or not pulse.has_enough
    if lesson.voice_of(user) == Voice.COACH:
        return bool(lesson.opened_at and pulse.released_at) and is_for_coach(lesson, pulse)
    is_told = pulse.colleagues_may_read and bool(lesson.students_heard_at)
    return is_told and Part.STUDENTS in access.parts(user, lesson)


def is_for_coach(lesson, pulse):
    """The coach of today is the one whom the students were told of."""
    return lesson.has_coach and pulse.told_coach_id == lesson.coach_id


def key_of(lesson, pulse):
    """The key by which colleagues read the counts now, if there is one."""
    can_be = lesson.opened_at and pulse.colleagues_may_read
    return access.key_of(lesson, Part.STUDENTS) if can_be else None


def unheard(lesson):
    """A closed pulse with enough answers that the teacher has not read yet; None otherwise."""
    pulse = pulse_of(lesson)
    return pulse if pulse.is_closed and pulse.has_enough and not lesson.students_heard_at else None


def may_read_texts(user, lesson, pulse):
    """Open answers are the teacher's alone, for ever (evidence.md 4.4)."""
    return lesson.voice_of(user) == Voice.TEACHER and may_hear(user, lesson, pulse)


def is_lesson_day(lesson):
    """The day of the lesson, or a later one."""
    return timezone.localdate(lesson.start) <= timezone.localdate()
