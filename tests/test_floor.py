"""docs/browsers.md names everything in our scripts, looks and pages that is newer than the floor, and each
row names its test."""

import re
from functools import cache

import pytest
from django.conf import settings

from tests.floor import LIST

PAGE = settings.BASE_DIR / "docs" / "browsers.md"
ROW = re.compile(r"^\| (`.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
# Names of our own that a browser has somewhere too.
OURS = {"adopt", "blocking", "bytes", "drop", "move", "take", "watch", "when"}
SYNTAX = {
    "classes public_class_fields": r"^\s+[#\w]+ = \((?!.*=>)",  # Safari 15 is wrong about parentheses there
    "classes static initialization_blocks": r"\bstatic \{",
    "grammar trailing_commas trailing_commas_in_dynamic_import": r"\bimport\([^)]*,\s*\)",
    "operators await top_level": r"^await ",
    "operators import options_parameter": r"\bimport\([^)]*,\s*\{",
    "operators import_meta resolve": r"import\.meta\.resolve",
    "regular_expressions lookbehind_assertion": r"\(\?<[=!]",
    "regular_expressions modifier": r"\(\?[ims]*(-[ims]+)?:(?<!\(\?:)",
    "regular_expressions named_capturing_group duplicate_named_capturing_groups": r"\(\?<(\w+)>.*\|.*\(\?<\1>",
    "statements await_using": r"\bawait using ",
    "statements import import_attributes": r"^import .* with \{",
    "statements import import_assertions": r"^import .* assert \{",
    "statements using": r"\busing \w+ =",
}
WORD = re.compile(r"[\w-]+")
UNLIKE = {":nesting": "&", "@media range": r"@media[^{]*[<>]"}  # not written as they are called
NOWHERE = {  # about what no page of ours has, or what no browser has yet
    "operators import defer", "operators import http_errors_not_cached", "operators import import_source",
    "regular_expressions buffer_boundary_assertion", "statements import defer", "statements import http_errors_not_cached",
    "statements import import_source", "statements import service_worker_support", "statements import worklet_support",
}  # fmt: skip


@cache
def sources():
    """{kind: the text of our files, without what is said about them}"""
    root = settings.BASE_DIR
    scripts = "\n".join(path.read_text() for path in sorted(root.glob("static/js/*.js")))
    looks = "\n".join(path.read_text() for path in root.glob("static/css/*.css") if "paper" not in path.name)
    pages = "\n".join(path.read_text() for path in root.rglob("templates/**/*.html"))
    scripts = re.sub(r"(^|\s)//.*$", "", scripts, flags=re.MULTILINE)
    return {
        "js": re.sub(r"/\*.*?\*/", "", scripts, flags=re.DOTALL),
        "css": re.sub(r"/\*.*?\*/", "", looks, flags=re.DOTALL),
        "html": re.sub(r"{[{%#].*?[}%#]}", " ", pages),
    }


def in_script(name):
    owner, _, member = name.removesuffix("_static").rpartition(".")
    if member.endswith("_event"):
        return rf'"{member.removesuffix("_event")}"'
    if name.endswith("_static") or owner == "Intl":
        return rf"\b{re.escape(owner)}\.{member}\b"
    if owner:
        return rf"\.{member}\b|[{{,]\s*{member}\s*[:,}}]|^\s+{member}:|\b{member}\(\)"
    return rf"(?<![.\w]){member}\b(?!:)"


def in_looks(name):
    if name in UNLIKE:
        return UNLIKE[name]
    word = re.escape(name.strip("@:()"))
    if name[0] == "@":
        return rf"@{word}\b"
    if name[0] == ":":
        return rf":{word}(?![\w-])"
    if name.endswith("()"):
        return rf"(?<![\w-]){word}\("
    if ": " in name:
        prop, value = map(re.escape, name.split(": "))
        return rf"(?<![\w-]){prop}:(?:[^;}}(]|\([^)]*\))*(?<![\w-]){value}(?![\w-])"
    if " " in name:
        kind, value = map(re.escape, name.split(" ", 1))
        return (
            rf"\d{value}(?![\w-])"
            if kind == "length"
            else rf"(?<![\w-]){value}\(|(?<![\w-]){kind}\([^)]*\b{value}\b"
        )
    return rf"(?<![\w-]){word}\s*:"


def in_pages(name):
    element, _, attribute = name.strip("<>[]").rpartition(" ")
    if name[0] == "[":
        return rf"<\w[^>]*\s{attribute}[\s=>]"
    return rf"<{element}\b[^>]*\s{attribute}[\s=>]" if element else rf"<{attribute}\b"


FINDS = {"js": in_script, "css": in_looks, "html": in_pages}


def is_used(kind, name):
    if name.rpartition(".")[2] in OURS:
        return False
    if kind == "syntax" or name in UNLIKE:
        pattern, kind = (SYNTAX.get(name, "(?!)"), "js") if kind == "syntax" else (UNLIKE[name], kind)
        return bool(re.search(pattern, sources()[kind], re.MULTILINE))
    text, word = sources()[kind], WORD.findall(name.removesuffix("_static").removesuffix("_event"))[-1]
    return word in text and bool(re.search(FINDS[kind](name), text, re.MULTILINE))


def newer():
    return [line.split(" ", 1) for line in LIST.read_text().splitlines()]


@cache
def used():
    return {name for kind, name in newer() if is_used(kind, name)}


def rows():
    """[(features, what happens without, tests)]"""
    return [[cell.strip() for cell in row.split(" | ")] for row in ROW.findall(PAGE.read_text())]


def test_what_is_newer_than_the_floor_is_named_with_what_happens_without_it():
    named = [name for row in rows() for name in re.findall(r"`([^`]+)`", row[0])]

    assert len(named) == len(set(named))
    assert used() - set(named) == set(), (
        "newer than the floor: say in docs/browsers.md what happens without it"
    )
    assert set(named) - used() == set(), "no longer used"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_each_row_names_a_test_that_is_there(row):
    _features, without, tested = row

    assert without
    assert TEST.search(tested)
    for path, name in TEST.findall(tested):
        assert f"def {name}(" in (settings.BASE_DIR / path).read_text()


def test_new_syntax_is_looked_for():
    named = {name for kind, name in newer() if kind == "syntax"}

    assert named == SYNTAX.keys() | NOWHERE


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("js", "HTMLFormElement.requestSubmit", "form.requestSubmit();"),
        ("js", "AbortSignal.timeout_static", "signal: AbortSignal.timeout(5),"),
        ("js", "Request.keepalive", "  keepalive: true,"),
        ("js", "Array.toSorted", "rows.toSorted()"),
        ("css", "@container", "@container (min-width: 10rem) {"),
        ("css", "field-sizing", "textarea { field-sizing: content }"),
        ("css", "grid-template-rows: subgrid", "a { grid-template-rows: subgrid; }"),
        ("css", "length dvh", "min-height: 100dvh;"),
        ("css", "@media range", "@media (width < 40rem) {"),
        ("css", ":nesting", "a { &:hover { color: red } }"),
        ("css", "color color-mix", "color: color-mix(in srgb, red, blue)"),
        ("html", "[popover]", "<div popover>"),
        ("html", "<details name>", '<details class="mk" name="one">'),
    ],
)
def test_a_use_is_found(kind, name, text):
    assert re.search(FINDS[kind](name), text, re.MULTILINE)
