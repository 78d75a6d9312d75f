"""Rows of the pages where people write, printed fast.

A page holds fifty rows or more, and nearly all of a row is the same for everyone. So its template is rendered
once per item, voice and language, with a slot for each thing that a person wrote; after that only the slots
are filled.
"""

import re
from html import escape

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from people.views import drafts

register = template.Library()

SLOT = re.compile("\ue000(\\w+)\ue001")
skeletons = {}


class Slots:
    """Stands in for a row while its skeleton is made: what a person wrote becomes a slot, the rest is the
    row's."""

    is_refused = False

    def __init__(self, row):
        self._row = row

    def __getattr__(self, name):
        return f"\ue000{name}\ue001" if name in self._row.SLOTS else getattr(self._row, name)


@register.simple_tag(takes_context=True)
def written(context, name, rows):
    """Rows in their template (`observations/parts/<name>.html`), with their choices made."""
    page = context["sheet"].same_for
    return SafeString("".join([one(context, name, row, page) for row in rows]))


def one(context, name, row, page):
    if row.is_refused:
        return row.choose(rendered(context, name, row))
    key = (name, row.same_for, page)
    if key not in skeletons or settings.DEBUG:
        skeletons[key] = Skeleton(SLOT.split(rendered(context, name, Slots(row))))
    return skeletons[key].filled(row)


def rendered(context, name, row):
    with context.push(row=row):
        return context.template.engine.get_template(f"observations/parts/{name}.html").render(context)


class Skeleton:
    """A row's fixed pieces and the names of the slots between them, in turn."""

    def __init__(self, pieces):
        self.pieces, self.slots, self.untouched = pieces, pieces[1::2], None

    def filled(self, row):
        if not row.is_untouched:
            return self.fill(row)
        if self.untouched is None:
            self.untouched = self.fill(row)
        return self.untouched

    def fill(self, row):
        out = list(self.pieces)
        out[1::2] = [safe(getattr(row, slot)) for slot in self.slots]
        return row.choose("".join(out))


def safe(value):
    """Escaped, unless it is HTML of our own; quicker than Django's, which also knows lazy texts."""
    return value if isinstance(value, SafeString) else escape(str(value))


@register.simple_tag(takes_context=True)
def fixed(context, name):
    """A part of the page that holds nothing of a person or a visit: rendered once per edition, voice and
    language."""
    key = (name, context["sheet"].same_for)
    if key not in skeletons or settings.DEBUG:
        skeletons[key] = context.template.engine.get_template(f"observations/parts/{name}.html").render(
            context
        )
    return skeletons[key]


# of the pages of a visit also a single word; of any other form whatever is longer than a word
TYPED = ("note-", "moment-text-", "learning-question", "text", "message", "subject", "group", "place")


@register.filter
def typed(request):
    """The texts of a posted form, for the page that says it could not be saved; also of one that was posted
    before a sign-in."""
    posted = request.POST or drafts.left(request)
    return [value for name, value in posted.items() if is_typed(name, value.strip())]


def is_typed(name, words):
    """Words of a person, and never a password."""
    return "password" not in name and bool(words) and (name.startswith(TYPED) or len(words.split()) > 1)
