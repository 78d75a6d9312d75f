"""What the letters say: every one, in both languages, to each who gets it; and where their links lead.

GOLDEN=write python -m pytest tests/letters/test_words.py      writes golden/letters-*.txt; look at the
difference
"""

import os
import re
from difflib import unified_diff
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from letters.words import ANYBODY, LETTERS, OWN
from observations.models import LedgerEntry, News
from tests.factories import PASSWORD
from tests.letters.every_letter import World, every_letter

KEPT = Path(__file__).parent / "golden"
LANGUAGES = ["nl", "en"]
LONG = "Maximiliaan-Alexander van den Bosch-Wijngaardenstein tot Oudshoorn"
TITLED = "dr. Wilhelmina Gerardina Constantia de Vries-Van Hooijdonk"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


ALWAYS = ("invited", "leaving", "closed", "staying")  # nobody chooses about these

KNOWN = {}  # what was told once is read by many tests


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def letters(edition, team, language):
    """All of them, as (name, message, who reads it), in this language."""
    return told_once(team, language)


def told_once(team, *facts):
    if facts not in KNOWN:
        KNOWN[facts] = list(every_letter(World.of(team, *facts)))
    return KNOWN[facts]


def links(letter):
    """In the order of the letter as text, which is also that of its HTML."""
    return re.findall(rf"(?m)^{re.escape(settings.SITE_URL)}(\S+)$", letter.body)


# --- the words ------------------------------------------------------------------------------------------


def test_each_letter_says_what_it_said(letters, language):
    found = {}
    for name, letter, reader in letters:
        found[name] = "\n".join([f"=== {name}", f"To: {reader.full_name}", f"Subject: {letter.subject}", *files(letter), "", plain(letter)])  # fmt: skip
    text, path = "\n".join(found[name] for name in sorted(found)), KEPT / f"letters-{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")

    kept = path.read_text(encoding="utf-8")
    diff = list(unified_diff(kept.splitlines(), text.splitlines(), path.name, "now", n=1, lineterm=""))
    assert not diff, "\n".join(["if this is meant: GOLDEN=write (see above)", *diff])


def plain(letter):
    body = letter.body.replace(settings.SITE_URL, "https://meekijken.example").replace("-- \n", "--\n")
    return UUID.sub("…", re.sub(r"/(letters/kind|welcome)/.*?/", r"/\1/…/", body))


def files(letter):
    """What it brings for a calendar, in a line."""
    says = [re.findall(r"(?m)^(?:METHOD|SEQUENCE|STATUS|SUMMARY):(.*?)\r?$", other.content) for other in letter.alternatives[1:]]  # fmt: skip
    return [f"Calendar: {', '.join(words)}" for words in says]


def test_every_kind_and_every_voice_has_a_letter_that_is_sent(letters):
    """And no words stand there that nobody gets."""
    sent = {name for name, _letter, _reader in letters}

    assert {words_of(name) for name in sent} == set(LETTERS)
    assert {kind for kind, _voice in LETTERS} == set(News)


def words_of(name):
    kind, *voices = name.split("-")
    voice = voices[0]  # own, alone, or who reads it
    if voice == "forgotten" and voices[-1] == "teacher":
        voice = OWN
    return (News(kind), voice) if (kind, voice) in LETTERS else (News(kind), ANYBODY)


def test_a_letter_says_nothing_of_what_somebody_wrote_and_leaves_no_place_empty(letters):
    for name, letter, _reader in letters:
        for text in (letter.subject, letter.body, letter.alternatives[0].content):
            words = re.sub(r"<style>.*</style>", "", text, flags=re.S)
            assert not re.search(r"Watermerk|[{}]|%\(|None|!", words.replace("<!doctype", "")), (name, words)
        for other in letter.alternatives[1:]:
            assert "Watermerk" not in other.content


def test_a_message_is_mentioned_where_there_is_one(edition, team):
    said = {name: letter.body for name, letter, _reader in told_once(team, "en")}

    assert "Coba also left a message for you. You read it after signing in." in said["proposed-teacher"]
    assert [name for name, body in said.items() if "left a message" in body] == ["proposed-teacher"]


