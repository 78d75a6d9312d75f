"""Who one is, once more, before a way in comes or goes: by the password, a passkey, the school's account or a
mailed code, so that there is a way for everybody."""

import smtplib
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent, Done
from people.models import User
from tests import factories
from tests.signing_in import device, there
from tests.signing_in.steps import add_app, add_passkey, by_passkey, fresh, is_in, newest_code, sign_in

GATED = [
    "passkey_add", "totp_add", "totp_remove", "recovery_codes", "recovery_codes_file", "account_set_password", "address",
]  # fmt: skip
PRESSED = ["recovery_codes_new", "school_join", "school_part", "address_again"]


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    """Six minutes ago, because the school's service has a clock of its own."""
    time_machine.move_to(timezone.now() - timedelta(minutes=6), tick=False)
    return time_machine


@pytest.fixture
def tijn(client, teacher, one_moment):
    """Signed in, longer ago than five minutes."""
    User.objects.filter(pk=teacher.pk).update(language="en")
    sign_in(client, teacher)
    one_moment.shift(timedelta(minutes=6))
    return teacher


@pytest.fixture
def by_school_only(client, teacher, service, one_moment):
    """Without a password, joined, and signed in longer ago than five minutes."""
    teacher.set_unusable_password()
    teacher.last_login = timezone.now()
    teacher.language = "en"
    teacher.save()
    there.come_back(client, service, there.claims(teacher.email))
    assert is_in(client, teacher)
    one_moment.shift(timedelta(minutes=6))
    return teacher


def asked(response, name):
    return response.status_code == 302 and response["Location"] == reverse(
        "account_reauthenticate", query={"next": reverse(name)}
    )


# --- asked ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GATED)
def test_a_page_that_changes_a_way_in_asks_first(client, tijn, name):
    assert asked(client.get(reverse(name)), name)


@pytest.mark.parametrize("name", PRESSED)
def test_a_press_that_changes_a_way_in_asks_first(client, tijn, name):
    assert asked(client.post(reverse(name)), name)


def test_taking_a_passkey_away_asks_first(client, tijn):
    assert client.get(reverse("passkey_remove", args=[1])).status_code == 302
    assert client.post(reverse("passkey_remove", args=[1])).status_code == 302


def test_who_just_came_in_is_not_asked(client, teacher):
    sign_in(client, teacher)
    assert client.get(reverse("totp_add")).status_code == 200


def test_who_just_came_in_by_the_school_is_asked_which_may_have_remembered_them(client, teacher, service):
    there.come_back(client, service, there.claims(teacher.email))
    assert is_in(client, teacher)
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_the_script_of_a_page_is_led_to_the_question(client, tijn):
    response = client.get(reverse("passkey_add"), headers={"accept": "application/json"})
    assert asked(response, "passkey_add")


def test_nobody_is_asked_who_is_not_signed_in(client):
    names = ["account_reauthenticate", "sure_code", "sure_passkey"]
    found = [client.get(reverse(name))["Location"].partition("?")[0] for name in names]
    assert found == [reverse("account_login")] * 3


# --- the password ---------------------------------------------------------------------------------


def test_after_the_password_one_goes_on_for_five_minutes(client, tijn, one_moment):
    where = client.get(reverse("totp_add"))["Location"]
    assert 'name="next" value="/me/signing-in/app/"' in client.get(where).text
    sent = {"password": factories.PASSWORD, "next": reverse("totp_add")}
    assert client.post(reverse("account_reauthenticate"), sent)["Location"] == reverse("totp_add")
    assert client.get(reverse("totp_add")).status_code == 200

    one_moment.shift(timedelta(minutes=6))
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_a_wrong_password_is_said_beside_the_field_and_keeps_the_way(client, tijn):
    sent = {"password": "fout", "next": reverse("totp_add")}
    response = client.post(reverse("account_reauthenticate"), sent)

    assert (response.status_code, "This is not your password." in response.text) == (422, True)
    assert f'value="{reverse("totp_add")}"' in response.text
    assert "fout" not in response.text
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_ten_wrong_ones_are_enough_for_a_minute(client, tijn):
    for _each in range(10):
        client.post(reverse("account_reauthenticate"), {"password": "fout"})
    response = client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})

    assert "That was often in a short time." in response.text
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_where_one_goes_stays_in_this_house(client, tijn):
    sent = {"password": factories.PASSWORD, "next": "https://elders.example/"}
    assert client.post(reverse("account_reauthenticate"), sent)["Location"] == reverse("ways")


