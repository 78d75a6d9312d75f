"""How things look, for templates: icons, the signs of the two voices, the colour class of a need."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

register = template.Library()

SHEET = Path(__file__).resolve().parents[2] / "static" / "img" / "icons.svg"
SYMBOL = re.compile(r'<symbol id="(\w+)" fill="(#\w+)">(.*?)</symbol>', re.DOTALL)
NEED_CLASSES = {
    "relatedness": "mk-need-rel",
    "competence": "mk-need-com",
    "autonomy": "mk-need-aut",
    "safety": "mk-need-saf",
}
TALLIED = 50  # more strokes than this nobody counts
SIGN_CLASSES = {"teacher": "mk-sign mk-sign-t", "coach": "mk-sign mk-sign-c"}


def read_drawings():
    return {name: (fill, shapes) for name, fill, shapes in SYMBOL.findall(SHEET.read_text())}


DRAWINGS = read_drawings()  # once per process: a page prints hundreds


@lru_cache(maxsize=256)
def decoration(name, css):
    return SafeString(
        f'<svg class="mk-i {css}" viewBox="0 0 24 24" aria-hidden="true">{DRAWINGS[name][1]}</svg>'
    )


def picture(name, css, title):
    """Paper knows no style sheet inside an SVG, so the colour stands in the drawing itself."""
    fill, shapes = DRAWINGS[name]
    return SafeString(
        f'<svg class="mk-i {css}" viewBox="0 0 24 24" role="img" fill="{fill}">'
        f"<title>{escape(title)}</title>{shapes}</svg>"
    )


@register.simple_tag
def icon(name, css="", title=""):
    """One drawing of icons.svg. With a title it means something by itself; without, the words beside it
    do."""
    return picture(name, css, title) if title else decoration(name, css)


@register.simple_tag
def sign(voice, css=""):
    """The letter of `teacher` or `coach`: round and filled, or square and open."""
    letter = letter_of(voice, get_language())
    return SafeString(f'<span class="{SIGN_CLASSES[voice]} {css}" aria-hidden="true">{letter}</span>')


@lru_cache(maxsize=8)
def letter_of(voice, language):
    """Kept per language: looking a word up costs more than drawing the sign."""
    if voice == "teacher":
        return pgettext("one letter that stands for the teacher", "T")
    return pgettext("one letter that stands for the coach", "C")


@register.simple_tag
@lru_cache(maxsize=64)
def tally(n):
    """A small number as tally strokes, five to a bundle and ten to a row, beside the number itself; more is
    only the number.

    Style sheets set its width alone, so a stroke has one size however many rows there are.
    """
    if not 0 < n <= TALLIED:
        return ""
    rows = -(-n // 10)
    strokes = "".join(stroke(number) for number in range(n))
    return SafeString(
        f'<svg class="mk-tally" viewBox="0 0 60 {rows * 26}" aria-hidden="true" fill="none" stroke="#1d2536"'
        f' stroke-width="2.2" stroke-linecap="round"><path d="{strokes}"/></svg>'
    )


def stroke(number):
    """Where the stroke of this number stands; the fifth of a bundle crosses the other four."""
    row, place = divmod(number, 10)
    bundle, nth = divmod(place, 5)
    x, y = bundle * 31 + 4 + nth * 6, row * 26 + 4
    return f"M{x} {y}v18" if nth < 4 else f"M{x - 27} {y + 14}l25 -10"  # noqa: PLR2004 (four stand, the fifth lies)


@register.filter
def need_class(theme):
    """The CSS class that sets the colours of a need; nothing for an item without one."""
    return NEED_CLASSES.get(theme, "")


@register.filter
def error_items(form):
    """Every error of a form as (id of the control to go to, its label, message), the whole form's first."""
    items = [("", "", message) for message in form.non_field_errors()]
    return items + [
        (first_control(field), ended(field.label), message) for field in form for message in field.errors
    ]


def ended(label):
    return str(label) if str(label).endswith("?") else f"{label}:"


def first_control(field):
    """A group of radio buttons or several inputs has no control of its own: the first one takes the focus."""
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
