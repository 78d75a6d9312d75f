"""What the server gives a device to work without a network."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from administration import emptying
from home.views import device
from observations import actions
from people.models import User
from tests import factories
from tests.home.conftest import words


def facts_of(response):
    """The constants in front of the service worker's code."""
    found = re.findall(r"^const (\w+) = (.*);$", response.content.decode(), re.MULTILINE)
    return {name: json.loads(value) for name, value in found[:5]}


def test_the_worker_is_served_fresh_at_the_root_with_files_that_exist(client):
    response = client.get("/sw.js")

    facts = facts_of(response)
    assert response["Content-Type"] == "text/javascript"
    assert "no-cache" in response["Cache-Control"]
    assert [path for path in facts["FILES"] if not finders.find(path.removeprefix("/static/"))] == []
    assert (facts["STATIC"], facts["DEVICE"], facts["PATIENCE"]) == ("/static/", "/device/?kept", 4000)


def test_the_worker_changes_when_a_file_of_a_page_changes(monkeypatch, tmp_path):
    names, before = device.files.__wrapped__()
    for name in [*names, "js/worker.js"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((device.ROOT / name).read_bytes())
    monkeypatch.setattr(device, "ROOT", tmp_path)
    assert device.files.__wrapped__()[1] == before

    (tmp_path / "js/rows.js").write_text("// another")

    assert device.files.__wrapped__()[1] != before


def test_the_manifest_has_icons_that_exist(client):
    manifest = client.get(reverse("manifest")).json()

    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_a_page_says_whose_it_is_and_a_kept_device_page_names_nobody(client, coach):
    assert "X-Person" not in client.get(reverse("about")).headers
    client.force_login(coach)

    home = client.get(reverse("home"))
    assert (home["X-Person"], home["Cache-Control"]) == (str(coach.pk), "no-store")
    assert str(coach.pk) in client.get(reverse("device")).content.decode()
    kept = client.get(reverse("device") + "?kept").content.decode()
    assert str(coach.pk) not in kept
    assert coach.short_name not in kept


@pytest.mark.parametrize("query", ["", "?kept"])
def test_who_is_not_signed_in_is_not_told_that_nothing_is_here(client, query):
    """Only the device knows, and it shows what it has where there is no network."""
    page = words(client.get(reverse("device") + query))
    assert ("Er is niemand ingelogd." in page) == (not query)
    assert ("alles wat je hier schreef" in page) == bool(query)


@pytest.mark.parametrize(("days", "is_offered"), [(0, True), (6, True), (8, False)])
def test_visits_of_the_coming_week_are_offered_to_keep(client, edition, teacher, coach, days, is_offered):
    lesson = factories.make_lesson(
        teacher, coach=coach, start=timezone.now() + timedelta(days=days), end=None
    )

    for person, name in ((coach, "look"), (teacher, "look_back")):
        client.force_login(person)
        html = client.get(reverse("home")).content.decode()
        assert (f'data-keep="{reverse(name, args=[lesson.pk])}"' in html) == is_offered


def test_proposals_and_accounts_that_are_ready_are_not_offered_to_keep(client, edition, teacher, coach):
    factories.make_lesson(teacher, coach=coach, by=coach)
    done = factories.make_lesson(teacher, coach=coach)
    actions.mark_ready(lesson=done, by=coach)
    client.force_login(coach)

    assert "data-keep" not in client.get(reverse("home")).content.decode()


def test_a_device_that_knows_somebody_is_told_what_to_keep_no_longer(client, coach):
    """Without signing in, and about nobody whose id it does not know."""
    address = reverse("device_left", args=[coach.pk])
    assert client.get(address).json() == {"pages": False, "words": False}
    User.objects.filter(pk=coach.pk).update(leaves_on=coach.today, closed_at=timezone.now())
    assert client.get(address).json() == {"pages": True, "words": False}
    emptying.empty(coach)
    assert client.get(address).json() == {"pages": True, "words": True}
    unknown = reverse("device_left", args=[uuid.uuid4()])
    assert client.get(unknown).json() == {"pages": False, "words": False}
