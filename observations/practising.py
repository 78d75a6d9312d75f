"""Practice: a visit of one's own that nobody else ever finds, and that goes after a week (docs/adr/0022)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from observations import refusals
from observations.models import Lesson
from people import traces


@transaction.atomic
def practise(*, by, voice, edition):
    """The practice visit of this person in this voice: the one that is there, or a new one. Nobody else ever
    finds it."""
    refusals.require_takes_part(by)
    gone_with_traces(Lesson.with_practice.had_its_week().filter(teacher=by))
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
    """At once every row of it goes; old versions in the files go within the hour, which nobody waits for.
    Says whether there was anything."""
    return bool(gone_with_traces(Lesson.with_practice.practice().filter(teacher=by, pk=lesson_id)))


def forget_practice():
    """What had its week. It is counted nowhere, also not in what the hourly work tells."""
    gone_with_traces(Lesson.with_practice.had_its_week())


@transaction.atomic(savepoint=False)
def gone_with_traces(lessons):
    gone, _rows = lessons.delete()
    if gone:
        traces.leave()
    return gone
