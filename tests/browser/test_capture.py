"""The writing pages in a browser: each change saves itself, and the status never says more than the server
did."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from observations import actions
from observations.models import Addition, Answer, Moment
from tests import factories
from tests.factories import fresh, moment, save

POINT = "com.steps_first_step"
SAVED = re.compile(r"All saved\s+on the server at \d\d:\d\d")
HERE = re.compile(r"Saved on this device\s+1 still to send")
CHOICE = re.compile(r"Saved on this device\s+1 needs your choice")
ENTRIES = "**/entries/"


@pytest.fixture
def lens(lesson):
    for key in (POINT, "com.checks_start", "saf.other_views"):
        save(lesson, "teacher", {"type": "lens", "item": key, "chosen": True})


@pytest.fixture
def page(desk, lesson, lens):
    """The coach's page with three agreed points."""
    return open_look(desk, lesson)


def open_look(desk, lesson, **options):
    page = desk.sit(lesson.coach, **options)
    page.goto(f"/visits/{lesson.pk}/look/")
    return page


def status(page):
    return page.locator("#status")


def mark(page, word, key=POINT):
    page.locator(f'[data-answer="{key}"] .mk-mark', has_text=word).first.click()


def note(page, key=POINT):
    return page.locator(f'[name="note-{key}"]')


def add_moment(page, text):
    page.locator("#moment-text").fill(text)
    page.get_by_role("button", name="Record the moment").click()


def stop_the_clock(page):
    """From now on nothing happens on the page because time went by."""
    page.clock.install()
    page.clock.pause_at(timezone.now() + timedelta(hours=1))


def row(page, key=POINT):
    return page.locator(f'[data-answer="{key}"]')


# --- saving ------------------------------------------------------------------------------------


def test_a_mark_saves_itself_and_survives_a_reload(page):
    expect(status(page)).to_have_text(re.compile("Saves by itself"))

    mark(page, "Partly")

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().value == "partly"
    page.reload()
    expect(page.locator(f'[name="value-{POINT}"][value=partly]')).to_be_checked()


def test_a_note_saves_itself_after_a_pause(page):
    note(page).press_sequentially("Drie stappen op het bord.")

    expect(status(page)).to_have_text(SAVED)
    row = Answer.objects.get()
    assert (row.note, row.lang) == ("Drie stappen op het bord.", "en")
    expect(page.locator(f'[data-answer="{POINT}"] [data-time]')).to_have_text(re.compile(r"\d\d:\d\d"))


def test_a_note_is_on_its_way_as_soon_as_the_field_is_left(page):
    stop_the_clock(page)  # the pause after the last key is never over
    note(page).fill("Snel weg.")
    with page.expect_request(ENTRIES):
        note(page).blur()


def test_a_mark_can_be_cleared(page):
    mark(page, "Clearly")
    expect(status(page)).to_have_text(SAVED)

    row(page).locator(".mk-wipe").click()

    expect(status(page)).to_have_text(SAVED)
    expect(page.locator(f'[name="value-{POINT}"][value=seen]')).not_to_be_checked()
    expect(status(page)).to_have_attribute("data-state", "saved")
    assert Answer.objects.get().is_empty


def test_a_newer_change_waits_behind_the_one_in_flight_and_builds_on_it(page):
    held = []
    page.route(ENTRIES, lambda route: route.continue_() if held else held.append(route))
    with page.expect_request(ENTRIES):
        mark(page, "Clearly")
    mark(page, "Partly")
    mark(page, "Not seen")
    expect(status(page)).to_have_text(HERE)
    assert len(held) == 1

    held[0].continue_()

    expect(status(page)).to_have_text(SAVED)
    row = Answer.objects.get()
    assert (row.value, row.revision) == ("not_seen", 2)


def test_a_moment_stands_in_the_list_at_once_and_is_saved(page):
    page.locator(".mk-kind", has_text="What students did").click()
    add_moment(page, "Eén student kijkt op.")

    expect(page.locator("[data-moment] textarea")).to_have_value("Eén student kijkt op.")
    expect(page.locator("#moment-text")).to_have_value("")
    expect(status(page)).to_have_text(SAVED)
    row = Moment.objects.get()
    assert (row.text, row.kind) == ("Eén student kijkt op.", "students")
    page.reload()
    expect(page.locator("[data-moment] textarea")).to_have_value("Eén student kijkt op.")


