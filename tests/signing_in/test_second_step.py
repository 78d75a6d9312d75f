"""A code of an app, and recovery codes: added, asked for, lost, taken away."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent, Done
from people.files import disposition
from people.models import User
from signing_in import steps
from signing_in.sealed import opened
from tests import factories
from tests.signing_in.steps import add_app, figures, is_in, newest_code, recovery_codes, sign_in
from tests.signing_in.there import claims, come_back


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def tijn(client, teacher):
    User.objects.filter(pk=teacher.pk).update(language="en")
    sign_in(client, teacher)
    return teacher


@pytest.fixture
def app(client, tijn, one_moment):
    """The secret in the phone of Tijn, who is signed out again; the code of then is one of before."""
    secret = add_app(client)
    client.logout()
    one_moment.shift(timedelta(minutes=2))
    mail.outbox.clear()
    return secret


@pytest.fixture
def at_the_step(client, tijn, app):
    sign_in(client, tijn, next=reverse("earlier"))
    client.cookies["django_language"] = "en"
    return app


def type_in(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def lines(person):
    found = AuditEvent.objects.filter(about=person, what__in=[Done.STEP_ADDED, Done.STEP_REMOVED])
    return [(line.what, line.detail) for line in found.order_by("pk")]


# --- added --------------------------------------------------------------------------------------------


def test_an_app_is_added_told_and_written_down_and_codes_come_with_it(client, tijn):
    add_app(client)

    assert len(recovery_codes(client)) == 10
    assert lines(tijn) == [(Done.STEP_ADDED, {"kind": "totp"})]
    assert ["From now on a code of an app" in letter.body for letter in mail.outbox] == [True]
    assert "a code of an app on your phone is asked for too" in client.get(reverse("ways")).text


def test_the_page_says_what_changes_and_draws_what_the_app_reads(client, tijn):
    page = client.get(reverse("totp_add")).text

    assert "also asks for six figures of the app" in page
    assert 'src="data:image/svg+xml' in page
    assert f"otpauth://totp/{tijn.email.replace('@', '%40')}?secret=" in page
    assert "issuer=Meekijken" in page


def test_a_wrong_code_adds_nothing_and_the_drawing_stays(client, tijn):
    page = client.get(reverse("totp_add")).text
    response = client.post(reverse("totp_add"), {"code": "000000"})

    assert response.status_code == 422
    assert "This code is not right" in response.text
    secret = re.compile(r'id="secret">([^<]+)<')
    assert secret.search(response.text)[1] == secret.search(page)[1]
    assert not Authenticator.objects.filter(user=tijn).exists()


def test_a_press_twice_is_one_app(client, tijn):
    secret = add_app(client)
    again = client.post(reverse("totp_add"), {"code": figures(secret)})

    assert (again.status_code, again["Location"]) == (302, reverse("ways"))
    assert Authenticator.objects.filter(user=tijn, type="totp").count() == 1
    assert len(mail.outbox) == 1


def test_no_secret_stands_in_the_table(client, tijn):
    secret = add_app(client)
    codes = [code.replace(" ", "") for code in recovery_codes(client)]
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert not [word for word in [secret, *codes] if word in kept]


# --- asked for ------------------------------------------------------------------------------------------


def test_after_the_password_the_code_is_asked_for_and_leads_to_where_one_was_going(client, tijn, at_the_step):
    assert not is_in(client)
    response = type_in(client, figures(at_the_step))

    assert (response["Location"], is_in(client, tijn)) == (reverse("earlier"), True)


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_the_clock_of_a_phone_may_be_half_a_minute_wrong(client, tijn, at_the_step, ahead):
    code = figures(at_the_step, ahead)
    type_in(client, f"{code[:3]} {code[3:]}")
    assert is_in(client, tijn)


@pytest.mark.parametrize("ahead", [-2, 2])
def test_a_minute_is_too_much(client, tijn, at_the_step, ahead):
    response = type_in(client, figures(at_the_step, ahead))

    assert (response.status_code, is_in(client)) == (422, False)
    assert "This code is not right" in response.text


@pytest.mark.parametrize("later", [0, 29, 31, 59])
def test_a_code_that_somebody_saw_is_used_already_for_as_long_as_it_holds(
    client, tijn, at_the_step, one_moment, later
):
    code = figures(at_the_step, 1)
    type_in(client, code)
    assert is_in(client, tijn)
    client.logout()
    one_moment.shift(timedelta(seconds=later))
    sign_in(client, tijn)
    type_in(client, code)

    assert not is_in(client)


def test_five_wrong_ones_close_it_for_five_minutes(client, tijn, at_the_step, one_moment):
    for _each in range(5):
        type_in(client, "000000")
    response = type_in(client, figures(at_the_step))
    assert ("Wait a few minutes" in response.text, is_in(client)) == (True, False)

    one_moment.shift(timedelta(minutes=6))
    type_in(client, figures(at_the_step))
    assert is_in(client, tijn)


def test_forty_colleagues_behind_one_address_within_a_minute(team, one_moment):
    """And one of them mistypes."""
    for number in range(40):
        person, client = factories.make_person(f"Noor Nummer{number}", team=team, role="teacher"), Client()
        secret = TOTP.activate(person, totp.generate_totp_secret()).instance.data["secret"]
        sign_in(client, person)
        type_in(client, "000000")
        type_in(client, figures(opened(secret)))
        assert is_in(client, person), number


def test_who_does_not_go_on_can_sign_in_another_way(client, tijn, at_the_step, coach):
    response = client.post(reverse("mfa_authenticate"), {"stop": "1"})

    assert response["Location"] == reverse("account_login", query={"next": reverse("earlier")})
    assert client.get(response["Location"]).status_code == 200
    sign_in(client, coach)
    assert is_in(client, coach)


def test_the_page_without_a_sign_in_is_the_sign_in_page(client):
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_words_that_were_brought_along_stand_in_their_form_again(client, tijn, app):
    here = reverse("address")
    words = {"email": "anders@school.example", "draft": "1", "draft-by": str(tijn.pk), "draft-at": here}
    kept = client.post(here, words).context["kept"]
    sign_in(client, tijn, kept_form=kept)
    response = type_in(client, figures(app))

    assert response["Location"] == here
    assert "anders@school.example" in client.get(here).text


def test_after_a_mailed_code_it_is_asked_for_too(client, tijn, app):
    client.post(reverse("account_request_login_code"), {"login": tijn.email})
    response = client.post(reverse("account_confirm_login_code"), {"code": newest_code()})
    assert (response["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)

    type_in(client, figures(app))
    assert is_in(client, tijn)


def test_after_the_school_account_it_is_asked_for_too(client, tijn, app, service):
    response = come_back(client, service, claims(tijn.email), next=reverse("earlier"))
    assert (response["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)

    assert type_in(client, figures(app))["Location"] == reverse("earlier")
    assert is_in(client, tijn)


def test_who_is_paused_meanwhile_reads_that(client, tijn, at_the_step):
    came_in = AuditEvent.objects.filter(about=tijn, what=Done.SIGNED_IN)
    before = came_in.count()
    User.objects.filter(pk=tijn.pk).update(is_active=False)
    response = type_in(client, figures(at_the_step))

    assert (response["Location"], is_in(client)) == (reverse("account_inactive"), False)
    assert came_in.count() == before


def test_what_waits_for_it_opens_nothing(client, tijn, app, service):
    come_back(client, service, claims(tijn.email))
    waits = str(dict(client.session))
    assert str(tijn.pk) in waits
    assert not [word for word in (tijn.password, "'password':", "'token': '") if word in waits]


def test_also_where_other_schools_have_a_service(client, tijn, app, service, other_service):
    response = come_back(client, service, claims(tijn.email))
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    type_in(client, figures(app))
    assert is_in(client, tijn)


def test_where_the_service_went_meanwhile_one_signs_in_another_way(client, tijn, app, service):
    come_back(client, service, claims(tijn.email))
    service.delete()
    assert client.get(reverse("mfa_authenticate"))["Location"].startswith(reverse("account_login"))
    assert type_in(client, figures(app)).status_code == 302 and not is_in(client, tijn)


def test_after_another_password_by_mail_it_is_asked_for_too(client, tijn, app):
    client.post(reverse("account_reset_password"), {"email": tijn.email})
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    there = client.get(link)["Location"]
    client.post(there, {"password1": "een-nieuw-woord-9", "password2": "een-nieuw-woord-9"})
    assert not is_in(client)

    response = sign_in(client, tijn, password="een-nieuw-woord-9")
    assert (response["Location"], is_in(client)) == (reverse("mfa_authenticate"), False)


def test_a_page_of_a_pause_stands_before_it(client, tijn, app):
    User.objects.filter(pk=tijn.pk).update(is_active=False)
    assert sign_in(client, tijn).status_code in (200, 302)
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_who_is_put_on_pause_at_the_step_does_not_come_in(client, tijn, at_the_step):
    User.objects.filter(pk=tijn.pk).update(is_active=False)
    type_in(client, figures(at_the_step))
    assert client.get(reverse("me")).status_code == 302


# --- recovery codes -------------------------------------------------------------------------------------


def test_a_recovery_code_works_once(client, tijn, one_moment):
    add_app(client)
    [code, *_more] = recovery_codes(client)
    for expected in (True, False):
        client.logout()
        sign_in(client, tijn)
        type_in(client, code)
        assert is_in(client, tijn) == expected


def test_what_is_left_is_shown_downloaded_and_made_anew(client, tijn):
    add_app(client)
    first = recovery_codes(client)
    client.logout()
    sign_in(client, tijn)
    type_in(client, first[0])
    mail.outbox.clear()
    assert "9 are left" in client.get(reverse("ways")).text
    assert recovery_codes(client) == first[1:]

    file = client.get(reverse("recovery_codes_file"))
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "text/plain; charset=utf-8",
        disposition("Meekijken, recovery codes.txt", "attachment"),
    )
    assert re.findall(r"\d{4} \d{4}", file.text) == first[1:]

    client.post(reverse("recovery_codes_new"))
    assert len(recovery_codes(client)) == 10
    assert not set(recovery_codes(client)) & set(first)
    assert ["New recovery codes" in letter.body for letter in mail.outbox] == [True]


def test_when_all_are_used_the_page_says_so(client, tijn):
    add_app(client)
    codes = steps.codes(tijn)
    codes.data["used_mask"] = 2**10 - 1
    codes.save()
    assert "You used all of them." in client.get(reverse("recovery_codes")).text


@pytest.mark.parametrize("name", ["recovery_codes", "recovery_codes_file"])
def test_without_a_second_step_there_are_none(client, tijn, name):
    assert client.get(reverse(name))["Location"] == reverse("ways")
    client.post(reverse("recovery_codes_new"))
    assert not Authenticator.objects.filter(user=tijn).exists()


# --- taken away, and lost ---------------------------------------------------------------------------------


def test_it_is_taken_away_after_a_question_and_the_password_is_enough(client, tijn):
    add_app(client)
    mail.outbox.clear()
    assert "your recovery codes no longer work" in client.get(reverse("totp_remove")).text
    for _press in range(2):
        assert client.post(reverse("totp_remove"))["Location"] == reverse("ways")

    assert not Authenticator.objects.filter(user=tijn).exists()
    assert lines(tijn)[-1] == (Done.STEP_REMOVED, {"kind": "totp"})
    assert len(mail.outbox) == 1
    client.logout()
    sign_in(client, tijn)
    assert is_in(client, tijn)


def test_where_our_key_is_gone_no_code_that_can_be_worked_out_opens(client, tijn, at_the_step, settings):
    """An empty secret has codes too, and everybody can work those out."""
    empty = "A" * 32
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", []
    sign_in(client, tijn)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    for code in (figures(""), figures(empty), figures(at_the_step)):
        type_in(client, code)
    recovery = Authenticator.objects.get(user=tijn, type="recovery_codes").wrap()
    recovery.instance.data["seed"] = ""
    for code in recovery.generate_codes()[:1]:
        type_in(client, code)
    assert not is_in(client)


def test_administrators_are_asked_until_they_have_one(client, school):
    ada = factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")
    sign_in(client, ada)
    words = "Do you add a second step?"
    assert [words in client.get(reverse(name)).text for name in ("home", "people")] == [True, True]
    add_app(client)
    assert [words in client.get(reverse(name)).text for name in ("home", "people")] == [False, False]


def test_nobody_else_is_asked(client, tijn):
    assert "Do you add a second step" not in client.get(reverse("home")).text
