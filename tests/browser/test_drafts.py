"""A form with words on it: a draft stays on the device until the server has them, and stands there again."""

import re
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from observations.models import Addition, Step
from people.models import User
from tests.browser.test_offline import wait
from tests.factories import PASSWORD, bring_to
from tests.faults.device import RECORDS
from tests.test_sent_twice import DAY, prepared

WORDS = "Ik zag het anders."
BACK = re.compile(r"What you filled in at \d\d.\d\d is here again")


@pytest.fixture
def opened(lesson):
    return bring_to("open", lesson)


@pytest.fixture
def reply(desk, opened):
    """The teacher's page of a reply, where something is typed."""
    page = desk.sit(opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    type_words(page)
    return page


def field(page):
    return page.get_by_label("Your words")


def type_words(page, words=WORDS):
    field(page).fill(words)
    wait(page, lambda: [each["entry"]["text"] for each in drafts(page)] == [words])


def drafts(page):
    return [each for each in page.evaluate(RECORDS) if each["entry"].get("draft")]


def line(page):
    return page.locator("[data-restored]")


def send(page):
    page.get_by_role("button", name="Add it").click()


def fresh_tab(page):
    url, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(url)
    return page


def end_session():
    Session.objects.all().delete()


def sign_in(page, person):
    """In whatever language the page is: the cookie of the session knew."""
    page.locator("#id_login").fill(person.email)
    page.locator(".mk-door-password > summary").click()
    page.locator("#id_password").fill(PASSWORD)
    page.locator(".mk-door-password button").click()


def test_a_closed_tab_loses_nothing_and_the_form_says_so(reply):
    page = fresh_tab(reply)

    expect(field(page)).to_have_value(WORDS)
    expect(line(page)).to_contain_text(BACK)


def test_it_is_gone_once_the_server_has_it_also_on_back(reply):
    send(reply)
    expect(reply.get_by_text("Added, with today’s date.")).to_be_visible()
    wait(reply, lambda: drafts(reply) == [])

    reply.go_back()

    expect(field(reply)).to_have_value("")
    assert Addition.objects.count() == 1


def test_who_throws_it_away_gets_the_form_as_it_came(reply):
    page = fresh_tab(reply)
    line(page).get_by_role("link", name="Throw it away").click()

    expect(field(page)).to_have_value("")
    expect(line(page)).to_be_hidden()
    assert drafts(page) == []
    wait(page, lambda: "fresh" not in page.url)


def test_a_session_that_ended_brings_the_words_back_after_the_sign_in(reply, opened):
    end_session()
    send(reply)
    sign_in(reply, opened.teacher)

    expect(field(reply)).to_have_value(WORDS)
    expect(reply.get_by_text("It is not saved yet")).to_be_visible()
    assert not Addition.objects.exists()
    send(reply)
    expect(reply.get_by_text("Added, with today’s date.")).to_be_visible()
    wait(reply, lambda: drafts(reply) == [])
    assert Addition.objects.get().text == WORDS


def test_without_javascript_the_words_come_back_after_the_sign_in_too(desk, opened):
    page = desk.sit(opened.teacher, java_script_enabled=False)
    page.goto(f"/visits/{opened.pk}/reply/")
    field(page).fill(WORDS)
    end_session()
    send(page)
    expect(page.get_by_text("Je was intussen uitgelogd")).to_be_visible()
    sign_in(page, opened.teacher)

    expect(field(page)).to_have_value(WORDS)
    expect(
        page.get_by_text("What you typed before you signed in is here again. It is not saved yet.")
    ).to_be_visible()
    assert not Addition.objects.exists()
    page.reload()
    expect(field(page)).to_have_value(WORDS)
    send(page)
    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()
    page.goto(f"/visits/{opened.pk}/reply/")
    expect(field(page)).to_have_value("")


def test_a_network_that_is_gone_and_back(reply):
    """The browser puts its error page in the place of the form, so that Back skips it: it is opened anew."""
    url, page = reply.url, reply
    page.context.set_offline(True)
    with suppress(Error):
        send(page)
    wait(page, lambda: page.locator("#id_text").count() == 0)
    page.context.set_offline(False)
    page.goto("/")
    expect(page.get_by_text("One thing you wrote is only on this device.")).to_be_visible()

    page.goto(url)

    expect(field(page)).to_have_value(WORDS)
    expect(line(page)).to_contain_text(BACK)
    send(page)
    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()
    assert Addition.objects.count() == 1


# What was put is on the device only so many milliseconds later: a page that goes away before takes it
# along.
SLOW = """
const { put } = IDBObjectStore.prototype;
IDBObjectStore.prototype.put = function (...given) {
  const end = performance.now() + %d;
  const busy = () => performance.now() < end && (this.get(["", "", ""]).onsuccess = busy);
  const request = put.apply(this, given);
  busy();
  return request;
};
"""


OFF = "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('off') } } })"


@pytest.fixture
def typed(desk, opened):
    """Makes the teacher's page of a reply, on a device as this script says, the last letter just typed."""

    def make(device, address="reply/"):
        page = desk.sit(opened.teacher)
        page.add_init_script(device)
        page.goto(f"/visits/{opened.pk}/{address}")
        page.locator("main textarea:visible").click()
        page.keyboard.type(WORDS)
        return page

    return make


@pytest.mark.parametrize("way", ["button", "key", "link"])
def test_leaving_at_once_without_a_network_loses_no_letter(typed, way):
    page = typed(SLOW % 700)
    url = page.url
    page.context.set_offline(True)
    with suppress(Error):
        leave(page, way)
    wait(page, lambda: page.locator("#id_text").count() == 0)
    page.context.set_offline(False)
    page.goto(url)

    expect(field(page)).to_have_value(WORDS)


def leave(page, way):
    if way == "link":
        page.get_by_role("link", name="Do not add anything").click()
    elif way == "key":
        page.get_by_role("button", name="Add it").press("Enter")
    else:
        send(page)


def test_the_button_that_was_pressed_goes_along(typed):
    page = typed(SLOW % 300, "talk/?at=question")
    page.get_by_role("button", name="Next").click()

    page.wait_for_url("**at=core**")  # what that button says, and not where the form stands
    expect(page.locator(".mk-recap")).to_contain_text(WORDS)


def test_pressed_twice_while_the_device_writes_it_is_sent_once(typed):
    page, sent = typed(SLOW % 700), []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.get_by_role("button", name="Add it").dblclick()

    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()
    assert [url.endswith("/reply/") for url in sent] == [True]
    assert Addition.objects.count() == 1


@pytest.mark.parametrize("device", [SLOW % 10**6, OFF], ids=["slow", "off"])
def test_a_device_that_cannot_keep_it_sends_it_all_the_same(typed, device):
    page = typed(device)
    send(page)

    expect(page.get_by_text("Added, with today’s date.")).to_be_visible()
    assert Addition.objects.get().text == WORDS


def test_the_answer_got_lost_but_the_server_has_it(reply):
    """What was saved does not come back as a ghost."""
    lost = []
    reply.route("**/reply/", lambda route: lost_answer(route, lost))
    reply.evaluate("document.querySelector('form.mk-form').requestSubmit()")
    wait(reply, lambda: lost)
    assert Addition.objects.count() == 1
    reply.unroute("**/reply/")
    page = reply.context.new_page()
    page.goto(f"/visits/{Addition.objects.get().lesson_id}/reply/")

    wait(page, lambda: drafts(page) == [])
    expect(field(page)).to_have_value("")
    expect(line(page)).to_be_hidden()


def lost_answer(route, lost):
    if route.request.method != "POST":
        return route.continue_()
    route.fetch(max_redirects=0)
    route.abort()
    return lost.append(route)


def test_nothing_of_it_is_shown_to_somebody_else_on_the_same_tablet(desk, reply, opened):
    other = opened.coach
    User.objects.filter(pk=other.pk).update(language="en")
    reply.context.add_cookies([desk.session(other)])
    page = fresh_tab(reply)
    expect(field(page)).to_have_value("")
    expect(line(page)).to_be_hidden()
    page.goto("/device/")
    expect(page.get_by_text("Nothing: all that you wrote here is on the server.")).to_be_visible()

    page.context.add_cookies([desk.session(opened.teacher)])
    page.goto(f"/visits/{opened.pk}/reply/")

    expect(field(page)).to_have_value(WORDS)


def test_the_page_of_this_device_shows_it_and_leads_to_its_form(reply):
    page = reply
    page.goto("/device/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("link", name="Open the page where you wrote this").click()
    expect(field(page)).to_have_value(WORDS)

    page.goto("/device/")
    page.get_by_role("button", name="Take it away").click()
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("button", name="Take it away").click()
    wait(page, lambda: drafts(page) == [])


def test_signing_out_warns_and_keeps_it_for_its_owner(desk, reply, opened):
    page = reply
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Something you wrote is not on the server yet.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")

    sign_in(page, opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    expect(field(page)).to_have_value(WORDS)


def test_a_refused_form_keeps_its_draft_and_throwing_away_gives_it_as_it_came(desk, edition, teacher, coach):
    page = desk.sit(teacher)
    page.goto("/visits/new/")
    page.get_by_label("Subject").fill("Rekenen")
    page.get_by_role("button", name="Plan the visit").click()
    expect(page.get_by_text("not right yet").first).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("Rekenen")
    expect(line(page)).to_be_hidden()
    page.get_by_label("Group").fill("VZ2B")
    wait(page, lambda: [each["entry"]["text"] for each in drafts(page)] == ["Rekenen\nVZ2B"])

    page.goto("/visits/new/")

    expect(page.get_by_label("Subject")).to_have_value("Rekenen")
    expect(page.get_by_label("Group")).to_have_value("VZ2B")
    line(page).get_by_role("link", name="Throw it away").click()
    expect(page.get_by_label("Subject")).to_have_value("")


def test_words_that_were_typed_before_the_script_came_are_kept(desk, edition, teacher, coach):
    """A slow network: the form is there, its script is not."""
    page, held = desk.sit(teacher), []
    page.route(re.compile(r"/drafts\.js"), lambda route: held.append(route))
    page.goto("/visits/new/", wait_until="commit")
    page.get_by_label("Subject").fill("Rekenen")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    page.wait_for_function("() => document.querySelector('[name=draft]').value")

    wait(page, lambda: [each["entry"]["text"] for each in drafts(page)] == ["Rekenen"])


def test_words_of_another_tab_are_not_let_go_with_those_that_were_saved(reply, opened):
    other = reply.context.new_page()
    other.goto(reply.url)
    expect(field(other)).to_have_value(WORDS)
    field(other).fill("Nog iets anders.")
    wait(other, lambda: [each["entry"]["text"] for each in drafts(other)] == ["Nog iets anders."])

    send(reply)
    expect(reply.get_by_text("Added, with today’s date.")).to_be_visible()

    other.reload()
    expect(field(other)).to_have_value("Nog iets anders.")


def test_what_is_written_on_stays_where_another_tab_sent_what_was_there_before(reply):
    other = reply.context.new_page()
    other.goto(reply.url)
    expect(field(other)).to_have_value(WORDS)
    send(other)
    expect(other.get_by_text("Added, with today’s date.")).to_be_visible()

    type_words(reply, f"{WORDS} En nog iets.")
    other.goto("/")
    other.wait_for_load_state("networkidle")

    expect(field(fresh_tab(reply))).to_have_value(f"{WORDS} En nog iets.")


def test_who_writes_before_the_kept_words_are_back_loses_none_of_them(desk, edition, teacher):
    """On a slow network: whether the server has them is asked first."""
    page = desk.sit(teacher)
    page.goto("/visits/new/")
    page.get_by_label("Subject").fill("Rekenen")
    wait(page, lambda: [each["entry"]["text"] for each in drafts(page)] == ["Rekenen"])
    context = page.context
    context.route("**/drafts/?*", lambda route: None)  # no answer
    page = fresh_tab(page)
    page.get_by_label("Group").fill("VZ2B")
    wait(page, lambda: "VZ2B" in drafts(page)[0]["entry"]["text"])
    context.unroute("**/drafts/?*")

    page = fresh_tab(page)

    expect(page.get_by_label("Group")).to_have_value("VZ2B")
    expect(page.get_by_label("Subject")).to_have_value("Rekenen")


def test_where_nothing_can_be_kept_leaving_asks_first(desk, opened):
    page = desk.sit(opened.teacher)
    page.add_init_script(OFF)
    page.goto(f"/visits/{opened.pk}/reply/")
    page.mouse.click(300, 5)  # browsers ask only where somebody did something
    field(page).click()
    page.keyboard.type(WORDS)
    page.wait_for_timeout(600)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Do not add anything").click()
    page.wait_for_url("**/together/**")

    assert asked == ["beforeunload"]


def test_leaving_a_form_whose_words_are_kept_does_not_ask(reply):
    asked = []
    reply.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    reply.get_by_role("link", name="Do not add anything").click()
    reply.wait_for_url("**/together/**")

    assert asked == []


# --- every form -----------------------------------------------------------------------------------

FORMS = {  # address below the visit's (or from the root), who, the stage, and what is filled in, by its name on the form
    "plan": ("/visits/new/", "teacher", "planned", {"subject": "Rekenen"}),
    "propose": ("/visits/propose/", "coach", "planned", {"message": "Zal ik meekijken?"}),
    "move": ("move/", "teacher", "planned", {"place": "2.07"}),
    "coach": ("coach/", "teacher", "planned", {"coach": ""}),
    "reply": ("reply/", "coach", "open", {"text": "Zo niet."}),
    "talk": ("talk/?at=question", "teacher", "open", {"text": "Samen."}),
    "what to talk about": ("talk/", "teacher", "open", {"other": "De pauze."}),
    "core": ("talk/?at=core", "coach", "open", {"text": "Wie stil is, wacht."}),
    "own step": (
        "together/",
        "teacher",
        "open",
        {"situation": "Het stil is", "text": "Wacht ik.", "seen_by": "Rust."},
    ),
    "own step, in the talk": ("talk/?at=steps", "teacher", "open", {"text": "Wacht ik."}),
    "key": ("keys/", "teacher", "open", {"until": DAY}),
    "tell": ("pulse/tell/", "teacher", "heard", {"heard": "Dat het snel ging.", "try_next": "Wachten."}),
    "present": ("pulse/", "teacher", "heard", {"present": "20"}),
    "step back": ("steps/{step}/back/", "teacher", "looked_back", {"outcome": "Rustiger."}),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_stands_again_as_it_was_left(desk, lesson, name):
    address, who, stage, filled = FORMS[name]
    lesson = prepared(stage, lesson)
    page = desk.sit(getattr(lesson, who))
    step = next((step.pk for step in lesson.chosen_steps), "")
    page.goto(address if address.startswith("/") else f"/visits/{lesson.pk}/{address.format(step=step)}")
    for field_name, value in filled.items():
        control = visible(page, field_name)
        control.select_option(value) if control.evaluate("(it) => it.tagName") == "SELECT" else control.fill(
            value
        )
    page.keyboard.press("Tab")
    wait(
        page,
        lambda: (
            len(drafts(page)) == 1
            and drafts(page)[0]["entry"]["text"].split("\n")[-1] in ("", *filled.values())
        ),
    )

    page = fresh_tab(page)

    expect(page.locator("[data-restored]:visible")).to_contain_text(BACK)
    for field_name, value in filled.items():
        expect(visible(page, field_name)).to_have_value(value)


def visible(page, name):
    """The field of that name in a form of ours; folded ones are opened."""
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => (fold.open = true))")
    return page.locator(f"main form:has([name=draft-at]) [name='{name}']:visible").first


# --- two forms of before that are one now -----------------------------------------------------------

LAY = """(records) => new Promise((done, fail) => {
  const opening = indexedDB.open("meekijken");
  opening.onerror = fail;
  opening.onsuccess = ({ target: { result: db } }) => {
    const change = db.transaction("entries", "readwrite");
    for (const record of records) change.objectStore("entries").put(record);
    change.oncomplete = () => (db.close(), done());
  };
})"""
OLD_ID = "7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11"


def kept_before(lesson, place, number, *fields):
    """A draft as the version before kept it, with the hidden fields of its form."""
    hidden = [["id", OLD_ID, OLD_ID], ["lang", "nl", "nl"]]
    words = "\n".join(str(value) for _name, value, _came in fields if isinstance(value, str))
    entry = {
        "text": words,
        "fields": [*hidden, *map(list, fields)],
        "draft": number * 32,
        "at": "2026-11-29T01:00:00Z",
    }
    return {
        "person": str(lesson.teacher.pk),
        "page": f"/visits/{lesson.pk}/together/#{place}",
        "row": "draft",
        "entry": entry,
    }


@pytest.mark.parametrize("place", ["together/", "talk/?at=steps"])
def test_drafts_of_the_two_forms_for_steps_come_back_in_the_one_there_is_now(desk, opened, place):
    page = desk.sit(opened.teacher)
    page.goto(f"/visits/{opened.pk}/reply/")
    type_words(page)  # the device has its database
    old = [
        kept_before(opened, "own-step", "a", ("situation", "het stil is", ""), ("text", "tel ik tot drie.", "")),
        kept_before(opened, "bank-step", "b", ("suggestion=sc.p1.wait", True, False), ("look_back_on", DAY, "")),
    ]  # fmt: skip
    page.evaluate(LAY, old)
    page.goto(f"/visits/{opened.pk}/{place}")

    form = page.locator("#own-step")
    expect(form.locator("[data-restored]")).to_be_visible()
    for name, value in {
        "situation": "het stil is",
        "text": "tel ik tot drie.",
        "look_back_on": DAY,
    }.items():
        expect(form.locator(f"[name={name}]")).to_have_value(value)
    expect(form.locator('[value="sc.p1.wait"]')).to_be_checked()
    wait(page, lambda: {each["page"].partition("#")[2] for each in drafts(page)} == {"", "own-step"})
    form.get_by_role("button", name="Take this along").click()
    wait(page, lambda: Step.objects.count() == 2)
    page.goto(f"/visits/{opened.pk}/together/")

    wait(page, lambda: {each["page"].partition("#")[2] for each in drafts(page)} == {""})  # the reply
    assert {step.wording for step in Step.objects.filter(suggestion=None)} == {
        "Als het stil is, dan tel ik tot drie."
    }
    assert {str(step.look_back_on) for step in Step.objects.all()} == {DAY}
