"""Which letters somebody gets: a page of one's own, and an address in each letter that works without signing
in."""

import email
from email.policy import SMTP, default

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from administration import inviting
from letters import wishes
from letters.models import How, Wish
from observations import actions
from observations.models import ABOUT_TIME, News, ToTell
from people.models import User
from tests.factories import bring_to, make_person
from tests.letters.test_told import in_english, told, visit  # noqa: F401 -- fixtures
from tests.people.test_drafts import sign_in

NOW = {group.name: "off" if group.name == "shared" else "now" for group in wishes.GROUPS}


@pytest.fixture
def page(client, teacher):
    client.force_login(teacher)
    return reverse("wishes")


def hows(person, *kinds):
    found = wishes.wishes(person)
    return [found[kind] for kind in kinds]


def chosen(response):
    """{group: what is marked}"""
    tree = html.fromstring(response.content.decode())
    return {radio.get("name"): radio.get("value") for radio in tree.xpath("//input[@type='radio'][@checked]")}


# --- what goes without saying -------------------------------------------------------------------------


def test_every_kind_but_the_invitation_stands_in_one_group():
    kinds = [kind for group in wishes.GROUPS for kind in group.kinds]

    assert len(kinds) == len(set(kinds))
    assert set(kinds) == set(News) - wishes.ALWAYS


def test_who_chose_nothing_gets_everything_at_once_but_what_colleagues_share(teacher):
    found = wishes.wishes(teacher)

    assert {kind for kind, how in found.items() if how != How.NOW} == {News.RELEASED}
    assert not Wish.objects.exists()


def test_about_time_there_is_no_waiting():
    assert all((How.DAILY in wishes.ways([kind])) == (kind not in ABOUT_TIME) for kind in News)
    assert wishes.ways([News.TURN, News.MOVED]) == [How.NOW, How.OFF]


# --- the page -----------------------------------------------------------------------------------------


def test_a_group_is_chosen_at_once_and_only_what_differs_is_a_row(client, page, teacher):
    assert chosen(client.get(page)) == NOW
    sent = NOW | {"visits": "daily", "shared": "now", "steps": "off"}

    for _twice in range(2):  # a second click
        assert client.post(page, sent).status_code == 302
        assert chosen(client.get(page)) == sent
    rows = dict(Wish.objects.filter(person=teacher).values_list("kind", "how"))
    visits = dict.fromkeys((News.TURN, News.READY, News.OPENED, News.REPLY), How.DAILY)
    assert rows == visits | {News.STEP_DAY: How.OFF, News.RELEASED: How.NOW}

    client.post(page, NOW)
    assert not Wish.objects.exists()


def test_nobody_chooses_for_somebody_else(client, page, teacher, coach):
    wishes.choose(coach, {News.TURN: How.OFF})
    client.post(page, NOW | {"visits": "daily", "person": str(coach.pk)})

    assert hows(coach, News.TURN, News.REPLY) == [How.OFF, How.NOW]
    assert hows(teacher, News.TURN) == [How.DAILY]


@pytest.mark.parametrize("wrong", [{"time": "daily"}, {"visits": "never"}, {"keys": ""}])
def test_what_cannot_be_chosen_is_said_and_nothing_is_lost(client, page, teacher, wrong):
    sent = NOW | {"steps": "daily"} | wrong
    response = client.post(page, sent)

    assert response.status_code == 422
    assert chosen(response)["steps"] == "daily"
    [name] = wrong
    assert f'id="div_id_{name}" class="mk-question mk-has-error' in response.content.decode()
    assert not Wish.objects.exists()


def test_one_kind_that_was_chosen_by_its_letter_may_stay_as_it_is(client, page, teacher):
    User.objects.filter(pk=teacher.pk).update(language="en")
    wishes.choose(teacher, {News.TURN: How.OFF, News.REPLY: How.DAILY})
    response = client.get(page)
    as_it_is = "As it is now: once a day of ‘a reply’; no letters of ‘it is your turn’"
    assert as_it_is in response.content.decode()
    assert chosen(response)["visits"] == ""

    client.post(page, NOW | {"visits": "", "keys": "off"})
    assert hows(teacher, News.TURN, News.REPLY, News.OPENED) == [How.OFF, How.DAILY, How.NOW]
    assert hows(teacher, News.KEY_ENDS) == [How.OFF]
    client.post(page, NOW)
    assert hows(teacher, News.TURN, News.REPLY) == [How.NOW, How.NOW]


def test_the_page_is_led_to_and_asks_as_many_questions_for_everybody(client, page, django_assert_num_queries):
    assert f'href="{page}"' in client.get(reverse("me")).content.decode()
    client.get(page)
    with django_assert_num_queries(2):  # person, wishes
        client.get(page)


def test_what_was_chosen_when_the_sign_in_had_ended_is_chosen_again_and_not_yet_saved(page, teacher):
    """Without a script (docs/adr/0021)."""
    client, sent = Client(), NOW | {"visits": "off"}
    refused = client.post(page, sent | {"draft-by": str(teacher.pk), "draft-at": page})
    assert sign_in(client, teacher, refused)["Location"] == page

    assert chosen(client.get(page)) == sent
    assert not Wish.objects.exists()


# --- in the letters -----------------------------------------------------------------------------------


def test_what_nobody_wants_is_done_without_a_letter(lesson, teacher, coach):
    told()
    wishes.choose(teacher, {News.TURN: How.OFF})
    bring_to("waiting_for_teacher", lesson)

    assert told() == []
    assert not ToTell.objects.untold().exists()


