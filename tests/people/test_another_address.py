"""Another address: asked for by the person or entered by an administrator, it changes only by the code and
its own person."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from people import addresses
from people.models import User
from tests import factories
from tests.administration.people import change

NEW = "tijn.anders@school.example"


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    """Codes and passwords that were just typed hold for minutes; a busy machine takes as long as it takes."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def tijn(client, teacher, one_moment):
    """Signed in, in English, long enough ago to be asked who one is."""
    User.objects.filter(pk=teacher.pk).update(language="en")
    teacher.refresh_from_db()
    client.post(reverse("account_login"), {"login": teacher.email, "password": factories.PASSWORD})
    one_moment.shift(timedelta(minutes=6))
    teacher.refresh_from_db()
    return teacher


@pytest.fixture
def sure(client, tijn):
    """The own password was asked once more."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    return tijn


@pytest.fixture
def ada(school, tijn):
    return factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")


def ask(client, email=NEW):
    return client.post(reverse("address"), {"email": email}, follow=True)


def code():
    """The one in the newest letter to the new address."""
    return re.search("[B-Z]{4}-[B-Z]{4}", mail.outbox[-1].body)[0]


def type_in(client, text):
    return client.post(reverse("address_code"), {"code": text}, follow=True)


def now(person):
    return User.objects.get(pk=person.pk).email


def letters():
    """Who got what: the subject by address."""
    return {letter.to[0]: letter.subject for letter in mail.outbox}


def text(response):
    return response.content.decode()


# --- by the person -----------------------------------------------------------------------------------------


def test_the_code_that_went_to_the_new_address_changes_it(client, sure):
    old = sure.email
    ask(client, NEW.title())
    assert (now(sure), list(letters())) == (old, [NEW])
    mail_code, mail.outbox = code(), []

    page = type_in(client, mail_code)

    assert now(sure) == NEW
    assert f"From now on you sign in with {NEW}." in text(page)
    assert letters() == {
        NEW: "From now on this is your address for Meekijken", old: "Your address for Meekijken has changed",
    }  # fmt: skip
    assert client.get(reverse("me")).status_code == 200
    client.logout()
    client.post(reverse("account_login"), {"login": old, "password": factories.PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": NEW, "password": factories.PASSWORD})
    assert "_auth_user_id" in client.session


def test_the_own_password_is_asked_first_and_what_was_typed_goes_on(client, tijn):
    asks = client.post(reverse("address"), {"email": NEW})
    assert (asks.status_code, asks["Location"].partition("?")[0]) == (302, reverse("account_reauthenticate"))
    assert mail.outbox == []

    sent = {"password": factories.PASSWORD, "next": reverse("address")}
    page = client.post(reverse("account_reauthenticate"), sent, follow=True)

    assert (page.status_code, NEW in text(page), list(letters())) == (200, True, [NEW])


def test_a_wrong_password_sends_nothing(client, tijn):
    client.post(reverse("address"), {"email": NEW})
    client.post(reverse("account_reauthenticate"), {"password": "fout", "next": reverse("address")})

    assert (mail.outbox, client.get(reverse("address_code"))["Location"]) == ([], reverse("address"))


def test_after_five_minutes_it_is_asked_again(client, sure, one_moment):
    one_moment.shift(timedelta(minutes=6))

    assert client.get(reverse("address")).status_code == 302


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0} "], ids=["as is", "spaces", "space"])
def test_the_code_is_taken_however_it_is_typed(client, sure, typed):
    ask(client)
    type_in(client, typed.format(code().lower().replace("-", "")))

    assert now(sure) == NEW


def test_a_wrong_code_says_so_and_stays_in_the_field(client, sure):
    ask(client)
    page = client.post(reverse("address_code"), {"code": "BBBB-BBBB"})

    assert (page.status_code, 'value="BBBB-BBBB"' in text(page)) == (422, True)
    assert "This is not the code in the newest letter." in text(page)
    type_in(client, code())
    assert now(sure) == NEW


@pytest.mark.parametrize("typed", ["", "é", "x" * 41, "\x00", "----"])
def test_what_is_no_code_at_all_is_refused(client, sure, typed):
    ask(client)

    assert client.post(reverse("address_code"), {"code": typed}).status_code == 422
    assert now(sure) != NEW


def test_after_five_wrong_codes_the_right_one_no_longer_works(client, sure):
    ask(client)
    right = code()
    pages = [type_in(client, "BBBB-BBBB") for _time in range(5)]
    late = type_in(client, right)

    assert [page.request["PATH_INFO"] == reverse("address") for page in pages] == [False] * 4 + [True]
    assert "This code no longer works. Nothing has changed." in text(pages[-1])
    assert f'value="{NEW}"' in text(pages[-1])
    assert late.request["PATH_INFO"] == reverse("address")
    assert now(sure) != NEW


def test_after_fifteen_minutes_a_code_no_longer_works_and_the_address_is_still_there(
    client, sure, one_moment
):
    ask(client)
    right = code()
    one_moment.shift(timedelta(minutes=15, seconds=1))
    assert now(sure) != NEW
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})

    page = type_in(client, right)

    assert "This code no longer works." in text(page)
    assert (f'value="{NEW}"' in text(page), now(sure) == NEW) == (True, False)


def test_a_new_code_makes_the_earlier_one_worthless(client, sure):
    ask(client)
    earlier = code()
    page = client.post(reverse("address_again"), follow=True)

    assert "There is a new code. The earlier one no longer works." in text(page)
    assert len(mail.outbox) == 2
    assert client.post(reverse("address_code"), {"code": earlier}).status_code == 422
    type_in(client, code())
    assert now(sure) == NEW


def test_an_address_of_somebody_else_shows_the_same_page_and_tells_that_person(client, sure, coach):
    free = text(ask(client, "vrij@school.example"))
    taken = text(ask(client, coach.email))

    own = r'(csrfmiddlewaretoken" value=)"[^"]+"'
    assert re.sub(own, "", taken).replace(coach.email, "vrij@school.example") == re.sub(own, "", free)
    assert letters()[coach.email] == "Dit adres heeft al een account"
    assert not re.search("[B-Z]{4}-[B-Z]{4}", mail.outbox[-1].body)
    assert sure.short_name not in mail.outbox[-1].body


def test_an_address_that_was_taken_meanwhile_is_not_taken_twice(client, sure, coach):
    ask(client)
    coach.email = NEW
    coach.save()

    page = type_in(client, code())

    assert "This address cannot be used. Nothing has changed." in text(page)
    assert (now(coach), now(sure) == sure.email) == (NEW, True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("geen adres", "valid e"),
        ("", "required"),
        ("x" * 250 + "@school.example", "254"),
        (None, "your address already"),
    ],
    ids=["no address", "empty", "long", "own"],
)
def test_what_cannot_be_an_address_is_refused_with_everything_still_there(client, sure, typed, words):
    typed = sure.email.upper() if typed is None else typed
    page = ask(client, typed)

    assert (page.status_code, f'value="{typed}"' in text(page) or not typed) == (422, True)
    assert (words in text(page), mail.outbox) == (True, [])


def test_letters_are_not_sent_without_end(client, sure):
    """The same address once more is one letter: the first form sent twice (tests/test_sent_twice.py). So two
    take turns."""
    for _time in range(5):
        for address in (NEW, "nog.een@school.example"):
            assert ask(client, address).request["PATH_INFO"] == reverse("address_code")
    refused = ask(client)

    assert len(mail.outbox) == 10
    assert "Wait an hour and try once more." in text(refused)
    assert f'value="{NEW}"' in text(refused)


def test_a_letter_that_cannot_be_sent_changes_nothing_and_is_told(client, sure, monkeypatch):
    monkeypatch.setattr("allauth.account.adapter.DefaultAccountAdapter.send_mail", no_mail)

    page = ask(client)

    assert (page.status_code, "The letter could not be sent." in text(page)) == (422, True)
    assert f'value="{NEW}"' in text(page)


def test_when_the_old_address_takes_no_letter_it_changes_and_is_told(client, sure, monkeypatch):
    ask(client)
    right = code()
    monkeypatch.setattr("allauth.account.adapter.DefaultAccountAdapter.send_mail", no_mail)

    page = type_in(client, right)

    assert (now(sure), "We could not send a letter to your old address." in text(page)) == (NEW, True)


def no_mail(*_args):
    raise smtplib.SMTPServerDisconnected


def test_a_code_is_of_one_session(client, sure, coach):
    ask(client)
    right = code()
    client.logout()
    client.force_login(coach)

    assert type_in(client, right).request["PATH_INFO"] != reverse("address_code")
    assert NEW not in (now(sure), now(coach))


def test_one_can_keep_the_address(client, sure):
    ask(client)
    right = code()
    client.post(reverse("address_keep"))
    type_in(client, right)

    assert now(sure) == sure.email


# --- by an administrator ------------------------------------------------------------------------------------


def enter(client, ada, person, email=NEW):
    """The administrator, in a browser of the own."""
    elsewhere = type(client)()
    elsewhere.force_login(ada)
    return change(elsewhere, person, email=email)


def test_what_an_administrator_enters_waits_and_both_addresses_are_told(client, tijn, ada):
    response = enter(client, ada, tijn, NEW.upper())

    tijn.refresh_from_db()
    assert (response.status_code, now(tijn) == NEW, tijn.waiting_email) == (302, False, NEW)
    assert letters() == {tijn.email: "Another address for Meekijken?", NEW: "This address for Meekijken?"}
    assert NEW in mail.outbox[0].body
    assert tijn.short_name not in mail.outbox[1].body


def test_no_letter_goes_while_others_wait_for_the_database(client, tijn, ada, monkeypatch):
    """A mail server may take its time: the page has let go of the database by then."""
    held, send = [], addresses.letter
    monkeypatch.setattr(
        addresses,
        "letter",
        lambda *args, **words: held.append(connection.savepoint_ids[:]) or send(*args, **words),
    )
    enter(client, ada, tijn)

    assert held == [[], []] and len(mail.outbox) == 2


def test_the_address_that_waits_gets_no_link_and_does_not_sign_in(client, tijn, ada):
    enter(client, ada, tijn)
    mail.outbox.clear()
    client.logout()
    client.post(reverse("account_login"), {"login": NEW, "password": factories.PASSWORD})
    assert "_auth_user_id" not in client.session

    client.post(reverse("account_reset_password"), {"email": NEW})

    [letter] = mail.outbox
    assert "/key/" not in letter.body


def test_the_person_says_yes_with_the_own_password_and_the_code(client, tijn, ada):
    enter(client, ada, tijn)
    assert f"<b>{NEW}</b>" in text(client.get(reverse("me")))
    assert client.get(reverse("address")).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    assert f'value="{NEW}"' in text(client.get(reverse("address")))

    ask(client)
    type_in(client, code())

    tijn.refresh_from_db()
    assert (tijn.email, tijn.waiting_email) == (NEW, "")


def test_the_person_says_no(client, tijn, ada):
    enter(client, ada, tijn)
    client.post(reverse("address_keep"))

    person = User.objects.get(pk=tijn.pk)
    assert (person.email, person.waiting_email) == (tijn.email, "")
    assert "Another address for you?" not in text(client.get(reverse("me")))


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_who_administers_becomes_somebody_else(client, tijn, ada, is_superuser):
    """Neither by an address nor by a password, in whatever order the forms are sent."""
    User.objects.filter(pk=ada.pk).update(is_superuser=is_superuser)
    enter(client, ada, tijn)
    elsewhere = type(client)()
    elsewhere.force_login(ada)
    before = User.objects.get(pk=tijn.pk).password

    new = {"email": NEW, "password1": "een-tweede-woord-9", "password2": "een-tweede-woord-9"}
    found = elsewhere.post(reverse("invitation", args=[tijn.pk]), new).status_code
    change(elsewhere, tijn, **new)
    elsewhere.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    elsewhere.post(reverse("address"), {"email": NEW})
    elsewhere.post(reverse("address_code"), {"code": code()})

    person = User.objects.get(pk=tijn.pk)
    assert (person.email, person.password, found) == (tijn.email, before, 404)


def test_an_administrator_is_not_told_who_has_an_address_elsewhere(client, tijn, ada):
    stranger = factories.make_person("Vera Vreemd", team=factories.make_team(factories.make_school("Ander")))
    response = enter(client, ada, tijn, stranger.email)

    assert response.status_code == 302
    assert letters()[stranger.email] == "Dit adres heeft al een account"


@pytest.mark.parametrize("email", ["geen adres", "OWN"])
def test_an_address_that_says_nothing_new_is_refused(client, tijn, ada, email):
    page = enter(client, ada, tijn, tijn.email.upper() if email == "OWN" else email)

    assert (page.status_code, mail.outbox, User.objects.get(pk=tijn.pk).waiting_email) == (422, [], "")


def test_saving_the_page_again_sends_no_second_letter_and_an_empty_field_takes_it_back(client, tijn, ada):
    enter(client, ada, tijn)
    enter(client, ada, tijn)
    assert len(mail.outbox) == 2

    enter(client, ada, tijn, "")
    assert (len(mail.outbox), User.objects.get(pk=tijn.pk).waiting_email) == (2, "")


def test_one_does_not_enter_an_address_for_oneself_there(client, ada):
    ada.last_login = timezone.now()
    ada.save()
    enter(client, ada, ada)

    assert (User.objects.get(pk=ada.pk).waiting_email, mail.outbox) == ("", [])


def test_another_school_is_out_of_reach(client, tijn, ada):
    stranger = factories.make_person("Vera Vreemd", team=factories.make_team(factories.make_school("Ander")))

    assert enter(client, ada, stranger).status_code in (302, 404)
    assert (User.objects.get(pk=stranger.pk).waiting_email, mail.outbox) == ("", [])


@pytest.mark.parametrize(("language", "words"), [("nl", "Dag"), ("en", "Hello")])
def test_every_letter_is_in_the_language_of_its_person_and_names_no_visit(
    client, lesson, ada, language, words
):
    tijn = lesson.teacher
    factories.look(lesson)
    client.force_login(tijn)
    User.objects.filter(pk=tijn.pk).update(language=language)
    tijn.refresh_from_db()
    enter(client, ada, tijn)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    ask(client)
    type_in(client, code())

    assert len(mail.outbox) == 5
    for letter in mail.outbox:
        assert letter.body.startswith(words)
        assert [
            word for word in ("Rekenen", "VZ2B", "Drie stappen", str(lesson.pk)) if word in letter.body
        ] == []
