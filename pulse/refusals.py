"""Why students cannot be asked, or heard, at this moment. Like observations.refusals, in words of the
pulse."""

from django.utils.translation import gettext_lazy as _

from observations import refusals
from pulse import access


class NotNow(refusals.NotNow):
    reasons = {
        "early": _("The lesson is not there yet. Students can be asked from the day of the lesson on."),
        "asked": _("Your students have been asked already. What was asked, and for how long, stays as it is."),
        "nothing": _("There is nothing to ask yet. Choose a sentence or a question first."),
        "running": _("The pulse is still open. What was said can be read once it is closed."),
        "not_asked": _("Your students have not been asked yet."),
        "own_account_first": _("First your own story, then the students’ voice: mark your story as ready, and you can read it."),
        "not_heard": _("First read what your students said; then you can tell the class."),
    }  # fmt: skip


def require_not_asked(pulse):
    if pulse.is_opened:
        raise NotNow("asked")


def require_something(pulse):
    """A list of the school's own may have no sentence that is always asked."""
    if not pulse.sentences and not pulse.questions:
        raise NotNow("nothing")


def require_lesson_day(lesson):
    """Nobody asks about a lesson that is still to come: a pulse opens once."""
    if not access.is_lesson_day(lesson):
        raise NotNow("early")


def require_closed(pulse):
    if not pulse.is_opened:
        raise NotNow("not_asked")
    if not pulse.is_closed:
        raise NotNow("running")


def require_heard(user, lesson, pulse):
    """Who tells the class has read what it said; where there are too few answers there is nothing to read."""
    if not access.may_hear(user, lesson, pulse):
        raise NotNow("not_heard")
