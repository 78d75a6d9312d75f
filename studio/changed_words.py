"""What the page of what changed says, in the language of who reads."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.models import Kind, Theme
from studio.changed import What, is_counted, is_on, is_step, mark, settings_that_differ, table_of, theme_of
from studio.lines import name_of


class Told:
    """`changed` in words, for one page."""

    def __init__(self, changed):
        self.changed, self.draft, self.base = changed, changed.draft, changed.base
        self.is_first = not self.base or self.base.checklist_id != self.draft.checklist_id
        self.next = self.draft.number + 1

    @property
    def was_name(self):
        return edition_name(self.base, with_list=self.is_first) if self.base else _("before")

    @property
    def now_name(self):
        return edition_name(self.draft)

    @property
    def summary(self):
        heads = [row.what[0] for row in self.changed.rows]
        told = [SAID[what](heads.count(what)) for what in What if what in heads]
        told += [_("the order is another")] if self.changed.orders else []
        return capfirst(get_text_list(told, _("and"))) + "." if told else _("Nothing changed yet.")

    @property
    def rest(self):
        n = len(self.changed.same)
        words = ngettext("%(n)s line stayed the same.", "The other %(n)s lines stayed the same.", n)
        return words % {"n": n} if n and not self.changed.is_nothing else ""

    @cached_property
    def hindrances(self):
        """Why it cannot be published now."""
        found = (
            []
            if self.changed.has_points
            else [_("There is no item in it yet: nobody would have anything to look at.")]
        )
        if n := len(self.changed.without_words):
            words = ngettext(
                "%(n)s line has no words yet. Write them, or switch it off.",
                "%(n)s lines have no words yet. Write them, or switch them off.",
                n,
            )
            found.append(words % {"n": n})
        if lines := self.changed.without_need:
            listed = "; ".join(line.text_nl or line.key for line in lines)
            found.append(_("Choose a need for: {lines}").format(lines=listed))
        return found

    @property
    def to_mend(self):
        """(address, name) of the lines of `hindrances`."""
        lines = [*self.changed.without_words, *self.changed.without_need]
        return [
            (reverse("draft_line", args=[self.draft.pk, table_of(line), line.key]), name_of(line))
            for line in lines
        ]

    @property
    def can_publish(self):
        """A first edition may be the same as what it began with; a next one that is the same is none."""
        return self.changed.is_ready and (self.is_first or not self.changed.is_nothing)

    @property
    def rows(self):
        return [RowTold(row) for row in self.changed.rows]

    @property
    def orders(self):
        return [(order, kind_name(order.now[0])) for order in self.changed.orders]


class RowTold:
    """One line that differs, in words; what it is stands in `row` (changed.Row)."""

    def __init__(self, row):
        self.row, self.table, self.mark = row, table_of(row.line), mark(row.line)
        self.kind, self.is_step = kind_name(row.line), is_step(row.line)

    @property
    def url(self):
        """Of the page where it is changed; "" for what is gone."""
        now = self.row.now
        return reverse("draft_line", args=[now.edition_id, self.table, now.key]) if now else ""

    @property
    def said(self):
        return capfirst(get_text_list([str(what.label).lower() for what in self.row.what], _("and")))

    @property
    def texts(self):
        """(name, words, what stands for the first text where it is empty, for the second)."""
        return [(NAMES[words.name](), words, self.was_not, self.is_not) for words in self.row.words]

    @property
    def was_not(self):
        if is_on(self.row.was):
            return _("nothing written")
        return _("was off") if self.row.was else _("was not in it")

    @property
    def is_not(self):
        if is_on(self.row.now):
            return _("nothing written")
        return _("is off") if self.row.now else _("is not in it")

    @property
    def notes(self):
        return [NOTES[what](self.row) for what in self.row.what if what in NOTES]


def kind_name(line):
    return _("small step") if is_step(line) else Kind(line.kind).label


def edition_name(edition, *, with_list=False):
    return str(edition) if with_list else _("edition {number}").format(number=edition.number)


def of_new(row):
    return getattr(row.now, "source", "")


def of_words(row):
    if row.asks:
        return of_what_stayed(row)
    if not is_counted(row.line):
        return ""
    if is_step(row.line):
        return _("In the team mirror this stays one small step.")
    return _("In ‘my line’ this stays one item. It says there that the words changed.")


def of_what_stayed(row):
    """The coach's Dutch is another sentence: what stands beside it may not fit it any more."""
    stands = {"text_en": _("the English"), "self_nl": NAMES["self"](), "short_nl": NAMES["short"]()}
    stayed = [
        said
        for name, said in stands.items()
        if getattr(row.now, name, "") and getattr(row.now, name) == getattr(row.was, name)
    ]
    if not stayed:
        return ""
    return _("Not changed along: {names}. Does it still fit?").format(names=get_text_list(stayed, _("and")))


def of_moved(row):
    was = theme_of(row.was)
    return _("It stood at: {need}.").format(need=Theme(was).label) if was else ""


def of_rest(row):
    return _("What differs: {names}.").format(
        names=", ".join(SETTINGS[name]() for name in settings_that_differ(row.was, row.now))
    )


def of_off(row):
    return _("Not gone: who used it before still sees it there.")


NOTES = {
    What.NEW: of_new,
    What.WORDS: of_words,
    What.MOVED: of_moved,
    What.OFF: of_off,
    What.GONE: of_off,
    What.REST: of_rest,
}
NAMES = {
    "text": lambda: "",
    "self": lambda: _("what the teacher reads"),
    "short": lambda: _("short name"),
    "look_for": lambda: _("what to look for"),
}
SETTINGS = {
    "tags": lambda: _("tags"),
    "default": lambda: _("core or not"),
    "source": lambda: _("source"),
    "when": lambda: _("when"),
    "phase": lambda: _("step of reflection"),
    "pattern": lambda: _("pattern"),
    "coach_may_read_default": lambda: _("whether the coach may read it beforehand"),
    "opens_with_account": lambda: _("whether it opens with the story"),
    "themes": lambda: _("needs"),
    "points": lambda: _("items it goes with"),
    "minutes": lambda: _("minutes"),
}
SAID = {
    What.WORDS: lambda n: (
        ngettext("%(n)s line has other words", "%(n)s lines have other words", n) % {"n": n}
    ),
    What.NEW: lambda n: ngettext("%(n)s is new", "%(n)s are new", n) % {"n": n},
    What.MOVED: lambda n: ngettext("%(n)s went to another need", "%(n)s went to another need", n) % {"n": n},
    What.ON: lambda n: ngettext("%(n)s is on again", "%(n)s are on again", n) % {"n": n},
    What.OFF: lambda n: ngettext("%(n)s is off", "%(n)s are off", n) % {"n": n},
    What.GONE: lambda n: (
        ngettext("%(n)s is not in it any more", "%(n)s are not in it any more", n) % {"n": n}
    ),
    What.REST: lambda n: ngettext("%(n)s has another setting", "%(n)s have another setting", n) % {"n": n},
}
