"""Both languages are whole: every sentence has its Dutch, and the compiled catalogue is the one that was
written."""

import ast
import os
import re
import shutil
import subprocess
import sys

import polib
from django.conf import settings

from tests.rooms import modules_of

CATALOGUE = settings.BASE_DIR / "locale" / "nl" / "LC_MESSAGES" / "django.po"
LEFT_OUT = shutil.ignore_patterns(".*", "var", "tests", "docs", "static", "*.mo")


def ids(catalogue):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def test_every_sentence_has_its_dutch_and_none_is_a_guess():
    catalogue = polib.pofile(CATALOGUE)

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_the_compiled_catalogue_is_the_written_one():
    written = polib.pofile(CATALOGUE)
    compiled = polib.mofile(CATALOGUE.with_suffix(".mo"))

    def texts(catalogue):
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr or tuple(entry.msgstr_plural.values())
            for entry in catalogue
            if not entry.obsolete
        }

    assert texts(compiled) == texts(written)


def test_nothing_in_code_or_templates_is_missing_from_the_catalogue(tmp_path):
    tree = shutil.copytree(settings.BASE_DIR, tmp_path / "tree", ignore=LEFT_OUT)
    before = ids(polib.pofile(CATALOGUE))

    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--no-location", "--no-wrap"],
        cwd=tree, check=True, capture_output=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path)},
    )  # fmt: skip

    assert ids(polib.pofile(tree / CATALOGUE.relative_to(settings.BASE_DIR))) == before


def test_no_text_stands_where_it_is_not_collected():
    """xgettext reads none that is asked for inside an f-string: it would stay English."""
    asks = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}
    hidden = [
        (path.name, text.lineno)
        for path in modules_of()
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for part in ast.walk(text)
        if isinstance(part, ast.Call) and getattr(part.func, "id", "") in asks
    ]
    assert hidden == []


def test_placeholders_survive_translation():
    holes = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    for entry in polib.pofile(CATALOGUE):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(holes.findall(text)) <= set(holes.findall(entry.msgid + entry.msgid_plural)), (
                    entry.msgid
                )
                if not entry.msgid_plural:
                    assert set(holes.findall(text)) == set(holes.findall(entry.msgid)), entry.msgid