def test_enter_records_a_moment_and_the_list_keeps_the_order_of_time(page):
    page.locator("[data-bar] .mk-time").fill("1031")
    page.locator("#moment-text").fill("Eerst gezien.")
    page.locator("#moment-text").press("Enter")
    page.locator("[data-bar] .mk-time").fill("10u05")
    page.locator("#moment-text").fill("Nog eerder.")
    page.locator("#moment-text").press("Enter")

    texts = page.locator("[data-moment] textarea")
    expect(texts.nth(0)).to_have_value("Nog eerder.")
    expect(texts.nth(1)).to_have_value("Eerst gezien.")
    expect(status(page)).to_have_text(SAVED)
    assert list(Moment.objects.values_list("text", flat=True)) == ["Nog eerder.", "Eerst gezien."]


def test_a_moment_is_changed_removed_and_put_back(page):
    add_moment(page, "Drie stappen.")
    expect(status(page)).to_have_text(SAVED)
    page.locator("[data-moment] textarea").fill("Vier stappen.")
    page.locator("[data-moment] summary").click()
    page.locator("[data-moment] select").nth(1).select_option("theme:competence")
    expect(status(page)).to_have_text(SAVED)
    page.locator("[data-moment] .mk-tick", has_text="Remove").click()
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    expect(status(page)).to_have_attribute("data-state", "saved")
    assert Moment.objects.get().deleted_at is not None

    page.get_by_role("button", name="Put it back").click()

    expect(status(page)).to_have_attribute("data-state", "saved")
    row = Moment.objects.get()
    assert (row.text, row.theme, row.deleted_at) == ("Vier stappen.", "competence", None)


# --- not saved ---------------------------------------------------------------------------------


def test_a_server_that_fails_is_not_saved_yet_and_is_tried_again(page):
    page.route(ENTRIES, lambda route: route.fulfill(status=500, body="no"))
    note(page).fill("Blijft staan.")
    mark(page, "Partly")
    expect(status(page)).to_have_text(HERE)
    expect(note(page)).to_have_value("Blijft staan.")
    assert not Answer.objects.exists()

    page.unroute(ENTRIES)

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Blijft staan."


def test_no_network_is_not_saved_yet_and_is_sent_when_it_is_back(page):
    page.context.set_offline(True)
    add_moment(page, "In de tunnel.")
    expect(status(page)).to_have_text(HERE)
    expect(page.locator("[data-moment] .mk-late")).to_be_visible()

    page.context.set_offline(False)

    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("[data-moment] .mk-late")).to_be_hidden()
    assert Moment.objects.get().text == "In de tunnel."


def test_a_welcome_page_of_the_wifi_is_no_success(page):
    page.route(
        ENTRIES,
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welkom op wifi</h1>"),
    )

    mark(page, "Partly")

    expect(status(page)).to_have_text(HERE)


def test_an_expired_session_keeps_the_text_and_saves_after_signing_in(page, desk, lesson):
    Session.objects.all().delete()
    note(page).fill("Typt gewoon verder.")
    note(page).blur()
    strip = page.locator('[data-strip="signin"]')
    expect(strip).to_contain_text("Sign in again to send.")
    expect(note(page)).to_have_value("Typt gewoon verder.")

    page.context.add_cookies([desk.session(lesson.coach)])
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(status(page)).to_have_text(SAVED)
    expect(strip).to_be_hidden()
    assert Answer.objects.get().note == "Typt gewoon verder."


def test_leaving_with_text_that_is_kept_here_asks_nothing_and_the_next_page_sends_it(page, lesson):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route(ENTRIES, lambda route: route.fulfill(status=500, body="no"))
    note(page).fill("Onderweg.")
    expect(status(page)).to_have_text(HERE)
    page.unroute(ENTRIES)

    with page.expect_response(ENTRIES):
        page.locator(".mk-back").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert (asked, Answer.objects.get().note) == ([], "Onderweg.")


def test_a_link_waits_for_what_is_on_its_way(page, lesson):
    stop_the_clock(page)  # a link waits two seconds; here as long as it takes
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    note(page).fill("Nog net.")

    page.locator(".mk-back").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert (asked, Answer.objects.get().note) == ([], "Nog net.")


