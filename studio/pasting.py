"""What is on the page where a table comes into a draft: its text, what each column holds, and what each row
still asks; and the one press that takes over what is right (docs/adr/0082).

The text is the only place where the rows are. It goes along with the form, and stands nowhere on the server
before the press.
"""

import hashlib
from contextlib import suppress

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Item, Kind, Theme
from studio import access, ordering, undo
from studio.tables import Sheet, Unreadable, columns, pasted, rows_of, written
from studio.tables.likeness import is_like, same, words
from studio.tables.lines import MOST_LINES, Answers, has_ticks, lines_of
from studio.tables.text import as_lines

NAMED = 4  # rows that are named one by one
CHECKLISTS = ".yaml", ".yml", ".json"
MOST_TEXT = 500_000  # characters of a file: all its tables go along with each press
FIGURES = 4  # of a number that is sent


class Paste:
    """`post` is what was sent (None: nothing yet), `file` one that was chosen."""

    def __init__(self, draft, post=None, file=None):
        self.draft, self.post = draft, post if post is not None else QueryDict()
        self.refused, self.sheets = "", self.carried()
        if file:
            self.read(file)
        self.which = self.chosen_sheet(bool(file))
        self.text = self.text_now(bool(file))
        self.holds = self.post.get("of", "") == digest(self.text)  # else nothing that was said of rows does

    def read(self, file):
        try:
            self.sheets = rows_of(file.read(), file.name)
        except Unreadable as error:
            self.refused = str(error)
        if sum(len(text) for text, _name in self.tables) > MOST_TEXT:
            self.refused = _(
                "This file holds more than fits here. Copy the table that you need, and paste it."
            )
        if is_checklist(file.name, self.sheets):
            self.refused = _("This file is a checklist or a form, and no table. Bring it as such a file.")

    def carried(self):
        """The tables of a file that has several, as they go along with the form."""
        texts, names = self.post.getlist("table"), self.post.getlist("table_name")
        return [Sheet(name, pasted(text)) for name, text in zip(names, texts, strict=False)]

    @property
    def tables(self):
        return [(written(sheet.rows), sheet.name) for sheet in self.sheets]

    def chosen_sheet(self, is_new):
        if is_new:
            return max(range(len(self.sheets)), key=lambda at: len(self.sheets[at].rows), default=0)
        return whole(self.post.get("which"), len(self.sheets))

    def text_now(self, is_new):
        is_another = is_new or self.which != whole(self.post.get("which_was"), len(self.sheets))
        if self.sheets and is_another and not self.refused:
            return written(self.sheets[self.which].rows)
        return as_lines(self.post.get("list", "")).strip("\n")

    @property
    def digest(self):
        return digest(self.text)

    # --- columns

    @cached_property
    def rows(self):
        return pasted(self.text)

    @cached_property
    def head_at(self):
        """The place of the row with the names of the columns; None where there is none."""
        guessed = columns.head_in(self.rows)
        if not self.holds:
            return guessed
        return (guessed or 0) if "head" in self.post else None

    @property
    def head(self):
        width = len(self.rows[0]) if self.rows else 0
        return [""] * width if self.head_at is None else self.rows[self.head_at]

    @cached_property
    def body(self):
        return self.rows if self.head_at is None else self.rows[self.head_at + 1 :]

    @cached_property
    def fields(self):
        was_head = "head_was" in self.post
        if self.holds and was_head == (self.head_at is not None):
            sent = (self.post.get(f"column-{at}", "") for at in range(len(self.head)))
            return [field if field in columns.LABELS else "" for field in sent]
        return columns.guess(self.head, self.body)

    @property
    def columns(self):
        """(name of the select, what the column is called there, its field, whether another has it too)."""
        return [
            (f"column-{at}", name or _("Column {number}").format(number=at + 1), field, field in self.doubled)
            for at, (name, field) in enumerate(zip(self.head, self.fields, strict=True))
        ]

    @property
    def doubled(self):
        return {field for field in self.fields if field and self.fields.count(field) > 1}

    @property
    def labels(self):
        return columns.LABELS.items()

    @property
    def needs(self):
        return Theme.choices

    @property
    def has_need(self):
        return columns.NEED in self.fields

    @property
    def has_text(self):
        return columns.TEXT in self.fields

    @property
    def has_ticks(self):
        return has_ticks(self.body)

    # --- lines

    @property
    def answers(self):
        if not self.holds:
            return Answers()
        needs = {number: need for number in range(1, MOST_LINES + 1) if (need := self.need(f"need-{number}"))}
        return Answers(needs, self.need("need-all"), self.out)

    def need(self, name):
        sent = self.post.get(name, "")
        return sent if sent in Theme.values else ""

    @cached_property
    def out(self):
        """Numbers of rows that are left out."""
        out = set(numbers(self.post.getlist("out")))
        return (out | set(numbers(self.post.getlist("leave")))) - set(numbers(self.post.getlist("back")))

    @cached_property
    def lines(self):
        if self.too_many:
            return []
        lines = lines_of(self.body, self.fields, self.answers, self.names)
        known = self.known
        there = {same(point.text_nl) for point in known}
        for line in lines:
            said = same(line.values.get(columns.TEXT, ""))
            line.is_same = bool(said) and said in there
            line.like = "" if line.is_same else self.like(line, known)
            there.add(said)
        return lines

    @property
    def names(self):
        """[(need, what the checklist calls it)] in both languages."""
        themes = self.draft.words.get("themes", [])
        return [(theme["key"], name) for theme in themes for name in theme["name"].values()]

    @cached_property
    def known(self):
        points = list(self.draft.items.filter(kind=Kind.POINT))
        for point in points:
            point.said = words(f"{point.short_nl} {point.text_nl} {point.look_for_nl}")
        return points

    @staticmethod
    def like(line, known):
        said = words(line.values.get(columns.TEXT, ""))
        found = next((point for point in known if is_like(said, point.said)), None)
        return (found.short or found.text) if found else ""

    @property
    def too_many(self):
        return len(self.body) > MOST_LINES

    @property
    def skips(self):
        return not self.holds or "skip" in self.post

    @property
    def going(self):
        if self.doubled or not self.has_text:
            return []
        return [line for line in self.lines if line.is_right and not (self.skips and line.like)]

    @property
    def alike(self):
        return [line for line in self.lines if line.is_right and line.like]

    @property
    def alike_said(self):
        """*row 1 resembles ‘…’*, a few of them."""
        said = [
            _("row {number} resembles ‘{name}’").format(number=line.number, name=line.like)
            for line in self.alike
        ]
        more = [_("and {number} more").format(number=len(said) - NAMED)] if len(said) > NAMED else []
        return ", ".join(said[:NAMED] + more)

    @property
    def wrong(self):
        return [line for line in self.lines if line.is_wrong]

    @property
    def stays_said(self):
        found = [str(line.number) for line in self.wrong]
        if not found:
            return ""
        if len(found) > NAMED:
            return _("{number} rows stay here until they are right.").format(number=len(found))
        said = ngettext(
            "Row {rows} stays here until it is right.",
            "Rows {rows} stay here until they are right.",
            len(found),
        )
        return said.format(rows=get_text_list(found, _("and")))

    def with_rest(self):
        """What was sent, with only the rows that are not right yet: columns are what they were said to be."""
        rest = self.post.copy()
        wrong = {line.number for line in self.wrong}
        rows = [
            [cell.text for cell in line.cells][: len(self.head)]
            for line in self.lines
            if line.number in wrong
        ]
        head = [] if self.head_at is None else [self.head]
        rest["list"] = written(head + rows) if rows else ""
        rest["of"] = digest(rest["list"])
        for name in [name for name in rest if name in ("out", "leave", "back") or name.startswith("need-")]:
            if name != "need-all":
                del rest[name]
        return rest


