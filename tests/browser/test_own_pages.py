"""Every page of a teacher's own road, and those of the coach beside it, for every hand and eye, in both
languages: small, wide, light and dark."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from echo.models import Batch
from observations.models import CopiedLesson
from people.models import User
from tests import factories
from tests.browser.eyes import PHONE, complaints, misfits
from tests.browser.test_planning import PLAN, at
from tests.echo.conftest import COUNTS
from tests.factories import in_timetable, make_lesson, make_timetable
from tests.line.roads import year
from timetables.models import Timetable, TimetableLesson
from timetables.why import Why

WIDE = {"width": 1280, "height": 800}
# Classes on the page of which no sheet that it loads knows anything.
UNKNOWN = r"""() => {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText));
  const known = new Set(rules.join().match(/[.]mk-[\w-]+/g));
  const used = [...document.querySelectorAll("[class]")].flatMap(({ classList }) => [...classList]);
  return used.filter((name) => !known.has(`.${name}`));
}"""
SHEETS = [path.read_text() for path in (settings.BASE_DIR / "static/css").glob("*.css")]
ELSEWHERE = set(re.findall(r"[.](mk-[\w-]+)", "".join(SHEETS)))
LONG = "Arbeidsongeschiktheidsverzekeringen"
DAYS = {"VZ1A": 1, "VZ1B": 2, "VZ1C": 3, LONG: 9}


@pytest.fixture(params=["nl", "en"])
def look_at(request, desk):
    """Nothing to complain of on the page of this name, or at this address, as this person has it now."""
    pages = {}

    def one(person, name, *args, press=None):
        page = pages.get(person) or pages.setdefault(person, desk.sit(person))
        User.objects.filter(pk=person.pk).update(language=request.param)
        page.set_viewport_size(PHONE["viewport"])
        page.goto(name if name.startswith("/") else reverse(name, args=args))
        if press:
            press(page)
        expect(page.locator("html")).to_have_attribute("lang", request.param)
        found = [*complaints(page), *ELSEWHERE.intersection(page.evaluate(UNKNOWN))]
        page.set_viewport_size(WIDE)
        assert (name, [*found, *misfits(page)]) == (name, [])

    return one


def lessons():
    return [in_timetable(at(10, days=days), group=group, subject=group) for group, days in DAYS.items()]


def test_the_timetable(look_at, edition, teacher):
    look = partial(look_at, teacher)
    look("timetable")
    look("timetable", press=give_what_is_no_address)
    look(PLAN)
    make_timetable(teacher, *lessons(), is_on_trial=True)
    look("timetable")
    Timetable.objects.update(confirmed_at=timezone.now())
    look("timetable")
    look(PLAN)
    make_timetable(teacher, *lessons(), is_on_trial=True)
    Timetable.objects.exclude(confirmed_at=None).update(why=Why.LOGIN)
    look("timetable")
    look(PLAN)


def give_what_is_no_address(page):
    page.locator("#id_address").fill("http://rooster.example/a.ics")
    with page.expect_navigation():
        page.locator("#id_address").press("Enter")


def test_a_visit_from_it(look_at, edition, teacher, coach):
    timetable = make_timetable(teacher, *lessons())
    first, second, third, _other = timetable.lessons.all()
    facts = {"start": first.start, "end": first.end, "group": first.group, "subject": first.subject}
    lesson = make_lesson(teacher, coach=coach, is_answered=False, offered=[second, third], **facts)
    CopiedLesson.objects.follow(lesson, first)
    look_at(coach, "visit", lesson.pk)
    look_at(coach, "coaching")
    look_at(teacher, "visit", lesson.pk)
    TimetableLesson.objects.filter(pk=first.pk).update(start=at(13), end=at(14), place="1.20")
    look_at(teacher, "visit", lesson.pk)
    look_at(teacher, "home")
    TimetableLesson.objects.filter(pk=first.pk).delete()
    look_at(teacher, "visit", lesson.pk)


def test_the_line_and_how_a_visit_was(look_at, first_edition, edition, team, teacher, coach):
    look = partial(look_at, teacher)
    look("line")
    look("line_beside")
    visits = year(
        teacher, coach, factories.make_person("Wim Tweede", team=team, role="coach"), edition=first_edition
    )
    look("/me/line/?year=all")
    look("line_beside")
    look("together", visits[0].pk)
    look("echo", visits[0].pk)
    look_at(coach, "heard")
    for days in (40, 80):
        day = date.today() - timedelta(days=days)  # noqa: DTZ011 -- any day of a month that is over
        Batch.objects.create(coach=coach, begun_on=day, closed_on=day, counts=COUNTS | {"safety": None})
    look_at(coach, "heard")
