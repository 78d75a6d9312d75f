"""One zone, the school's: a device that stands in another one, or whose clock is wrong, moves no moment
(docs/adr/0020)."""

import re
import uuid
from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Moment
from tests import factories
from tests.browser.test_capture import SAVED, status
from tests.factories import moment, save

SCHOOLS = ("Europe/Amsterdam", "America/Kralendijk")
DEVICES = ("Europe/Amsterdam", "Europe/London", "UTC", "America/Kralendijk", "Asia/Kolkata")
CLOCKS = {"right": 0, "a year ahead": 365 * 24, "a day behind": -24}  # hours
WRONG = "const real = Date.now; Date.now = () => real() + {hours} * 3600 * 1000;"
# every device with every clock; the schools take turns, so that each device stands in both
TABLE = [
    (SCHOOLS[number % 2], device, clock) for number, (device, clock) in enumerate(product(DEVICES, CLOCKS))
]
TO_SEND = re.compile(r"\d+ still to send")
WAYS = ("text", "kind", "hand", "back", "offline")  # the ways in which a moment that is there is edited


class Classroom:
    """A lesson of yesterday at this school, with a moment of 14:23:45 for each way of editing."""

    def __init__(self, desk, edition, zone):
        self.zone = ZoneInfo(zone)
        team = factories.make_team(factories.make_school(time_zone=zone))
        teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
        self.coach = factories.make_person("Coba Voorbeeld", team=team, role="coach")
        self.day = timezone.localdate(timezone=self.zone) - timedelta(days=1)
        self.lesson = factories.make_lesson(teacher, coach=self.coach, start=self.at("14:00"), end=None)
        noted = self.at("14:23:45").isoformat()
        rows = {way: moment(text=way, noted_at=noted) for way in WAYS}
        save(self.lesson, "coach", *rows.values())
        self.ids = {way: row["id"] for way, row in rows.items()}

    def at(self, clock):
        return datetime.combine(self.day, time.fromisoformat(clock), self.zone)

    def open(self, desk, device, clock):
        self.page = desk.sit(self.coach, timezone_id=device)
        self.page.add_init_script(WRONG.format(hours=CLOCKS[clock]))
        self.page.goto(f"/visits/{self.lesson.pk}/look/")

    def row(self, way):
        return self.page.locator(f'[data-moment="{self.ids[way]}"]')

    def field(self, way, name):
        return self.page.locator(f'[name="moment-{name}-{self.ids[way]}"]')

    def shown(self):
        return {way: self.row(way).locator("[data-time]").inner_text() for way in WAYS}

    def stored(self, *texts):
        rows = {row.text: row for row in Moment.objects.filter(deleted_at=None)}
        return [f"{rows[text].noted_at.astimezone(self.zone):%Y-%m-%d %H:%M:%S}" for text in texts]

    def expected(self, *clocks):
        return [f"{self.at(clock):%Y-%m-%d %H:%M:%S}" for clock in clocks]

    def edit_all(self):
        self.field("text", "text").fill("text, written again")
        # by key: a press of the mouse ends elsewhere where the page moves under it
        for way in ("kind", "hand", "back"):
            self.row(way).locator("summary").press("Enter")
        self.field("kind", "kind").select_option("wonder")
        self.field("hand", "time").fill("16:05")
        self.row("back").locator(".mk-tick", has_text="Remove").locator("input").press("Space")
        self.row("back").get_by_role("button", name="Put it back").press("Enter")
        self.wait_saved()

    def edit_offline(self):
        self.page.context.set_offline(True)
        self.field("offline", "text").fill("offline, written again")
        self.by_hand("14:10", "by hand")
        self.page.get_by_role("button", name="Record the moment").click()
        expect(status(self.page)).to_have_text(TO_SEND)
        self.page.context.set_offline(False)
        self.wait_saved()

    def by_hand(self, clock, text):
        self.page.locator("[data-bar] .mk-time").fill(clock)
        self.page.locator("#moment-text").fill(text)

    def now(self):
        """The clocks that are true at this moment, and were a minute ago."""
        now = timezone.now().astimezone(self.zone)
        return {f"{each:%H:%M}" for each in (now, now - timedelta(minutes=1))}

    def wait_saved(self):
        expect(status(self.page)).to_have_text(SAVED)


MODULE = """async ({ calls, name }) => {
  const { name: url } = performance.getEntriesByType("resource").find((each) => /js\\/words[^/]*\\.js$/.test(each.name));
  const words = await import(url);
  return calls.map((each) => words[name](...each));
}"""


