"""One name per thing: words that were mended do not come back (`terms.yaml`), and a need has one name and one
question everywhere."""

import re
from pathlib import Path

import polib
import pytest
import yaml
from django.conf import settings

from checklists.actions import CONTENT
from home.demo import TEXTS
from people import stock_words

TERMS = yaml.safe_load((Path(__file__).parent / "terms.yaml").read_text("utf-8"))
CATALOGUE = settings.BASE_DIR / "locale" / "nl" / "LC_MESSAGES" / "django.po"
NEWEST = max(CONTENT.glob("veilige-leeromgeving/*.yaml"), key=lambda path: int(path.stem))
LISTS = ("judging_words", "quote")  # words of others, or words to look for


def catalogue():
    return [entry for entry in polib.pofile(CATALOGUE) if not entry.obsolete]


def in_catalogue(language):
    """(where, text): Dutch stands in the catalogue, English is what it translates, where the words are ours
    and not the framework's."""
    stock = Path(stock_words.__file__).read_text("utf-8") if language == "en" else ""
    for entry in catalogue():
        if entry.msgid in stock:
            continue
        dutch = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in dutch if language == "nl" else [entry.msgid, entry.msgid_plural]:
            yield entry.msgid[:60], text


def leaves(tree, language, path=""):
    """(where, text) of every text of a content file in this language."""
    if isinstance(tree, list):
        tree = {
            str(row.get("key", number) if isinstance(row, dict) else number): row
            for number, row in enumerate(tree)
        }
    if isinstance(tree, dict):
        for key, branch in tree.items():
            if key not in LISTS and key != {"nl": "en", "en": "nl"}[language]:
                yield from leaves(branch, language, f"{path}.{key}")
    elif path.endswith(f".{language}"):
        yield path, str(tree)


def in_demo(language):
    """(where, text) of what people write in the demo; one visit of it is in English."""
    for path in sorted(TEXTS.glob("*.yaml")):
        if ("english" in path.stem) == (language == "en"):
            text = re.sub(r"(?m)^\s*#.*$", "", path.read_text("utf-8"))
            yield from ((path.stem, line) for line in text.splitlines())


def texts(language):
    yield from in_catalogue(language)
    yield from leaves(yaml.safe_load(NEWEST.read_text("utf-8")), language)
    yield from in_demo(language)


@pytest.mark.parametrize("language", TERMS)
def test_no_word_comes_back_that_was_mended(language):
    found = [
        f"{where}: {text!r}: say {term['say']!r}"
        for where, text in texts(language) for term in TERMS[language]
        if re.search(term["never"], re.sub(term.get("but", "(?!)"), "", text), re.IGNORECASE)
    ]  # fmt: skip

    assert found == []


def test_the_list_looks_where_words_stand():
    """Else it would find nothing, whatever came back."""
    for language in TERMS:
        assert len(list(in_catalogue(language))) > 1000
        assert len(list(leaves(yaml.safe_load(NEWEST.read_text("utf-8")), language))) > 300
        assert len(list(in_demo(language))) > 100


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.django_db
def test_a_need_has_one_name_and_one_question_everywhere(client, edition, language):
    """The page about the app and the page to sign in stand before any edition, so they hold the words
    themselves."""
    needs = yaml.safe_load(NEWEST.read_text("utf-8"))["themes"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    about, door = (plain(client.get(address)) for address in ("/about/", "/account/login/"))

    for need in needs:
        assert need["name"][language] in about
        assert need["question"][language] in about
        assert need["question"][language] in door


def plain(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
