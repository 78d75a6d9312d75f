"""One's own sign-ins: which device, by which way, since when; signing out there, and everywhere but here."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from people import invitations
from people.audit import AuditEvent, Done
from people.sessions import SignedIn
from signing_in import devices
from signing_in.places import number_of, places
from tests import factories
from tests.signing_in.there import claims, come_back, start

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"


def browser(user_agent=WINDOWS):
    return Client(headers={"user-agent": user_agent})


def comes_in(person, user_agent=WINDOWS):
    """Somebody at a device, with the password."""
    client = browser(user_agent)
    sent = {"login": person.email, "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), sent).status_code == 302
    return client


def read(client):
    """The lines of the list, as they are read."""
    page = html.document_fromstring(client.get(reverse("ways")).content.decode())
    return [" ".join(line.text_content().split()) for line in page.xpath("//section[@id='places']//li")]


def button(client, number=0):
    page = html.document_fromstring(client.get(reverse("ways")).content.decode())
    return page.xpath("//section[@id='places']//li//form/@action")[number]


def is_in(client):
    return client.get(reverse("about")).headers.get("X-Person") is not None


@pytest.fixture
def phone(teacher):
    with time_machine.travel("2026-11-23 09:05:00+01:00", tick=False):
        yield comes_in(teacher, IPHONE)


@pytest.fixture
def here(phone, teacher):
    with time_machine.travel("2026-11-27 14:30:00+01:00", tick=False):
        yield comes_in(teacher)


def test_each_device_is_there_with_way_and_moment_and_this_one_comes_first(here):
    first, second = read(here)

    assert first == "Chrome op Windows (hier) Sinds vrijdag 27 november 14.30 uur, met je wachtwoord"
    assert second == (
        "Safari op een iPhone Sinds maandag 23 november 09.05 uur, met je wachtwoord Log daar uit"
    )


def test_nobody_else_is_in_it(here, coach):
    comes_in(coach, IPHONE)

    assert len(read(here)) == 2


def test_no_key_of_a_session_stands_on_the_page(here):
    page = here.get(reverse("ways")).content.decode()

    assert [key for key in Session.objects.values_list("pk", flat=True) if key in page] == []


def test_signing_out_there_ends_that_one_and_twice_is_once(here, phone):
    address = button(here)
    for _press in range(2):
        assert here.post(address)["Location"] == reverse("ways")

    assert (is_in(phone), is_in(here)) == (False, True)
    assert len(read(here)) == 1
    assert SignedIn.objects.count() == 1


def test_nobody_signs_out_somebody_else(here, coach):
    theirs = comes_in(coach)
    here.post(reverse("sign_out_there", args=[number_of(theirs.session.session_key)]))

    assert is_in(theirs)


def test_signing_out_everywhere_but_here(here, phone, teacher, coach):
    theirs = comes_in(coach)
    for _press in range(2):
        assert here.post(reverse("sign_out_elsewhere"))["Location"] == reverse("ways")

    assert [is_in(one) for one in (here, phone, theirs)] == [True, False, True]
    assert AuditEvent.objects.filter(about=teacher, what=Done.SIGNED_OUT, by=teacher).count() == 1
    assert "logde uit op alle andere apparaten." in here.get(reverse("own_log")).content.decode()


def test_what_no_longer_opens_anything_is_not_in_it(here, teacher, phone):
    sent = {
        "oldpassword": factories.PASSWORD,
        "password1": "een-heel-ander-woord",
        "password2": "een-heel-ander-woord",
    }
    assert here.post(reverse("account_change_password"), sent).status_code == 302
    assert not is_in(phone)

    assert len(read(here)) == 1


def test_what_has_run_out_is_not_in_it(here, phone):
    Session.objects.filter(pk=phone.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )

    assert len(read(here)) == 1


def test_another_secret_key_takes_nothing_from_the_list(here, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-one" * 5, [settings.SECRET_KEY]

    assert len(read(here)) == 2


def test_who_came_by_the_link_of_an_invitation(school):
    person = factories.make_person("Noor Fictief", school=school, password=None)
    type(person).objects.filter(pk=person.pk).update(invited_at=timezone.now())
    client, token = browser(), invitations.token(type(person).objects.get(pk=person.pk))
    chosen = {"password1": "een-heel-ander-woord", "password2": "een-heel-ander-woord"}
    assert client.post(reverse("welcome", args=[token]), chosen).status_code == 302

    [line] = read(client)
    assert line.endswith("via je uitnodiging")


def test_a_session_that_says_nothing_of_its_beginning_is_in_it_too(client, teacher):
    """Of before it was kept."""
    client.force_login(teacher)

    assert read(client) == ["Een apparaat waar we niet meer van weten (hier)"]


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([{"method": "socialaccount"}], "with your school account"),
        ([{"method": "socialaccount"}, {"method": "mfa", "type": "totp"}], "with your school account and a second step"),
        ([{"method": "code"}], "with a code by e-mail"),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], "with a passkey"),
        ([{"method": "password"}, {"method": "code", "reauthenticated": True}], "with your password"),
        ([{"method": "something new"}], ""),
    ],
)  # fmt: skip
def test_by_which_way(client, teacher, english, records, words):
    client.force_login(teacher)
    session = client.session
    session["account_authentication_methods"] = [{"at": 1795000000.0, **row} for row in records]
    session.save()

    [place] = places(teacher)
    assert (place.way, place.since.year) == (words, 2026)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS, "Chrome on Windows"),
        (f"{WINDOWS} Edg/143.0.0.0", "Edge on Windows"),
        (IPHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome on an iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari on a Mac or iPad"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36", "Samsung Internet on a phone or tablet with Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("curl/8.14.1", "A device we do not know more about"),
        ("", "A device we do not know more about"),
    ],
)  # fmt: skip
def test_a_device_in_words(english, user_agent, words):
    assert devices.said(devices.seen(user_agent)) == words


def test_of_the_browser_only_these_words_are_kept(teacher):
    client = comes_in(teacher, f"{WINDOWS} Geheim/1")

    assert client.session["device"] == ["Chrome", "windows"]
    assert "Geheim" not in str(dict(client.session))


def test_the_list_is_one_question_however_many_there_are(teacher, django_assert_num_queries):
    client = comes_in(teacher)
    for _time in range(4):
        comes_in(teacher, IPHONE)
    with django_assert_num_queries(1):
        assert len(places(teacher, client.session.session_key)) == 5


# --- and the school's service, which still knows who was there ------------------------------------------


@pytest.mark.parametrize(
    "first", ["home", "account_login", None], ids=["start page", "sign-in page", "at once"]
)
@pytest.mark.parametrize("ends", ["from elsewhere", "another password"])
def test_who_is_next_at_a_device_that_was_signed_out_is_asked_who_they_are(service, teacher, first, ends):
    tablet, mine = browser(IPHONE), comes_in(teacher)
    come_back(tablet, service, claims(teacher.email))
    assert is_in(tablet)
    if ends == "from elsewhere":
        mine.post(button(mine))
    else:
        sent = {"oldpassword": factories.PASSWORD, "password1": "een-heel-ander-woord", "password2": "een-heel-ander-woord"}  # fmt: skip
        mine.post(reverse("account_change_password"), sent)

    if first:
        tablet.get(reverse(first))
    assert "login" in parse_qs(urlsplit(start(tablet, service)).query).get("prompt", [])


def test_who_was_never_here_is_not_asked_twice(client, service):
    client.get(reverse("home"))
    client.get(reverse("account_login"))

    assert "prompt" not in parse_qs(urlsplit(start(client, service)).query)
    assert "prompt" not in parse_qs(urlsplit(start(client, service)).query)


def test_what_was_longer_ago_is_folded(teacher):
    client = comes_in(teacher)
    for _time in range(7):
        comes_in(teacher, IPHONE)
    page = html.document_fromstring(client.get(reverse("ways")).text)

    assert len(page.xpath("//section[@id='places']//details//li")) == 2
    assert len(read(client)) == 8
