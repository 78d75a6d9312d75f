"""Who may say how a visit was: its teacher, once it is open, about a coach who is still there. Narrows what
observations.access gives. What is said is read by nobody; what is counted, by that coach (batches.py)."""

from django.http import Http404

from observations import access
from observations.models import Voice
from observations.refusals import require_open, require_running


def visit(user, lesson_id):
    lesson = access.visit(user, lesson_id, Voice.TEACHER)
    require_can_be_said(lesson)
    return lesson


def require_can_be_said(lesson):
    require_running(lesson)
    if not has_coach(lesson):
        raise Http404
    require_open(lesson)


def is_asked(user, lesson):
    """Whether the opened page has a row for it: the same whatever was said before, and by whom."""
    return lesson.voice_of(user) == Voice.TEACHER and has_coach(lesson)


def has_coach(lesson):
    return lesson.has_coach and lesson.coach.left_at is None
