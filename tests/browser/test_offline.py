"""Without a network, and all that can go wrong between a word and the server: nothing is lost, and the page
says where it is."""

import re
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import handlers
from django.http import Http404
from playwright.sync_api import Error, expect

from home.views import device
from observations import actions
from observations.models import Answer, Moment
from tests.browser.test_capture import ENTRIES, SAVED, add_moment, mark, note, row, status
from tests.factories import bring_to, fresh, save
from tests.faults.device import RECORDS
from tests.patience import HOUR, eventually

POINT = "com.steps_first_step"
TO_SEND = re.compile(r"Saved on this device\s+\d+ still to send")
KEPT = "async (path) => Boolean(await caches.match(path))"
HAS = "async (name) => (await caches.keys()).includes(name)"


@pytest.fixture
def tablet(desk, lesson):
    """The coach's tablet, with the capture page kept on it."""
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.coach, service_workers="allow")
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    return page


def wait_until_kept(page):
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, KEPT, page.url)


def until(page, question, arg):
    wait(page, lambda: page.evaluate(question, arg))


def wait(page, condition):
    """Until the condition holds; the browser goes on meanwhile."""
    return eventually(condition, pause=lambda seconds: page.wait_for_timeout(seconds * 1000))


def until_on_device(page, row, **entry):
    """What was typed last stands on the device for good."""
    wait(
        page,
        lambda: any(
            each["row"] == row and each["entry"].items() >= entry.items() for each in page.evaluate(RECORDS)
        ),
    )


def let_through(page, route):
    """The request that was held gets its answer, and the page has had its turn with it."""
    with page.expect_event("requestfinished"):
        route.continue_()
    page.wait_for_timeout(500)  # nothing should come of it: only a page in a hurry is caught by waiting


def reopen(page):
    """Closes the tab and opens the page in another one, as a person does after the tablet was put away."""
    url, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(url)
    return page


def offline(page, is_off=True):
    page.context.set_offline(is_off)


def press_ready(page):
    page.get_by_role("button", name="Save and mark my story ready").click()


# --- the whole visit without a network ----------------------------------------------------------


def test_a_visit_without_a_network_from_the_first_tap_to_ready(tablet, lesson):
    offline(tablet)
    page = reopen(tablet)
    mark(page, "Partly")
    note(page).fill("Drie stappen op het bord.")
    add_moment(page, "Twee tafels zijn nog leeg.")
    page.locator('[data-answer="sig.tension"] .mk-mark').nth(1).click()
    page.get_by_label("What did you see and hear?").fill("Het werd stil na de uitleg.")
    expect(status(page)).to_have_text(re.compile(r"Saved on this device\s+4 still to send"))
    assert not Answer.objects.exists()
    page = reopen(page)
    expect(note(page)).to_have_value("Drie stappen op het bord.")
    expect(page.locator("[data-moment] textarea")).to_have_value("Twee tafels zijn nog leeg.")
    press_ready(page)
    expect(page.locator("[data-hold]")).to_contain_text("As soon as the server can be reached it is sent")
    page = reopen(page)

    offline(page, False)

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert (Answer.objects.get(item__key=POINT).value, Answer.objects.count()) == ("partly", 3)
    assert Moment.objects.get().text == "Twee tafels zijn nog leeg."
    assert fresh(lesson).is_ready("coach") is True


def test_a_page_that_is_older_than_what_was_saved_shows_what_was_saved(tablet):
    mark(tablet, "Clearly")
    note(tablet).fill("Na het bewaren van de pagina.")
    add_moment(tablet, "Een moment daarna.")
    expect(status(tablet)).to_have_text(SAVED)

    offline(tablet)
    page = reopen(tablet)

    expect(note(page)).to_have_value("Na het bewaren van de pagina.")
    expect(page.locator("[data-moment] textarea")).to_have_value("Een moment daarna.")
    expect(status(page)).not_to_contain_text("still to send")
    offline(page, False)
    note(page).fill("En verder.")
    expect(status(page)).to_have_text(SAVED)
    assert (Answer.objects.get().note, Answer.objects.get().value) == ("En verder.", "seen")