def test_back_after_leaving_shows_what_was_saved(page, lesson):
    mark(page, "Partly")
    expect(status(page)).to_have_text(SAVED)
    page.locator(".mk-back").click()
    page.wait_for_url(f"**/visits/{lesson.pk}/")

    page.go_back()
    mark(page, "Clearly")

    expect(status(page)).to_have_text(SAVED)
    assert (Answer.objects.get().value, Answer.objects.get().revision) == ("seen", 2)


# --- refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Keep both", "Eerste tablet.\nTweede tablet."),
        ("Keep mine", "Tweede tablet."),
        ("Take the other", "Eerste tablet."),
    ],
)
def test_two_devices_show_both_texts_and_the_person_chooses(desk, lesson, page, button, text):
    other = open_look(desk, lesson)
    note(page).fill("Eerste tablet.")
    expect(status(page)).to_have_text(SAVED)
    note(other).fill("Tweede tablet.")
    expect(row(other)).to_contain_text("There are two versions. Nothing is lost.")
    expect(row(other)).to_contain_text("Eerste tablet.")
    expect(status(other)).to_have_text(CHOICE)
    expect(note(other)).to_have_value("Tweede tablet.")

    row(other).get_by_role("button", name=button).click()

    expect(row(other).locator("[data-said]")).to_have_count(0)
    expect(status(other)).to_have_attribute("data-state", "saved")
    expect(note(other)).to_have_value(text)
    expect(row(other)).not_to_have_attribute("data-state", "unsaved")
    assert Answer.objects.get().note == text


def test_permission_to_read_is_never_given_by_a_choice_between_two_texts(desk, lesson):
    key, pages = "pre.small_choice", [desk.sit(lesson.teacher), desk.sit(lesson.teacher)]
    for page in pages:
        page.goto(f"/visits/{lesson.pk}/before/")
        expect(page.locator(f'[name="may-read-{key}"]')).to_be_checked()
    first, second = pages
    first.locator(f'[name="may-read-{key}"]').evaluate("(box) => box.click()")
    note(first, key).fill("Niet voor mijn coach.")
    expect(status(first)).to_have_text(SAVED)
    note(second, key).fill("Andere woorden.")
    note(second, key).blur()

    row(second, key).get_by_role("button", name="Keep mine").click()

    expect(status(second)).to_have_attribute("data-state", "saved")
    assert (Answer.objects.get().note, Answer.objects.get().coach_may_read) == ("Andere woorden.", False)


def test_keeping_both_keeps_the_mark_of_the_other_device_where_this_one_gave_none(desk, lesson, page):
    other = open_look(desk, lesson)
    mark(page, "Partly")
    expect(status(page)).to_have_text(SAVED)
    note(other).fill("Alleen een notitie.")

    row(other).get_by_role("button", name="Keep both").click()

    expect(status(other)).to_have_text(SAVED)
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("partly", "Alleen een notitie.")


def test_once_opened_the_text_can_be_added_with_a_date(page, lesson):
    factories.record_something(lesson, "coach")
    for person in (lesson.coach, lesson.teacher):
        actions.mark_ready(lesson=lesson, by=person)
    actions.open_together(lesson=fresh(lesson), by=lesson.teacher)
    note(page, "com.checks_start").fill("Kwam pas later binnen.")
    expect(row(page, "com.checks_start")).to_contain_text("You have opened your stories together.")

    page.get_by_role("button", name="Add it as a dated addition").click()

    expect(row(page, "com.checks_start")).to_contain_text("Added, with the date of today.")
    added = Addition.objects.get()
    assert (added.text, added.kind, added.item.key, added.author) == (
        "Kwam pas later binnen.",
        "late",
        "com.checks_start",
        lesson.coach,
    )
    expect(status(page)).to_have_attribute("data-state", "saved")


def test_an_addition_whose_answer_got_lost_is_no_second_addition(page, lesson):
    def lose(route):
        route.fetch()
        route.abort()

    factories.bring_to("open", lesson)
    page.route("**/additions/", lose)
    note(page, "com.checks_start").fill("Kwam pas later binnen.")
    add_it, said = (
        page.get_by_role("button", name="Add it as a dated addition"),
        row(page, "com.checks_start"),
    )
    add_it.click()
    expect(said).to_contain_text("Not saved")
    page.unroute("**/additions/")

    add_it.click()

    expect(said).to_contain_text("Added, with the date of today.")
    assert Addition.objects.get().text == "Kwam pas later binnen."


