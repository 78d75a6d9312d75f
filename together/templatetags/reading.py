"""Drawings and signs in the partials that page and paper share; `paper` in the context says which it is."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from checklists.templatetags.looks import DRAWINGS, decoration, letter_of, need_class, sign
from observations.models import Voice
from together import room

register = template.Library()
register.filter("in_cells", room.is_in_cells)
register.filter("in_row", room.is_in_row)
register.filter("kept", room.is_kept)

LONG = 400
LETTERS = {  # of the voices in each language, as lines in a square of 24; as high as those of words of 11 points
    "C": "M16.6 8.6a5.4 5.9 0 1 0 0 6.8",
    "D": "M8.2 6.2v11.6h2.6a5.8 5.8 0 0 0 0-11.6Z",
    "T": "M6.6 6.2h10.8M12 6.2V19",
}


@register.simple_tag(takes_context=True)
def drawing(context, name, css=""):
    """One drawing beside words that say the same."""
    return printed(name) if context.get("paper") else decoration(name, css)


@register.simple_tag
def hanging(name):
    """The shape of a need, left of the margin line on paper; it begins the line that names the need, and so it stays with it."""
    return printed(name, "r-hang")


@lru_cache(maxsize=64)
def printed(name, css="", letter=""):
    """No style sheet reaches into a drawing on paper: its colour stands in the drawing."""
    fill, shapes = DRAWINGS[name]
    named = f' class="{css}"' if css else ""
    return SafeString(f'<svg{named} viewBox="0 0 24 24" fill="{fill}">{shapes}{letter}</svg>')


@register.simple_tag(takes_context=True)
def voice_sign(context, voice):
    """The letter of a voice: round and filled, or square and open. The space keeps it a word of its own where it is pasted."""
    if not context.get("paper"):
        return SafeString(f"{sign(voice)} ")
    return printed_sign(voice, letter_of(voice, get_language()))


@lru_cache(maxsize=8)
def printed_sign(voice, letter):
    """On paper the letter is a shape too: what is read, copied and found are the words beside it, which say whose they are."""
    ink = "#fff" if voice == Voice.TEACHER else DRAWINGS[voice][0]
    lines = f'<path d="{LETTERS[letter]}" fill="none" stroke="{ink}" stroke-width="2.4"/>'
    return printed(voice, "r-sign", lines)


@register.filter
def is_long(text):
    """So many letters that on screen only its beginning shows at first (static/js/long.js)."""
    return len(text) > LONG


@register.filter
def tint_class(theme):
    """The class that colours the head of a need on paper."""
    return need_class(theme).replace("mk-need", "r-tint")
