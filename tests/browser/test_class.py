"""A class is asked: teacher, coach and eight phones, from opening to "you said, we try"; and a phone in a bad
moment."""

import re

import pytest
from playwright.sync_api import expect

from observations import actions as visits
from pulse import actions
from pulse.models import Pulse, PulseText
from tests import factories
from tests.browser import eyes
from tests.pulse.conftest import HELPED, answers, asked, open_pulse

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "nl-NL", "has_touch": True, "is_mobile": True}


@pytest.fixture
def phones(strangers):
    """A phone of a student, as many as one asks for."""
    return lambda **options: strangers(**(PHONE | options)).new_page()


def choose(phone, sentence, words):
    phone.get_by_role("group", name=re.compile(sentence)).get_by_role("radio", name=words, exact=True).check()


def send(phone):
    phone.get_by_role("button", name="Verstuur").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dank je wel")


# --- the journey --------------------------------------------------------------------------------


def test_a_class_of_eight_from_the_code_on_the_wall_to_you_said_we_try(desk, phones, lesson, teacher, coach):
    teachers, coachs = desk.sit(teacher), desk.sit(coach)

    prepare(teachers, lesson)
    wall = open_on_the_wall(coachs, lesson)
    code = Pulse.objects.get().code
    for number in range(8):
        answer_on(phones(), code, number)
        expect(wall.locator("[data-answers]")).to_have_text(str(number + 1))
    close(wall)
    expect(wall.get_by_text("Tijn reads first what the students said")).to_be_visible()
    late(phones(), code)

    read_after_the_own_account(teachers, lesson)
    together(teachers, coachs, lesson)
    tell_the_class(teachers, lesson)


def prepare(page, lesson):
    page.goto(f"/visits/{lesson.pk}/")
    page.get_by_role("link", name="Ask my students").click()
    page.get_by_text("I knew how to start.").click()
    page.get_by_text("What helped you to take part?").click()
    page.get_by_text("Coba may open the pulse too").click()
    page.get_by_role("button", name="Only save").click()
    expect(page.get_by_text("You open the pulse in the lesson.")).to_be_visible()


def open_on_the_wall(page, lesson):
    page.goto(f"/visits/{lesson.pk}/")
    page.get_by_role("link", name="To the pulse").click()
    page.get_by_role("button", name="Open the pulse now").click()
    expect(page.get_by_role("img", name="QR-code van de studentpeiling")).to_be_visible()
    expect(page.locator("[data-answers]")).to_have_text("0")
    return page


def answer_on(phone, code, number):
    """Half of them scan the code, half type it; some read English, one leaves everything untouched."""
    if number % 2:
        phone.goto("/p/")
        phone.get_by_label("Code").fill(f"{code[:3].lower()} {code[3:]}")
        phone.get_by_role("button", name="Ga verder").click()
    else:
        phone.goto(f"/p/{code}/")
    if number != 3:
        choose(phone, "Ik voelde me welkom in deze les", "Ja" if number < 5 else "Meestal wel")
        choose(phone, "Ik durfde iets te zeggen", "Een beetje")
        phone.get_by_label("Wat hielp jou om mee te doen?").fill(f"Iets {number}")
    send(phone)


def close(page):
    page.get_by_role("link", name="Terug naar de studentpeiling").click()
    page.get_by_role("link", name="Close the pulse").click()
    page.get_by_role("button", name="Close the pulse").click()
    expect(page.get_by_role("heading", name="The pulse is closed: 8 answers")).to_be_visible()


def late(phone, code):
    phone.goto(f"/p/{code}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Deze studentpeiling is gesloten")


def read_after_the_own_account(page, lesson):
    page.goto(f"/visits/{lesson.pk}/pulse/")
    expect(page.get_by_text("First your own story")).to_be_visible()
    factories.look_back(lesson)
    factories.teacher_ready(lesson)
    page.reload()
    page.get_by_role("button", name="Read what students said").click()
    row = page.get_by_role("row", name=re.compile("I felt welcome in this lesson"))
    expect(row.get_by_role("cell")).to_have_text(
        ["Yes: 4", "Mostly: 3", "A little: 0", "No: 0", "I don't know or rather not say: 1"]
    )
    expect(row).to_contain_text("7 of the 7 said yes or mostly")
    expect(page.get_by_text("A small number: read with care.")).to_be_visible()
    expect(page.get_by_text("Iets 0")).to_have_count(0)  # eight are too few for what they wrote


def together(teachers, coachs, lesson):
    factories.look(lesson)
    factories.coach_ready(lesson)
    visits.open_together(lesson=lesson, by=lesson.teacher)
    coachs.goto(f"/visits/{lesson.pk}/together/")
    expect(coachs.get_by_text("I felt welcome in this lesson")).to_have_count(0)
    teachers.goto(f"/visits/{lesson.pk}/together/")
    expect(teachers.get_by_text("I felt welcome in this lesson")).to_be_visible()
    teachers.get_by_role("link", name="Who reads this, and back to the class").click()
    with teachers.expect_navigation():
        teachers.get_by_role("button", name="Let Coba read it too").click()
    coachs.reload()
    expect(coachs.get_by_text("I felt welcome in this lesson")).to_be_visible()


