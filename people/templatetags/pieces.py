"""Rows of a page, printed fast: what is the same for many is rendered once per process, with a slot for
whatever differs; after that only slots are filled.

    {% load pieces %}{% rows "home/_visit.html" visits %}

A row is any object with an attribute `same`. Its template sees two names and nothing else:

- `same` is what it may ask about with `if`, loop over, translate or filter. It is hashable (a named tuple
  reads well), has few values, and nothing in it is a person's: rows that are the same share their pieces,
  whoever reads them.
- `row` is all that differs. Its attributes are slots, to be printed and nothing else, also inside a
  blocktranslate; an id also in a url: `{% url "visit" row.id %}`. A slot may be HTML of our own (a
  SafeString, such as `rows` gives of rows within this row); everything else is escaped. Days and times the
  row says as words, for they hang on a zone.

So a name, a number of things or a token cannot stay behind in what is kept. Whoever asks about a slot is told
so by `Misread` when the pieces are made. The language is part of what is kept; an edition is where `same`
holds an item of it; with DEBUG nothing is kept. Pieces are kept when they are whole, and making them twice
does no harm, so threads need no lock. tests/test_pieces.py compares each kind of row with its plain template.
"""

import re
import secrets
import uuid
from html import escape

from django import template
from django.conf import settings
from django.template import Context, Engine
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime
from django.utils.translation import get_language

register = template.Library()

# Of this process alone: in what is kept stand words of a checklist, which a school writes itself
OURS = secrets.token_hex(8)
SLOT, MARK = re.compile(f"\ue000{OURS}(\\w+)\ue001"), f"\ue000{OURS}{{}}\ue001"
MOST = 5000  # kinds of rows; who gets there has put something in `same` that differs, and begins anew
kept = {}


@register.simple_tag
def rows(name, found, language=None):
    """Each of these rows in the template of this name. Who prints many says the language: to ask takes longer
    than to fill a row."""
    language = language or get_language()
    return SafeString("".join([of_row(name, row, language).fill(row) for row in found]))


@register.simple_tag
def constant(name):
    """A part that is the same on every page for everybody: its template sees nothing of a page or a
    person."""
    template = Engine.get_default().get_template
    return keep((name, get_language()), lambda: SafeString(template(name).render(Context())))


def of_row(name, row, language):
    return keep((name, row.same, language), lambda: skeleton(row, lambda slots: plain(name, slots)))


def plain(name, row):
    """The row as its template prints it."""
    return Engine.get_default().get_template(name).render(Context({"row": row, "same": row.same}))


def keep(key, make):
    """What is kept under this key; made where there is nothing yet."""
    found = None if settings.DEBUG else kept.get(key)
    if found is None:
        found = make()
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = found
    return found


def skeleton(row, render, names=None):
    """The pieces of a row; `render` prints what stands in for it. `names` are its slots, where not everything
    is one."""
    slots = Slots(row, names)
    return Skeleton(marked(render(slots), slots._asked))


def marked(html, asked):
    """The HTML with each slot that was asked for at its place."""
    for name, slot in asked.items():
        if slot.is_misread or slot.here not in html:
            raise Misread(f"`row.{name}` is a slot, to be printed only: what is asked about stands in `same`")
        html = html.replace(slot.here, MARK.format(name))
    return html


class Skeleton:
    """A row's fixed pieces and the names of the slots between them, in turn. A slot that stands at several
    places is asked once."""

    def __init__(self, html):
        self.pieces = SLOT.split(html)
        self.slots = self.pieces[1::2]
        self.asked = sorted(set(self.slots))

    def fill(self, row):
        values = {slot: safe(getattr(row, slot)) for slot in self.asked}
        out = list(self.pieces)
        out[1::2] = map(values.__getitem__, self.slots)
        return "".join(out)


def safe(value):
    """As a template prints it, quicker for what nearly all slots are."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str):
        return escape(value) if has_signs(value) else value
    if isinstance(value, (int, uuid.UUID)):
        return str(value)
    return conditional_escape(localize(template_localtime(value)))


def has_signs(text):
    """Few words have a sign to escape, and to look for them takes a sixth of escaping."""
    return "'" in text or '"' in text or "&" in text or "<" in text or ">" in text


class Slots:
    """Stands in for a row while its pieces are made: each attribute is a slot, but `same`."""

    def __init__(self, row, names=None):
        self._row, self._names, self._asked = row, names, {}

    def __getattr__(self, name):
        if name == "same" or (self._names is not None and name not in self._names):
            return getattr(self._row, name)
        if name not in self._asked:
            self._asked[name] = Slot.of(name, getattr(self._row, name, None))
        return self._asked[name]


class Misread(Exception):
    """A template does more with a slot than print it: what it printed would be kept for everybody."""


class Slot(str):
    """What a template prints where something of a row will stand. An id is an id, so that an address can hold
    it."""

    is_misread, is_id = False, False

    @classmethod
    def of(cls, name, value):
        ids = {uuid.UUID: str(uuid.uuid4()), int: str(10**17 + secrets.randbelow(10**17))}
        here = ids.get(type(value), MARK.format(name))
        slot = cls(here)
        slot.here, slot.is_id = here, type(value) in ids
        return slot

    def __html__(self):
        return self.here

    def __str__(self):
        return self.here if self.is_id else self.misread()

    def misread(self, *args):
        self.is_misread = True  # Django's `if` may hold back what is raised
        raise Misread(self.here)

    __bool__ = __len__ = __iter__ = __getitem__ = __eq__ = __lt__ = __gt__ = __le__ = __ge__ = misread
    __contains__ = __add__ = __format__ = misread
    __hash__ = str.__hash__
