"""The words of each report, kept as text: whoever changes what is printed sees what it does to the paper, and
says so by writing anew.

GOLDEN=write python -m pytest tests/reports/test_golden.py      writes tests/reports/golden/*.txt; look at the
difference
"""

import os
import re
from difflib import unified_diff
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from observations.models import Part
from reports import actions as reports
from reports.models import Mirror, MirrorSentence, Period
from tests import factories
from tests.line.roads import year
from tests.pdf_words import pages_of
from tests.together.full_visit import START, full_visit
from tests.together.visits import opened, seen

KEPT = Path(__file__).parent / "golden"
TODAY = START.replace(month=12, day=2)
MADE_ON, UNTIL = START.date().replace(day=30), START.date().replace(month=12, day=31)


@pytest.fixture
def world(edition, school, team, teacher, coach):
    """A full visit that is released to the team, and a mirror of its period; names, days and texts are
    fixed."""
    with time_machine.travel(TODAY):
        lesson = full_visit(teacher, coach)
        for part in (Part.COACH_ACCOUNT, Part.STEPS, Part.SENTENCE):
            reports.give_key(lesson=lesson, by=teacher, part=part, audience="team", until=UNTIL)
        reader = factories.make_person("Lotte Leiding", team=team, role="lead")
        asked = in_own_words(team, coach)
        return SimpleNamespace(
            edition=edition, lesson=lesson, teacher=teacher, reader=reader, mirror=mirror(team, lesson),
            walker=walker(team, coach), asked=asked, asker=asked.teacher,
        )  # fmt: skip


def in_own_words(team, coach):
    """A visit of which its teacher wrote two points (docs/adr/0080): one marked by both, one by nobody."""
    teacher = factories.make_person("Thea Eigen", team=team, role="teacher")
    lesson = factories.make_lesson(teacher, coach=coach, start=START, end=None, subject="Anatomie")
    own = [
        ("Ik kijk rond voordat ik begin te praten.", "safety"),
        ("Studenten kiezen zelf de volgorde.", "autonomy"),
    ]
    before = [
        {"type": "own", "slot": slot, "text": text, "theme": theme, "revision": 0}
        for slot, (text, theme) in enumerate(own, 1)
    ]
    key = "own-point.safety.1"
    return opened(
        lesson, before=before, teacher=[seen(key, "Ik telde tot drie.")],
        coach=[seen(key, "Eerst stil, toen pas de opdracht.", "partly"), seen("com.steps_first_step")],
    )  # fmt: skip


def walker(team, coach):
    """A teacher with a line over four visits."""
    person = factories.make_person("Tess Lijn", team=team, role="teacher")
    year(person, coach, factories.make_person("Wim Tweede", team=team, role="coach"))
    return person


def mirror(team, lesson):
    period = Period.objects.create(
        school=team.school, start=START.date().replace(month=10), end=START.date().replace(day=29)
    )
    points, bank = lesson.content.points, lesson.content.suggestions[0]
    counts = {
        "points": {str(item.pk): 5 + n for n, item in enumerate(points[::6])},
        "steps": {str(bank.pk): 6},
    }
    made = Mirror.objects.create(team=team, period=period, made_on=MADE_ON, counts=counts)
    MirrorSentence.objects.create(
        mirror=made, lesson=lesson, text="Ik wacht voortaan tien tellen.", lang="nl"
    )
    return made


# name of the text: (who reads, address, its arguments, language)
REPORTS = {
    "visit-nl": ("teacher", "report_pdf", lambda world: [world.lesson.pk], "nl"),
    "visit-en": ("teacher", "report_pdf", lambda world: [world.lesson.pk], "en"),
    "own-points-nl": ("asker", "report_pdf", lambda world: [world.asked.pk], "nl"),
    "released": ("reader", "released_pdf", lambda world: [world.lesson.pk], "nl"),
    "line-nl": ("walker", "line_pdf", lambda world: [], "nl"),
    "line-en": ("walker", "line_pdf", lambda world: [], "en"),
    "mirror": ("reader", "mirror_pdf", lambda world: [world.mirror.pk], "nl"),
    "form-coach": ("reader", "form_pdf", lambda world: [world.edition.pk, "coach"], "nl"),
    "form-teacher": ("teacher", "form_pdf", lambda world: [world.edition.pk, "teacher"], "nl"),
}


def printed(client, world, name):
    """The words of this report, a sentence on a line, each page apart."""
    who, address, args, language = REPORTS[name]
    with time_machine.travel(TODAY, tick=False):
        client.force_login(getattr(world, who))
        reply = client.get(reverse(address, args=args(world)) + f"?lang={language}")
    assert reply.status_code == 200
    return "\n\n".join(re.sub(r"(?<=[.?]) ", "\n", page.strip()) for page in pages_of(reply.content)) + "\n"


def test_each_report_says_what_it_said(client, world):
    found = {f"{name}.txt": printed(client, world, name) for name in REPORTS}
    if os.environ.get("GOLDEN") == "write":
        for name, text in found.items():
            (KEPT / name).write_text(text, encoding="utf-8")

    assert sorted(path.name for path in KEPT.iterdir()) == sorted(found)
    lines = {name: ((KEPT / name).read_text(encoding="utf-8").splitlines(), text.splitlines()) for name, text in found.items()}  # fmt: skip
    diff = [line for name, (kept, now) in lines.items() for line in unified_diff(kept, now, name, "now", n=1, lineterm="")]  # fmt: skip
    assert not diff, "\n".join(["if this is meant: GOLDEN=write (see above)", *diff])
