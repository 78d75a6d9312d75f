"""Times typed in 24 hours and days read back in words, in the page's language whatever the browser's."""

from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Moment
from tests.browser.test_capture import SAVED, add_moment, open_look, status
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
