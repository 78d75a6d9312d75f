"""A school invites thirty people from a list with all kinds of mistakes; one of them reads the letter and is
in."""

import re

import pytest
from django.conf import settings as the_settings
from django.utils import timezone
from playwright.sync_api import expect

from administration import inviting
from letters import kept
from letters.postman import deliver
from people import invitations
from people.models import Membership, User
from tests.browser.eyes import PHONE, complaints
from tests.factories import join, make_person, make_school

FIRST = [
    "Aart",
    "Bibi",
    "Cees",
    "Dina",
    "Ezra",
    "Fien",
    "Gijs",
    "Hanna",
    "Ivo",
    "Jet",
    "Kees",
    "Lia",
    "Mats",
    "Nina",
    "Otto",
    "Pien",
    "Quin",
    "Rosa",
    "Siem",
    "Tess",
    "Ugo",
    "Vera",
]
GOOD = [f"{name} Verzonnen; {name.lower()}.verzonnen@school.example" for name in FIRST]
WRONG = [
    "Olaf Onbestaand   olaf.onbestaand@school",  # not finished
    "Ties Tekenfilm, ties@thuis.example",  # elsewhere
    "Sanne Schijn",  # no address
    "bram.bedenksel@school.example",  # no name
    "Aart Ander; aart.verzonnen@school.example",  # the address of somebody else
    "Wim Wens; wim@school.example; Team Zorg; portier",  # no role of ours
    "Bibi Verzonnen <bibi.verzonnen@school.example>",  # twice
    "Iris Verzinsel; {iris}",  # looks after people and teams
]
PASSWORD = "drie-woorden-op-een-rij"


@pytest.fixture
def letters(settings, tmp_path, live_server, monkeypatch):
    """Where they lie as there is no mail server, as in var/mail. The postman comes when a test calls him."""
    monkeypatch.setattr("observations.telling.call_the_postman", lambda _moment: None)
    settings.SITE_URL = live_server.url
    settings.LETTER_BOX = the_settings.LETTER_BOX | {"OPTIONS": {"file_path": tmp_path}}
    settings.MAILERS = dict.fromkeys(settings.MAILERS, settings.LETTER_BOX)
    settings.MAIL_HOST = "mail.school.example"  # so that pages say that letters leave


@pytest.fixture
def iris(school):
    return make_person("Iris Verzinsel", school=school, is_administrator=True)


def link_to(email):
    """Read out of the letter, as its reader would."""
    [letter] = [each for each in kept.everything() if each.to == email]
    return re.search(r"http\S+/welcome/\S+", letter.text)[0]


def test_from_a_list_of_thirty_to_a_first_sign_in(desk, strangers, letters, iris, team):
    page = desk.sit(iris)
    page.goto("/people/invite/")
    page.get_by_role("textbox", name="Paste names and addresses").fill(
        "\n".join([*GOOD, *WRONG]).format(iris=iris.email)
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("30 lines: 22 new, 1 twice, 7 still ask something of you.")).to_be_visible()
    page.locator("#email-25").fill("sanne.schijn@school.example")
    page.locator("#email-27").fill("aart.ander@school.example")
    page.get_by_label("Role", exact=True).and_(page.locator("select")).select_option("coach")
    page.get_by_label("That is right, invite Ties at this address").check()
    page.get_by_role("button", name="Make it olaf.onbestaand@school.example").click()
    expect(page.get_by_text("30 lines: 27 new, 1 twice, 2 still ask something of you.")).to_be_visible()
    page.get_by_role("button", name="Make it Bram Bedenksel").click()
    expect(page.get_by_text("30 lines: 28 new, 1 twice, 1 still asks something of you.")).to_be_visible()
    page.get_by_role("button", name="Leave line 30 out").click()
    expect(page.get_by_text("29 lines: 28 new, 1 twice.")).to_be_visible()
    page.get_by_role("button", name="Send 28 invitations").click()
    expect(page.get_by_role("status").get_by_text("0 of 28 invitations are sent.")).to_be_visible()
    deliver.call()
    expect(page.get_by_text("28 of 28 invitations are sent.")).to_be_visible()  # by itself

    context = strangers(locale="nl-NL", service_workers="block")
    guest = context.new_page()
    guest.goto(link_to("bram.bedenksel@school.example"))
    expect(guest.get_by_role("heading", name="Welkom, Bram")).to_be_visible()
    guest.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    guest.get_by_label("Hetzelfde wachtwoord nog een keer").fill(PASSWORD)
    guest.get_by_role("button", name="Bewaar en ga naar binnen").click()
    expect(guest.get_by_role("navigation").get_by_role("link", name="Bram")).to_be_visible()
    assert guest.url.rstrip("/") == desk.server.url
    assert Membership.objects.get(user__name="Bram Bedenksel").role == "teacher"
    assert Membership.objects.get(user__name="Wim Wens").role == "coach"
    context.clear_cookies()


