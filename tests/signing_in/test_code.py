"""A code by mail: who reads the mail of an address comes in, and nobody learns whose addresses are here."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from administration import inviting
from people import invitations
from people.audit import AuditEvent, Done
from people.models import User
from signing_in import codes
from tests import factories
from tests.signing_in.there import claims, come_back

CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
ASK, ENTER = "account_request_login_code", "account_confirm_login_code"
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


def text(response):
    return response.content.decode()


def ask(client, email, **more):
    return client.post(reverse(ASK), {"login": email} | more)


def enter(client, code):
    return client.post(reverse(ENTER), {"code": code})


def newest_code():
    return CODE.findall(mail.outbox[-1].body)[-1]


def is_in(client):
    return client.session.get("_auth_user_id")


def test_the_code_in_the_letter_lets_in_and_leads_to_where_one_wanted_to_be(client, teacher):
    asked = ask(client, teacher.email, next=reverse("earlier"))
    assert (asked.status_code, asked["Location"]) == (302, reverse(ENTER))
    [letter] = mail.outbox
    assert (letter.to, "tien minuten" in letter.body) == ([teacher.email], True)

    back = enter(client, newest_code())

    assert (back.status_code, back["Location"], is_in(client)) == (302, reverse("earlier"), str(teacher.pk))
    assert AuditEvent.objects.filter(about=teacher, what=Done.SIGNED_IN).count() == 1


@pytest.mark.parametrize("typed", ["small", "no dash", "with spaces"])
def test_however_a_code_is_typed_it_is_the_same(client, teacher, typed):
    ask(client, teacher.email.upper())
    code = newest_code()
    forms = {
        "small": code.lower(),
        "no dash": code.replace("-", ""),
        "with spaces": f" {code[:4]} {code[5:]} ",
    }

    enter(client, forms[typed])

    assert is_in(client)


def test_it_works_once(client, teacher):
    ask(client, teacher.email)
    code = newest_code()
    enter(client, code)
    client.logout()

    assert enter(client, code)["Location"] == reverse(ASK)
    assert not is_in(client)


def test_only_in_the_browser_where_it_was_asked_for(client, teacher):
    ask(client, teacher.email)
    elsewhere = Client()

    assert enter(elsewhere, newest_code())["Location"] == reverse(ASK)
    assert not is_in(elsewhere)


def test_asked_for_again_there_is_a_new_one_and_the_earlier_one_is_void(client, teacher):
    ask(client, teacher.email, next=reverse("earlier"))
    first = newest_code()
    page = ask_again(client)
    assert len(mail.outbox) == 2
    assert "Er is een nieuwe code" in text(page)

    assert enter(client, first).status_code == 422
    assert not is_in(client)
    assert enter(client, newest_code())["Location"] == reverse("earlier")


def ask_again(client):
    """By the button on the page of the code."""
    page = text(client.get(reverse(ENTER)))
    form = page[page.rindex("<form", 0, page.index("Stuur")) : page.index("Stuur")]
    return client.post(
        reverse(ASK), dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)), follow=True
    )


def test_a_new_one_has_ten_minutes_and_five_tries_of_its_own(client, teacher, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask(client, teacher.email)
    for _time in range(4):
        enter(client, "FOUT-FOUT")
    time_machine.shift(timedelta(minutes=9))
    ask_again(client)
    for _time in range(4):
        enter(client, "FOUT-FOUT")
    time_machine.shift(timedelta(minutes=9))

    enter(client, newest_code())

    assert is_in(client)


def test_after_ten_minutes_it_says_so_and_the_address_stands_there(client, teacher, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask(client, teacher.email, next=reverse("earlier"))
    time_machine.shift(timedelta(minutes=10, seconds=1))

    late = enter(client, newest_code())

    assert (late.status_code, is_in(client)) == (410, None)
    for words in ("Deze code werkt niet meer", "tien minuten", teacher.email, reverse("earlier")):
        assert words in text(late), words


def test_each_wrong_try_says_how_many_are_left_and_after_five_there_is_an_end(client, teacher):
    ask(client, teacher.email)
    code = newest_code()
    told = [text(enter(client, "FOUT-FOUT")) for _time in range(5)]

    for page, left in zip(told[:3], (4, 3, 2), strict=True):
        assert f"Dit is niet de code uit de nieuwste mail. Je kunt het nog {left} keer proberen" in page
        assert 'value="FOUT-FOUT"' in page
    assert "Je kunt het nog één keer proberen" in told[3]
    assert "vijf keer" in told[4]
    enter(client, code)
    assert not is_in(client)


def test_nothing_typed_is_no_try(client, teacher):
    ask(client, teacher.email)
    for _time in range(6):
        assert enter(client, "").status_code == 422

    enter(client, newest_code())
    assert is_in(client)


# --- who is not here ------------------------------------------------------------------------------------


def test_an_address_of_nobody_reads_the_same_pages_and_gets_no_letter(teacher):
    pages = []
    for email in (teacher.email, "niemand@school.example"):
        client = Client()
        asked, page = ask(client, email), client.get(reverse(ENTER))
        wrong = [enter(client, "FOUT-FOUT") for _time in range(5)]
        shown = [TOKENS.sub("", text(each).replace(email, "X")) for each in (asked, page, *wrong)]
        pages.append([(each.status_code, each.get("Location")) for each in (asked, page, *wrong)] + shown)

    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [[teacher.email]]


def test_nor_does_the_page_come_sooner(client, teacher, monkeypatch):
    waited = []
    monkeypatch.setattr(codes.time, "sleep", waited.append)
    ask(client, teacher.email)
    assert (waited, cache.get(codes.TAKES) > 0) == ([], True)
    for took, least, most in ((3, 2, 3), (60, 4, codes.LONGEST), (0, 0, 0)):
        cache.set(codes.TAKES, took)
        ask(client, "niemand@school.example")
        assert least <= waited.pop() <= most


def test_who_is_on_pause_hears_that_and_gets_no_code(client, teacher):
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    ask(client, teacher.email)

    [letter] = mail.outbox
    assert (letter.to, CODE.findall(letter.body)) == ([teacher.email], [])
    assert "op pauze" in letter.body


def test_who_is_put_on_pause_meanwhile_reads_so(client, teacher):
    ask(client, teacher.email)
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    assert enter(client, newest_code())["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_who_is_invited_gets_the_invitation_once_more(client, school):
    iris = factories.make_person("Iris Verzinsel", school=school, is_administrator=True)
    fleur = factories.make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=fleur, by=iris)
    mail.outbox.clear()
    fleur.refresh_from_db()
    ask(client, fleur.email)

    [letter] = mail.outbox
    assert invitations.link(fleur) in letter.body
    assert CODE.findall(letter.body) == []
    inviting.withdraw(person=fleur, by=iris)
    ask(client, fleur.email)
    assert "://" not in mail.outbox[-1].body
    assert "Niemand logt in met het adres" in mail.outbox[-1].body


def test_whose_account_is_closed_comes_in_to_take_along(client, teacher):
    User.objects.filter(pk=teacher.pk).update(closed_at=timezone.now(), leaves_on=timezone.localdate())
    ask(client, teacher.email)
    enter(client, newest_code())

    assert is_in(client) == str(teacher.pk)


def test_an_address_that_went_to_somebody_else_lets_nobody_in(client, teacher):
    ask(client, teacher.email)
    teacher.email = "een.ander@school.example"
    teacher.save()

    assert enter(client, newest_code()).status_code == 410
    assert not is_in(client)


def test_a_password_that_somebody_else_made_has_not_to_be_changed_first(client, teacher):
    User.objects.filter(pk=teacher.pk).update(must_choose_password=True)
    ask(client, teacher.email)
    enter(client, newest_code())

    assert client.get(reverse("home")).status_code == 200
    teacher.refresh_from_db()
    assert (teacher.must_choose_password, teacher.has_usable_password()) == (False, False)


# --- the mail server ------------------------------------------------------------------------------------


class Away(EmailBackend):
    def open(self, *_messages):
        raise smtplib.SMTPServerDisconnected

    send_messages = open


@pytest.mark.parametrize("email", ["tijn", "niemand@school.example"])
def test_a_mail_server_that_is_away_is_said_to_everybody_in_the_same_words(client, teacher, settings, email):
    email = teacher.email if email == "tijn" else email
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Away"}}

    refused = ask(client, email)

    assert refused.status_code == 503
    assert "Het bericht kon niet worden verstuurd" in text(refused)
    assert f'value="{email}"' in text(refused)
    assert codes.WAITING not in client.session


def test_the_code_of_before_still_holds_when_another_one_could_not_be_sent(client, teacher, settings):
    ask(client, teacher.email)
    code = newest_code()
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Away"}}
    ask(client, teacher.email)

    enter(client, code)
    assert is_in(client)


@pytest.mark.parametrize("name", [ASK, ENTER])
def test_where_no_mail_leaves_the_page_says_where_the_letter_is(client, teacher, settings, name):
    settings.MAIL_HOST = ""
    ask(client, teacher.email)
    page = text(client.get(reverse(name)))

    assert "Hier gaat geen mail weg" in page
    assert "onderweg" not in page
    assert "Mail me een code" not in text(client.get(reverse("account_login")))


@pytest.mark.parametrize("who", ["tijn", "invited", "nobody"])
def test_nor_is_a_link_for_another_password_promised_then(client, teacher, school, settings, who):
    iris = factories.make_person("Iris Verzinsel", school=school, is_administrator=True)
    fleur = factories.make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=fleur, by=iris)
    email = {"tijn": teacher.email, "invited": fleur.email, "nobody": "niemand@school.example"}[who]
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Away"}}

    refused = client.post(reverse("account_reset_password"), {"email": email})

    assert refused.status_code == 503
    assert "Het bericht kon niet worden verstuurd" in text(refused)
    assert f'value="{email}"' in text(refused)


# --- often ----------------------------------------------------------------------------------------------


@pytest.fixture
def one_moment(time_machine):
    time_machine.move_to(timezone.now(), tick=False)


@pytest.mark.usefixtures("one_moment")
def test_four_hundred_colleagues_behind_one_address_all_get_one_within_a_minute(school):
    people = [
        User(school=school, name=f"Collega {n}", email=f"collega.{n}@school.example") for n in range(400)
    ]
    User.objects.create_many(people)
    User.objects.update(last_login=timezone.now())

    replies = [ask(Client(REMOTE_ADDR="203.0.113.7"), person.email) for person in people]

    assert {(reply.status_code, reply["Location"]) for reply in replies} == {(302, reverse(ENTER))}
    assert len({letter.to[0] for letter in mail.outbox if CODE.search(letter.body)}) == 400


@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("email", ["tijn", "niemand@school.example"])
def test_one_address_gets_five_letters_in_ten_minutes_wherever_they_are_asked_for(
    teacher, time_machine, email
):
    email = teacher.email if email == "tijn" else email
    often = [ask(Client(REMOTE_ADDR=f"203.0.113.{n}"), email, next=reverse("earlier")) for n in range(6)]

    assert [reply.status_code for reply in often] == [302] * 5 + [429]
    assert "in korte tijd" in text(often[-1])
    assert f'value="{email}"' in text(often[-1])
    assert f'name="next" value="{reverse("earlier")}"' in text(often[-1])
    time_machine.shift(timedelta(minutes=10, seconds=1))
    assert ask(Client(), email).status_code == 302


# --- what is typed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "tijn", "zoë@school.example"])
def test_what_is_no_address_is_said_beside_the_field(client, db, typed):
    refused = ask(client, typed)

    assert (refused.status_code, "mk-has-error" in text(refused)) == (422, True)
    assert f'value="{typed}"' in text(refused) or not typed
    assert mail.outbox == []


def test_no_trace_of_the_code_is_kept(client, teacher):
    ask(client, teacher.email)
    code = newest_code()

    assert code not in str(dict(client.session))
    assert code.replace("-", "") not in str(dict(client.session))


def test_of_who_does_not_come_in_the_address_is_forgotten_within_the_hour(client, teacher, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask(client, "een.vreemde@school.example")
    kept = Session.objects.get()
    assert kept.expire_date - timezone.now() <= timedelta(hours=1)
    ask(client, teacher.email)
    enter(client, newest_code())

    assert Session.objects.get().expire_date - timezone.now() == timedelta(days=14)
    time_machine.shift(timedelta(hours=2))
    assert client.get(reverse("home")).status_code == 200


def test_who_signs_in_after_somebody_else_has_no_address_of_theirs(client, teacher, service):
    ask(client, "een.vreemde@school.example")
    come_back(client, service, claims("een.ander@school.example"))
    assert "een.vreemde" in str(dict(client.session)) and "een.ander" in str(dict(client.session))
    client.post(reverse("account_login"), {"login": teacher.email, "password": factories.PASSWORD})

    assert client.session["_auth_user_id"] == str(teacher.pk)
    assert "een." not in str(dict(client.session))


def test_who_came_in_by_another_tab_meanwhile_goes_on_to_where_one_wanted_to_be(client, teacher):
    ask(client, teacher.email, next=reverse("earlier"))
    client.post(reverse("account_login"), {"login": teacher.email, "password": factories.PASSWORD})

    assert enter(client, newest_code())["Location"] == reverse("earlier")


def test_who_is_in_already_goes_home(client, teacher):
    client.force_login(teacher)
    for name in (ASK, ENTER):
        for send in (client.get, client.post):
            assert send(reverse(name))["Location"] == reverse("home")
