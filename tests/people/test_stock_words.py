"""Words that come from the framework are Dutch on a Dutch page, and say *je* as the app does."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from people import stock_words
from tests import factories
from tests.test_access_table import OTHER, of_no_row

FORMAL = re.compile(r"\b(?:[Uu]|[Uu]w)\b")
ENGLISH = re.compile(
    r"\b(?:Pagination|Search|Filter by|Logout|Are you sure|would result|would require|more objects?|the|your|please)\b"
)


def spoken(response):
    """What a page says to eyes and ears, without its scripts."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    said = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', html)
    values = re.findall(r'<input[^>]*type="submit"[^>]*value="([^"]*)"', html)
    return " | ".join([re.sub(r"\s+", " ", strip_tags(html)), *said, *values])


def pages(person):
    yield from (reverse(name) for name in of_no_row() if OTHER[name] == (302, "administrators"))
    yield from (reverse(name, args=[person.pk]) for name in ("person", "person_change"))
    yield reverse("account_change_password")


def test_pages_of_the_administrator_and_of_a_password_say_je_and_are_dutch(client, school, team, edition):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    colleague, read = factories.make_person("Sam Bedacht", team=team, role="teacher"), 0
    for address in pages(colleague):
        response = client.get(address)
        assert response.status_code == 200
        read += 1
        text = spoken(response)
        found = [
            text[max(0, hit.start() - 60) : hit.end() + 60]
            for rule in (FORMAL, ENGLISH)
            for hit in rule.finditer(text)
        ]
        assert (address, found) == (address, [])
    assert read > 10


def test_every_sentence_that_stands_here_is_one_of_django_and_has_its_own_dutch():
    """One that Django no longer has can go."""
    tree = ast.parse(Path(stock_words.__file__).read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)][1:]
    folder = Path(apps.get_app_config("auth").path).parent.parent
    known = "".join(
        re.sub(r'"\n"', "", path.read_text())
        for path in folder.glob("contrib/a*/locale/en/LC_MESSAGES/django.po")
    )

    assert len(texts) == 7
    assert [text for text in texts if text.replace('"', '\\"') not in known] == []
    with override("nl"):
        assert [text for text in texts if "%" not in text and gettext(text) == text] == []