def test_what_came_too_late_for_a_moment_stands_with_that_moment(page, lesson):
    add_moment(page, "Drie stappen.")
    expect(status(page)).to_have_text(SAVED)
    for person in (lesson.coach, lesson.teacher):
        actions.mark_ready(lesson=lesson, by=person)
    actions.open_together(lesson=fresh(lesson), by=lesson.teacher)
    page.locator("[data-moment] textarea").fill("Drie stappen en een vraag.")

    page.get_by_role("button", name="Add it as a dated addition").click()

    expect(page.get_by_text("Added, with the date of today.")).to_be_visible()
    assert (Addition.objects.get().moment, Addition.objects.get().item) == (Moment.objects.get(), None)


def test_a_former_coach_keeps_the_text_and_can_copy_it(page, lesson):
    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=None)

    note(page).fill("Nog van mij.")

    expect(row(page)).to_contain_text("no longer yours to write in")
    expect(page.get_by_role("button", name="Copy the text")).to_be_visible()
    expect(page.get_by_role("button", name="Add it as a dated addition")).to_have_count(0)
    expect(note(page)).to_have_value("Nog van mij.")


def test_a_text_that_is_too_long_says_so_and_is_saved_once_it_fits(page):
    note(page).fill("x" * 10_001)
    expect(row(page)).to_contain_text("10000")
    page.locator("[data-show-held]").click()

    note(page).fill("Korter.")

    expect(status(page)).to_have_text(SAVED)
    expect(row(page).locator("[data-said]")).to_have_count(0)
    assert Answer.objects.get().note == "Korter."


def test_a_third_example_is_taken_away_with_words_and_the_note_is_saved(page, lesson):
    save(lesson, "coach", *(moment(theme="competence", is_example=True) for _ in range(2)))
    note(page).fill("Derde voorbeeld.")

    row(page).locator(".mk-example").click()

    expect(row(page)).to_contain_text("You have chosen two examples for this need.")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator(f'[name="example-{POINT}"]')).not_to_be_checked()
    assert (Answer.objects.get().note, Answer.objects.get().is_example) == ("Derde voorbeeld.", False)


# --- ready -------------------------------------------------------------------------------------


def test_ready_waits_until_everything_is_saved(page, lesson):
    note(page).fill("Nog een laatste zin.")
    page.get_by_role("button", name="Save and mark my story ready").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert (Answer.objects.get().note, fresh(lesson).is_ready("coach")) == ("Nog een laatste zin.", True)


