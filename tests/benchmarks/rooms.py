"""What each team of a crowd (crowd.py) has in the rooms that came later: timetables, what teachers said of
visits, and the log."""

from datetime import timedelta

from django.utils import timezone

from checklists.models import Theme
from echo.models import SEAL, Batch, Choice, Saying
from people.audit import AuditEvent, Done
from timetables.models import Timetable, TimetableLesson

LINKED, LESSONS = 3, 25  # teachers of a team with a timetable; lessons of each
SAID = 3  # teachers in the open batch of a coach, who has a closed one too
LINES = 20  # of the log
FIRST = 1_000_000  # the keys of these rows


def fill(crowd, numbers):
    """For the teams with these numbers, whose people and visits are there."""
    timetables(crowd, numbers)
    said(crowd, numbers)
    log(crowd, numbers)


def timetables(crowd, numbers):
    now, monday = timezone.now(), timezone.now() + timedelta(days=1)
    facts = {"confirmed_at": now, "read_at": now, "asked_at": now}
    rows = [
        Timetable(pk=FIRST + number * LINKED + place, teacher_id=crowd.numbered(number, place), **facts)
        for number in numbers
        for place in range(LINKED)
    ]
    put(rows)
    facts = {"subject": "Rekenen", "group": "VZ2B", "place": "1.14"}
    starts = [monday + timedelta(hours=12 * lesson) for lesson in range(LESSONS)]
    put(
        TimetableLesson(timetable=row, key=f"{row.pk:032x}{lesson:032x}", start=start, end=start + timedelta(minutes=50), **facts)
        for row in rows
        for lesson, start in enumerate(starts)
    )  # fmt: skip


def said(crowd, numbers):
    """A closed batch and an open one of each coach."""
    begun, year_ago = crowd.day.replace(day=1), crowd.day.replace(day=1) - timedelta(days=360)
    counts = {need: {Choice.YES: 3, Choice.PARTLY: 2} for need in Theme.values}
    batches = []
    for number in numbers:
        of = {"coach_id": crowd.numbered(number, crowd.coach)}
        batches.append(Batch(pk=FIRST + 2 * number, begun_on=begun, **of))
        batches.append(
            Batch(pk=FIRST + 2 * number + 1, begun_on=year_ago, closed_on=begun, counts=counts, **of)
        )
    put(batches)
    sealed = SEAL.sealed("".join(choice[0] for choice in [Choice.YES] * len(Theme.values)))
    put(
        Saying(batch_id=FIRST + 2 * number, teacher_id=crowd.numbered(number, place), lesson_id=crowd.visit(number, place), sealed=sealed)
        for number in numbers
        for place in range(SAID)
    )  # fmt: skip


def log(crowd, numbers):
    now = timezone.now()
    put(
        AuditEvent(school=crowd.school_of(number), at=now - timedelta(days=line * 7), what=Done.INVITED, about_id=crowd.numbered(number, line))
        for number in numbers
        for line in range(LINES)
    )  # fmt: skip


def put(rows):
    rows = list(rows)
    type(rows[0]).objects.bulk_create(rows, batch_size=5_000)