def test_the_teacher_looks_back_without_a_network(desk, lesson):
    save(lesson, "teacher", {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    page = desk.sit(lesson.teacher, service_workers="allow")
    page.goto(f"/visits/{lesson.pk}/look-back/")
    wait_until_kept(page)
    offline(page)
    page = reopen(page)
    page.get_by_label("Did I really see students today?").fill("De voorste groep wel.")
    page.get_by_label("What did I notice in this lesson about my learning question?").fill("Achterin later.")
    expect(status(page)).to_have_text(TO_SEND)
    press_ready(page)
    expect(page.get_by_role("button", name="Not ready yet after all")).to_be_visible()

    page.get_by_role("button", name="Not ready yet after all").click()
    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get(item__key="ref.rel").note == "De voorste groep wel."
    assert Answer.objects.get(item__key="ref.focus").note == "Achterin later."
    assert fresh(lesson).is_ready("teacher") is False


def test_visits_of_the_coming_days_are_kept_from_the_start_page(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    page.goto("/")
    here = page.get_by_text("on this device, works without a network")
    expect(here).to_be_hidden()
    page.get_by_role("button", name="Make available without a network").click()
    expect(page.get_by_text("The visits of the coming days also open without a network.")).to_be_visible()
    expect(here).to_be_visible()

    offline(page)
    page.reload()
    expect(page.get_by_role("heading", name="On this device")).to_be_visible()
    page.get_by_role("link", name=re.compile("Looking along with Tijn")).click()

    expect(page.locator(f'[data-answer="{POINT}"]')).to_be_visible()
    mark(page, "Partly")
    expect(status(page)).to_have_text(TO_SEND)


def test_a_server_that_is_down_is_as_good_as_no_network(tablet):
    tablet.context.route("**/visits/**", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page = reopen(tablet)
    note(page).fill("De server ligt eruit.")
    expect(status(page)).to_have_text(TO_SEND)

    page = reopen(page)

    expect(note(page)).to_have_value("De server ligt eruit.")
    page.context.unroute("**/visits/**")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "De server ligt eruit."


def test_a_server_that_says_nothing_is_no_network_where_a_page_is_kept(desk, lesson, monkeypatch):
    monkeypatch.setattr(device, "PATIENCE", 500)
    page, held = desk.sit(lesson.coach, service_workers="allow"), []
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    page.context.route("**/look/", lambda route: held.append(route))

    page = reopen(page)

    expect(row(page)).to_have_count(1)
    assert held


def test_what_was_saved_in_one_batch_is_on_a_page_that_is_older_too(tablet):
    offline(tablet)
    note(tablet).fill("In één keer verstuurd.")
    add_moment(tablet, "Samen met dit moment.")
    expect(status(tablet)).to_have_text(TO_SEND)
    offline(tablet, False)
    expect(status(tablet)).to_have_text(SAVED)

    offline(tablet)
    page = reopen(tablet)

    expect(note(page)).to_have_value("In één keer verstuurd.")
    expect(page.locator("[data-moment] textarea")).to_have_value("Samen met dit moment.")
    offline(page, False)
    note(page).fill("En verder.")
    expect(status(page)).to_have_text(SAVED)


@pytest.mark.parametrize(("code", "body"), [(200, "{}"), (404, "{}"), (409, "{}"), (423, "{}")])
def test_what_a_proxy_answers_is_not_the_servers_word(tablet, code, body):
    tablet.route(
        ENTRIES, lambda route: route.fulfill(status=code, body=body, content_type="application/json")
    )
    note(tablet).fill("Nog hier.")

    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.unroute(ENTRIES)
    tablet.evaluate("dispatchEvent(new Event('focus'))")
    expect(status(tablet)).to_have_text(SAVED)


def test_the_welcome_page_of_a_wifi_does_not_take_the_place_of_the_visit(tablet):
    tablet.context.route(
        "**/look/", lambda route: route.fulfill(body="<h1>Welkom op wifi</h1>", content_type="text/html")
    )

    page = reopen(tablet)

    expect(page.locator(f'[data-answer="{POINT}"]')).to_be_visible()


# --- what was typed last -------------------------------------------------------------------------


def test_the_words_in_the_moment_bar_come_back_after_the_tab_was_killed(tablet):
    offline(tablet)
    tablet.locator(".mk-kind", has_text="I wonder").click()
    tablet.locator("#moment-text").fill("Halverwege een zin")
    until_on_device(tablet, "draft", text="Halverwege een zin")

    page = reopen(tablet)

    expect(page.locator("#moment-text")).to_have_value("Halverwege een zin")
    page.get_by_role("button", name="Record the moment").click()
    offline(page, False)
    expect(status(page)).to_have_text(SAVED)
    assert [(row.text, row.kind) for row in Moment.objects.all()] == [("Halverwege een zin", "wonder")]
    expect(reopen(page).locator("#moment-text")).to_have_value("")


def test_words_that_the_browser_itself_brings_back_stand_in_the_bar_once(tablet):
    """Firefox fills in what stood in a field before a reload, as new as it was."""
    offline(tablet)
    tablet.locator("#moment-text").fill("Halverwege een zin")
    until_on_device(tablet, "draft", text="Halverwege een zin")
    tablet.add_init_script("""addEventListener("DOMContentLoaded", () => {
      document.getElementById("moment-text").value = "Halverwege een zin. En verder";
    }, { capture: true, once: true })""")

    tablet.reload()

    expect(tablet.locator("#moment-text")).to_have_value("Halverwege een zin. En verder")


def test_coming_to_the_bar_stamps_the_time(desk, lesson):
    page = desk.sit(lesson.coach)
    page.clock.install()
    page.goto(f"/visits/{lesson.pk}/look/")
    stamped = page.locator("[data-bar] .mk-time")
    before = stamped.input_value()
    page.clock.run_for("02:00")
    expect(stamped).not_to_have_value(before)

    page.locator("#moment-text").focus()
    before = stamped.input_value()
    page.clock.run_for("02:00")

    expect(stamped).to_have_value(before)


LATE_LOCKS = """const ask = navigator.locks.request.bind(navigator.locks), now = new Promise((done) => addEventListener("now", done));
  navigator.locks.request = (...all) => now.then(() => ask(...all));"""


def test_what_is_done_before_the_script_has_begun_stays(tablet):
    """A slow tablet: the person is there before the page has read what it kept."""
    offline(tablet)
    mark(tablet, "Partly")
    note(tablet).fill("Van daarnet.")
    tablet.locator("#moment-text").fill("Halverwege")
    expect(status(tablet)).to_have_text(TO_SEND)
    until_on_device(tablet, "draft", text="Halverwege")
    tablet.add_init_script(LATE_LOCKS)
    tablet.reload()

    mark(tablet, "Clearly")
    note(tablet).press_sequentially("Nu.")
    tablet.locator("#moment-text").press_sequentially("een zin")
    tablet.evaluate("dispatchEvent(new Event('now'))")

    expect(note(tablet)).to_have_value("Van daarnet.\nNu.")
    expect(tablet.locator("#moment-text")).to_have_value("Halverwege\neen zin")
    expect(tablet.locator(f'[name="value-{POINT}"][value=seen]')).to_be_checked()
    offline(tablet, False)
    tablet.get_by_role("button", name="Record the moment").click()
    expect(status(tablet)).to_have_text(SAVED)
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("seen", "Van daarnet.\nNu.")
    assert Moment.objects.get().text == "Halverwege\neen zin"


def test_what_goes_on_from_the_words_that_were_kept_has_them_once(tablet):
    offline(tablet)
    note(tablet).fill("Eerst.")
    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.add_init_script(LATE_LOCKS)
    tablet.reload()

    note(tablet).fill("Eerst. En toen.")
    tablet.evaluate("dispatchEvent(new Event('now'))")

    expect(status(tablet)).to_have_text(TO_SEND)
    expect(note(tablet)).to_have_value("Eerst. En toen.")


def test_what_is_written_over_the_words_that_the_page_came_with_does_not_bring_them_back(tablet):
    """Its mark waits on the device, with the same words beside it."""
    note(tablet).fill("Eerst.")
    expect(status(tablet)).to_have_text(SAVED)
    tablet.reload()
    expect(note(tablet)).to_have_value("Eerst.")
    offline(tablet)
    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.add_init_script(LATE_LOCKS)
    tablet.reload()

    note(tablet).fill("Toen eerst.")
    tablet.evaluate("dispatchEvent(new Event('now'))")

    expect(status(tablet)).to_have_text(TO_SEND)
    expect(note(tablet)).to_have_value("Toen eerst.")
    expect(tablet.locator(f'[name="value-{POINT}"][value=partly]')).to_be_checked()


# Somebody else is busy with the records until told: reading them takes as long.
HOLD = """() => new Promise((held) => (indexedDB.open("meekijken").onsuccess = ({ target: { result } }) => {
  let isHeld = true;
  addEventListener("now", () => (isHeld = false), { once: true });
  const store = result.transaction("entries", "readwrite").objectStore("entries");
  (function go() {
    held();
    if (isHeld) store.count().onsuccess = go;
    else result.close();
  })();
}))"""
RELEASE = "dispatchEvent(new Event('now'))"
IMPATIENT = """const wait = setTimeout; window.setTimeout = (act, time, ...all) => wait(act, time === 5000 ? 50 : time, ...all);"""
LATE = "Looking up what this device kept"


@pytest.fixture
def slow_device(tablet):
    """Reopens a page on a device that does not tell what it kept until it is told to."""
    other = tablet.context.new_page()
    other.goto("/about/")

    def slowly(page):
        other.evaluate(HOLD)
        page.context.add_init_script(IMPATIENT)
        page = reopen(page)
        expect(status(page)).to_contain_text(LATE)
        return page

    slowly.tells = lambda: other.evaluate(RELEASE)
    return slowly


def test_what_a_slow_device_tells_late_comes_on_the_page(tablet, slow_device):
    offline(tablet)
    mark(tablet, "Partly")
    note(tablet).fill("Van daarnet.")
    add_moment(tablet, "Een moment.")
    tablet.locator("#moment-text").fill("Halverwege")
    expect(status(tablet)).to_have_text(TO_SEND)
    until_on_device(tablet, "draft", text="Halverwege")
    page = slow_device(tablet)
    mark(page, "Clearly")
    note(page).press_sequentially("Nu.")
    page.locator("#moment-text").press_sequentially("een zin")
    expect(status(page)).to_contain_text("Not saved")

    slow_device.tells()

    expect(note(page)).to_have_value("Van daarnet.\nNu.")
    expect(page.locator(f'[name="value-{POINT}"][value=seen]')).to_be_checked()
    expect(page.locator("#moment-text")).to_have_value("Halverwege\neen zin")
    expect(page.locator("[data-moment] textarea")).to_have_value("Een moment.")
    expect(status(page)).to_have_text(re.compile(r"Saved on this device\s+2 still to send"))
    until_on_device(page, "draft", text="Halverwege\neen zin")
    page = reopen(page)
    expect(note(page)).to_have_value("Van daarnet.\nNu.")
    offline(page, False)
    page.get_by_role("button", name="Record the moment").click()
    expect(status(page)).to_have_text(SAVED)
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("seen", "Van daarnet.\nNu.")
    assert {row.text for row in Moment.objects.all()} == {"Een moment.", "Halverwege\neen zin"}


def test_what_was_sent_before_a_slow_device_told_is_no_second_version(tablet, slow_device):
    note(tablet).fill("Van daarnet.")
    add_moment(tablet, "Staat er al.")
    expect(status(tablet)).to_have_text(SAVED)
    tablet.locator("#moment-text").fill("Halverwege")
    until_on_device(tablet, "draft", text="Halverwege")
    tablet.context.route("**/look/", lambda route: route.abort())
    page = slow_device(tablet)
    note(page).fill("Nu.")
    expect(row(page)).to_contain_text("There are two versions.")
    page.locator("#moment-text").fill("Nieuw.")
    page.locator("#moment-text").press("Enter")
    wait(page, lambda: Moment.objects.count() == 2)

    slow_device.tells()

    expect(note(page)).to_have_value("Van daarnet.\nNu.")
    expect(page.locator("#moment-text")).to_have_value("Halverwege")
    until_on_device(page, "draft", text="Halverwege")
    page.locator("#moment-text").press("Enter")
    expect(status(page)).to_have_text(SAVED)
    expect(row(page)).not_to_contain_text("There are two versions.")
    assert Answer.objects.get().note == "Van daarnet.\nNu."
    offline(page)
    page = reopen(page)
    expect(note(page)).to_have_value("Van daarnet.\nNu.")
    expect(page.locator("[data-moment] textarea")).to_have_count(3)


def test_what_a_slow_device_tells_late_comes_on_no_page_that_was_taken_over(tablet, slow_device):
    offline(tablet)
    note(tablet).fill("Van daarnet.")
    expect(status(tablet)).to_have_text(TO_SEND)
    first = slow_device(tablet)
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_role("button", name="Go on here").click()
    expect(status(second)).to_contain_text(LATE)

    slow_device.tells()

    expect(note(second)).to_have_value("Van daarnet.")
    expect(status(first)).not_to_contain_text(LATE)
    expect(note(first)).to_have_value("")


def test_a_removed_moment_stays_removed_in_an_older_page(tablet):
    add_moment(tablet, "Weg ermee.")
    expect(status(tablet)).to_have_text(SAVED)
    tablet.reload()
    tablet.locator("[data-moment] summary").click()
    tablet.locator("[data-moment] .mk-tick", has_text="Remove").click()
    expect(status(tablet)).to_have_text(SAVED)
    assert Moment.objects.get().deleted_at is not None

    offline(tablet)
    page = reopen(tablet)

    expect(page.locator("[data-moment] textarea")).to_be_hidden()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()


# --- an answer that gets lost --------------------------------------------------------------------


def test_own_words_whose_answer_got_lost_are_no_second_version(tablet):
    lost = []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    tablet.route(ENTRIES, lose)
    note(tablet).fill("Eerste zin.")
    wait(tablet, lambda: lost)
    note(tablet).fill("Eerste zin. Tweede zin.")

    expect(status(tablet)).to_have_text(SAVED)  # tried again after two and after four seconds
    expect(row(tablet)).not_to_contain_text("two versions")
    assert Answer.objects.get().note == "Eerste zin. Tweede zin."
    assert len(lost) == 2


def test_who_goes_back_while_an_answer_is_on_its_way_is_not_told_that_it_is_saved(tablet):
    """The server may have the other one by then; it has what stands here only once it has said so."""
    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(SAVED)
    held = []
    tablet.route(ENTRIES, lambda route: held.append(route))
    mark(tablet, "Clearly")
    wait(tablet, lambda: held)
    held[0].fetch()  # the server took it
    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.route(ENTRIES, lambda route: route.continue_())
    held[0].abort()  # and its answer got lost

    expect(status(tablet)).to_have_text(SAVED)
    assert Answer.objects.get().value == "partly"
    again = reopen(tablet)
    expect(row(again).locator(".mk-mark input:checked")).to_have_value("partly")


def test_a_choice_between_two_versions_is_still_there_after_reopening(desk, lesson, tablet):
    other = desk.sit(lesson.coach)
    other.goto(tablet.url)
    offline(tablet)
    note(tablet).fill("Op de tablet.")
    expect(status(tablet)).to_have_text(TO_SEND)
    note(other).fill("Op de telefoon.")
    expect(status(other)).to_have_text(SAVED)
    offline(tablet, False)
    expect(row(tablet)).to_contain_text("There are two versions. Nothing is lost.")

    page = reopen(tablet)

    expect(row(page)).to_contain_text("There are two versions. Nothing is lost.")
    expect(note(page)).to_have_value("Op de tablet.")
    row(page).get_by_role("button", name="Keep both").click()
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Op de telefoon.\nOp de tablet."


def test_two_tabs_are_one_page(tablet):
    note(tablet).fill("In het eerste tabblad.")
    second = tablet.context.new_page()
    second.goto(tablet.url)
    expect(second.locator('[data-strip="tabs"]')).to_contain_text("in another tab")

    second.get_by_role("button", name="Go on here").click()

    expect(note(second)).to_have_value("In het eerste tabblad.")
    expect(second.locator('[data-strip="tabs"]')).to_be_hidden()
    expect(tablet.locator('[data-strip="tabs"]')).to_be_visible()
    note(second).fill("Verder in het tweede.")
    expect(status(second)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Verder in het tweede."


def test_a_batch_that_is_refused_whole_is_sent_one_by_one(tablet):
    def refuse_batches(route):
        is_batch = "batch" in route.request.post_data_json
        route.fulfill(status=413, body="too large") if is_batch else route.continue_()

    tablet.route(ENTRIES, refuse_batches)
    offline(tablet)
    note(tablet).fill("Eerste.")
    add_moment(tablet, "Tweede.")
    expect(status(tablet)).to_have_text(re.compile(r"Saved on this device\s+2 still to send"))

    offline(tablet, False)

    expect(status(tablet)).to_have_text(SAVED)
    assert (Answer.objects.get().note, Moment.objects.get().text) == ("Eerste.", "Tweede.")


def test_what_is_too_large_for_the_server_stays_with_a_reason(tablet):
    tablet.route(ENTRIES, lambda route: route.fulfill(status=413, body="too large"))
    note(tablet).fill("Te groot.")

    expect(row(tablet)).to_contain_text("This could not be saved. Make the text shorter")
    expect(status(tablet)).to_have_text(re.compile(r"Saved on this device\s+1 needs your choice"))
    tablet.unroute(ENTRIES)
    note(tablet).fill("Klein.")
    expect(status(tablet)).to_have_text(SAVED)


def test_a_tab_that_was_taken_over_changes_nothing_any_more(tablet):
    held = []
    tablet.route(ENTRIES, lambda route: held.append(route))
    note(tablet).fill("Eerst.")
    expect(status(tablet)).to_have_text(TO_SEND)
    wait(tablet, lambda: held)
    second = tablet.context.new_page()
    second.goto(tablet.url)
    second.get_by_role("button", name="Go on here").click()
    expect(note(second)).to_have_value("Eerst.")
    second.route(ENTRIES, lambda route: None)  # no answer: it tries once, and keeps nothing anew
    note(second).fill("Eerst. En toen.")
    expect(status(second)).to_have_text(TO_SEND)

    let_through(tablet, *held)
    assert [(each["entry"]["note"], each["dirty"]) for each in tablet.evaluate(RECORDS)] == [
        ("Eerst. En toen.", True)
    ]
    page = reopen(second)

    expect(note(page)).to_have_value("Eerst. En toen.")
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Eerst. En toen."


def test_what_is_still_open_in_another_tab_is_sent_by_that_tab_alone(tablet):
    """Otherwise an older text could come after a newer one, and be two versions of one person."""
    sent, second = [], tablet.context.new_page()
    tablet.route(ENTRIES, lambda route: route.abort())
    second.route(ENTRIES, lambda route: (sent.append(route.request), route.abort()))
    note(tablet).fill("Nog niet klaar.")
    expect(status(tablet)).to_have_text(TO_SEND)

    second.goto("/me/")

    expect(second.locator("[data-unsent]")).to_be_visible()  # so it has done all it does
    assert sent == []
    tablet.close()
    with second.expect_request(ENTRIES):
        second.reload()


def test_another_page_that_sends_does_not_write_over_newer_words(tablet):
    offline(tablet)
    note(tablet).fill("Eerst.")
    expect(status(tablet)).to_have_text(TO_SEND)
    context, url, held = tablet.context, tablet.url, []
    tablet.close()
    courier = context.new_page()
    courier.route(ENTRIES, lambda route: held.append(route))
    offline(courier, False)
    courier.goto("/me/")
    wait(courier, lambda: held)
    page = context.new_page()
    page.route(ENTRIES, lambda route: route.abort())
    page.goto(url)
    page.get_by_role("button", name="Go on here").click()
    note(page).fill("Eerst. En toen.")
    expect(status(page)).to_have_text(TO_SEND)

    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=1000)  # a page that closes in peace would still send them
    page.close()

    let_through(courier, *held)
    kept = {record["row"]: (record["entry"]["note"], record["dirty"]) for record in courier.evaluate(RECORDS)}
    assert kept == {f"answer:{POINT}": ("Eerst. En toen.", True)}
    page = context.new_page()
    page.goto(url)

    expect(note(page)).to_have_value("Eerst. En toen.")
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Eerst. En toen."


# --- ready ---------------------------------------------------------------------------------------


def test_ready_that_is_taken_back_is_taken_back_on_the_server_too(tablet, lesson):
    def lose(route):
        route.fetch()
        route.abort()

    mark(tablet, "Partly")
    expect(status(tablet)).to_have_text(SAVED)
    tablet.route("**/ready/", lose)
    with tablet.expect_event("requestfailed"):
        press_ready(tablet)
    expect(tablet.get_by_role("button", name="Not ready yet after all")).to_be_visible()
    assert fresh(lesson).is_ready("coach") is True
    tablet.unroute("**/ready/")

    tablet.get_by_role("button", name="Not ready yet after all").click()

    expect(tablet.get_by_role("button", name="Save and mark my story ready")).to_be_visible()
    expect(status(tablet)).to_have_text(SAVED)
    assert fresh(lesson).is_ready("coach") is False
    assert tablet.url.endswith("/look/")


def test_ready_waits_for_words_that_are_typed_after_it(tablet, lesson):
    offline(tablet)
    mark(tablet, "Partly")
    press_ready(tablet)
    tablet.locator("#moment-text").fill("Nog één ding.")
    offline(tablet, False)

    expect(tablet.locator("[data-hold]")).to_contain_text("there is still text in the moment bar")
    assert fresh(lesson).is_ready("coach") is False
    tablet.locator("#moment-text").press("Enter")
    tablet.wait_for_url(f"**/visits/{lesson.pk}/")
    assert (Moment.objects.get().text, fresh(lesson).is_ready("coach")) == ("Nog één ding.", True)


# --- signed out, or somebody else ----------------------------------------------------------------


def test_an_expired_session_sends_after_a_new_sign_in_on_the_same_page(desk, tablet, lesson):
    Session.objects.all().delete()
    add_moment(tablet, "Sessie verlopen.")
    expect(tablet.locator('[data-strip="signin"]')).to_contain_text("Sign in again to send.")
    expect(status(tablet)).to_have_text(TO_SEND)

    tablet.context.add_cookies([desk.session(lesson.coach)])
    tablet.evaluate("dispatchEvent(new Event('focus'))")

    expect(status(tablet)).to_have_text(SAVED)
    assert Moment.objects.get().text == "Sessie verlopen."


def test_who_is_signed_out_is_asked_to_sign_in_and_not_shown_the_kept_page(tablet):
    Session.objects.all().delete()

    page = reopen(tablet)

    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_lost_csrf_token_sends_after_the_sign_in_page_has_set_another(tablet):
    tablet.context.clear_cookies(name="csrftoken")
    note(tablet).fill("Zonder teken.")
    expect(tablet.locator('[data-strip="signin"]')).to_be_visible()
    expect(status(tablet)).to_have_text(TO_SEND)

    other = tablet.context.new_page()
    other.goto("/account/login/")

    tablet.evaluate("dispatchEvent(new Event('focus'))")
    expect(status(tablet)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Zonder teken."


def test_on_a_shared_tablet_nothing_is_shown_or_sent_as_somebody_else(desk, tablet, lesson, teacher):
    offline(tablet)
    note(tablet).fill("Alleen van de coach.")
    expect(status(tablet)).to_have_text(TO_SEND)
    context, url = tablet.context, tablet.url
    type(teacher).objects.filter(pk=teacher.pk).update(language="en")
    context.add_cookies([desk.session(teacher)])
    offline(tablet, False)

    expect(tablet.locator('[data-strip="other"]')).to_contain_text("Somebody else is signed in")
    assert not Answer.objects.exists()
    tablet.close()
    page = context.new_page()
    page.goto("/")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.goto("/device/")
    expect(page.get_by_text("Nothing: all that you wrote here is on the server.")).to_be_visible()
    expect(page.get_by_text("Looking along with")).to_have_count(0)
    assert page.evaluate(KEPT, url) is False
    assert not Answer.objects.exists()

    context.add_cookies([desk.session(lesson.coach)])
    with page.expect_response(ENTRIES):
        page.goto("/")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert Answer.objects.get().note == "Alleen van de coach."


def test_signing_out_warns_and_leaves_only_unsent_words_for_their_owner(desk, tablet, lesson):
    add_moment(tablet, "Staat op de server.")
    expect(status(tablet)).to_have_text(SAVED)
    tablet.route(ENTRIES, lambda route: route.fulfill(status=500, body="no"))
    note(tablet).fill("Nog niet verstuurd.")
    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.goto("/account/logout/")
    tablet.get_by_role("button", name="Sign out").click()
    expect(tablet.get_by_text("Something you wrote is not on the server yet.")).to_be_visible()

    tablet.get_by_role("button", name="Sign out").click()

    tablet.wait_for_url("**/account/login/")
    assert (
        tablet.evaluate("async () => (await caches.keys()).filter((name) => name.startsWith('pages-'))") == []
    )
    left = tablet.evaluate(RECORDS)
    assert [record["entry"].get("note") for record in left] == ["Nog niet verstuurd."]


def test_online_without_a_sign_in_the_device_page_shows_nobodys_words(tablet):
    offline(tablet)
    note(tablet).fill("Niet voor een ander.")
    expect(status(tablet)).to_have_text(TO_SEND)
    tablet.goto("/device/")
    expect(tablet.get_by_text("Niet voor een ander.")).to_be_visible()
    expect(tablet.get_by_role("button", name="Take it away")).to_be_hidden()
    Session.objects.all().delete()
    offline(tablet, False)

    tablet.goto("/device/")

    expect(tablet.get_by_role("heading", level=1)).to_be_visible()
    tablet.wait_for_load_state("networkidle")
    expect(tablet.get_by_text("Niet voor een ander.")).to_have_count(0)


# --- the visit is no longer there ----------------------------------------------------------------


def test_words_for_a_visit_that_is_gone_stay_readable(tablet, lesson):
    offline(tablet)
    note(tablet).fill("Voor een bezoek dat niet doorging.")
    expect(status(tablet)).to_have_text(TO_SEND)
    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=None)
    offline(tablet, False)
    expect(row(tablet)).to_contain_text("no longer yours to write in")

    page = reopen(tablet)

    expect(page.get_by_role("heading", name="There is nothing for you here")).to_be_visible()
    assert page.evaluate(KEPT, page.url) is False
    expect(page.locator("[data-unsent]")).to_contain_text("One thing you wrote is only on this device.")
    page.get_by_role("link", name="Look at it").click()
    expect(page.get_by_text("Voor een bezoek dat niet doorging.")).to_be_visible()
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Nothing: all that you wrote here is on the server.")).to_be_visible()


def test_what_came_too_late_can_be_added_with_a_date(tablet, lesson):
    offline(tablet)
    add_moment(tablet, "Kwam te laat.")
    expect(status(tablet)).to_have_text(TO_SEND)
    bring_to("open", lesson)
    offline(tablet, False)

    tablet.get_by_role("button", name="Add it as a dated addition").click()

    expect(tablet.get_by_text("Added, with the date of today.")).to_be_visible()
    assert [addition.text for addition in fresh(lesson).additions.all()] == ["Kwam te laat."]


# --- the device itself -----------------------------------------------------------------------------

FULL = """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""


def test_a_full_device_says_so_and_the_server_still_gets_it(tablet):
    tablet.evaluate(FULL)
    offline(tablet)
    note(tablet).fill("Past er niet meer bij.")
    expect(status(tablet)).to_have_text(re.compile(r"Not saved\s+storage is full: copy your text"))
    expect(tablet.locator('[data-strip="full"]')).to_be_visible()
    asked = []
    tablet.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with tablet.expect_event("dialog"):
        tablet.locator(".mk-back").click(no_wait_after=True)
    assert asked == ["beforeunload"]

    offline(tablet, False)

    expect(status(tablet)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Past er niet meer bij."
    tablet.locator("#moment-text").fill("Ook dit niet.")
    expect(status(tablet)).to_have_text(re.compile(r"Not saved\s+storage is full: copy your text"))
    with tablet.expect_event("dialog"):
        tablet.locator(".mk-back").click(no_wait_after=True)
    assert asked == ["beforeunload", "beforeunload"]


def test_a_clock_that_is_a_year_wrong_does_not_show_on_moments(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    page.add_init_script("const real = Date.now; Date.now = () => real() + 365 * 24 * 3600 * 1000;")
    page.goto(f"/visits/{lesson.pk}/look/")
    wait_until_kept(page)
    offline(page)
    page.reload()
    add_moment(page, "De klok loopt een jaar voor.")
    expect(status(page)).to_have_text(TO_SEND)

    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    row = Moment.objects.get()
    assert abs((row.noted_at - row.received_at).total_seconds()) < HOUR


def test_a_page_that_was_kept_yesterday_stamps_the_time_of_today(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    page.goto("/")
    page.get_by_role("button", name="Make available without a network").click()
    expect(page.get_by_text("The visits of the coming days also open without a network.")).to_be_visible()
    page.add_init_script("const real = Date.now; Date.now = () => real() + 18 * 3600 * 1000;")
    offline(page)
    page.goto(f"/visits/{lesson.pk}/look/")
    add_moment(page, "De volgende ochtend.")
    expect(status(page)).to_have_text(TO_SEND)

    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    row = Moment.objects.get()
    assert abs((row.noted_at - row.received_at).total_seconds() - 18 * HOUR) < HOUR


def test_an_update_during_a_visit_cuts_nothing_off(tablet, lesson, monkeypatch):
    old, _version = device.files()
    gone = ("js/queue.js", "js/capture.js", "css/tokens.css")  # under another name in the new version
    monkeypatch.setattr(device, "files", lambda: ([name for name in old if name not in gone], "another"))
    offline(tablet)
    note(tablet).fill("Tijdens de update.")
    expect(status(tablet)).to_have_text(TO_SEND)
    offline(tablet, False)
    expect(status(tablet)).to_have_text(SAVED)
    tablet.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
    until(tablet, HAS, "files-another")
    note(tablet).fill("Tijdens de update. En daarna.")
    expect(status(tablet)).to_have_text(SAVED)

    offline(tablet)
    page = reopen(tablet)

    expect(note(page)).to_have_value("Tijdens de update. En daarna.")
    mark(page, "Partly")
    expect(status(page)).to_have_text(TO_SEND)


def test_what_a_server_does_not_have_yet_is_asked_again(tablet, monkeypatch):
    """Servers are updated one after the other: the list came from one, the file is asked of another."""
    old, _version = device.files()
    late, asked, serve = "js/pulse.js", [], handlers.serve

    def serve_late(request, path, **how):
        asked.extend([path] * (path == late))
        if path == late and len(asked) < 3:
            raise Http404
        return serve(request, path, **how)

    monkeypatch.setattr(handlers, "serve", serve_late)
    monkeypatch.setattr(device, "files", lambda: ([*old, late], "another"))
    tablet.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
    until(tablet, "async (file) => Boolean(await caches.match(file))", f"/static/{late}")

    assert len(asked) == 3
