"""The writing pages for every hand and eye: small screens, fingers, keyboards, axe, and no script at all."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from observations import actions
from observations.models import Answer, Moment, Observation
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.factories import save

POINT = "com.steps_first_step"
PAGES = ["before", "look", "look-back", "set-aside"]


@pytest.fixture
def full(lesson):
    """A visit with a lens, everything recorded by both, and a former coach's account."""
    save(lesson, "teacher", {"type": "question", "text": "Hoe help ik stille studenten?", "revision": 0})
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    return lesson


def address(lesson, name):
    if name != "set-aside":
        return f"/visits/{lesson.pk}/{name}/"
    factories.record_everything(lesson, "coach")
    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=None)
    return f"/visits/set-aside/{Observation.objects.get(voice='coach').pk}/"


def open_page(desk, lesson, name, **options):
    person = lesson.coach if name in ("look", "set-aside") else lesson.teacher
    if name in ("look", "look-back"):
        factories.record_everything(lesson, "coach" if name == "look" else "teacher")
    page = desk.sit(person, **options)
    page.goto(address(lesson, name))
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_writing_page_is_for_every_hand_and_eye(desk, full, name):
    page = open_page(desk, full, name, **PHONE)

    assert complaints(page) == []


def test_a_mark_and_a_note_with_the_keyboard_alone(desk, full):
    page = desk.sit(full.coach)
    page.goto(f"/visits/{full.pk}/look/")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == f"value-{POINT}":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("Met het toetsenbord.")
    expect(page.locator("#status")).to_have_text(re.compile("All saved"))

    row = Answer.objects.get(item__key=POINT)
    assert (row.value, row.note) == ("partly", "Met het toetsenbord.")


def test_four_points_in_sight_on_a_tablet_and_two_on_a_phone(desk, lesson):
    """The density that was drawn; a lens of five over three needs."""
    keys = [
        "rel.contact_across_room",
        POINT,
        "com.checks_start",
        "saf.predictable_turns",
        "saf.small_before_whole",
    ]
    save(
        lesson,
        "teacher",
        {
            "type": "question",
            "text": "Hoe help ik studenten die stil blijven om toch te beginnen?",
            "revision": 0,
        },
    )
    save(lesson, "teacher", *({"type": "lens", "item": key, "chosen": True} for key in keys))

    for size, count in (((820, 1180), 4), ((390, 844), 2)):
        page = desk.sit(lesson.coach, viewport={"width": size[0], "height": size[1]})
        page.goto(f"/visits/{lesson.pk}/look/")
        bar = page.locator(".mk-bar").bounding_box()["y"]
        boxes = [page.locator(f'[data-answer="{key}"] .mk-marks').bounding_box() for key in keys]
        assert sum(box["y"] + box["height"] <= bar for box in boxes) >= count


def test_the_page_works_with_javascript_off(desk, full):
    page = desk.sit(full.coach, java_script_enabled=False)
    page.goto(f"/visits/{full.pk}/look/")
    page.locator(f'[data-answer="{POINT}"] .mk-mark', has_text="Partly").click()
    page.locator(f'[name="note-{POINT}"]').fill("Zonder script.")
    page.locator("#moment-text").fill("Een moment zonder script.")
    page.get_by_role("button", name="Record the moment").click()

    expect(page.locator(f'[name="note-{POINT}"]')).to_have_value("Zonder script.")
    assert (Answer.objects.get().value, Moment.objects.get().text) == ("partly", "Een moment zonder script.")


def test_the_page_with_javascript_off_keeps_what_was_refused(desk, full):
    page = desk.sit(full.coach, java_script_enabled=False)
    page.goto(f"/visits/{full.pk}/look/")
    page.locator(f'[name="note-{POINT}"]').fill("x" * 10_001)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Not everything is saved. What you wrote is still here."
    )
    assert len(page.locator(f'[name="note-{POINT}"]').input_value()) == 10_001


def test_the_first_visit_of_the_capture_page_stays_small(desk, full):
    """At most 100 kB over the wire, from this host alone, of which 30 kB are our own scripts (architecture:
    numbers to hold)."""
    answers = []
    page = desk.sit(full.coach)
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"/visits/{full.pk}/look/", wait_until="networkidle")

    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert {url.split("/")[2] for url in sizes} == {page.url.split("/")[2]}
    assert sum(sizes.values()) < 100_000
    assert sum(size for url, size in sizes.items() if "/js/" in url) < 30_000