def tell_the_class(page, lesson):
    page.goto(f"/visits/{lesson.pk}/pulse/")
    page.get_by_role("link", name="Go back to the class with it").click()
    page.get_by_label("What I heard from you").fill("Jullie voelden je welkom.")
    page.get_by_label("What we try next lesson").fill("Eerst twee minuten schrijven.")
    page.get_by_role("button", name="Save, and show it to the class").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jullie zeiden, wij proberen")
    expect(page.get_by_text("Eerst twee minuten schrijven.")).to_be_visible()


# --- a phone in a bad moment --------------------------------------------------------------------


def test_without_a_network_the_answers_stay(phones, lesson):
    pulse = open_pulse(lesson, chosen=[HELPED])
    phone = phones()
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    phone.get_by_label("Wat hielp jou").fill("De stappen.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Verstuur").click()
    expect(phone.get_by_text("We weten niet of het is aangekomen")).to_be_visible()

    phone.context.set_offline(False)
    send(phone)

    assert Pulse.objects.get().answers == 1
    assert Pulse.objects.get().counts["pulse.welcome"]["yes"] == 1
    assert PulseText.objects.get().text == "De stappen."


def test_an_impatient_thumb_counts_once(phones, lesson):
    pulse = open_pulse(lesson)
    phone = phones()
    phone.goto(f"/p/{pulse.code}/")
    phone.evaluate("for (let n = 0; n < 5; n++) document.querySelector('[data-send]').click()")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dank je wel")

    assert Pulse.objects.get().answers == 1


@pytest.mark.parametrize("trouble", ["lost", "gateway"])
def test_a_reply_that_gets_lost_makes_nobody_count_twice(phones, lesson, trouble):
    """The server has counted, and the phone does not know: the reply goes down with the wifi, or a proxy
    answers 504."""
    pulse = open_pulse(lesson, chosen=[HELPED])
    phone = phones()
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    phone.get_by_label("Wat hielp jou").fill("De stappen.")
    lose_the_first_reply(phone, trouble)
    phone.get_by_role("button", name="Verstuur").click()
    expect(phone.get_by_text("We weten niet of het is aangekomen")).to_be_visible()
    assert Pulse.objects.get().answers == 1

    send(phone)

    assert (Pulse.objects.get().answers, PulseText.objects.count()) == (1, 1)


def lose_the_first_reply(phone, trouble):
    lost = []

    def handle(route):
        if route.request.method != "POST" or lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0))
        return route.abort() if trouble == "lost" else route.fulfill(status=504, body="Bad gateway")

    phone.route("**/p/**", handle)


def test_another_language_keeps_what_was_touched_and_leaves_no_page_behind(phones, lesson):
    pulse = open_pulse(lesson, chosen=[HELPED])
    phone = phones()
    phone.goto("/p/")
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Een beetje")
    phone.get_by_label("Wat hielp jou").fill("De stappen.")
    phone.get_by_text("English", exact=True).click()

    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "How was this lesson for you?", use_inner_text=True
    )
    expect(
        phone.get_by_role("group", name=re.compile("I felt welcome")).get_by_role("radio", name="A little")
    ).to_be_checked()
    expect(phone.get_by_label("What helped you")).to_have_value("De stappen.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert (Pulse.objects.get().answers, PulseText.objects.get().lang) == (1, "en")
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wat is de code?")


def test_the_language_is_chosen_with_the_keyboard_and_without_javascript(phones, lesson):
    pulse = open_pulse(lesson)
    phone = phones(java_script_enabled=False)
    phone.goto(f"/p/{pulse.code}/")
    phone.locator("#lang-nl").focus()
    phone.keyboard.press("ArrowRight")

    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "How was this lesson for you?", use_inner_text=True
    )


