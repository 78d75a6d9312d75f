"""Pages that explain. All open without signing in."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from observations.next import STATIONS
from tests.home.conftest import words


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["about", "how"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_that_explain_are_there_for_everybody_in_both_languages(client, name, language):
    client.cookies["django_language"] = language

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.django_db
def test_about_says_what_it_is_not_and_names_the_article(client):
    client.cookies["django_language"] = "en"

    text = words(client.get(reverse("about")))

    assert "Meekijken is an independent conversation tool." in text
    assert "it is not the author’s own checklist" in text
    assert "It is not a validated test." in text
    assert (
        "Van Deursen, R. (2025, 18 december). De kracht van een veilige leeromgeving: hoe verbinding het verschil maakt."
        in text
    )


@pytest.mark.django_db
def test_about_cites_only_sources_that_stand_in_the_evidence(client, settings):
    evidence = (settings.BASE_DIR / "docs" / "evidence.md").read_text()

    dois = re.findall(r'href="https://doi.org/([^"]+)"', client.get(reverse("about")).content.decode())

    assert len(dois) == 11
    assert [doi for doi in dois if doi not in evidence] == []


@pytest.mark.django_db
def test_how_a_visit_goes_shows_the_seven_stations_in_their_order(client):
    client.cookies["django_language"] = "en"

    headings = re.findall(r"<h2>(.*?)</h2>", client.get(reverse("how")).content.decode())

    assert headings[:7] == ["Plan", "Before", "Look", "Look back", "Open together", "Keep", "Return"]
    assert len(STATIONS) == 7


@pytest.mark.parametrize("name", ["home", "about", "device", "me", "plan", "account_login", "pulse_enter"])
def test_no_page_loads_from_or_sends_to_anybody_else(client, teacher, name):
    if name != "account_login":
        client.force_login(teacher)
    reply = client.get(reverse(name))

    rules = [rule.split() for rule in reply.headers["Content-Security-Policy"].split(";") if rule.strip()]
    assert ["default-src", "'none'"] in rules
    allowed = {"'self'", "'none'", "data:"}
    assert [rule for rule in rules if not set(rule[1:]) <= allowed] == []
    loaded = re.findall(r'\b(?:src|action|formaction)="(?:https?:)?//[^"]*"', reply.content.decode())
    linked = re.findall(r'<link [^>]*href="(?:https?:)?//[^"]*"', reply.content.decode())
    assert loaded + linked == []


def test_the_looks_of_home_are_loaded_by_its_own_pages_only():
    folders = {
        path.parent.name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "css/home.css" in path.read_text("utf-8")
    }

    assert folders == {"home"}
