"""Drawings and signs in the pages of an opened visit."""

from django import template
from django.utils.safestring import SafeString

from checklists.templatetags.looks import decoration, sign

register = template.Library()

LONG = 400


@register.simple_tag
def drawing(name, css=""):
    """One drawing beside words that say the same."""
    return decoration(name, css)


@register.simple_tag
def voice_sign(voice):
    """The letter of a voice: round and filled, or square and open. The space keeps it a word of its own where
    it is pasted."""
    return SafeString(f"{sign(voice)} ")


@register.filter
def is_long(text):
    """So many letters that on screen only its beginning shows at first (static/js/long.js)."""
    return len(text) > LONG
