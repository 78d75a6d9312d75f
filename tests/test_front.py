"""What a newcomer reads first is true: licence, index of decisions, and where the documents lead."""

import hashlib
import re
import tomllib

import pytest
from django.conf import settings

from tests.test_promises import is_there as is_in_the_program

ROOT = settings.BASE_DIR
# docs/licences.md: where the text is from
EUPL = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def documents():
    """Every document, from the top of the project."""
    found = [page for place in ("*.md", "docs/**/*.md", "static/*/*.md") for page in ROOT.glob(place)]
    return sorted(str(page.relative_to(ROOT)) for page in found)


def test_the_licence_is_the_official_text_and_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == EUPL
    assert (project["license"], project["license-files"]) == ("EUPL-1.2", ["LICENSE"])


@pytest.mark.parametrize("name", documents())
def test_every_link_of_a_document_leads_to_a_file(name):
    folder = (ROOT / name).parent
    assert [link for link in LINK.findall((ROOT / name).read_text()) if not (folder / link).exists()] == []


def test_every_decision_is_in_the_index_by_its_own_title():
    folder, lines = ROOT / "docs" / "adr", []
    for page in sorted(folder.glob("[0-9]*.md")):
        number, title = re.match(r"# (\d+)\. (.+)", page.read_text()).groups()
        lines.append(f"- [{number:0>4}]({page.name}) {title}")

    assert re.findall(r"^- .+", (folder / "README.md").read_text(), re.MULTILINE) == lines


# --- what a newcomer is led to ------------------------------------------------------------------------

CODE, WHOLE = re.compile(r"`([^`\s]+)`"), re.compile(r"[\w./-]+$")  # no pattern, no `module:name`
TOPS = {page.name for page in ROOT.iterdir()}
SCREEN, WIDTH = 60, 110  # lines, characters


def of_today(name):
    """Not the decisions, which tell what was so on their day; nor the evidence, where `pulse.can` is a
    sentence."""
    return not name.startswith("docs/adr/0") and name != "docs/evidence.md"


def named(name):
    """Files, folders and Python names that a document mentions as code; not what is made while running, in
    `var/`."""
    words = [word.partition("::")[0] for word in CODE.findall((ROOT / name).read_text())]
    return [word for word in words if WHOLE.match(word) and re.split(r"[./]", word)[0] in TOPS - {"var"}]


@pytest.mark.parametrize("name", [name for name in documents() if of_today(name)])
def test_every_file_and_name_that_a_document_mentions_is_there(name):
    assert [word for word in named(name) if not is_there(word)] == []


def is_there(word):
    return (ROOT / word).exists() or ("/" not in word and is_in_the_program(word))


def test_each_room_has_the_files_that_its_row_names():
    rows = re.findall(r"^\| `(\w+)/` \| (.+) \|$", (ROOT / "docs" / "where.md").read_text(), re.MULTILINE)
    missing = [(room, word) for room, row in rows for word in CODE.findall(row) if not is_in(room, word)]

    assert rows
    assert missing == []


def is_in(room, word):
    return "." not in word or (ROOT / room / word).exists() or (ROOT / word).exists()


def test_what_one_wants_to_change_has_its_file_and_its_test():
    page = (ROOT / "docs" / "where.md").read_text().partition("## I want to")[2]
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]

    assert rows
    assert [
        row[0] for row in rows if len(row) != 3 or not CODE.search(row[1]) or "`tests/" not in row[2]
    ] == []


def test_the_first_page_fits_one_screen():
    lines = (ROOT / "README.md").read_text().splitlines()
    assert len(lines) <= SCREEN


@pytest.mark.parametrize("name", documents())
def test_documents_are_wrapped(name):
    """Longer is only what cannot be broken: a row of a table, code, a heading, a line that leads
    elsewhere."""
    text = re.sub(r"^```.*?^```", "", (ROOT / name).read_text(), flags=re.MULTILINE | re.DOTALL)
    loose = [
        line for line in text.splitlines() if not line.startswith(("|", "#", "    ")) and "](" not in line
    ]
    assert [line for line in loose if len(line) > WIDTH] == []