def is_checklist(name, sheets):
    """It has a page of its own (studio/bringing.py), which keeps more of it."""
    return name.lower().endswith(CHECKLISTS) or any(sheet.name == "survey" for sheet in sheets)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def whole(text, below):
    number = next(numbers([text or ""]), 0)
    return number if 0 <= number < below else 0


def numbers(texts):
    for text in texts:
        with suppress(ValueError):
            yield int(text[:FIGURES])


@transaction.atomic
def take_over(*, by, edition_id, lines, source):
    """All of these rows become points of the draft, or none; gives these. What stands there word for word is
    there already: sent twice is once."""
    draft = access.draft_to_write(by, edition_id)
    there = {same(text) for text in draft.items.filter(kind=Kind.POINT).values_list("text_nl", flat=True)}
    order = draft.items.aggregate(last=Max("order"))["last"] or 0
    new = [line for line in lines if same(line.values[columns.TEXT]) not in there]
    items = [item_of(draft, line, order + place, source) for place, line in enumerate(new, 1)]
    if draft.items.count() + len(items) > ordering.MOST:
        raise ordering.TooMany
    if items:
        undo.remember(draft, undo.BROUGHT, items, by=by)
    Item.objects.bulk_create(items)
    return items


def item_of(draft, line, order, source):
    return Item(
        edition=draft, key=ordering.new_key(), order=order, kind=Kind.POINT, source=source, **line.values
    )
