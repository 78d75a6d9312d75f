"""Guessing is limited, and who guesses closes the door for nobody else: with the cache that a school runs
with."""

import base64
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as real
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from config.settings import proxies, shared_cache
from people.limits import Count
from tests import factories

MOST_WRONG, MOST_WRONG_HERE, MOST_TRIES = 5, 30, 120  # per account, per address, right or wrong
HERE, THERE, PROXY = "203.0.113.7", "198.51.100.9", "10.0.0.1"


@pytest.fixture(autouse=True)
def one_moment(time_machine):
    """The limits hold for a minute; on a busy machine a test may take longer."""
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def sign_in(client, address, password=factories.PASSWORD, *, seen=HERE, **headers):
    """As a proxy passes it on: what the visitor claims, then the address that the proxy saw."""
    claimed = headers.pop("claimed", "")
    forwarded = f"{claimed}, {seen}" if claimed else seen
    return client.post(
        reverse("account_login"), {"login": address, "password": password},
        REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded, **headers,
    )  # fmt: skip


def guess(client, times, **how):
    """Wrong passwords for as many accounts; the last page."""
    for number in range(times):
        response = sign_in(client, f"niemand.{number}@school.example", "fout", **how)
    return response


def is_in(client):
    return "_auth_user_id" in client.session


def is_closed(response):
    """Said, and not only ready for a passkey that is tried too often (_passkey_said.html)."""
    html = response.content.decode()
    return html.count("in korte tijd") > html.count('data-passkey-said="busy"')


def test_the_suite_counts_in_the_cache_that_a_school_runs_with():
    assert isinstance(caches["default"], DatabaseCache)
    assert real.CACHES["default"]["LOCATION"] == Count._meta.db_table


def test_guessing_from_one_address_closes_it_and_no_other(client, teacher, behind_a_proxy):
    assert not is_closed(guess(client, MOST_WRONG_HERE))
    assert is_closed(guess(client, 1))
    assert is_closed(sign_in(client, teacher.email))

    sign_in(client, teacher.email, seen=THERE)
    assert is_in(client)


def test_what_a_visitor_claims_to_be_opens_nothing(client, teacher, behind_a_proxy):
    for number in range(MOST_WRONG_HERE):
        sign_in(client, f"niemand.{number}@school.example", "fout", claimed=f"192.0.2.{number}")

    assert is_closed(sign_in(client, teacher.email, claimed=THERE))
    assert not is_in(client)


def test_without_a_proxy_the_header_is_not_believed(client, teacher):
    for number in range(MOST_WRONG_HERE):
        guess(client, 1, seen=f"192.0.2.{number}")

    assert is_closed(sign_in(client, teacher.email, seen=THERE))


def test_a_header_of_the_proxy_can_tell_the_address(client, teacher, settings):
    settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
    guess(client, MOST_WRONG_HERE, HTTP_X_REAL_IP=HERE)

    assert is_closed(sign_in(client, teacher.email, HTTP_X_REAL_IP=HERE))
    sign_in(client, teacher.email, HTTP_X_REAL_IP=THERE)
    assert is_in(client)


def test_a_network_of_the_new_kind_is_one_address(client, teacher, behind_a_proxy):
    for number in range(MOST_WRONG_HERE):
        guess(client, 1, seen=f"2001:db8:1:2::{number:x}")

    assert is_closed(sign_in(client, teacher.email, seen="2001:db8:1:2:ffff::1"))
    sign_in(client, teacher.email, seen="2001:db8:1:3::1")
    assert is_in(client)


def test_one_account_closes_from_everywhere_and_the_others_stay_open(client, teacher, coach, behind_a_proxy):
    for number in range(MOST_WRONG):
        sign_in(client, teacher.email.upper(), "fout", seen=f"192.0.2.{number}")

    closed = sign_in(client, teacher.email, seen=THERE)
    assert (is_closed(closed), f'value="{teacher.email}"' in closed.content.decode()) == (True, True)
    sign_in(client, coach.email)
    assert is_in(client)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Wacht een minuut"), ("en", "Wait a minute")], ids=["Dutch", "English"]
)
def test_a_busy_place_is_told_what_to_do_and_keeps_what_was_typed(client, teacher, language, words):
    client.post(reverse("language"), {"language": language})
    for _time in range(MOST_TRIES):
        sign_in(client, "")

    response = sign_in(client, teacher.email)

    html = response.content.decode()
    assert (response.status_code, words in html, is_in(client)) == (429, True, False)
    assert (f'value="{teacher.email}"' in html, factories.PASSWORD in html) == (True, False)


def test_a_study_day_signs_in_from_one_address(client, teacher, behind_a_proxy):
    for _colleague in range(40):
        client.logout()
        sign_in(client, teacher.email)
        assert is_in(client)


