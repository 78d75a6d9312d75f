"""The demo is alive on every day: what README says under *Try it* can be walked, loaded on that day or
started again on it."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import html

from home import demo
from home.demo.calendar import school_day
from observations.models import Lesson, Stage
from people.audit import AuditEvent, Done
from people.models import Membership, User
from pulse.models import Pulse
from signing_in.views.sign_in import DEMO_PASSWORD
from tests.factories import fresh
from tests.observations.posted_page import PostedPage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = [f"2026-11-{day} 09:40" for day in range(23, 30)]
WEDNESDAY = "2026-11-18 09:40"
DAYS = [
    *WEEK[4:],
    "2026-11-25 00:05",  # the night before school
    "2026-11-25 15:44",  # the last minute of the last lesson
    "2026-11-25 21:17",  # an evening at home
    "2026-12-31 23:20",
    "2027-01-01 00:10",
    "2026-03-29 01:59",  # the clock goes from two to three
    "2026-03-29 12:00",
    "2026-10-25 02:30",  # an hour that comes twice
    "2026-10-25 23:59",
    "2026-07-29 10:00",  # the summer holiday
]


def at(moment):
    return time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM), tick=False)


class Person:
    """Somebody at a browser without script, who reads Dutch and presses what stands there."""

    def __init__(self, login):
        self.client = Client()
        sent = {"login": login, "password": DEMO_PASSWORD}
        self.page = self.client.post(reverse("account_login"), sent, follow=True)

    def tree(self):
        assert self.page.status_code == HTTPStatus.OK
        return html.document_fromstring(self.page.content.decode())

    def at_start(self):
        self.page = self.client.get(reverse("home"))

    def follow(self, words):
        [link, *_] = self.tree().xpath(f"//main//a[normalize-space()='{words}' or @aria-label='{words}']")
        self.page = self.client.get(link.get("href"))

    def press(self, words):
        [button] = self.tree().xpath(f"//main//button[normalize-space()='{words}']")
        form = button.xpath("ancestor::form")[0]
        fields = dict(form.form_values()) | {button.get("name", "pressed"): button.get("value", "")}
        self.page = self.client.post(
            form.get("action") or self.page.request["PATH_INFO"], fields, follow=True
        )

    def write(self, **fields):
        page = PostedPage(self.page)
        for name, value in fields.items():
            page[name] = value
        self.page = self.client.post(self.page.request["PATH_INFO"], page.data("ready"), follow=True)


def walk():
    """README, *Try it*; returns the visit."""
    coba = Person("coba@fictief.example")
    coba.follow("Begin met kijken")
    coba.write(**{"note-com.steps_first_step": "Drie stappen op het bord."})

    tijn = Person("tijn@fictief.example")
    tijn.follow("Kijk terug")
    tijn.write(**{"note-com.steps_first_step": "Ik wees de eerste stap aan."})
    tijn.press("Open samen")
    return Lesson.objects.select_related("pulse").get(pk=tijn.page.request["PATH_INFO"].split("/")[2])


def ask_students():
    tijn = Person("tijn@fictief.example")
    tijn.follow("Naar de studentpeiling")
    tijn.press("Open de studentpeiling nu")
    code, student = Pulse.objects.get(closes_at__gt=timezone.now()).code, Client()
    page = student.post(reverse("pulse_enter"), {"code": code}, follow=True)
    sent = student.post(page.request["PATH_INFO"], {"lang": "nl"}, follow=True)
    assert sent.status_code == HTTPStatus.OK


def assert_alive():
    ask_students()
    lesson = walk()
    assert fresh(lesson).stage == Stage.OPEN
    assert lesson.pulse.answers == 1
    assert timezone.localdate(lesson.start) == timezone.localdate()


@pytest.mark.django_db
@pytest.mark.parametrize("moment", DAYS)
@override_settings(DEMO=True)
def test_the_readme_can_be_walked(moment):
    with at(moment):
        demo.load()
        assert_alive()


def college():
    return User.objects.get(email="iris@fictief.example").school


@override_settings(DEMO=True)
class TestADemoOfBefore(TestCase):
    """Loaded once, on a Wednesday; each question takes back what it changed."""

    @classmethod
    def setUpTestData(cls):
        with at(WEDNESDAY):
            demo.load()
            cls.ahead = set(Lesson.objects.filter(end__gt=timezone.now()))
        cls.size = Lesson.objects.count()

    def test_is_alive_again_when_it_is_started_again(self):
        """Nothing is made twice, and what was ahead is ahead again."""
        for moment in [*WEEK, "2026-12-31 23:20", "2027-01-01 00:10"]:
            with self.subTest(moment), at(moment), undone():
                assert demo.load() is False
                assert set(Lesson.objects.filter(end__gt=timezone.now())) == self.ahead
                assert Lesson.objects.count() == self.size
                assert_alive()

    def test_keeps_what_somebody_wrote_and_has_another_visit_beside_it(self):
        with at("2026-11-18 10:00"):
            first = walk()
        with at("2026-11-18 15:50"):
            demo.load()
            assert today("Rekenen").count() == 1
        with at("2026-11-26 10:00"):
            demo.load()
            demo.load()
            second = walk()
            assert today("Rekenen").count() == 1

        assert fresh(first).stage == fresh(second).stage == Stage.OPEN

    def test_leaves_out_a_visit_that_may_not_be_any_more(self):
        """Somebody tried out the pages of the administrator."""
        with at("2026-11-18 10:00"):
            walk()
        Membership.objects.filter(user__email="coba@fictief.example").update(until="2026-11-20")
        User.objects.filter(email="coba@fictief.example").update(is_administrator=True)
        with at("2026-11-26 10:00"):
            assert demo.load() is False
            assert Lesson.objects.filter(end__gt=timezone.now()).count() == len(self.ahead) - 1

    def test_moves_on_by_the_hour_where_it_is_served_for_days(self):
        with at("2026-11-22 08:00"):
            call_command("hourly", stdout=StringIO())
            assert_alive()

    def test_its_holidays_stay_ahead_and_its_log_goes_on_after_months(self):
        weeks = AuditEvent.objects.of_school(college()).filter(what=Done.SIGNED_IN)
        before = weeks.count()
        with at("2027-04-08 10:00"):
            for _again in range(2):
                call_command("hourly", stdout=StringIO())
            holidays = college().holidays.all()
            newest = AuditEvent.objects.filter(what=Done.SIGNED_IN).latest("at").at
            assert timezone.now() - newest < timedelta(days=8)
            assert all(school_day(10) < holiday.first <= holiday.last for holiday in holidays)
            assert holidays.count() == 2
            assert weeks.count() == before + 12

    def test_a_holiday_that_somebody_changed_stays_theirs(self):
        college().holidays.filter(name="Studiedag").update(name="Feest")
        days = college().holidays.values_list("first", flat=True).get(name="Feest")
        with at("2027-04-08 10:00"):
            call_command("hourly", stdout=StringIO())
        assert college().holidays.get(name="Feest").first == days

    def test_who_is_leaving_it_is_so_still_after_months(self):
        """Whom somebody let go there is gone, and the demo goes on without."""
        noor = User.objects.filter(email="noor@fictief.example")
        noor.update(leaves_on="2026-11-20")
        for day in ("2026-11-21", "2027-01-20", "2027-01-21"):
            with at(f"{day} 08:00"):
                call_command("hourly", stdout=StringIO())
                assert demo.load() is False

        with at("2027-01-21 08:00"):
            sanne = User.objects.get(email="sanne@fictief.example")
            assert (sanne.closed_at, sanne.leaves_on) == (None, school_day(10))
            assert not noor.exists()
            assert_alive()

    def test_stays_as_it_is_where_no_demo_is_served(self):
        before = list(Lesson.objects.order_by("pk").values())
        with at("2026-11-22 08:00"), override_settings(DEMO=False):
            call_command("hourly")

        assert list(Lesson.objects.order_by("pk").values()) == before


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def today(subject):
    return Lesson.objects.filter(subject=subject, start__date=timezone.localdate())