def test_who_wants_no_letters_about_time_gets_no_calendar_either(visit, teacher, coach):  # noqa: F811
    wishes.choose(coach, {News.AGREED: How.OFF})
    actions.accept(lesson=visit, by=teacher)

    assert told() == [("Tijn", "You agreed on a moment with Coba Voorbeeld")]


def as_sent():
    """The last letter as the mail server gets it, read by another program."""
    return email.message_from_bytes(mail.outbox[-1].message(policy=SMTP).as_bytes(), policy=default)


def off(letter):
    header = letter["List-Unsubscribe"]
    assert header.startswith(f"<{settings.SITE_URL}/") and header.endswith(">")
    return header[1:-1].removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("site", ["https://m.example", f"https://{'lange-naam.' * 9}example/meekijken"])
def test_a_letter_says_how_to_be_rid_of_its_kind(visit, teacher, settings, site):  # noqa: F811
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = site, f"Meekijken <post@{'lange-naam.' * 9}example>"
    actions.accept(lesson=visit, by=teacher)
    told()
    letter, raw = as_sent(), mail.outbox[-1].message(policy=SMTP).as_bytes().decode()

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = letter.get_body(("plain",)).get_content().splitlines()
    assert f"{site}{off(letter)}" in body
    assert f"{site}{reverse('wishes')}" in body
    for header in ("List-Unsubscribe", "References", "In-Reply-To", "Message-ID"):
        assert f"\r\n{header}: {letter[header]}\r\n" in raw  # whole: not every program reads RFC 2047 there


def test_an_invitation_cannot_be_switched_off(teacher):
    iris = make_person("Iris Bedacht", school=teacher.school, password=None)
    inviting.invite_again(person=iris, by=teacher)
    Wish.objects.create(person=User.objects.get(name="Iris Bedacht"), kind=News.INVITED, how=How.OFF)
    told()

    letter = as_sent()
    assert (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"]) == (None, None)
    assert reverse("wishes") not in letter.get_body(("plain",)).get_content()


# --- the address in them ------------------------------------------------------------------------------


@pytest.fixture
def address(teacher):
    return wishes.address(teacher, [News.TURN]).removeprefix(settings.SITE_URL)


@pytest.fixture
def anybody():
    """Not signed in, and as strict as a browser or a mail program makes it."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_program_switches_it_off_without_signing_in_as_often_as_it_likes(anybody, address, teacher):
    for _again in range(2):
        response = anybody.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200  # it is led nowhere else (RFC 8058, 3.1)
    assert hows(teacher, News.TURN, News.REPLY) == [How.OFF, How.NOW]
    assert Wish.objects.count() == 1
    assert not anybody.cookies.get("sessionid")


def test_to_look_at_it_changes_nothing(anybody, address, teacher):
    for look in (anybody.get, anybody.head, anybody.options):
        assert look(address).status_code == 200
    response = anybody.get(address)
    buttons = html.fromstring(response.content.decode()).xpath("//main//button")

    assert not Wish.objects.exists()
    assert [(button.get("name"), button.get("value")) for button in buttons] == [
        ("how", "daily"),
        ("how", "off"),
    ]
    assert (
        "Mails over ‘jij bent aan de beurt’" not in response.content.decode()
    )  # the reader's language is English
    assert "Letters about ‘it is your turn’" in response.content.decode()
    assert response.headers["Content-Language"] == "en"
    assert teacher.short_name not in response.content.decode()


def test_its_buttons_do_it_and_undo_it(anybody, address, teacher):
    for how in ("off", "daily", "now"):
        response = anybody.post(address, {"how": how})
        assert (response.status_code, response["Location"]) == (302, address)
        assert hows(teacher, News.TURN) == [how]
    assert not Wish.objects.exists()


def test_who_chose_a_language_here_keeps_it(anybody, address):
    anybody.cookies["django_language"] = "nl"
    response = anybody.get(address)

    assert "Mails over ‘jij bent aan de beurt’" in response.content.decode()
    assert response.headers["Content-Language"] == "nl"


@pytest.mark.parametrize("sent", [{}, {"how": "never"}, {"List-Unsubscribe": "Now"}, {"how": ""}])
def test_what_is_sent_otherwise_is_asked_once_more(anybody, address, sent):
    assert anybody.post(address, sent).status_code == 422
    assert not Wish.objects.exists()


def test_letters_about_time_do_not_wait_for_a_day(anybody, teacher):
    address = wishes.address(teacher, [News.MOVED]).removeprefix(settings.SITE_URL)

    assert anybody.post(address, {"how": "daily"}).status_code == 422
    assert (
        "Without these letters your calendar does not follow either." in anybody.get(address).content.decode()
    )


def test_an_address_that_was_not_made_here_is_none(anybody, address, teacher):
    _empty, letters, kind, sealed, _end = address.split("/")
    words, seal = sealed.split("~")
    other = f"{words.replace('turn', 'reply')}~{seal}"
    for wrong in (sealed[:-1], f"{words}~", words, other, f"x{sealed}"):
        for ask in (anybody.get, anybody.post):
            assert ask(f"/{letters}/{kind}/{wrong}/", {"how": "off"}).status_code == 404
    teacher.email, teacher.name, teacher.is_active, teacher.left_at = None, "", False, timezone.now()
    teacher.save()
    assert anybody.get(address).status_code == 404
    assert not Wish.objects.exists()


def test_whoever_is_signed_in_the_address_is_about_its_reader(client, address, teacher, coach):
    client.force_login(coach)
    client.post(address, {"how": "off"})

    assert hows(teacher, News.TURN) == [How.OFF]
    assert hows(coach, News.TURN) == [How.NOW]
