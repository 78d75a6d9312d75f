"""Our scripts as they are sent: shorter, and the same program (the browser tests run them in this form)."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from config.storage import HashedStaticFiles, as_sent

SOURCES = Path(settings.BASE_DIR) / "static"
SCRIPTS = sorted(SOURCES.glob("js/*.js"))


@pytest.fixture
def collected(tmp_path):
    """Where each of our scripts, and one of others, lies after it was collected."""
    names = [str(path.relative_to(SOURCES)) for path in [*SCRIPTS, SOURCES / "vendor/idb/idb.js"]]
    source, storage = FileSystemStorage(SOURCES), HashedStaticFiles(location=tmp_path)
    shutil.copytree(SOURCES, tmp_path, dirs_exist_ok=True)
    done = list(storage.post_process({name: (source, name) for name in names}))
    assert not [each for *_, each in done if isinstance(each, Exception)]
    return {name: tmp_path / storage.stored_name(name) for name in names}


def test_scripts_go_without_comments_and_ask_for_files_that_are_there(collected):
    for name, path in collected.items():
        sent = path.read_text()
        asked = re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+)""", sent)
        assert all((path.parent / other).resolve().is_file() for other in asked), name
        if name.startswith("js/"):
            assert not re.search(r"^\s*(//|/\*)", sent, re.MULTILINE), name


def test_a_script_of_others_goes_as_it_came(collected):
    name = "vendor/idb/idb.js"
    assert collected[name].read_text() == (SOURCES / name).read_text()


@pytest.mark.parametrize(
    ("script", "sent"),
    [
        ("// said\nconst a = `b  // c`;", "const a=`b  // c`;"),
        ("const a = /[/]\\/\\/ b/u;", "const a=/[/]\\/\\/ b/u;"),
        ('const a = "/* b */  c";', 'const a="/* b */  c";'),
        ("a()\n[b].c()", "a()\n[b].c()"),
    ],
)
def test_words_patterns_and_line_ends_that_count_stay(script, sent):
    assert as_sent(script) == sent


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_template_stands_inside_another(script):
    """The one thing that would be shortened wrongly."""
    assert not re.search(r"`[^`]*\$\{[^}`]*`", script.read_text())


@pytest.mark.parametrize("sheet", sorted(SOURCES.glob("css/*.css")), ids=lambda path: path.name)
def test_how_thick_a_line_is_stands_by_itself(sheet):
    """WebKit shows no line at all where a thickness or a colour stands in `text-decoration` with it."""
    assert not re.search(r"text-decoration:\s*[\w-]+\s+[^;]", sheet.read_text())
