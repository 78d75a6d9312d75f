"""Words that come from the framework are Dutch on a Dutch page, and say *je* as the app does."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from checklists.models import Edition, JudgingWord
from people import stock_words
from people.models import User
from tests import factories
from tests.people.test_admin import change, newcomer, page_of

FORMAL = re.compile(r"\b(?:[Uu]|[Uu]w)\b")
ENGLISH = re.compile(
    r"\b(?:Pagination|Search|Filter by|Logout|Are you sure|would result|would require|more objects?|the|your|please)\b"
)


@pytest.fixture
def administrator(client, school, team):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    client.force_login(person)
    JudgingWord.objects.create(school=school, word="onrustig", language="nl")
    return person


def spoken(response):
    """What a page says to eyes and ears, without its scripts."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    for words in ('alt="Search"', "If disabled, the current password for this user will be lost."):
        html = html.replace(words, "")  # stand in Django itself, in no catalogue
    said = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', html)
    values = re.findall(r'<input[^>]*type="submit"[^>]*value="([^"]*)"', html)
    return " | ".join([re.sub(r"\s+", " ", strip_tags(html)), *said, *values])


def pages(school, person):
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_changelist") + "?q=niets"
        yield reverse(f"{name}_add")
        if model is not Edition and (row := model.objects.first()):  # an edition shows its English texts too
            yield reverse(f"{name}_change", args=[row.pk])
            yield reverse(f"{name}_history", args=[row.pk])
    yield reverse("admin:checklists_judgingword_delete", args=[JudgingWord.objects.get().pk])
    yield reverse("admin:auth_user_password_change", args=[person.pk])
    yield reverse("account_change_password")


def test_pages_of_the_administrator_and_of_a_password_say_je_and_are_dutch(
    client, administrator, school, team, edition
):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    read = 0
    for address in pages(school, colleague):
        response = client.get(address)
        if response.status_code == 200:
            read += 1
            text = spoken(response)
            found = [
                text[max(0, hit.start() - 60) : hit.end() + 60]
                for rule in (FORMAL, ENGLISH)
                for hit in rule.finditer(text)
            ]
            assert (address, found) == (address, [])
    assert read > 15


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_what_is_said_after_saving_says_je(client, administrator, school, button):
    added = client.post(reverse("admin:people_user_add"), newcomer(school) | {button: "1"}, follow=True)
    person = User.objects.get(name="Nieuw Bedacht")
    changed = client.post(page_of(person), change(person) | {button: "1"}, follow=True)

    for page in (added, changed):
        assert page.status_code == 200
        assert FORMAL.findall(spoken(page)) == []


def test_every_sentence_that_stands_here_is_one_of_django_and_has_its_own_dutch():
    """One that Django no longer has can go."""
    tree = ast.parse(Path(stock_words.__file__).read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)][1:]
    folder = Path(apps.get_app_config("admin").path).parent.parent
    known = "".join(
        re.sub(r'"\n"', "", path.read_text())
        for path in folder.glob("contrib/a*/locale/en/LC_MESSAGES/django.po")
    )

    assert len(texts) > 20
    assert [text for text in texts if text.replace('"', '\\"') not in known] == []
    with override("nl"):
        assert [text for text in texts if "%" not in text and gettext(text) == text] == []
