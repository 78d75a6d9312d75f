"""Drawings and signs in the partials that page and paper share; `paper` in the context says which it is."""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from checklists.templatetags.looks import DRAWINGS, decoration, letter_of, need_class, sign

register = template.Library()


@register.simple_tag(takes_context=True)
def drawing(context, name, css=""):
    """One drawing beside words that say the same."""
    return printed(name) if context.get("paper") else decoration(name, css)


@lru_cache(maxsize=64)
def printed(name):
    """No style sheet reaches into a drawing on paper: its colour stands in the drawing."""
    fill, shapes = DRAWINGS[name]
    return SafeString(f'<svg viewBox="0 0 24 24" fill="{fill}">{shapes}</svg>')


@register.simple_tag(takes_context=True)
def voice_sign(context, voice):
    """The letter of a voice: round and filled, or square and open. The space keeps it a word of its own where it is pasted."""
    if not context.get("paper"):
        return SafeString(f"{sign(voice)} ")
    return SafeString(f'<span class="r-sign r-{voice}">{letter_of(voice, get_language())}</span> ')


@register.simple_tag(takes_context=True)
def reply_link(context, what, key, about=""):
    """The way to a reply, where the page has one: `what` is item or moment, `about` what a screen reader hears with it."""
    if not context.get("reply_url"):
        return ""
    hidden = f'<span class="mk-hidden">: {escape(about)}</span>' if about else ""
    address, words = f"{context['reply_url']}?{what}={key}", gettext("Write a reply")
    return SafeString(f'<p class="mk-reply"><a href="{address}">{words}{hidden}</a></p>')


@register.filter
def tint_class(theme):
    """The class that colours the head of a need on paper."""
    return need_class(theme).replace("mk-need", "r-tint")
