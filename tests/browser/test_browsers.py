"""Browsers at the floor and below it (docs/browsers.md): each feature that one of them lacks is taken away,
and the work goes on."""

import json
import re

import pytest
from playwright.sync_api import expect

from home.views import device
from observations.models import Answer, Moment
from pulse.models import Pulse
from tests.browser.test_capture import ENTRIES, SAVED, add_moment, mark, note, row, status
from tests.browser.test_class import choose, phones, send  # noqa: F401 (phones is a fixture)
from tests.browser.test_offline import KEPT, TO_SEND, offline, press_ready, reopen, until, wait
from tests.factories import fresh, save
from tests.floor import LIST
from tests.pulse.conftest import open_pulse

POINT = "com.steps_first_step"
NO_TIMEOUT = "delete AbortSignal.timeout"
NO_REQUEST_SUBMIT = "delete HTMLFormElement.prototype.requestSubmit"


def open_without(desk, lesson, missing, **options):
    """The coach's page in a browser that lacks this."""
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.coach, **options)
    page.add_init_script(missing)
    page.goto(f"/visits/{lesson.pk}/look/")
    return page


# --- one feature ---------------------------------------------------------------------------------


def test_an_old_phone_sends_its_answers(phones, lesson):  # noqa: F811
    pulse = open_pulse(lesson)
    phone = phones()
    phone.add_init_script(NO_TIMEOUT)
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")

    send(phone)

    assert Pulse.objects.get().counts["pulse.welcome"]["yes"] == 1


def test_a_phone_whose_request_never_ends_may_send_again(phones, lesson):  # noqa: F811
    pulse = open_pulse(lesson)
    phone, held = phones(), []
    phone.clock.install()  # brings a timeout of its own
    phone.goto(f"/p/{pulse.code}/")
    phone.evaluate(NO_TIMEOUT)
    phone.route("**/p/**", lambda route: held.append(route))
    phone.get_by_role("button", name="Verstuur").click()
    wait(phone, lambda: held)

    phone.clock.run_for("00:16")

    expect(phone.get_by_text("We weten niet of het is aangekomen")).to_be_visible()
    phone.unroute("**/p/**")
    send(phone)
    assert Pulse.objects.get().answers == 1


def test_a_request_that_never_ends_does_not_hold_up_the_next(desk, lesson):
    page, held = open_without(desk, lesson, ""), []
    page.clock.install()  # brings a timeout of its own
    page.reload()
    page.evaluate(NO_TIMEOUT)
    page.route(ENTRIES, lambda route: held.append(route) if not held else route.continue_())
    note(page).fill("Blijft hangen.")
    page.clock.run_for("00:02")
    wait(page, lambda: held)

    page.clock.run_for("00:30")

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Blijft hangen."


def test_the_language_changes_after_what_is_on_its_way(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = desk.sit(lesson.teacher)
    page.add_init_script(NO_REQUEST_SUBMIT)
    page.goto(f"/visits/{lesson.pk}/look-back/")
    note(page).fill("Net voor de andere taal.")

    page.get_by_role("button", name="Nederlands").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe was het voor jou?")
    assert Answer.objects.get().note == "Net voor de andere taal."


@pytest.mark.parametrize("missing", ["estimate", "getDirectory"])
def test_a_browser_that_does_not_tell_its_room_is_not_called_private(desk, lesson, missing):
    page, tried = open_without(desk, lesson, f"delete StorageManager.prototype.{missing}"), []
    page.route(ENTRIES, lambda route: (tried.append(route), route.abort()))
    note(page).fill("Geen privévenster.")

    wait(page, lambda: len(tried) > 1)  # so the page has heard of the first that failed

    expect(status(page)).to_have_text(TO_SEND)
    expect(page.locator("[data-strip=private]")).to_be_hidden()


def test_the_page_of_a_first_visit_is_kept_though_the_worker_came_before_its_script(desk, lesson):
    page = desk.sit(lesson.coach, service_workers="allow")
    held = []
    page.route(re.compile(r"/device\b.*\.js"), lambda route: held.append(route))
    page.goto(f"/visits/{lesson.pk}/look/", wait_until="commit")
    wait(page, lambda: held)
    other = page.context.new_page()
    other.goto("/me/")
    other.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))
    assert page.evaluate(KEPT, page.url) is False
    held[0].continue_()

    until(page, KEPT, page.url)

    offline(page)
    page = reopen(page)
    expect(row(page)).to_have_count(1)


