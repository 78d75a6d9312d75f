"""A stroke is a lesson, and on paper each is as long as the next, however many there are."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from checklists.editions import content_of
from checklists.templatetags.looks import TALLIED
from reports.models import Mirror, Period
from tests.pdf_ink import marks
from tests.pdf_words import words_of
from tests.reports.test_golden import MADE_ON

NUMBERS = [5, 9, 10, 11, 15, 20, 21, 29, 30, 31, 39, 40, TALLIED, TALLIED + 1]


@pytest.fixture
def printed(client, edition, school, team, teacher):
    """A mirror with these numbers of lessons."""
    period = Period.objects.create(school=school, start=MADE_ON.replace(month=9), end=MADE_ON.replace(day=1))
    points = content_of(edition.pk).points
    counts = {str(item.pk): number for item, number in zip(points, NUMBERS, strict=False)}
    made = Mirror.objects.create(
        team=team, period=period, made_on=MADE_ON, counts={"points": counts, "steps": {}}
    )
    teacher.memberships.update(began_at="2026-01-01T00:00Z")
    client.force_login(teacher)
    return client.get(reverse("mirror_pdf", args=[made.pk])).content


def test_every_stroke_is_as_long_as_the_next_with_the_number_beside_it(printed):
    with pikepdf.open(BytesIO(printed)) as pdf:
        shapes = [mark for page in pdf.pages for mark in marks(page) if not mark.is_text]
    tallies = {
        (len(shape.points) - 1) // 2: shape for shape in shapes
    }  # where it begins, and two ends of each stroke

    lengths = {number: round(stroke(tallies[number]), 2) for number in NUMBERS if number <= TALLIED}

    assert set(lengths.values()) == {2.76}
    assert [number for number in NUMBERS if f" {number} " not in words_of(printed)] == []


def stroke(tally):
    """The length of the first one, in millimetres."""
    (_x, top), (_x, bottom) = tally.points[1:3]
    return bottom - top
