"""What a newcomer reads first is true: licence, index of decisions, and where the documents lead."""

import hashlib
import re
import tomllib

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
EUPL = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"  # docs/licences.md: where the text is from
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