def test_ready_goes_through_at_once_when_nothing_waits(page, lesson):
    mark(page, "Partly")
    expect(status(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Save and mark my story ready").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).is_ready("coach") is True


def test_ready_does_not_go_through_while_something_is_not_saved(page, lesson):
    page.route(ENTRIES, lambda route: route.fulfill(status=500, body="no"))
    note(page).fill("Niet bewaard.")
    page.get_by_role("button", name="Save and mark my story ready").click()

    expect(page.locator("[data-hold]")).to_contain_text("As soon as the server can be reached it is sent")
    assert fresh(lesson).is_ready("coach") is False


def test_ready_names_text_that_still_waits_in_the_moment_bar(page, lesson):
    page.locator("#moment-text").fill("Nog niet vastgelegd.")
    page.get_by_role("button", name="Save and mark my story ready").click()

    expect(page.locator("[data-hold]")).to_contain_text("there is still text in the moment bar")
    assert fresh(lesson).is_ready("coach") is False


# --- the teacher's pages -----------------------------------------------------------------------


def test_the_teacher_looks_back_and_is_ready(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/look-back/")
    mark(page, "Partly did this")
    page.get_by_label("Did I really see students today?").fill("De voorste groep wel.")

    page.get_by_role("button", name="Save and mark my story ready").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert Answer.objects.get(item__key=POINT).value == "partly"
    assert Answer.objects.get(item__key="ref.rel").note == "De voorste groep wel."
    assert fresh(lesson).is_ready("teacher") is True


def test_text_typed_just_before_changing_the_language_is_still_there(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/look-back/")
    page.get_by_label("Did I really see students today?").fill("Getypt en meteen weg.")

    page.get_by_role("button", name="Nederlands").click()

    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_label("Heb ik studenten vandaag echt gezien?")).to_have_value("Getypt en meteen weg.")
    assert Answer.objects.get().lang == "en"


def lens_of(lesson):
    return {point.item.key for point in fresh(lesson).lens.all()}


def test_a_whole_need_is_chosen_in_one_tap(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/before/")
    page.locator("details[data-need] summary").first.click()

    page.get_by_role("button", name="Choose this whole need").first.click()

    expect(page.locator("[data-left]")).to_contain_text("0 left to choose")
    expect(status(page)).to_have_text(SAVED)
    assert lens_of(lesson) == {item.key for item in lesson.content.points if item.theme == "relatedness"}


def test_the_seventh_item_is_said_and_goes_in_once_another_is_taken_away(desk, lesson):
    points = [item.key for item in lesson.content.points]
    save(lesson, "teacher", *({"type": "lens", "item": key, "chosen": True} for key in points[:6]))
    page, sent = desk.sit(lesson.teacher), []
    page.on("request", lambda request: request.url.endswith("/entries/") and sent.append(request))
    page.goto(f"/visits/{lesson.pk}/before/")
    page.locator("details[data-need]").nth(1).locator("summary").click()
    page.locator(f'[name=lens][value="{points[6]}"]').click()
    expect(page.locator("[data-left]")).to_contain_text("Six items is the most: take 1 away")
    expect(status(page)).to_have_text(CHOICE)
    assert (lens_of(lesson), sent) == (set(points[:6]), [])  # it waits here, and is not refused there

    page.locator(f'[name=lens][value="{points[0]}"]').click()

    expect(status(page)).to_have_text(SAVED)
    assert lens_of(lesson) == set(points[1:7])


def test_question_and_intention_save_themselves_before_the_lesson(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/before/")
    page.get_by_label("Your learning question").fill("Hoe help ik studenten die stil blijven?")
    page.get_by_label("Which small step do I try?").fill("Een rondje langs alle tafels.")
    page.get_by_role("button", name="Ready for the lesson").click()

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).learning_question == "Hoe help ik studenten die stil blijven?"
    assert Answer.objects.get().coach_may_read is True


def test_once_the_coach_has_begun_the_lens_says_that_it_stays(desk, lesson):
    page = desk.sit(lesson.teacher)
    page.goto(f"/visits/{lesson.pk}/before/")
    factories.record_something(lesson, "coach")
    page.locator("details[data-need] summary").nth(1).click()

    page.locator(f'[name=lens][value="{POINT}"]').click()

    expect(page.locator("[data-left]")).to_contain_text("stay as they are")
    assert lens_of(lesson) == set()


def test_back_shows_what_was_saved_last_also_when_the_browser_kept_an_older_page(page):
    kept = [page.request.get(page.url).text()]
    note(page).fill("Tweede woorden.")
    expect(status(page)).to_contain_text(SAVED)
    page.get_by_role("link", name="Back to the visit").first.click()
    page.wait_for_url(re.compile(r"/visits/[^/]+/$"))
    page.route(
        "**/look/",
        lambda route: route.fulfill(body=kept.pop(), content_type="text/html") if kept else route.continue_(),
    )

    page.go_back()

    expect(note(page)).to_have_value("Tweede woorden.")
    assert kept == []


# --- with a keyboard ---------------------------------------------------------------------------


def test_marks_notes_and_moments_by_key(page):
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("1 voor 1 langs de tafels.")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.type("Jan kijkt op.")
    page.keyboard.press("Enter")

    expect(status(page)).to_have_text(SAVED)
    row = Answer.objects.get()
    assert (row.item.key, row.value, row.note) == (POINT, "partly", "1 voor 1 langs de tafels.")
    assert Moment.objects.get().text == "Jan kijkt op."


def test_the_keys_are_shown_and_can_be_switched_off(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="With a keyboard")).to_be_visible()
    page.get_by_label("Do not use these keys on this device").check()
    page.keyboard.press("Escape")
    page.locator(f'[name="value-{POINT}"]').first.focus()
    page.keyboard.press("2")

    expect(page.locator(f'[name="value-{POINT}"][value=partly]')).not_to_be_checked()