def test_links_are_limited_and_the_address_stays_in_the_field(client, teacher):
    replies = [client.post(reverse("account_reset_password"), {"email": teacher.email}) for _time in range(6)]

    assert [reply.status_code for reply in replies] == [302] * 5 + [429]
    assert len(mail.outbox) == 5
    assert is_closed(replies[-1])
    assert f'value="{teacher.email}"' in replies[-1].content.decode()


def test_a_whole_team_asks_for_a_link_from_one_address(client, team):
    people = [factories.make_person(f"Collega {number}", team=team, role="teacher") for number in range(25)]
    for person in people:
        client.post(reverse("account_reset_password"), {"email": person.email})

    assert len({letter.to[0] for letter in mail.outbox}) == len(people)


def test_who_changes_the_password_too_often_is_told_in_the_own_language(client, teacher):
    client.force_login(teacher)
    page = reverse("account_change_password")

    replies = [client.post(page, {"oldpassword": "fout"}) for _time in range(6)]

    assert replies[-1].status_code == 429
    assert is_closed(replies[-1])
    assert f'href="{page}"' in replies[-1].content.decode()
    assert client.get(page).status_code == 200


def test_counts_that_had_their_time_are_forgotten_every_hour(client, teacher):
    guess(client, 3)
    kept = Count.objects.count()
    Count.objects.create(cache_key="lang geleden", value="", expires=timezone.now() - timedelta(minutes=1))

    call_command("hourly")

    assert kept > 3
    assert Count.objects.count() == kept
    Count.objects.update(expires=timezone.now() - timedelta(seconds=1))
    call_command("hourly")
    assert not Count.objects.exists()


@pytest.mark.django_db
def test_a_mistyped_address_stands_there_only_as_a_fingerprint(client):
    sign_in(client, "per.ongeluk@school.example", "fout")
    client.post(reverse("account_reset_password"), {"email": "per.ongeluk@school.example"})

    kept = " ".join(f"{row.cache_key} {base64.b64decode(row.value)}" for row in Count.objects.all())
    assert kept
    assert "per.ongeluk" not in kept


# --- what the environment says --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "https", "found"),
    [
        ({}, False, (0, None)),
        ({"TRUSTED_PROXIES": "1"}, True, (1, None)),
        ({"TRUSTED_PROXIES": "2"}, False, (2, None)),
        ({"CLIENT_IP_HEADER": "X-Real-IP"}, True, (0, "X-Real-IP")),
        ({"CLIENT_IP_HEADER": ""}, False, (0, None)),
    ],
)
def test_proxies(monkeypatch, environment, https, found):
    set_only(monkeypatch, environment)
    assert proxies(https) == found


@pytest.mark.parametrize(
    ("environment", "https"),
    [
        ({}, True),
        ({"TRUSTED_PROXIES": "0"}, True),
        ({"TRUSTED_PROXIES": ""}, False),
        ({"TRUSTED_PROXIES": "-1"}, False),
        ({"TRUSTED_PROXIES": "yes"}, False),
        ({"TRUSTED_PROXIES": "²"}, False),
        ({"TRUSTED_PROXIES": "10"}, False),
        ({"TRUSTED_PROXIES": "1", "CLIENT_IP_HEADER": "X-Real-IP"}, True),
        ({"CLIENT_IP_HEADER": "X-Forwarded-For"}, True),
        ({"CLIENT_IP_HEADER": "HTTP_X_REAL_IP"}, True),
        ({"CLIENT_IP_HEADER": "X-Real-IP: 1"}, True),
    ],
)
def test_what_makes_no_sense_stops_the_start(monkeypatch, environment, https):
    set_only(monkeypatch, environment)
    with pytest.raises(ImproperlyConfigured):
        proxies(https)


def set_only(monkeypatch, environment):
    for name in ("TRUSTED_PROXIES", "CLIENT_IP_HEADER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_the_settings_read_the_environment(tmp_path):
    env = {
        "VAR_DIR": str(tmp_path),
        "HTTPS": "1",
        "TRUSTED_PROXIES": "2",
        "CACHE_URL": "redis://:geheim@localhost/3",
    }
    asked = (
        "from config import settings as s; "
        "print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.ALLAUTH_TRUSTED_CLIENT_IP_HEADER, s.CACHES['default']['LOCATION'])"
    )

    out = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | env,
        cwd=real.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert out.stdout.strip() == "2 None redis://:geheim@localhost/3"


@pytest.mark.parametrize(
    "url", ["redis://localhost:6379/1", "rediss://redis.example/0", "unix:///run/redis.sock"]
)
def test_redis_by_its_address(settings, url):
    settings.CACHES = {"default": shared_cache(url)}
    assert isinstance(caches["default"], RedisCache)
    assert caches["default"]._cache._lib.from_url(url)  # the client is there; nothing is asked


def test_another_cache_stops_the_start_and_its_password_is_not_told():
    with pytest.raises(ImproperlyConfigured) as told:
        shared_cache("memcached://:geheim@localhost")
    assert "geheim" not in str(told.value)
