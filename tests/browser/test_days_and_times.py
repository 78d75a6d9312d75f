"""Times typed in 24 hours and days read back in words, in the page's language whatever the browser's."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override
from playwright.sync_api import expect

from observations.models import Lesson, Moment, Stage
from people.days import in_words
from people.models import User
from tests.browser.eyes import complaints
from tests.browser.test_capture import SAVED, add_moment, open_look, status
from tests.factories import bring_to
from tests.typed_times import TYPED

NO_TIME = "This is no time. Type for example 9:15 or 915."


def noted():
    return [
        f"{timezone.localtime(moment):%H:%M}" for moment in Moment.objects.values_list("noted_at", flat=True)
    ]


def test_the_browser_reads_times_as_the_table_says(desk, lesson):
    page = open_look(desk, lesson)
    address = page.evaluate(
        "performance.getEntriesByType('resource').find(e => /hours[.]/.test(e.name)).name"
    )

    read = page.evaluate(
        "([address, all]) => import(address).then(({ hours }) => all.map(hours))", [address, [*TYPED]]
    )

    assert dict(zip(TYPED, read, strict=True)) == TYPED


def test_a_time_is_typed_in_figures_and_shown_as_the_page_writes_it(desk, lesson):
    page = open_look(desk, lesson, locale="en-US")
    bar = page.locator("[data-bar] .mk-time")
    assert (bar.get_attribute("inputmode"), bar.get_attribute("type")) == ("numeric", None)

    bar.fill("915")
    bar.press("Enter")

    expect(bar).to_have_value("09:15")
    expect(page.locator("#moment-text")).to_be_focused()
    add_moment(page, "Stilte.")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("[data-moment] [data-time]")).to_have_text("09:15")
    assert noted() == ["09:15"]


def test_what_is_no_time_stays_in_the_bar_and_is_told_beside_it(desk, lesson):
    page = open_look(desk, lesson)
    bar, told = page.locator("[data-bar] .mk-time"), page.locator("#no-time")
    expect(told).to_be_hidden()
    bar.fill("9:75")

    add_moment(page, "Stilte.")

    expect(told).to_have_text(f"!{NO_TIME}")
    expect(bar).to_be_focused()
    expect(bar).to_have_value("9:75")
    expect(page.locator("#moment-text")).to_have_value("Stilte.")
    expect(page.locator("[data-moment]")).to_have_count(0)
    bar.fill("9.45")
    page.get_by_role("button", name="Record the moment").click()
    expect(told).to_be_hidden()
    expect(status(page)).to_have_text(SAVED)
    assert noted() == ["09:45"]


def test_a_moments_own_time_that_is_none_waits_beside_its_field_also_after_a_reload(desk, lesson):
    page = open_look(desk, lesson)
    page.locator("[data-bar] .mk-time").fill("915")
    add_moment(page, "Stilte.")
    expect(status(page)).to_have_text(SAVED)
    page.locator("[data-moment] summary").click()
    own, told = page.locator("[data-moment] [name^=moment-time]"), page.locator("[data-no-time]")

    own.fill("half tien")
    own.blur()

    expect(told).to_have_text(f"!{NO_TIME}")
    expect(status(page)).to_contain_text("1 needs your choice")
    page.reload()
    expect(own).to_have_value("half tien")
    expect(told).to_be_visible()
    expect(page.locator("[data-moment] textarea")).to_have_value("Stilte.")
    assert noted() == ["09:15"]
    own.fill("930")
    own.blur()
    expect(own).to_have_value("09:30")
    expect(told).to_be_hidden()
    expect(status(page)).to_have_text(SAVED)
    assert noted() == ["09:30"]


def test_a_page_that_was_kept_with_time_fields_of_the_browser_still_works(desk, lesson):
    page = desk.sit(lesson.coach)
    page.route("**/look/", as_it_was)
    page.goto(f"/visits/{lesson.pk}/look/")
    page.locator("[data-bar] [type=time]").fill("10:31")
    add_moment(page, "Stilte.")
    expect(status(page)).to_have_text(SAVED)
    page.locator("[data-moment] summary").click()

    own = page.locator("[data-moment] [type=time]")
    expect(own).to_have_value("10:31")
    own.fill("10:45")
    own.blur()

    expect(page.locator("[data-moment] [data-time]")).to_have_text("10:45")
    expect(status(page)).to_have_text(SAVED)
    page.wait_for_function("document.querySelector('#status').dataset.state === 'saved'")
    assert noted() == ["10:45"]


def as_it_was(route):
    """The page with the fields of before, and without what tells of them now."""
    answer = route.fetch()
    html = answer.text().replace('inputmode="numeric"', 'type="time"')
    html = html.replace('id="no-time"', "").replace("data-no-time", "")
    route.fulfill(response=answer, body=html)


# --- read back in words, in the page's language whatever the browser's ---------------------------


def open_dutch(desk, person, address, **options):
    """A Dutch page in an English browser, on a phone."""
    usual = {"locale": "en-US", "viewport": {"width": 390, "height": 844}}
    page = desk.sit(person, **usual | options)
    User.objects.filter(pk=person.pk).update(language="nl")
    page.goto(address)
    return page


def dutch(day):
    with override("nl"):
        return in_words(day).capitalize()


def test_day_and_times_are_read_back_at_once_in_dutch_in_an_english_browser(desk, edition, teacher):
    page = open_dutch(desk, teacher, "/visits/new/")
    line, before = page.locator(".mk-when"), page.locator("#id_subject").bounding_box()
    expect(line).to_have_text("")
    day = timezone.localdate() + timedelta(days=3)

    page.locator("#id_date").fill(day.isoformat())
    expect(line).to_have_text(dutch(day))
    page.locator("#id_begin").fill("915")
    expect(line).to_have_text(f"{dutch(day)}, 09.15 uur")
    page.locator("#id_finish").fill("10u05")
    page.locator("#id_finish").blur()

    expect(line).to_have_text(f"{dutch(day)}, 09.15 tot 10.05 uur")
    assert page.locator("#id_begin").input_value() == "09.15"
    assert page.locator("#id_finish").input_value() == "10.05"
    assert page.locator("#id_subject").bounding_box() == before  # nothing moves
    assert complaints(page) == []


def test_a_time_that_is_none_is_told_at_once_beneath_and_stays(desk, edition, teacher):
    page = open_dutch(desk, teacher, "/visits/new/")
    page.locator("#id_begin").fill("9:75")
    page.locator("#id_begin").blur()

    expect(page.locator(".mk-when")).to_have_text("Dit is geen tijd. Typ bijvoorbeeld 9.15 of 915.")
    assert page.locator("#id_begin").input_value() == "9:75"
    expect(page.locator("#id_begin")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_begin").fill("945")
    page.locator("#id_begin").blur()
    expect(page.locator(".mk-when")).to_have_text("09.45 uur")


def test_browser_and_server_say_every_distance_alike(desk, edition, teacher):
    today = timezone.localdate()
    days = [today + timedelta(days=n) for n in (*range(-70, 71), *range(-366, 732, 23), 729, 730, 731)]
    for language in ("nl", "en"):
        page = open_dutch(desk, teacher, "/visits/new/")
        User.objects.filter(pk=teacher.pk).update(language=language)
        page.reload()
        said = page.evaluate(
            """days => days.map((day) => {
                const field = document.getElementById("id_date");
                field.value = day;
                field.dispatchEvent(new Event("input"));
                return document.querySelector(".mk-when").textContent;
            })""",
            [day.isoformat() for day in days],
        )
        with override(language):
            assert said == [capfirst(in_words(day)) for day in days]


def test_today_is_the_schools_also_on_a_device_in_another_zone_with_a_wrong_clock(
    strangers, desk, edition, teacher
):
    context = strangers(timezone_id="Pacific/Kiritimati", service_workers="block")
    context.add_cookies([desk.session(teacher)])
    page = context.new_page()
    page.clock.install(time=timezone.now() + timedelta(days=400))
    page.goto("/visits/new/")

    page.locator("#id_date").fill(timezone.localdate().isoformat())

    expect(page.locator(".mk-when")).to_contain_text(", vandaag")


def test_without_javascript_the_answer_reads_it_back_and_asks_about_the_past(desk, edition, teacher):
    page = open_dutch(desk, teacher, "/visits/new/", java_script_enabled=False)
    past = timezone.localdate() - timedelta(days=366)
    for name, typed in {
        "date": past.isoformat(),
        "begin": "1015",
        "subject": "Rekenen",
        "group": "VZ2B",
    }.items():
        page.locator(f"#id_{name}").fill(typed)
    page.get_by_role("button", name="Plan het lesbezoek").click()

    question = f"Dit is voorbij: {dutch(past).lower()}, 10.15 uur. Klopt dat?"
    expect(page.locator(".mk-ask")).to_contain_text(question)
    expect(page.locator(".mk-when")).to_have_text(f"{dutch(past)}, 10.15 uur")
    assert page.locator("#id_subject").input_value() == "Rekenen"
    assert Lesson.objects.count() == 0
    page.get_by_label("Ja, deze les is al geweest").check()
    page.get_by_role("button", name="Plan het lesbezoek").click()

    expect(page.get_by_role("status")).to_contain_text(
        f"Het lesbezoek is gepland: {dutch(past).lower()}, 10.15 uur."
    )
    expect(page.get_by_role("heading", level=2).first).to_contain_text(str(past.year))


def test_on_a_move_figures_take_the_place_of_the_time_that_stood_there(desk, lesson):
    page = open_dutch(desk, lesson.teacher, f"/visits/{lesson.pk}/move/")

    page.locator("#id_begin").click()
    page.keyboard.type("800")
    page.keyboard.press("Tab")

    expect(page.locator("#id_begin")).to_have_value("08.00")
    expect(page.locator(".mk-when")).to_contain_text("08.00 tot")


def test_the_question_has_the_focus_and_is_for_every_hand_and_eye(desk, lesson):
    page = open_dutch(desk, lesson.teacher, f"/visits/{lesson.pk}/move/")
    page.locator("#id_date").fill((timezone.localdate() - timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Bewaar de nieuwe afspraak").click()

    expect(page.locator(".mk-ask")).to_be_focused()
    assert complaints(page) == []


def test_the_days_of_steps_and_keys_are_read_back_too(desk, lesson):
    lesson = bring_to(Stage.OPEN, lesson)
    day = timezone.localdate() + timedelta(days=20)
    page = open_dutch(desk, lesson.teacher, f"/visits/{lesson.pk}/together/")
    step, said = page.locator("#id_look_back_on"), page.locator("[data-when=id_look_back_on]")
    expect(said).to_have_text(dutch(timezone.localdate() + timedelta(weeks=3)))
    step.fill(day.isoformat())
    expect(said).to_have_text(dutch(day))

    page.goto(f"/visits/{lesson.pk}/keys/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    key = page.locator("[name=until]").first
    key.fill(day.isoformat())
    expect(page.locator(f"[data-when={key.get_attribute('id')}]")).to_have_text(dutch(day))


def test_the_capture_page_shows_times_in_24_hours_in_an_english_browser(desk, lesson):
    page = open_dutch(desk, lesson.coach, f"/visits/{lesson.pk}/look/")
    bar = page.locator("[data-bar] .mk-time")
    expect(bar).to_have_value(re.compile(r"^\d\d\.\d\d$"))

    bar.fill("14u05")
    page.locator("#moment-text").fill("Stilte.")
    page.locator("#moment-text").press("Enter")

    expect(page.locator("[data-moment] [data-time]")).to_have_text("14.05")
    expect(page.locator("[data-moment] [name^=moment-time]")).to_have_value("14.05")