def test_without_a_script_too(desk, letters, iris, team):
    page = desk.sit(iris, java_script_enabled=False)
    page.goto("/people/invite/")
    page.get_by_role("textbox", name="Paste names and addresses").fill("Olaf Onbestaand; olaf@school")
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("E-mail address").fill("olaf@school.example")
    page.get_by_role("button", name="Read it again").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send 1 invitation").click()
    deliver.call()
    page.get_by_role("link", name="Look again").click()

    expect(page.get_by_text("1 of 1 invitation is sent.")).to_be_visible()


def test_by_keyboard_alone(desk, letters, iris, team):
    page = desk.sit(iris)
    page.goto("/people/invite/")
    page.get_by_role("textbox", name="Paste names and addresses").focus()
    page.keyboard.insert_text("Olaf Onbestaand; olaf@school")
    until(page, "Read it")
    expect(page.locator("#read")).to_be_visible()
    page.wait_for_load_state()  # a place in an address (#read) takes the focus when all has come
    page.get_by_label("E-mail address").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("olaf@school.example")
    page.keyboard.press("Enter")  # reads, and sends nothing
    expect(page.get_by_text("1 line: 1 new.")).to_be_visible()
    assert not User.objects.filter(name="Olaf Onbestaand").exists()
    until(page, "Send 1 invitation")

    expect(page.get_by_text("0 of 1 invitation is sent.")).to_be_visible()


def until(page, words):
    """Tab by tab to the button, and press it."""
    for _turn in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return page.keyboard.press("Enter")
    raise AssertionError(words)


# --- nothing typed is lost ----------------------------------------------------------------------------------


def field(page):
    return page.get_by_role("textbox", name="Paste names and addresses")


def test_a_list_that_was_read_is_there_again_after_the_tab_was_closed(desk, iris):
    page = desk.sit(iris)
    page.goto("/people/invite/")
    field(page).fill("Naam;e-mail;bsn\nOlaf Onbestaand;olaf@school;111222333")
    page.get_by_role("button", name="Read it").click()
    expect(field(page)).to_have_value("Olaf Onbestaand; olaf@school\n")
    expect(page.locator("[name=draft]")).not_to_have_value("")  # the device has it
    page.wait_for_function("document.querySelector('[name=draft]').value.length === 32")
    page.goto("/")
    page.goto("/people/invite/")

    expect(field(page)).to_have_value("Olaf Onbestaand; olaf@school\n")
    expect(page.get_by_text("is here again")).to_be_visible()


def test_what_went_does_not_come_back(desk, letters, iris, team):
    page = desk.sit(iris)
    page.goto("/people/invite/")
    field(page).fill("Fleur Fantasie; fleur@school.example")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Send 1 invitation").click()
    expect(page.get_by_text("0 of 1 invitation is sent.")).to_be_visible()
    page.goto("/people/invite/")

    expect(field(page)).to_have_value("")
    page.wait_for_timeout(500)
    expect(field(page)).to_have_value("")


# the numbers under which the device keeps words of forms
KEPT = """() => new Promise((told) => (indexedDB.open("meekijken").onsuccess = ({ target: { result } }) => {
  const found = result.transaction("entries").objectStore("entries").getAll();
  found.onsuccess = () => told(found.result.filter(({ row }) => row === "draft").map(({ entry }) => entry.draft));
}))"""
NUMBER = re.compile(r'name="draft"\s+([0-9a-f]{32})')


def test_a_press_while_the_server_is_still_asked_takes_the_number_that_is_kept(desk, letters, iris, team):
    """Another one would be said to be saved by nobody, and stand in the field again the next time."""
    page, asked, sent = desk.sit(iris), [], []

    def take(route):
        sent.append(NUMBER.search(route.request.post_data)[1])
        for each in asked:
            each.continue_()
        route.fulfill(status=204)  # taken, and the page stays to be looked at

    page.goto("/people/invite/")
    field(page).fill("Fleur Fantasie; fleur@school.example")
    page.route("**/drafts/*", lambda route: asked.append(route))
    page.get_by_role("button", name="Read it").click()
    page.wait_for_timeout(1000)
    page.route("**/people/invite/", take)
    page.get_by_role("button", name="Send 1 invitation").click()
    page.wait_for_timeout(3000)

    assert asked and len(sent) == 1
    assert set(page.evaluate(KEPT)) <= set(sent)