def test_back_shows_the_next_person_nothing(phones, lesson):
    pulse = open_pulse(lesson)
    phone = phones()
    phone.goto("/p/")
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Nee")
    send(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wat is de code?")
    phone.goto(f"/p/{pulse.code}/?again")
    assert phone.locator("fieldset input:checked").count() == 0


def test_too_late_is_told_with_the_words_that_were_typed(phones, lesson, teacher):
    pulse = open_pulse(lesson, chosen=[HELPED])
    phone = phones()
    phone.goto(f"/p/{pulse.code}/")
    phone.get_by_label("Wat hielp jou").fill("Mijn woorden.")
    actions.close(lesson=lesson, by=teacher)
    phone.get_by_role("button", name="Verstuur").click()

    expect(phone.get_by_text("Ze zijn niet geteld en niet bewaard.")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value("Mijn woorden.")


def test_a_student_needs_no_javascript(phones, lesson):
    pulse = open_pulse(lesson)
    phone = phones(java_script_enabled=False)
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    send(phone)

    assert Pulse.objects.get().counts["pulse.welcome"]["yes"] == 1


def test_the_wall_says_when_its_number_stands_still_and_ends_by_itself(desk, lesson, teacher):
    pulse = open_pulse(lesson)
    wall = desk.sit(teacher)
    wall.goto(f"/visits/{lesson.pk}/pulse/screen/")
    wall.context.set_offline(True)
    expect(wall.get_by_text("(het aantal staat even stil)")).to_be_visible()
    answers(pulse, 2, "yes")
    wall.context.set_offline(False)
    expect(wall.locator("[data-answers]")).to_have_text("2")
    expect(wall.get_by_text("(het aantal staat even stil)")).to_be_hidden()

    actions.close(lesson=lesson, by=teacher)

    expect(wall.get_by_role("heading", level=1)).to_have_text("Dank voor jullie antwoorden")


# --- for every hand and eye ---------------------------------------------------------------------


def ahead(lesson):
    """Nothing prepared."""


def running(lesson):
    open_pulse(lesson, chosen=["pulse.start", HELPED])


def read(lesson):
    asked(
        lesson,
        12,
        chosen=["pulse.start", HELPED],
        texts=[(HELPED, "Meervoudigepersoonlijkheidsstoornis. " * 4)],
    )
    factories.record_everything(lesson, "coach")
    factories.coach_ready(lesson)
    factories.record_everything(lesson, "teacher")
    factories.teacher_ready(lesson)
    factories.open_it(lesson)
    actions.hear(lesson=lesson, by=lesson.teacher)


# for each state of a pulse the pages to look at
PAGES = {
    ahead: ["/visits/{pk}/pulse/"],
    running: ["/visits/{pk}/pulse/", "/visits/{pk}/pulse/screen/", "/p/", "/p/{code}/", "/p/{code}/thanks/"],
    read: [
        "/visits/{pk}/pulse/", "/visits/{pk}/pulse/tell/", "/visits/{pk}/pulse/tell/screen/", "/p/{code}/",
        "/visits/{pk}/together/", "/visits/{pk}/talk/", "/visits/{pk}/talk/?at=question",
        "/visits/{pk}/talk/?at=saf.small_before_whole", "/visits/{pk}/talk/?at=core", "/visits/{pk}/talk/?at=steps", "/visits/{pk}/talk/?at=signals",
        "/visits/{pk}/reply/?item=saf.small_before_whole", "/visits/{pk}/delete/", "/visits/{pk}/keys/", "/team/",
    ],
}  # fmt: skip


@pytest.mark.parametrize("state", PAGES, ids=lambda state: state.__name__)
def test_its_pages_are_for_every_hand_and_eye(desk, lesson, state):
    state(lesson)
    page, code = desk.sit(lesson.teacher, **eyes.PHONE), getattr(Pulse.objects.first(), "code", "")

    for address in PAGES[state]:
        page.set_viewport_size(eyes.PHONE["viewport"])
        page.goto(address.format(pk=lesson.pk, code=code))
        assert (address, eyes.complaints(page)) == (address, [])


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)])
def test_the_wall_is_one_screen(desk, lesson, size):
    running(lesson)
    page = desk.sit(lesson.teacher, viewport={"width": size[0], "height": size[1]})
    page.goto(f"/visits/{lesson.pk}/pulse/screen/")

    assert page.evaluate("document.documentElement.scrollHeight") == size[1]
    assert page.locator(".mk-qr").bounding_box()["width"] > size[0] / 4


def test_answers_that_could_not_be_sent_are_there_after_a_reload_and_on_no_other_page(phones, lesson):
    pulse, phone = open_pulse(lesson, chosen=[HELPED]), phones()
    phone.goto(f"/p/{pulse.code}/")
    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    phone.get_by_label("Wat hielp jou om mee te doen?").fill("Iets.")
    phone.reload()
    expect(phone.get_by_label("Wat hielp jou om mee te doen?")).to_have_value(
        ""
    )  # nothing is kept while it is written

    choose(phone, "Ik voelde me welkom in deze les", "Ja")
    phone.get_by_label("Wat hielp jou om mee te doen?").fill("Iets.")
    phone.route("**/p/*/", came_in_but_no_answer)
    phone.get_by_role("button", name="Verstuur").click()
    expect(phone.locator("[data-failed]")).to_be_visible()
    phone.unroute("**/p/*/")
    phone.context.clear_cookies()  # the answer that got lost had it
    phone.reload()
    expect(phone.get_by_label("Wat hielp jou om mee te doen?")).to_have_value("Iets.")
    expect(phone.locator("[data-failed]")).to_be_visible()
    other = phone.context.new_page()
    other.goto(f"/p/{pulse.code}/")
    expect(other.get_by_label("Wat hielp jou om mee te doen?")).to_have_value("")
    other.close()
    send(phone)

    phone.go_back()

    expect(phone.get_by_text("Iets.")).to_have_count(0)
    pulse.refresh_from_db()
    assert (pulse.answers, PulseText.objects.count()) == (1, 1)


def came_in_but_no_answer(route):
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        return route.abort()
    return route.continue_()
