"""Rows of the pages where people write, from prepared pieces (people/templatetags/pieces.py).

A page holds fifty rows or more. The pieces are those of one item, voice and language, with a slot for each
thing that a person wrote; the choices of a row are made in its HTML afterwards.
"""

from django import template
from django.utils.safestring import SafeString

from people.templatetags.pieces import keep, skeleton
from people.views import drafts

register = template.Library()


@register.simple_tag(takes_context=True)
def written(context, name, rows):
    """Rows in their template (`observations/parts/<name>.html`), with their choices made."""
    page = context["sheet"].same_for
    return SafeString("".join([one(context, name, row, page) for row in rows]))


def one(context, name, row, page):
    if row.is_refused or row.is_own:
        return row.choose(rendered(context, name, row))
    return keep((name, row.same_for, page), lambda: Prepared(context, name, row)).filled(row)


def rendered(context, name, row):
    with context.push(row=row):
        return context.template.engine.get_template(f"observations/parts/{name}.html").render(context)


class Prepared:
    """The pieces of one kind of row; as long as nobody has written in it, all of it is the same."""

    def __init__(self, context, name, row):
        self.pieces = skeleton(row, lambda slots: rendered(context, name, slots), row.SLOTS)
        self.untouched = None

    def filled(self, row):
        if not row.is_untouched:
            return self.fill(row)
        if self.untouched is None:
            self.untouched = self.fill(row)
        return self.untouched

    def fill(self, row):
        return row.choose(self.pieces.fill(row))


@register.simple_tag(takes_context=True)
def fixed(context, name):
    """A part of the page that holds nothing of a person or a visit, but for own points: rendered once per
    edition, voice and language, and of a visit with own points each time."""
    template = context.template.engine.get_template(f"observations/parts/{name}.html")
    sheet = context["sheet"]
    if sheet.lesson.has_own_points:
        return template.render(context)
    return keep((name, sheet.same_for), lambda: template.render(context))


# of the pages of a visit also a single word; of any other form whatever is longer than a word
TYPED = (
    "note-",
    "moment-text-",
    "learning-question",
    "own-text-",
    "text",
    "message",
    "subject",
    "group",
    "place",
)


@register.filter
def typed(request):
    """The texts of a posted form, for the page that says it could not be saved; also of one that was posted
    before a sign-in."""
    posted = request.POST or drafts.left(request)
    return [value for name, value in posted.items() if is_typed(name, value.strip())]


def is_typed(name, words):
    """Words of a person, and never a password."""
    return "password" not in name and bool(words) and (name.startswith(TYPED) or len(words.split()) > 1)
