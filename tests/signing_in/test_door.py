"""The sign-in page: the school first, and every other way beside it. By whatever way one comes, the words of
a form that was sent too late and the page one wanted come along."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from lxml import html

from administration import inviting
from observations.models import Addition
from people import invitations
from tests import factories
from tests.factories import PASSWORD, bring_to
from tests.signing_in.test_code import newest_code
from tests.signing_in.test_states import SECRET
from tests.signing_in.there import claims, come_back

WORDS = "woorden van te laat"
SCHOOL, OTHER, PASSWORD_FOLD = (
    "Met je schoolaccount",
    "Een andere school",
    ".//details[contains(@class, 'mk-door-password')]",
)
KEPT = re.compile(r'name="kept_form" value="([^"]+)"')


def door(client, **query):
    return html.document_fromstring(client.get(reverse("account_login", query=query)).content.decode())


def starts(tree):
    """Where the buttons of the schools lead to, in their order."""
    buttons = tree.xpath(
        "//form[.//button[contains(., 'schoolaccount')] or .//ul[@class='mk-door-schools']]//button"
    )
    return [button.get("formaction") or button.getparent().get("action") for button in buttons]


def address_of(service):
    return reverse("school_start", args=[service.provider_id])


def is_in(client):
    return client.session.get("_auth_user_id")


# --- the school -----------------------------------------------------------------------------------------


def test_where_no_school_signs_in_there_is_no_such_button(client, teacher):
    assert starts(door(client)) == []


def test_the_only_one_is_the_first_button(client, service):
    tree = door(client)
    assert starts(tree) == [address_of(service)]
    assert service.school.name in tree.text_content()
    assert OTHER not in tree.text_content()


def test_one_that_is_closed_is_not_there(client, service):
    type(service).objects.update(is_open=False)
    assert starts(door(client)) == []


def test_of_several_one_chooses_and_this_device_remembers_which(client, service, other_service, teacher):
    assert set(starts(door(client))) == {address_of(service), address_of(other_service)}
    come_back(client, service, claims(teacher.email))
    client.post(reverse("account_logout"))
    tree = door(client)

    assert starts(tree) == [address_of(service), address_of(other_service)]
    assert OTHER in tree.text_content()
    assert client.cookies["last_school"].value == service.provider_id


def test_who_only_pressed_and_came_back_is_not_remembered(client, service, other_service):
    client.post(address_of(other_service))
    assert "last_school" not in client.cookies


def test_a_number_that_is_no_service_any_more_does_no_harm(client, service, other_service):
    client.cookies["last_school"] = "0" * 32
    assert len(starts(door(client))) == 2


def test_who_is_invited_comes_in_with_the_account_of_the_school(client, service, school, administrator):
    """From the page of the invitation, and without a password."""
    fleur = factories.make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=fleur, by=administrator)
    fleur.refresh_from_db()
    welcome = reverse("welcome", args=[invitations.token(fleur)])
    page = html.document_fromstring(client.get(welcome).content.decode())
    assert page.xpath("//form[.//button[contains(., 'schoolaccount')]]/@action") == [address_of(service)]

    assert come_back(client, service, claims(fleur.email))["Location"] == reverse("home")
    assert is_in(client) == str(fleur.pk)
    client.logout()
    assert client.get(welcome).status_code == 410


@pytest.mark.parametrize("change", [{"is_open": False}, None])
def test_an_invitation_names_no_school_account_where_there_is_none(
    client, service, school, administrator, change
):
    rows = type(service).objects
    rows.update(**change) if change else rows.all().delete()
    fleur = factories.make_person("Fleur Fantasie", school=school, password=None)
    inviting.invite_again(person=fleur, by=administrator)
    fleur.refresh_from_db()

    assert SCHOOL not in client.get(reverse("welcome", args=[invitations.token(fleur)])).content.decode()


# --- a code, a password, Enter --------------------------------------------------------------------------


def press_enter(client, **typed):
    """The first button of the form, which a browser presses on Enter in any of its fields."""
    tree = door(client)
    form = tree.get_element_by_id("sign-in")
    [button, *_others] = [
        each for each in tree.iter("button") if each.get("form") == "sign-in" or form in each.iterancestors()
    ]
    assert button.get("tabindex") == "-1"
    return client.post(
        form.get("action"), dict(form.form_values()) | {button.get("name"): button.get("value")} | typed
    )


def test_enter_with_a_password_signs_in(client, teacher):
    press_enter(client, login=teacher.email, password=PASSWORD)
    assert (is_in(client), mail.outbox) == (str(teacher.pk), [])


def test_enter_without_one_sends_a_code(client, teacher):
    assert press_enter(client, login=teacher.email, password="")["Location"] == reverse(
        "account_confirm_login_code"
    )
    assert newest_code()


def test_enter_without_one_asks_for_it_where_no_mail_leaves(client, teacher, settings):
    settings.MAIL_HOST = ""
    page = press_enter(client, login=teacher.email, password="")
    assert (page.status_code, mail.outbox) == (200, [])
    assert 'id="id_password_error"' in page.content.decode()


def test_the_button_for_a_code_sends_one_whatever_the_browser_filled_in(client, teacher):
    [button] = [each for each in door(client).iter("button") if "Mail me een code" in each.text_content()]
    client.post(button.get("formaction"), {"login": teacher.email, "password": "van een ander"})
    assert newest_code()


@pytest.mark.parametrize(
    ("host", "typed", "is_open"),
    [
        ("mail.example", None, False),
        ("", None, True),
        ("mail.example", "fout", True),
        ("mail.example", "", True),
    ],
)
def test_the_password_is_folded_away_where_there_is_another_way_and_nothing_wrong(
    client, teacher, settings, host, typed, is_open
):
    settings.MAIL_HOST = host
    page = client.get(reverse("account_login"))
    if typed is not None:
        page = client.post(reverse("account_login"), {"login": teacher.email, "password": typed})
    [fold] = html.document_fromstring(page.content.decode()).xpath(PASSWORD_FOLD)

    assert ("open" in fold.attrib) == is_open


def test_who_stopped_on_the_way_is_not_kept_there(client, teacher, coach):
    """A code, or a second step, that somebody asked for and left: the next person signs in."""
    TOTP.activate(teacher, SECRET)
    client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
    page = client.get(reverse("account_login"))
    assert (page.status_code, teacher.email in page.content.decode()) == (200, False)

    client.post(reverse("account_login"), {"login": coach.email, "password": PASSWORD})
    assert is_in(client) == str(coach.pk)


# --- what comes along -----------------------------------------------------------------------------------


def press(client, page, words, **typed):
    """A button of that page, with everything its form holds."""
    tree = html.document_fromstring(page.content.decode())
    [button] = [
        each for each in tree.iter("button") if words in each.text_content() and not each.get("tabindex")
    ]
    form = (
        tree.get_element_by_id(button.get("form"))
        if button.get("form")
        else next(button.iterancestors("form"))
    )
    return client.post(button.get("formaction") or form.get("action"), dict(form.form_values()) | typed)


def by_password(client, page, person, service):
    return press(client, page, "Log in", login=person.email, password=PASSWORD)


def by_code(client, page, person, service):
    asked = press(client, page, "Mail me een code", login=person.email)
    wrong = client.post(asked["Location"], {"code": "FOUT-FOUT"})
    press(client, wrong, "Stuur een nieuwe code")
    return client.post(asked["Location"], {"code": newest_code()})


def by_code_after_a_mistake(client, page, person, service):
    mistaken = press(client, page, "Mail me een code", login="geen adres")
    asked = press(client, mistaken, "Mail me een code", login=person.email)
    return client.post(asked["Location"], {"code": newest_code()})


def by_code_on_second_thoughts(client, page, person, service):
    """First the wrong address, then back by the link."""
    asked = press(client, page, "Mail me een code", login="niemand@school.example")
    page = client.get(asked["Location"])
    [link] = html.document_fromstring(page.content.decode()).xpath(
        "//a[contains(., 'Een ander adres')]/@href"
    )
    return by_code(client, client.get(link), person, service)


def by_the_school(client, page, person, service):
    fields = html.document_fromstring(page.content.decode()).xpath(
        f"//form[@action='{address_of(service)}']"
    )[0]
    return come_back(client, service, claims(person.email), **dict(fields.form_values()))


def by_a_second_step(client, page, person, service):
    return with_a_step(client, by_password, page, person, service)


def by_the_school_and_a_second_step(client, page, person, service):
    return with_a_step(client, by_the_school, page, person, service)


def by_code_and_a_second_step(client, page, person, service):
    return with_a_step(client, by_code, page, person, service)


def with_a_step(client, way, page, person, service):
    TOTP.activate(person, SECRET)
    asked = way(client, page, person, service)
    assert asked["Location"] == reverse("mfa_authenticate")
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    return client.post(reverse("mfa_authenticate"), {"code": code})


WAYS = [
    by_password, by_a_second_step, by_code, by_code_after_a_mistake, by_code_on_second_thoughts, by_code_and_a_second_step,
    by_the_school, by_the_school_and_a_second_step,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_one_comes_to_the_page_one_wanted(client, service, teacher, way):
    page = client.get(client.get(reverse("earlier"))["Location"])
    assert way(client, page, teacher, service)["Location"] == reverse("earlier")
    assert is_in(client) == str(teacher.pk)


@pytest.mark.parametrize("way", WAYS)
def test_the_words_of_a_form_that_came_too_late_stand_in_it_again(client, service, lesson, way):
    bring_to("open", lesson)
    at = reverse("reply", args=[lesson.pk])
    form = {"draft-by": lesson.teacher.pk, "draft-at": at, "kind": "reply", "text": WORDS}
    page = client.post(at, form)
    assert page.status_code == 403

    assert way(client, page, lesson.teacher, service)["Location"] == at
    assert WORDS in client.get(at).content.decode()
    assert not Addition.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_somebody_else_who_comes_in_instead_never_sees_them(client, service, lesson, way):
    bring_to("open", lesson)
    at = reverse("reply", args=[lesson.pk])
    page = client.post(at, {"draft-by": lesson.teacher.pk, "draft-at": at, "kind": "reply", "text": WORDS})
    way(client, page, lesson.coach, service)

    assert is_in(client) == str(lesson.coach.pk)
    assert WORDS not in client.get(at).content.decode()


def test_too_often_everything_that_came_along_stays(client, lesson, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    bring_to("open", lesson)
    at = reverse("reply", args=[lesson.pk])
    page = client.post(at, {"draft-by": lesson.teacher.pk, "draft-at": at, "kind": "reply", "text": WORDS})
    [kept] = set(KEPT.findall(page.content.decode()))
    sent = {"login": lesson.teacher.email, "password": "fout", "kept_form": kept, "next": reverse("earlier")}
    for _time in range(2):
        often = client.post(reverse("account_login"), sent)

    html = often.content.decode()
    assert (often.status_code, kept in html, lesson.teacher.email in html) == (429, True, True)
    assert f'name="next" value="{reverse("earlier")}"' in html


def test_what_can_no_longer_be_put_back_is_no_longer_promised(client, lesson, time_machine):
    """On a device of many: who comes later did not write anything."""
    bring_to("open", lesson)
    at = reverse("reply", args=[lesson.pk])
    page = client.post(at, {"draft-by": lesson.teacher.pk, "draft-at": at, "kind": "reply", "text": WORDS})
    press(client, page, "Mail me een code", login=lesson.teacher.email)
    assert "woorden" in client.get(reverse("account_login")).content.decode()
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))

    assert "woorden" not in client.get(reverse("account_login")).content.decode()


# --- no page of somebody else's making ------------------------------------------------------------------


def addresses():
    """Every page of `account/`, with what its address needs."""
    values = {"provider_id": "0" * 32, "uidb36": "1", "key": "a-b"}
    found = get_resolver().reverse_dict
    for name in filter(lambda name: isinstance(name, str), found):
        [(form, wanted), *_others] = found[name][0]
        if form.startswith("account/"):
            yield reverse(name, kwargs={each: values[each] for each in wanted})


@pytest.mark.parametrize("send", ["get", "post"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_every_page_is_one_of_ours_in_words(client, teacher, send, is_signed_in):
    assert len(list(addresses())) > 15
    for address in addresses():
        who = Client()
        if is_signed_in:
            who.force_login(teacher)
        response = getattr(who, send)(address)
        if response.status_code in (302, 405):
            continue
        text = response.content.decode()
        assert response.status_code not in (401, 500), address
        assert "Meekijken</title>" in text, address
        assert not re.search(r"Sign Up|Sign In|Menu:|aanmelden\b", text, re.IGNORECASE) or "Log in" in text, (
            address
        )
