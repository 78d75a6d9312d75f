"""The numbers of a team mirror as a file: for a spreadsheet (xlsx, CSV) and for a program (JSON).

Row by row what the printed mirror says, in its order, without totals (evidence.md 4.4). No sentences: one
goes when its teacher deletes the visit, and a file that is kept and joined with others cannot follow.
"""

from django.utils.translation import gettext as _

from reports.tables import Table, sheet, tree_file, workbook

COLUMNS = ("kind", "need", "item", "text", "lessons")


def rows(mirror):
    points = [row("point", line, need["key"]) for need, lines in mirror.needs for line in lines]
    return points + [row("step", line) for line in mirror.steps]


def row(kind, line, need=""):
    """The words are those of the printed line; the key stays the same over editions."""
    item, lessons = line
    words = getattr(item, "short", "") or item.text
    return dict(zip(COLUMNS, (kind, need, item.key, words, lessons), strict=True))


def counts(mirror):
    return Table(_("numbers"), COLUMNS, rows(mirror))


def counts_xlsx(mirror):
    return workbook(mirror.file_name, [counts(mirror)])


def counts_csv(mirror):
    return sheet(mirror.file_name, counts(mirror))


def counts_json(mirror):
    facts = {"team": mirror.team.name, "start": mirror.period.start, "end": mirror.period.end}
    facts |= {"made_on": mirror.mirror.made_on}
    tree = {name: str(fact) for name, fact in facts.items()} | {"counts": rows(mirror)}
    return tree_file(mirror.file_name, tree)


FILES = {"counts.xlsx": counts_xlsx, "counts.csv": counts_csv, "counts.json": counts_json}
