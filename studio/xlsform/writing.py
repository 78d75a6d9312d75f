"""An edition as an XLSForm: its items, need by need, and the questions during the visit. The rest has no
place in a form. pyxform takes it without a warning (tests/studio/test_xlsform.py)."""

from io import BytesIO

from xlsxwriter import Workbook

from checklists.models import Kind, When
from reports.tables import NO_CLOCK, tidy

LANGUAGES = {"nl": "Nederlands (nl)", "en": "English (en)"}
MARKS = "mark"
VISIT = {"nl": "Tijdens het lesbezoek", "en": "During the visit"}


def workbook(edition):
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": NO_CLOCK})
        for name, rows in sheets(edition).items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write_string(at, column, tidy(cell))
    return file.getvalue()


def sheets(edition):
    items = [item for item in edition.items.all() if not item.is_off]
    points = [item for item in items if item.kind == Kind.POINT]
    asked = [item for item in items if (item.kind, item.when) == (Kind.PROMPT, When.VISIT)]
    survey = [["type", "name", *columns("label"), *columns("hint")]]
    for theme in edition.words.get("themes", []):
        mine = [row for row in [*points, *asked] if row.theme == theme["key"]]
        survey += group(theme["key"], theme["name"], mine, theme.get("intro"))
    survey += group("visit", VISIT, [row for row in [*points, *asked] if not row.theme])
    scale = edition.words.get("scales", {}).get("mark", [])
    choices = [["list_name", "name", *columns("label")]] + [
        [MARKS, row["key"], *both(row["coach"])] for row in scale
    ]
    return {"survey": survey, "choices": choices, "settings": settings(edition)}


def settings(edition):
    version = str(edition.number) if edition.published_at else f"{edition.number}-draft"
    head = ["form_title", "form_id", "version", "default_language"]
    return [
        head,
        [plain(edition.checklist.name_nl), f"meekijken-{edition.checklist.key}", version, LANGUAGES["nl"]],
    ]


def columns(name):
    return [f"{name}::{language}" for language in LANGUAGES.values()]


def group(name, label, rows, intro=None):
    """Nothing where nothing is in it."""
    if not rows:
        return []
    note = [["note", f"{name}_intro", *both(intro), "", ""]] if intro else []
    begin, end = ["begin_group", name, *both(label), "", ""], ["end_group", "", "", "", "", ""]
    return [begin, *note, *map(question, rows), end]


def question(row):
    kind = f"select_one {MARKS}" if row.kind == Kind.POINT else "text"
    words = row.text_nl, row.text_en, row.look_for_nl, row.look_for_en
    return [kind, row.key, *map(plain, words)]


def both(words):
    return [plain(words.get("nl", "")), plain(words.get("en", ""))]


def plain(text):
    """What a form would take for a question of its own is text here."""
    return text.replace("${", "$ {")
