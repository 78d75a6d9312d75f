"""What a draft changes, line by line, against the edition it began as (`Edition.copied_from`). A line is one
thing over editions where its key is the same (docs/adr/0078). Four queries: the lines of both.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from checklists.models import Item, Kind, Suggestion, Theme

TEXTS = ("text", "self", "short", "look_for")
LANGUAGES = ("nl", "en")
# what else a line has
REST = {
    Item: ("tags", "default", "source", "when", "phase", "pattern", "coach_may_read_default", "opens_with_account"),
    Suggestion: ("themes", "points", "pattern", "when", "minutes"),
}  # fmt: skip
FEW = 3  # words: from more on it may be another item by now, and is asked about
WORD = re.compile(r"(\w[\w'’-]*|[^\w\s])\s*")


class What(TextChoices):
    WORDS = "words", _("Other words")
    NEW = "new", _("New")
    MOVED = "moved", _("At another need")
    ON = "on", _("On again")
    OFF = "off", _("Switched off")
    GONE = "gone", _("Not in it any more")
    REST = "rest", _("Same words, another setting")


@dataclass(frozen=True)
class Words:
    """One text before and after: `was` and `now` are [(piece, whether it differs)], empty where there was
    none."""

    name: str  # of TEXTS
    lang: str
    was: list
    now: list


@dataclass(frozen=True)
class Row:
    """One line. `was` is None where it is new, `now` where it is gone. `asks`: whether it is still the same;
    `is_same`: somebody said so."""

    was: Item | Suggestion | None
    now: Item | Suggestion | None
    what: list
    asks: bool = False
    is_same: bool = False

    @property
    def line(self):
        return self.now or self.was

    @property
    def theme(self):
        return theme_of(self.line)

    @property
    def words(self):
        """The coach's Dutch first, so that one knows which line it is; then every text that differs."""
        pairs = [(name, lang, on(self.was, name, lang), on(self.now, name, lang)) for name, lang in SIDES]
        shown = (
            pairs[:1]
            if What.WORDS not in self.what
            else [p for n, p in enumerate(pairs) if not n or p[2] != p[3]]
        )
        return [Words(name, lang, *beside(was, now)) for name, lang, was, now in shown]


SIDES = [(name, lang) for name in TEXTS for lang in LANGUAGES]


@dataclass(frozen=True)
class Order:
    """Lines of one kind at one need that stand in another order: from the first that differs to the last."""

    was: list
    now: list

    @property
    def theme(self):
        return theme_of(self.now[0])


class Changed:
    def __init__(self, draft):
        self.draft, self.base = draft, draft.copied_from
        self.before, self.after = lines_of(self.base), lines_of(draft)
        pairs = [(self.before.get(key), self.after.get(key)) for key in {**self.after, **self.before}]
        rows = [self.row(was, now) for was, now in pairs if is_on(was) or is_on(now)]
        rows.sort(key=lambda row: place(row.line))
        self.rows = [row for row in rows if row.what]
        self.same = [row.line for row in rows if not row.what]

    def row(self, was, now):
        what = what_of(was, now)
        asks = What.WORDS in what and is_counted(now) and is_more(was.text_nl, now.text_nl)
        is_same = asks and self.draft.still_same.get(mark(now)) == now.text_nl
        return Row(was, now, what, asks, is_same)

    def asked(self, table, key):
        """The row that is asked about under this name, or None."""
        return next((row for row in self.rows if row.asks and mark(row.line) == f"{table}:{key}"), None)

    @cached_property
    def orders(self):
        before, after = in_groups(self.before, self.after), in_groups(self.after, self.before)
        found = [Order(*differing(lines, after[group])) for group, lines in before.items()]
        return [order for order in found if order.now]

    @property
    def is_nothing(self):
        return not self.rows and not self.orders

    @property
    def on(self):
        return [line for line in self.after.values() if is_on(line)]

    @property
    def without_english(self):
        """How many texts a reader in English finds in Dutch."""
        return sum(
            bool(text(line, name, "nl")) > bool(text(line, name, "en")) for line in self.on for name in TEXTS
        )

    @property
    def without_words(self):
        return [line for line in self.on if not line.text_nl.strip()]

    @property
    def without_need(self):
        return [line for line in self.on if is_counted(line) and not theme_of(line)]

    @property
    def has_points(self):
        return any(getattr(line, "kind", "") == Kind.POINT for line in self.on)

    @property
    def is_ready(self):
        """Whether a visit could take it."""
        return self.has_points and not self.without_words and not self.without_need

    @property
    def fingerprint(self):
        """Of all that would be published: what was looked at is what goes out."""
        rows = sorted(repr([table_of(line), *facts(line)]) for line in self.after.values())
        return sha256("".join(rows).encode()).hexdigest()[:32]


