"""A file that somebody brings, read into lines of a checklist: YAML, JSON or an XLSForm. Pure: bytes and
answers in, lines and words about them out; nothing is kept.

What is read stands as text in the page's own field, so that it can be put right there (docs/adr/0081).
"""

import json
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from checklists import checking, files
from checklists.models import Kind
from checklists.strict_yaml import Unreadable
from studio import ordering, refused
from studio.tables import cells
from studio.xlsform import reading

WANTED = "themes", "when", "minutes"  # of a small step
VOICES = "text", "self", "short", "look_for"
MOST_BYTES = 400_000  # of text; the shipped checklist is a seventh
MOST_LINES = ordering.MOST
WORKBOOKS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # xlsx and ods; what is old or locked, and refused as such


@dataclass
class Said:
    """Something about one place of the file: `where` in words, `what` stands there, `why` and what to do."""

    where: str
    what: str
    why: str


@dataclass
class Read:
    """`fields` are those that the file says anything of (None: all of a line)."""

    lines: list = field(default_factory=list)
    name: str = ""
    words: dict = field(default_factory=dict)
    fields: set | None = None
    sections: set = field(default_factory=set)  # groups of lines of which the file has a list, be it empty
    faults: list = field(default_factory=list)  # and then nothing comes
    left_out: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    lists: list = field(default_factory=list)  # of choices, to be mapped
    needs: list = field(default_factory=list)
    is_answered: bool = True
    where: dict = field(default_factory=dict)  # {place: in words}


def as_text(content, name=""):
    """The text of the page's field: the file's own, or the sheets of a form."""
    if content.startswith(WORKBOOKS):
        return as_sheets(sheets_of(content, name))
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("This is no text in UTF-8, and no workbook. Save it as YAML, JSON or .xlsx.")
        ) from None


def sheets_of(content, name):
    try:
        return cells.rows_of(content, name)
    except cells.Unreadable as why:
        raise Unreadable(str(why)) from why


def as_sheets(sheets):
    wanted = {"survey", "choices", "settings"}
    found = {sheet.name.strip().casefold(): sheet.rows for sheet in sheets}
    if "survey" not in found:
        raise Unreadable(
            _(
                "There is no sheet ‘survey’ in it, so it is no XLSForm. A list in columns goes by way of a table."
            )
        )
    return json.dumps({name: rows for name, rows in found.items() if name in wanted}, ensure_ascii=False)


def read(text, answers, themes):
    """`themes` are the needs as the edition has them."""
    try:
        return checked(text, answers, themes)
    except Unreadable as why:
        where = _("Line %(line)d") % {"line": why.line} if why.line else ""
        return Read(faults=[Said(where, typed(text, why.line), why.said)])


def checked(text, answers, themes):
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable(
            _(
                "This is more than fits: a file is at most 400 kB. Take a part out, and bring it after this one."
            )
        )
    tree, lines = files.read(text)
    if is_form(tree):
        return read_form(tree, answers, themes)
    if faults := checking.faults(tree):
        return Read(
            faults=[
                Said(in_words(path, lines), typed(text, line_of(path, lines)), said)
                for path, _rule, said in faults
            ]
        )
    return with_lines(
        Read(name=name_of(tree), words=files.words_of(tree)), tree, lambda place: in_words(place, lines)
    )


def is_form(tree):
    sheets = tree.values() if isinstance(tree, dict) and "survey" in tree else ()
    return bool(sheets) and all(map(is_rows, sheets))


def is_rows(rows):
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in rows
    )


def read_form(tree, answers, themes):
    form = reading.Form(list(tree.items()), answers, themes)
    said_of = {place: _("Row %(row)d") % {"row": row.number} for place, row in form.rows.items()}
    found = Read(
        name=name_of(form.tree), fields=form.fields, remarks=form.remarks, is_answered=form.is_answered
    )
    found.lists, found.needs = form.asks
    found.left_out = [Said(_("Row %(row)d") % {"row": row}, what, why) for row, what, why in form.left_out]
    bad = {path[: length_of(path)]: said for path, _rule, said in checking.every_fault(form.tree)}
    found.left_out += [
        Said(said_of.get(place, ""), piece(form.tree, place), said) for place, said in bad.items()
    ]
    with_lines(found, form.tree, said_of.get)
    found.lines = [line for line in found.lines if line.place not in bad]
    return found


def with_lines(found, tree, where):
    """The lines with words, each key once."""
    seen = set()
    lines = files.lines_of(tree)
    if len(lines) > MOST_LINES:
        raise Unreadable(
            _("There are more than %(most)d lines in it. Take a part out, and bring it after this one.")
            % {"most": MOST_LINES}
        )
    for line in lines:
        found.where[line.place] = where(line.place)
        if why := why_not(line, seen):
            found.left_out.append(Said(found.where[line.place], line.fields["text_nl"] or line.key, why))
        else:
            seen.add((line.table, line.key))
            found.lines.append(line)
    found.sections = sections_of(tree)
    return found


def why_not(line, seen):
    if (line.table, line.key) in seen:
        return _("‘%(key)s’ is the key of a line above. Each line has one of its own.") % {"key": line.key}
    if not line.fields["text_nl"].strip():
        return _("it has no Dutch words.")
    if line.table == "suggestion":
        return (
            ""
            if all(map(line.fields.get, WANTED))
            else _("a small step says its needs, when, and how many minutes.")
        )
    if line.fields["kind"] in ordering.OF_A_NEED and not line.fields["theme"]:
        return _("it says no need: theme is relatedness, competence, autonomy or safety.")
    return of_pulse(line.fields) if line.fields["kind"] == Kind.PULSE else ""


def of_pulse(fields):
    """Of all that it says: pages may show any of it."""
    said = [fields.get(f"{name}_{lang}", "") for name in VOICES for lang in ("nl", "en")]
    return next(filter(None, map(refused.of_pulse, said)), "")


def sections_of(tree):
    found = {(kind, "") for name, kind in files.SECTIONS.items() if name in tree}
    found |= {(Kind.PROMPT, when) for when in tree.get("prompts", {})}
    return found | ({("", "")} if "small_choices" in tree else set())


def name_of(tree):
    name = tree.get("name", {})
    return name.get("nl") or name.get("en") or ""


# --- where it stands, in words -------------------------------------------


def length_of(path):
    """How much of a path is its line of the checklist."""
    return 3 if path[:1] == ("prompts",) else 2


def in_words(path, lines):
    """Line 30, or the way to it where nobody knows the lines."""
    if line := line_of(path, lines):
        return _("Line %(line)d") % {"line": line}
    return ", ".join(str(step + 1) if isinstance(step, int) else step for step in path)


def line_of(path, lines):
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def typed(text, line):
    """What is on that line of the field."""
    rows = text.splitlines()
    return checking.shown(rows[line - 1].strip()) if 0 < line <= len(rows) else ""


def piece(tree, path):
    """The words of the line that a fault is in, as far as there are any."""
    for step in path[: length_of(path)]:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return ""
    words = tree.get("coach", tree) if isinstance(tree, dict) else {}
    text = words.get("nl") if isinstance(words, dict) else ""
    return checking.shown(text) if isinstance(text, str) else ""