# --- for every hand and eye ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["empty", "read", "refused", "sent", "links", "one"])
def test_its_pages_are_for_every_hand_and_eye(desk, letters, iris, school, team, settings, state):
    page = desk.sit(iris, **PHONE)
    person = make_person("Fleur Fantasie", school=school, password=None)
    page.goto("/people/invite/")
    if state != "empty":
        text = "Naam;e-mail;team;rol;bsn\n" + "\n".join(
            line.format(iris=iris.email).replace(",", ";") for line in WRONG
        )
        field(page).fill(text if state == "read" else "Fleur Verzonnen; fleur@school.example")
        page.get_by_role("button", name="Read it").click()
        expect(page.locator("#read")).to_be_visible()
    if state == "refused":
        page.get_by_label("teacher").uncheck()
    if state in ("refused", "sent", "links"):
        settings.MAIL_HOST = "" if state == "links" else "mail.school.example"
        page.get_by_role("button", name="Send 1 invitation").click()
        words = "Choose at least one role" if state == "refused" else "Invitations"
        expect(page.get_by_text(words).first).to_be_visible()
    if state == "one":
        inviting.invite_again(person=person, by=iris)
        settings.MAIL_HOST = ""
        page.goto(f"/people/{person.pk}/invitation/")
        expect(page.get_by_text("The link to hand over")).to_be_visible()

    assert complaints(page) == []


@pytest.mark.parametrize("state", ["holds", "refused", "void"])
def test_the_page_behind_the_letter_is_for_every_hand_and_eye(strangers, iris, school, state):
    person = make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=person, by=iris)
    page = strangers(service_workers="block", **PHONE).new_page()
    link = invitations.token(User.objects.get(pk=person.pk))
    page.goto(f"/welcome/{'x' if state == 'void' else link}/")
    if state == "refused":
        with page.expect_navigation():
            page.get_by_role("button", name="Bewaar en ga naar binnen").click()

    assert complaints(page) == []


@pytest.mark.parametrize("place", ["the five steps", "the invitation", "all that were sent"])
def test_where_no_letter_leaves_one_press_copies_a_link(desk, iris, team, settings, place):
    settings.MAIL_HOST = ""
    page = desk.sit(iris, permissions=["clipboard-read", "clipboard-write"])
    if place == "all that were sent":
        page.goto("/people/invite/")
        field(page).fill("Fleur Verzonnen; fleur@school.example\nGijs Verzonnen; gijs@school.example")
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("button", name="Make 2 invitations").click()
    else:
        person = join(team, "Fleur Fantasie")
        inviting.invite_again(person=person, by=iris)
        page.goto("/first-steps/" if place == "the five steps" else f"/people/{person.pk}/invitation/")
    said = page.get_by_role("status").filter(has_text="Copied.")
    page.get_by_role("button", name="Copy the link of Fleur").click()

    expect(said).to_be_visible()
    fleur = User.objects.get(name__startswith="Fleur")
    assert page.evaluate("navigator.clipboard.readText()") == invitations.link(fleur)
    expect(page.get_by_role("button", name="Copy the link of Fleur")).to_be_focused()  # it keeps its name
    if place == "all that were sent":
        page.get_by_role("button", name="Copy the link of Gijs").click()
        expect(said).to_have_count(1)  # not beside both
        expect(page.locator("dd", has=said)).to_contain_text("of Gijs")


def test_who_operates_copies_the_link_of_another_schools_administrator(desk, iris, settings):
    settings.MAIL_HOST = ""
    User.objects.filter(pk=iris.pk).update(is_superuser=True)
    there = make_person("Vera Verzinsel", school=make_school("Elders"), is_administrator=True)
    User.objects.filter(pk=there.pk).update(last_login=None, invited_at=timezone.now())
    page = desk.sit(iris, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/schools/")
    page.get_by_role("button", name="Copy the link of Vera").click()

    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == invitations.link(User.objects.get(pk=there.pk))