# --- lines ----------------------------------------------------------------------------------------


def lines_of(edition):
    """{"item:key": row} of an edition, what is off too; {} for none."""
    rows = [*edition.items.all(), *edition.suggestions.all()] if edition else []
    return {mark(row): row for row in rows}


def mark(line):
    return f"{table_of(line)}:{line.key}"


def table_of(line):
    return line._meta.model_name


def facts(line):
    """Every value of it but where it is kept."""
    names = [field.attname for field in line._meta.concrete_fields]
    return [getattr(line, name) for name in names if name not in ("id", "edition_id")]


def theme_of(line):
    return next(iter(line.themes), "") if is_step(line) else line.theme


def is_step(line):
    return isinstance(line, Suggestion)


def is_on(line):
    return line is not None and not line.is_off


def is_counted(line):
    """Over editions, in *my line* or the team mirror: points and small steps."""
    return is_step(line) or line.kind == Kind.POINT


def text(line, name, lang):
    return getattr(line, f"{name}_{lang}", "")


def on(line, name, lang):
    return text(line, name, lang) if is_on(line) else ""


def place(line):
    """Need by need, as a reader meets them; what belongs to none comes last."""
    kind = len(Kind.values) if is_step(line) else Kind.values.index(line.kind)
    return [*Theme.values, ""].index(theme_of(line)), kind, line.order


# --- what differs -----------------------------------------------------------------------------------


def what_of(was, now):
    """[] where both are the same."""
    if not is_on(now):
        return [What.OFF if now else What.GONE]
    if was is None:
        return [What.NEW]
    found = [] if is_on(was) else [What.ON]
    found += [What.WORDS] if any(text(was, *side) != text(now, *side) for side in SIDES) else []
    found += [What.MOVED] if theme_of(was) != theme_of(now) else []
    return found or ([What.REST] if settings_that_differ(was, now) else [])


def settings_that_differ(was, now):
    return [name for name in REST[type(now)] if getattr(was, name) != getattr(now, name)]


def beside(was, now):
    """Both texts in pieces: [(piece, whether it differs)]. Where one is empty nothing is called another."""
    a, b = list(WORD.finditer(was)), list(WORD.finditer(now))
    steps, both = opcodes(a, b), bool(a and b)
    return (
        pieces((a[i:j], both and tag != "equal") for tag, i, j, _k, _m in steps if j > i),
        pieces((b[k:m], both and tag != "equal") for tag, _i, _j, k, m in steps if m > k),
    )


def opcodes(a, b):
    words = [[match[1] for match in each] for each in (a, b)]
    return SequenceMatcher(None, *words, autojunk=False).get_opcodes()


def pieces(found):
    """The space after what differs is no part of it."""
    told = [("".join(match[0] for match in words), differs) for words, differs in found]
    split = [
        [(text.rstrip(), True), (text[len(text.rstrip()) :], False)] if differs else [(text, False)]
        for text, differs in told
    ]
    return [each for both in split for each in both if each[0]]


def is_more(was, now):
    """More than a few words came or went."""
    a, b = list(WORD.finditer(was)), list(WORD.finditer(now))
    steps = [step for step in opcodes(a, b) if step[0] != "equal"]
    went, came = sum(j - i for _tag, i, j, _k, _m in steps), sum(m - k for _tag, _i, _j, k, m in steps)
    return max(went, came) > FEW or 2 * went > len(a)


# --- order ------------------------------------------------------------------------------------------


def in_groups(lines, others):
    """{(need, kind, moment): [lines that are on at that place in both, in their order]}."""
    found = defaultdict(list)
    for key, line in sorted(lines.items(), key=lambda pair: pair[1].order):
        if is_on(line) and is_on(others.get(key)) and group_of(line) == group_of(others[key]):
            found[group_of(line)].append(line)
    return found


def group_of(line):
    return theme_of(line), getattr(line, "kind", ""), "" if is_step(line) else line.when


def differing(was, now):
    """From the first line that stands elsewhere to the last; two empty lists where none does."""
    places = [n for n, (old, new) in enumerate(zip(was, now, strict=True)) if old.key != new.key]
    part = slice(places[0], places[-1] + 1) if places else slice(0)
    return was[part], now[part]
