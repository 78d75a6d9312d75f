"""The sheets of an XLSForm as rows with names: which column is which, in which language."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.strict_yaml import Unreadable, shown

LANGUAGES = {"nl": {"nl", "nederlands", "dutch", "nld", "dut"}, "en": {"en", "english", "engels", "eng"}}
TEXTS = ("label", "hint")
READ = {"type", "name", "list_name", "form_title", "form_id", "default_language", "version", *TEXTS}
MOST_ROWS = 1000


@dataclass
class Row:
    """`number` as the spreadsheet counts; `cells` by (column, language), "" where none is said."""

    number: int
    cells: dict

    def get(self, name, lang=""):
        return self.cells.get((name, lang), "")

    def words(self, name, bare):
        """{nl, en}: a column without a language is in the language `bare`."""
        said = {lang: self.get(name, lang) for lang in LANGUAGES}
        return {lang: text or (self.get(name) if lang == bare else "") for lang, text in said.items()}


@dataclass
class Page:
    rows: list = field(default_factory=list)
    heads: set = field(default_factory=set)
    remarks: list = field(default_factory=list)


def page(sheets, wanted, *needed):
    """The sheet of this name, however it is written; an empty one where there is none."""
    cells = next((rows for name, rows in sheets if name.strip().casefold() == wanted), [])
    at = next((at for at, row in enumerate(cells) if any(row)), None)
    if at is None:
        return Page()
    heads = [column(cell) for cell in cells[at]]
    missing = [name for name in needed if (name, "") not in heads]
    if missing:
        said = _(
            "The sheet ‘%(sheet)s’ has no column ‘%(column)s’. Is it an XLSForm? A list in columns goes by way of a table."
        )
        raise Unreadable(said % {"sheet": wanted, "column": missing[0]})
    if len(cells) > MOST_ROWS:
        raise Unreadable(_("More than %(most)d rows do not fit. Take a part out.") % {"most": MOST_ROWS})
    rows = [
        Row(number, named(heads, row)) for number, row in enumerate(cells[at + 1 :], start=at + 2) if any(row)
    ]
    return Page(rows, set(heads), remarks(cells[at], heads, rows))


def named(heads, row):
    return {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head[0] and cell.strip()}


def column(head):
    """(name, language); of a language that we do not have the name is as it stands."""
    base, separator, lang = head.partition("::")
    base = re.sub(r"\s+", "_", base.strip().lower())
    if not separator:
        return base, ""
    return (base, found) if (found := language(lang)) else (head.strip().lower(), "")


def language(said):
    """nl or en of *Nederlands (nl)*, *nl* or *Dutch*; "" of any other."""
    inside = re.search(r"\(([^)]*)\)\s*$", said)
    word = (inside[1] if inside else said).strip().lower()
    return next((code for code, names in LANGUAGES.items() if word.split("-")[0] in names), "")


def remarks(cells, heads, rows):
    """What columns that we do not read hold, and whether one of them was meant otherwise."""
    found = []
    for cell, head in zip(cells, heads, strict=True):
        count = sum(bool(row.cells.get(head)) for row in rows)
        if not count or head[0] in READ:
            continue
        said = {"column": shown(cell.strip()), "count": count}
        meant = re.fullmatch(r"(label|hint)\s*[:_]\s*(\S.*)", cell.strip().lower())
        if meant and language(meant[2]):
            said["meant"] = f"{meant[1]}::{meant[2]}"
            found.append(_("Column ‘%(column)s’: do you mean ‘%(meant)s’? It is not read like this.") % said)
        else:
            found.append(counted(count) % said)
    return found


def counted(number):
    return ngettext(
        "Column ‘%(column)s’ is not taken over; %(count)d row has something in it.",
        "Column ‘%(column)s’ is not taken over; %(count)d rows have something in it.",
        number,
    )
