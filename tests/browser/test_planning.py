"""Planning from the own timetable, in a browser: with and without a script, on a phone, by keyboard."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import CopiedLesson, Lesson
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_drafts import drafts, fresh_tab, line
from tests.browser.test_offline import wait
from tests.factories import in_timetable, make_timetable

PLAN = "/visits/new/"
FIELDS = ("begin", "finish", "subject", "group", "place")


def at(hour, minute=0, days=1):
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(
        days=days
    )


@pytest.fixture
def timetable(edition, teacher, coach):
    lessons = [in_timetable(at(10, 15)), in_timetable(at(14, 10), subject="Anatomie", group="VZ1C", place="")]
    return make_timetable(teacher, *lessons)


@pytest.fixture
def page(desk, teacher, timetable):
    page = desk.sit(teacher)
    page.goto(PLAN)
    return page


def choose(page, text):
    page.locator(".mk-lesson", has_text=text).locator("input").check()


def filled(page):
    return [page.locator(f"#id_{name}").input_value() for name in FIELDS]


def test_a_lesson_fills_the_fields_and_is_planned_with_who_is_asked(page, teacher, coach):
    choose(page, "VZ2B")
    page.get_by_label("Coba Voorbeeld").check()

    assert filled(page) == ["10:15", "11:05", "Rekenen", "VZ2B", "1.14"]
    expect(page.locator(".mk-back-words")).to_have_text(re.compile(r"tomorrow, 10:15 to 11:05$"))
    expect(page.locator(".mk-what")).to_contain_text(
        "Rekenen with group VZ2B in room 1.14. Coba looks along."
    )
    page.get_by_role("button", name="Ask Coba").click()

    expect(page.get_by_role("status")).to_contain_text("The visit is planned")
    lesson = Lesson.objects.get()
    assert (lesson.start, lesson.coach) == (at(10, 15), coach)
    assert CopiedLesson.objects.get().lesson == lesson


def test_another_lesson_takes_its_place_and_a_typed_room_stays(page):
    choose(page, "VZ2B")
    choose(page, "VZ1C")
    assert filled(page) == ["14:10", "15:00", "Anatomie", "VZ1C", ""]

    choose(page, "VZ2B")
    page.get_by_role("link", name="Change the lesson").click()
    page.locator("#id_place").fill("Aula")
    choose(page, "VZ1C")

    assert filled(page)[-1] == "Aula"
    expect(page.locator(".mk-what")).to_contain_text("Anatomie with group VZ1C in room Aula.")


def test_what_was_changed_in_a_chosen_lesson_is_there_again(page, coach):
    choose(page, "VZ2B")
    page.get_by_label("Coba Voorbeeld").check()
    page.get_by_role("link", name="Change the lesson").click()
    page.get_by_label("Subject").fill("Breuken")
    wait(page, lambda: "Breuken" in drafts(page)[0]["entry"]["text"])

    page = fresh_tab(page)

    expect(line(page)).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("Breuken")
    expect(page.locator(".mk-lesson", has_text="VZ2B").locator("input")).to_be_checked()
    page.get_by_role("button", name="Ask Coba").click()
    expect(page.get_by_role("status")).to_contain_text("The visit is planned")
    assert (Lesson.objects.get().subject, CopiedLesson.objects.count()) == ("Breuken", 1)


def test_who_was_chosen_from_the_list_of_before_stays_chosen(page, coach, team):
    """A draft that was kept while all could be chosen from one list."""
    page.get_by_label("Coba Voorbeeld").check()
    wait(page, lambda: drafts(page))
    page.evaluate(
        """(coach) => new Promise((done) => {
          const opening = indexedDB.open("meekijken");
          opening.onsuccess = ({ target: { result } }) => {
            const change = result.transaction("entries", "readwrite"), store = change.objectStore("entries");
            store.getAll().onsuccess = ({ target: { result: [kept] } }) => {
              kept.entry.fields = [["coach", coach, ""], ["subject", "Rekenen", ""]];
              store.put(kept);
            };
            change.oncomplete = done;
          };
        })""",
        str(coach.pk),
    )

    page = fresh_tab(page)

    expect(page.get_by_label("Subject")).to_have_value("Rekenen")
    expect(page.get_by_label("Coba Voorbeeld")).to_be_checked()
    expect(page.get_by_role("button", name="Ask Coba")).to_be_visible()


def test_a_colleague_is_chosen_from_the_list(page, team, teacher):
    for letter in "ABCDEFGH":
        factories.make_person(f"Collega {letter}", team=team, role="teacher")
    page.reload()
    expect(page.locator("[name=coach-other]")).to_be_hidden()
    choose(page, "VZ2B")
    page.get_by_label("Somebody else", exact=True).check()
    page.get_by_label("Somebody else, from this list").select_option(label="Collega C")
    expect(page.get_by_role("button", name="Ask Collega")).to_be_visible()
    page.get_by_label("Nobody").check()
    expect(page.locator("[name=coach-other]")).to_have_value("")

    page.get_by_role("button", name="Plan the visit").click()

    expect(page.get_by_role("status")).to_contain_text("The visit is planned")
    assert Lesson.objects.get().coach is None


def test_chosen_before_the_script_came_the_fields_are_filled_all_the_same(desk, teacher, timetable):
    page, held = desk.sit(teacher), []
    page.route(re.compile(r"/plan[.].*js"), lambda route: held.append(route))
    page.goto(PLAN, wait_until="commit")
    choose(page, "VZ2B")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()

    expect(page.locator("#id_begin")).to_have_value("10:15")


def test_without_a_script_it_takes_one_press_more(desk, teacher, coach, timetable):
    page = desk.sit(teacher, java_script_enabled=False)
    page.goto(PLAN)
    choose(page, "VZ2B")
    page.get_by_label("Coba Voorbeeld").check()
    page.get_by_role("button", name="Fill in this lesson").click()

    expect(page.locator(".mk-back-words")).to_have_text(re.compile(r"tomorrow, 10:15 to 11:05$"))
    assert Lesson.objects.count() == 0
    page.get_by_role("button", name="Ask Coba").click()

    expect(page.get_by_role("status")).to_contain_text("The visit is planned")
    assert (Lesson.objects.get().coach, CopiedLesson.objects.count()) == (coach, 1)


def test_on_a_phone_the_decision_stays_under_the_thumb(desk, teacher, timetable):
    page = desk.sit(teacher, **PHONE)
    page.goto(PLAN)
    choose(page, "VZ2B")

    bar = page.locator(".mk-stick")
    expect(bar).to_contain_text("10:15")
    box = bar.bounding_box()
    assert box["y"] + box["height"] == PHONE["viewport"]["height"]
    assert complaints(page) == []


def test_a_lesson_is_chosen_by_keyboard(page):
    page.locator(".mk-lesson input").first.focus()
    page.keyboard.press("Space")
    assert filled(page)[0] == "10:15"

    page.keyboard.press("ArrowDown")

    assert filled(page)[0] == "14:10"


def test_a_time_at_an_own_lesson_and_an_error_are_for_every_hand_and_eye(page):
    page.get_by_text("Change it, or fill it in by hand").click()
    page.locator("#id_date").fill(f"{at(10):%Y-%m-%d}")
    for name, text in {"begin": "1030", "finish": "1120", "subject": "Gym", "group": "VZ9Z"}.items():
        page.locator(f"#id_{name}").fill(text)
    page.get_by_role("button", name="Plan the visit").click()

    expect(page.locator(".mk-ask")).to_contain_text("At that time your timetable has another lesson")
    assert complaints(page) == []