def test_its_html_says_the_same_in_the_same_order(letters):
    for name, letter, _reader in letters:
        html = letter.alternatives[0].content
        assert re.findall(r'href="([^"]+)"', html) == [settings.SITE_URL + link for link in links(letter)]
        said = re.sub(r"<[^>]+>", " ", html[html.index('role="main"') :])
        said = re.sub(r"\s+", " ", unescape(said)).replace(" ,", ",")
        lines = [line.removesuffix(":") for line in letter.body.splitlines() if line.strip(" -") and "://" not in line]  # fmt: skip
        places = [said.find(line) for line in lines]
        assert places == sorted(places), name
        assert -1 not in places, (name, lines, said)


def test_a_subject_fits_on_a_phone(letters):
    assert [letter.subject for _name, letter, _reader in letters if len(letter.subject) > 60] == []


def test_with_a_long_name_the_subject_has_the_short_one_and_the_letter_all_of_it(edition, team, language):
    """Whom people call by all of a long name is called so in a subject too; nothing is cut."""
    for name, letter, _reader in told_once(team, language, LONG, TITLED):
        if TITLED not in letter.subject:
            assert len(letter.subject) <= 60, (name, letter.subject)
        if letter.subject not in letter.body:
            assert "Maximiliaan-Alexander" in letter.subject
            assert LONG in letter.body


# --- where its links lead -----------------------------------------------------------------------------


def test_each_answer_has_one_way_of_its_own(letters):
    for name, letter, _reader in letters:
        ways, foot = links(letter), [] if name.startswith(ALWAYS) else links(letter)[-2:]
        assert len(ways) == len(set(ways)), name
        assert [link.startswith("/letters/kind/") for link in foot] == [True, False][: len(foot)], name
        ways = ways[: len(ways) - len(foot)]
        if name in ("proposed-teacher", "moved-teacher", "moved-coach"):
            assert len(ways) == 3
        elif name.startswith("proposed-coach"):
            assert len(ways) in (2, 3)  # a lesson that was recorded keeps its moment
        else:
            assert len(ways) == (not name.startswith(("deleted", "declined-own"))), name


@pytest.mark.slow
def test_each_link_leads_to_the_thing_itself_and_changes_nothing(edition, team, language):
    """That a colleague read what was shared is noted for the teacher, as ever (docs/adr/0027)."""
    for name, letter, reader in every_letter(World.of(team, language)):
        client = Client()
        if reader.has_usable_password():
            client.force_login(reader)
            client.get(reverse("about"))  # that somebody was here today is noted at the first page
        before = rows()
        for link in links(letter):
            page = client.get(link)
            assert page.status_code == 200, (name, link)
            html = page.content.decode()
            assert f'<html lang="{language}"' in html or reader.password.startswith("!"), (name, link)
            place = urlsplit(link).fragment
            assert not place or f'id="{place}"' in html, (name, link)
        after = rows()
        changed = [model for model, kept in before.items() if after[model] != kept]
        assert changed == ([LedgerEntry] if name.startswith("released") else []), name


def rows():
    """All there are."""
    models = [model for model in apps.get_models() if model._meta.app_label != "checklists"]
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.slow
def test_each_link_survives_signing_in(edition, team):
    for name, letter, reader in every_letter(World.of(team, "nl")):
        if not reader.has_usable_password():
            continue
        for link in links(letter):
            client, parts = Client(), urlsplit(link)
            asked = client.get(link)
            if link.startswith("/letters/kind/"):  # to be rid of it nobody need sign in
                assert asked.status_code == 200
                continue
            sign_in = urlsplit(asked["Location"])
            assert (asked.status_code, sign_in.path) == (302, reverse("account_login")), (name, link)
            there = parse_qs(sign_in.query).get("next", ["/"])[0]
            assert there == parts._replace(fragment="").geturl()
            typed = {"login": reader.email, "password": PASSWORD, "next": there}
            came = client.post(sign_in.path, typed)
            assert (came.status_code, came["Location"]) == (302, there), (name, link)
            assert resolve(there)