# --- below the floor: plain pages that work as forms ---------------------------------------------

OLDER = {
    "inert": "delete HTMLElement.prototype.inert",
    "submitter": "delete SubmitEvent.prototype.submitter",
    "locks": "delete Navigator.prototype.locks",
    "dialog": "delete window.HTMLDialogElement",
}


@pytest.fixture
def older(desk, strangers):
    """Sits down with a browser below the floor; unlike other pages it may say in its console that it is."""

    def sit(person, missing="inert"):
        type(person).objects.filter(pk=person.pk).update(language="en")
        context = strangers(locale="en-GB")
        context.add_cookies([desk.session(person)])
        context.add_init_script(OLDER[missing])
        return context.new_page()

    return sit


@pytest.mark.parametrize("missing", OLDER)
def test_below_the_floor_the_coachs_page_is_a_plain_form(older, lesson, missing):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = older(lesson.coach, missing)
    page.goto(f"/visits/{lesson.pk}/look/")
    page.wait_for_load_state("networkidle")
    mark(page, "Partly")
    note(page).fill("Drie stappen op het bord.")
    expect(page.get_by_role("button", name="All keys")).to_be_hidden()

    page.get_by_role("button", name="Save", exact=True).click()

    expect(status(page)).to_contain_text("on the server at")
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("partly", "Drie stappen op het bord.")
    assert page.locator("html.js").count() == 0
    assert page.evaluate("navigator.serviceWorker.getRegistration().then(Boolean)") is False


def test_below_the_floor_a_visit_goes_from_the_question_to_opened(older, lesson):
    teachers, coachs = older(lesson.teacher), older(lesson.coach)
    teachers.goto(f"/visits/{lesson.pk}/before/")
    teachers.get_by_label("learning question").fill("Hoe begin ik rustig?")
    with teachers.expect_navigation():
        teachers.locator("form#write button[name=done], form#write button").last.click()
    coachs.goto(f"/visits/{lesson.pk}/look/")
    expect(coachs.get_by_text("Hoe begin ik rustig?").first).to_be_visible()
    coachs.locator("#moment-text").fill("Twee tafels zijn nog leeg.")
    coachs.get_by_role("button", name="Record the moment").click()
    expect(coachs.locator("[data-moment] textarea")).to_have_value("Twee tafels zijn nog leeg.")
    coachs.get_by_role("button", name="Save and mark my story ready").click()
    coachs.wait_for_url(f"**/visits/{lesson.pk}/")
    teachers.goto(f"/visits/{lesson.pk}/look-back/")
    teachers.get_by_label("Did I really see students today?").fill("De voorste groep wel.")
    teachers.get_by_role("button", name="Save and mark my story ready").click()
    teachers.wait_for_url(f"**/visits/{lesson.pk}/")

    with teachers.expect_navigation():
        teachers.get_by_role("button", name="Open").first.click()

    assert fresh(lesson).opened_at
    assert Moment.objects.get().text == "Twee tafels zijn nog leeg."


def without_layers(css):
    """As a browser reads it that knows no @layer: what stands in one is dropped."""
    kept = ""
    while match := re.search(r"@layer [\w, ]+\{", css):
        kept, depth, end = kept + css[: match.start()], 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[end:]
    return (kept + css).replace("@supports not (accent-color: auto)", "@supports (accent-color: auto)")


def know_no_layers(page):
    def serve(route):
        css = (device.ROOT / "css" / route.request.url.rpartition("/")[2]).read_text()
        route.fulfill(body=without_layers(css), content_type="text/css")

    page.route("**/css/*.css", serve)


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_that_knows_no_layers_reads_one_language_and_sends(phones, lesson, script):  # noqa: F811
    pulse = open_pulse(lesson)
    phone = phones(java_script_enabled=script)
    know_no_layers(phone)
    phone.goto(f"/p/{pulse.code}/")
    group = phone.get_by_role("group", name=re.compile("Ik voelde me welkom"))
    expect(group.get_by_text("Meestal wel")).to_be_visible()
    expect(group.get_by_text("Mostly")).to_be_hidden()

    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    send(phone)

    assert Pulse.objects.get().counts["pulse.welcome"]["yes"] == 1


def test_without_layers_the_coachs_page_is_plain_and_works(older, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = older(lesson.coach)
    know_no_layers(page)
    page.goto(f"/visits/{lesson.pk}/look/")

    sizes = page.locator("svg").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().height)"
    )
    mark(page, "Partly")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(status(page)).to_contain_text("on the server at")
    assert max(sizes) < 40
    assert Answer.objects.get().value == "partly"


