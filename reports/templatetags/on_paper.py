"""What only paper has: drawings with their colour in them, what hangs in the margin, and what fits in a
row."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from checklists.templatetags.looks import DRAWINGS, letter_of, need_class
from observations.models import Voice
from reports import room
from together import words

register = template.Library()
register.filter("short_need", words.short_need)
register.filter("is_wide", room.is_wide)
register.filter("fits", room.fits)
register.filter("fit", room.fit)

# of the voices in each language, as lines in a square of 24; as high as those of words of 11 points
LETTERS = {
    "C": "M16.6 8.6a5.4 5.9 0 1 0 0 6.8",
    "D": "M8.2 6.2v11.6h2.6a5.8 5.8 0 0 0 0-11.6Z",
    "T": "M6.6 6.2h10.8M12 6.2V19",
}


@register.simple_tag
@lru_cache(maxsize=64)
def shape(name, css="", letter=""):
    """A drawing beside words that say the same. No style sheet reaches into it on paper: its colour stands in
    the drawing."""
    fill, shapes = DRAWINGS[name]
    named = f' class="{css}"' if css else ""
    return SafeString(f'<svg{named} viewBox="0 0 24 24" fill="{fill}">{shapes}{letter}</svg>')


@register.simple_tag
def hanging(name):
    """The shape of a need, left of the margin line; it begins the line that names the need, and so it stays
    with it."""
    return shape(name, "r-hang")


@register.simple_tag
def voice(name):
    """The letter of a voice, round and filled, or square and open. It is a shape too: what is read, copied
    and found are the words beside it, which say whose they are."""
    return drawn_letter(name, letter_of(name, get_language()))


@lru_cache(maxsize=8)
def drawn_letter(name, letter):
    ink = "#fff" if name == Voice.TEACHER else DRAWINGS[name][0]
    lines = f'<path d="{LETTERS[letter]}" fill="none" stroke="{ink}" stroke-width="2.4"/>'
    return shape(name, "r-sign", lines)


@register.filter
def tint_class(theme):
    """The class that colours the head of a need."""
    return need_class(theme).replace("mk-need", "r-tint")