@pytest.fixture
def room(desk, edition, request):
    return Classroom(desk, edition, request.param)


@pytest.mark.parametrize(("room", "device", "clock"), TABLE, indirect=["room"])
def test_no_way_of_editing_moves_a_moment(desk, room, device, clock):
    room.open(desk, device, clock)
    assert room.shown() == dict.fromkeys(WAYS, "14:23")
    assert room.page.locator("[data-bar] .mk-time").input_value() in room.now()
    room.edit_all()
    room.edit_offline()
    room.by_hand("14:31", "draft")
    expect(status(room.page)).to_have_text(re.compile(r"Saved on this device\s+1 moment not recorded yet"))

    room.page.reload()
    expect(room.page.locator("#moment-text")).to_have_value("draft")
    expect(room.page.locator("[data-bar] .mk-time")).to_have_value("14:31")
    room.page.get_by_role("button", name="Record the moment").click()
    room.field("text", "text").fill("text, a third time")
    room.wait_saved()

    assert re.search(r"\d\d:\d\d", status(room.page).text_content())[0] in room.now()
    assert room.shown() == dict.fromkeys(WAYS, "14:23") | {"hand": "16:05"}
    same = ("text, a third time", "kind", "back", "offline, written again")
    assert room.stored(*same) == room.expected(*["14:23:45"] * 4)
    assert room.stored("hand", "by hand", "draft") == room.expected("16:05", "14:10", "14:31")


@pytest.mark.parametrize(
    ("room", "device"), [(SCHOOLS[0], "Asia/Kolkata"), (SCHOOLS[1], "Europe/London")], indirect=["room"]
)
def test_a_clock_at_the_school_is_one_moment_also_in_the_hour_that_is_skipped_or_comes_twice(
    desk, room, device
):
    """As the server reads the same clock, on the days on which it changes here or on the device."""
    room.open(desk, device, "right")
    hours = [f"{hour:02}:{minute:02}" for hour in (0, 1, 2, 3, 4, 14, 23) for minute in (0, 30)]
    days = ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2026-11-24"]
    calls = [[day, clock] for day, clock in product(days, hours)]
    found = room.page.evaluate(MODULE, {"name": "momentAt", "calls": calls})

    server = [datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=room.zone) for day, clock in calls]
    assert found == [at.astimezone(UTC) for at in server]


@pytest.mark.parametrize("room", [SCHOOLS[1]], indirect=True)
def test_a_moment_of_another_day_keeps_its_day_in_the_margin(desk, room):
    """Polished the morning after: a clock alone would say that it was in the lesson."""
    save(
        room.lesson,
        "coach",
        moment(
            text="before", noted_at=(room.at("23:30") - timedelta(days=1)).isoformat(), id=uuid.UUID(int=1)
        ),
    )
    room.open(desk, "Europe/London", "right")
    margin = room.page.locator(f'[data-moment="{uuid.UUID(int=1)}"] [data-time]')
    day = margin.inner_text()
    assert day == f"{(room.day - timedelta(days=1)).day} {(room.day - timedelta(days=1)):%b}"
    room.page.locator(f'[name="moment-text-{uuid.UUID(int=1)}"]').fill("before, written again")
    room.page.locator(f'[data-moment="{uuid.UUID(int=1)}"] summary').click()
    room.page.locator(f'[name="moment-kind-{uuid.UUID(int=1)}"]').select_option("wonder")
    room.wait_saved()

    assert margin.inner_text() == day
    room.page.reload()
    assert margin.inner_text() == day


@pytest.mark.parametrize("room", [SCHOOLS[0]], indirect=True)
def test_a_page_that_was_kept_before_pages_said_the_zone_has_the_time_it_was_printed_in(desk, room):
    def as_it_was(route):
        response = route.fetch()
        route.fulfill(response=response, body=re.sub(' data-zone="[^"]+"', "", response.text()))

    page = desk.sit(room.coach, timezone_id="Asia/Kolkata")
    page.route("**/look/", as_it_was)
    page.goto(f"/visits/{room.lesson.pk}/look/")
    room.page = page
    assert page.locator("html[data-zone]").count() == 0
    room.edit_all()

    assert room.shown() == dict.fromkeys(WAYS, "14:23") | {"hand": "16:05"}
    assert room.stored("text, written again", "hand") == room.expected("14:23:45", "16:05")