def test_what_was_pressed_before_is_done_after(client, tijn, one_moment):
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    add_app(client)
    one_moment.shift(timedelta(minutes=6))
    assert asked(client.post(reverse("totp_remove")), "totp_remove")
    assert Authenticator.objects.filter(user=tijn, type="totp").exists()

    sent = {"password": factories.PASSWORD, "next": reverse("totp_remove")}
    assert client.post(reverse("account_reauthenticate"), sent)["Location"] == reverse("ways")
    assert not Authenticator.objects.filter(user=tijn).exists()


def test_said_twice_one_comes_to_where_the_press_led(client, tijn, one_moment):
    """And not to the address of a button, where nothing has happened."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    add_app(client)
    one_moment.shift(timedelta(minutes=6))
    client.post(reverse("recovery_codes_new"))
    sent = {"password": factories.PASSWORD, "next": reverse("recovery_codes_new")}
    first, second = (client.post(reverse("account_reauthenticate"), sent) for _press in range(2))
    assert first["Location"] == second["Location"] == reverse("recovery_codes")

    one_moment.shift(timedelta(minutes=6))
    client.get(reverse("totp_remove"))
    sent["next"] = reverse("totp_remove")
    for _press in range(2):
        assert client.post(reverse("account_reauthenticate"), sent)["Location"] == reverse("totp_remove")


# --- a mailed code --------------------------------------------------------------------------------


def send(client, name="totp_add"):
    return client.post(reverse("sure_code"), {"send": "1", "next": reverse(name)})


def type_in(client, code, name="totp_add"):
    return client.post(reverse("sure_code"), {"code": code, "next": reverse(name)})


def test_a_mailed_code_will_do(client, tijn):
    assert send(client)["Location"] == reverse("sure_code", query={"next": reverse("totp_add")})
    assert mail.outbox[-1].to == [tijn.email]
    assert tijn.email in client.get(reverse("sure_code")).text

    assert type_in(client, newest_code().lower())["Location"] == reverse("totp_add")
    assert client.get(reverse("totp_add")).status_code == 200


def test_another_code_is_really_sent_and_is_the_only_one_that_works(client, tijn):
    send(client)
    first = newest_code()
    send(client)
    assert len(mail.outbox) == 2

    assert type_in(client, first).status_code == 422
    assert type_in(client, newest_code()).status_code == 302


def test_five_tries_are_counted_in_words(client, tijn):
    send(client)
    found = [type_in(client, "BBBB-BBBB").text for _each in range(4)]
    assert "You can try 4 times more" in found[0]
    assert "You can try once more" in found[3]
    response = type_in(client, "BBBB-BBBB")
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert type_in(client, newest_code()).status_code == 302
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_after_a_quarter_of_an_hour_it_no_longer_works(client, tijn, one_moment):
    send(client)
    one_moment.shift(timedelta(minutes=16))
    response = type_in(client, newest_code())

    assert "This code no longer works." in client.get(response["Location"]).text
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_it_works_once_and_in_this_browser_only(client, tijn, one_moment):
    send(client)
    elsewhere = Client()
    sign_in(elsewhere, tijn)
    one_moment.shift(timedelta(minutes=6))
    type_in(elsewhere, newest_code())
    assert asked(elsewhere.get(reverse("totp_add")), "totp_add")

    type_in(client, newest_code())
    one_moment.shift(timedelta(minutes=6))
    type_in(client, newest_code())
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_a_mail_server_that_refuses_is_said_and_the_other_ways_stand_there(client, tijn, monkeypatch):
    def refuses(*_args, **_kwargs):
        raise smtplib.SMTPException

    monkeypatch.setattr("signing_in.adapter.AccountAdapter.send_mail", refuses)
    page = client.get(send(client)["Location"]).text
    assert "The letter could not be sent." in page
    assert 'name="password"' in page


def test_eleven_letters_in_an_hour_are_too_many(client, tijn):
    for _each in range(10):
        send(client)
    assert "Wait an hour" in client.get(send(client)["Location"]).text
    assert len(mail.outbox) == 10


def test_where_no_mail_leaves_no_page_says_that_it_did(client, tijn, settings):
    settings.MAIL_HOST = ""
    assert "Mail me a code" not in client.get(reverse("account_reauthenticate")).text
    send(client)
    page = client.get(reverse("sure_code")).text
    assert ("We sent" in page, "Here no mail is sent" in page) == (False, True)


# --- a passkey ------------------------------------------------------------------------------------


def test_a_passkey_will_do(teacher, one_moment):
    client, tablet = Client(HTTP_HOST=device.HOST), device.Device()
    sign_in(client, teacher)
    add_passkey(client, tablet)
    one_moment.shift(timedelta(minutes=6))
    assert "data-passkey" in client.get(client.get(reverse("totp_add"))["Location"]).text

    assert by_passkey(client, tablet, "sure_passkey", next=reverse("totp_add"))["Location"] == reverse(
        "totp_add"
    )
    assert client.get(reverse("totp_add")).status_code == 200


def test_that_of_somebody_else_will_not(teacher, coach, one_moment):
    client, tablet, other = Client(HTTP_HOST=device.HOST), device.Device(), Client(HTTP_HOST=device.HOST)
    sign_in(client, teacher)
    add_passkey(client, device.Device())
    sign_in(other, coach)
    add_passkey(other, tablet)
    one_moment.shift(timedelta(minutes=6))
    question = client.get(reverse("sure_passkey"), headers={"accept": "application/json"}).json()
    question["publicKey"]["allowCredentials"] = []
    response = client.post(
        reverse("sure_passkey"), {"credential": tablet.get(question), "next": reverse("totp_add")}
    )

    assert response.status_code == 422
    assert f'value="{reverse("totp_add")}"' in response.text
    assert asked(client.get(reverse("totp_add")), "totp_add")


# --- the school's account -------------------------------------------------------------------------


def to_the_school(client, name="totp_add"):
    return there.on_the_way(client.post(reverse("sure_school"), {"next": reverse(name)}))


def test_who_has_no_password_is_sure_by_the_school_which_asks_anew(client, by_school_only, service):
    page = client.get(client.get(reverse("totp_add"))["Location"]).text
    assert ('name="password"' in page, reverse("sure_school") in page) == (False, True)

    address = there.sign_in_there(to_the_school(client), there.claims(by_school_only.email))
    response = there.back(client, address)
    while response["Location"] != reverse("totp_add"):
        response = client.get(response["Location"])
    assert client.get(reverse("totp_add")).status_code == 200
    assert "login" in [words.get("prompt") for words in there.asked(service)]


def test_what_was_pressed_before_is_done_after_the_school(client, by_school_only, service):
    client.post(reverse("school_part"))
    address = there.sign_in_there(to_the_school(client, "school_part"), there.claims(by_school_only.email))
    assert SocialAccount.objects.filter(user=by_school_only).exists()
    response = there.back(client, address)

    assert client.get(response["Location"])["Location"] == reverse("ways")
    assert not SocialAccount.objects.filter(user=by_school_only).exists()


def test_somebody_else_at_the_school_is_not_sure(client, by_school_only, service, coach):
    address = there.sign_in_there(to_the_school(client), there.claims(coach.email))
    page = there.back(client, address)

    assert f'href="{reverse("account_reauthenticate", query={"next": reverse("totp_add")})}"' in page.text
    assert is_in(client, by_school_only)
    assert asked(client.get(reverse("totp_add")), "totp_add")


def test_who_stopped_there_is_asked_here_for_the_same(client, by_school_only, service):
    response = there.back(client, there.sign_in_there(to_the_school(client), None))
    assert response["Location"] == reverse("account_reauthenticate", query={"next": reverse("totp_add")})


def signed_in_there(minutes, clock=0):
    """So many minutes ago, by a clock that is so many minutes wrong."""
    now = int(timezone.now().timestamp()) + 60 * clock
    return {"iat": now, "auth_time": None if minutes is None else now - 60 * minutes}


@pytest.mark.parametrize(
    ("minutes", "is_sure"), [(0, True), (4, True), (6, False), (24 * 60, False), (None, True)]
)
def test_a_school_that_did_not_ask_makes_nobody_sure(client, by_school_only, service, minutes, is_sure):
    """It remembered who that is, and somebody else may sit at the device."""
    person = there.claims(by_school_only.email, id_token=signed_in_there(minutes))
    response = there.back(client, there.sign_in_there(to_the_school(client), person))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert asked(client.get(reverse("totp_add")), "totp_add") != is_sure
    if not is_sure:
        assert "without asking who you are" in client.get(response["Location"]).text


@pytest.mark.parametrize("clock", [-30, 30])
@pytest.mark.parametrize(("minutes", "is_sure"), [(0, True), (6, False)])
def test_whatever_its_clock_says(client, by_school_only, service, clock, minutes, is_sure):
    person = there.claims(by_school_only.email, id_token=signed_in_there(minutes, clock))
    there.back(client, there.sign_in_there(to_the_school(client), person))
    assert asked(client.get(reverse("totp_add")), "totp_add") != is_sure


def test_the_service_is_asked_to_tell_when_that_was(client, by_school_only, service):
    """Where an age is asked for, it has to (OpenID Connect Core 1.0, section 3.1.2.1)."""
    there.sign_in_there(to_the_school(client), there.claims(by_school_only.email))
    assert there.asked(service)[-1]["max_age"] == "300"


def test_a_school_that_cannot_be_made_to_ask_is_no_way_to_be_sure(
    client, by_school_only, service, monkeypatch
):
    monkeypatch.setattr("signing_in.models.WITHOUT_LOGIN", {service.issuer})
    page = client.get(client.get(reverse("totp_add"))["Location"]).text
    assert ("Mail me a code" in page, reverse("sure_school") in page) == (True, False)
    assert client.post(reverse("sure_school")).status_code == 404


def test_linking_what_is_linked_is_no_fault(client, tijn, service):
    """In two tabs at once, for example."""
    by_mail(client, "ways")
    for _tab in range(2):
        there_ = there.on_the_way(client.post(reverse("school_join")))
        response = there.back(client, there.sign_in_there(there_, there.claims(tijn.email)))
        assert "From now on you can sign in" in client.get(response["Location"]).text
    another = there.sign_in_there(
        there.on_the_way(client.post(reverse("school_join"))), there.claims("b@b.example")
    )
    assert "was not linked" in client.get(there.back(client, another)["Location"]).text
    assert SocialAccount.objects.count() == 1


def test_who_has_no_account_there_has_no_such_button(client, tijn, service):
    assert reverse("sure_school") not in client.get(reverse("account_reauthenticate")).text
    assert client.post(reverse("sure_school")).status_code == 404


def test_who_has_nothing_but_an_address_has_a_code(client, by_school_only, service):
    SocialAccount.objects.all().delete()
    page = client.get(reverse("account_reauthenticate")).text
    assert ("Mail me a code" in page, 'name="password"' in page) == (True, False)


# --- a password of one's own, and the school's account of one's own -------------------------------


def test_who_has_none_chooses_a_password_and_is_told(client, by_school_only):
    by_mail(client, "account_set_password")
    mail.outbox.clear()
    sent = {"password1": "een-nieuw-woord-9", "password2": "een-nieuw-woord-9"}
    response = client.post(reverse("account_set_password"), sent)

    assert (response.status_code, fresh(by_school_only).check_password("een-nieuw-woord-9")) == (302, True)
    assert ["A password was chosen for you" in letter.body for letter in mail.outbox] == [True]
    assert AuditEvent.objects.filter(what=Done.STEP_ADDED, detail={"kind": "password"}).count() == 1
    assert is_in(client, by_school_only)


def test_a_password_that_was_sent_too_late_waits_nowhere(client, by_school_only):
    sent = {"password1": "een-nieuw-woord-9", "password2": "een-nieuw-woord-9"}
    assert asked(client.post(reverse("account_set_password"), sent), "account_set_password")
    assert "een-nieuw-woord-9" not in str(dict(client.session))

    by_mail(client, "account_set_password")
    assert not fresh(by_school_only).has_usable_password()
    assert client.get(reverse("account_set_password")).status_code == 200


def by_mail(client, name):
    send(client, name)
    type_in(client, newest_code(), name)


def test_somebody_links_an_account_with_another_address(client, tijn, service):
    by_mail(client, "ways")
    mail.outbox.clear()
    go_there = there.on_the_way(client.post(reverse("school_join")))
    response = there.back(client, there.sign_in_there(go_there, there.claims("t.verzonnen@elders.example")))

    assert response["Location"] == reverse("ways")
    assert SocialAccount.objects.get().user == tijn
    assert ["A school account was linked" in letter.body for letter in mail.outbox] == [True]
    assert "has signed you in here since" in client.get(reverse("ways")).text


def test_and_unlinks_it(client, tijn, service):
    test_somebody_links_an_account_with_another_address(client, tijn, service)
    mail.outbox.clear()
    for _press in range(2):
        assert client.post(reverse("school_part"))["Location"] == reverse("ways")

    assert not SocialAccount.objects.exists()
    assert ["unlinked" in letter.body for letter in mail.outbox] == [True]


def test_where_the_school_has_no_service_there_is_nothing_to_link(client, tijn):
    by_mail(client, "ways")
    assert client.post(reverse("school_join")).status_code == 404
    assert "School account" not in client.get(reverse("ways")).text