# --- the floor as a whole: all that is newer is taken away ---------------------------------------

TAKE_AWAY = """(names) => {
  const fixed = new CSSStyleSheet(); // the looks that a worker keeps have it still
  fixed.replaceSync("* { field-sizing: fixed !important }");
  document.adoptedStyleSheets = [fixed];
  for (const name of names) {
    const path = name.replace(/_static$/, "").split("."), last = path.pop();
    const owner = path.reduce((at, each) => at?.[each], globalThis);
    const from = !path.length || name.endsWith("_static") || path[0] === "Intl" ? owner : owner?.prototype;
    if (from) delete from[last];
  }
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (what, ...more) => !names.includes(`css ${what}`) && supports(what, ...more);
}"""


def take_away_newer(page):
    """As a browser at the floor: without what scripts, and looks, know since."""
    lines = LIST.read_text().splitlines()
    names = [line.removeprefix("js ") for line in lines if line.startswith(("js ", "css "))]
    looks = [re.escape(name.removeprefix("css ")) for name in names if re.fullmatch(r"css [\w-]+", name)]
    newer = re.compile(rf"(?<![\w-])(?:{'|'.join(looks)})\s*:[^;}}]*;?")

    def serve(route):
        css = (device.ROOT / "css" / route.request.url.rpartition("/")[2]).read_text()
        route.fulfill(body=newer.sub("", css), content_type="text/css")

    page.add_init_script(f"({TAKE_AWAY})({json.dumps(names)})")
    page.route("**/css/*.css", serve)


def test_a_visit_with_all_that_is_newer_taken_away(desk, phones, lesson):  # noqa: F811
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    coachs = desk.sit(lesson.coach, service_workers="allow")
    take_away_newer(coachs.context)
    coachs.goto(f"/visits/{lesson.pk}/look/")
    assert coachs.evaluate(
        "!AbortSignal.timeout && !document.body.checkVisibility && !CSS.supports('field-sizing', 'content')"
    )
    until(coachs, KEPT, coachs.url)
    offline(coachs)
    coachs = reopen(coachs)
    mark(coachs, "Partly")
    note(coachs).fill("Drie stappen op het bord.")
    add_moment(coachs, "Twee tafels zijn nog leeg. " * 12)
    expect(status(coachs)).to_have_text(re.compile(r"2 still to send"))
    moment = coachs.locator("[data-moment] textarea")
    assert (
        moment.evaluate("(field) => field.scrollHeight - field.clientHeight") < 4
    )  # no word is out of sight
    coachs.keyboard.press("Escape")
    coachs.locator(f'[data-answer="{POINT}"] [value=partly]').focus()
    coachs.keyboard.press("j")

    press_ready(coachs)
    offline(coachs, False)

    coachs.wait_for_url(f"**/visits/{lesson.pk}/")
    assert Answer.objects.get().note == "Drie stappen op het bord."
    assert Moment.objects.get().text.startswith("Twee tafels")
    teachers = desk.sit(lesson.teacher)
    take_away_newer(teachers)
    teachers.goto(f"/visits/{lesson.pk}/look-back/")
    teachers.get_by_label("Did I really see students today?").fill("De voorste groep wel.")
    teachers.get_by_role("button", name="Save and mark my story ready").click()
    teachers.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).is_ready("teacher") is True
    pulse = open_pulse(lesson)
    phone = phones()
    take_away_newer(phone)
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    send(phone)
    assert Pulse.objects.get().answers == 1


# --- over plain http a browser gives less --------------------------------------------------------

PLAIN_HTTP = """
  for (const name of ["locks", "serviceWorker", "storage", "clipboard"]) delete Navigator.prototype[name];
  delete Crypto.prototype.randomUUID;
  delete window.caches;
  Object.defineProperty(window, "isSecureContext", { value: false });
"""


def test_over_plain_http_the_coachs_page_saves_by_itself(desk, lesson):
    page = open_without(desk, lesson, PLAIN_HTTP)
    note(page).fill("Zonder https.")
    add_moment(page, "Twee tafels zijn nog leeg.")

    expect(status(page)).to_have_text(SAVED)

    assert Answer.objects.get().note == "Zonder https."
    assert Moment.objects.get().text == "Twee tafels zijn nog leeg."
    page.goto("/")
    expect(page.get_by_role("button", name="Make available without a network")).to_be_hidden()
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")
