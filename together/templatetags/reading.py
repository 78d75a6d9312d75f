"""Drawings, signs and words in the pages of an opened visit."""

from django import template
from django.utils.safestring import SafeString

from checklists.templatetags.looks import decoration, sign
from people.templatetags.pieces import rows
from together.spoken import LONG, Asked, Card, Guess, Heard, Pointed, Signalled, Spoken

register = template.Library()


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


# --- what was said, from prepared pieces (together/spoken.py) ---------------------------------------------


@register.simple_tag(takes_context=True)
def words(context, said):
    """Words of people on screen, in their own language."""
    return rows("together/_said.html", spoken(context, said))


@register.simple_tag(takes_context=True)
def moments(context, said):
    """Moments in order of time: when stands in the margin."""
    return rows("together/_moment.html", spoken(context, said))


@register.simple_tag(takes_context=True)
def voices(context, views):
    """Voices on one point, the teacher's first, same size and type."""
    is_shared = context["report"].is_shared
    return rows(
        "together/_voice.html",
        [Heard(view, words(context, view.said), is_shared=is_shared) for view in views],
    )


@register.simple_tag(takes_context=True)
def point(context, line):
    """All of one point."""
    return rows("together/_point.html", [Pointed(line, voices(context, line.views), since(context, line))])


@register.simple_tag(takes_context=True)
def signals(context, lines):
    """Signals: what each saw and wrote, and what may lie behind it."""
    found = [Signalled(line, voices(context, line.views), since(context, line)) for line in lines]
    return rows("together/_signal.html", found)


@register.simple_tag(takes_context=True)
def answers(context, answered, *, is_ticked=False):
    """Open questions with the answers of one voice, or the sentences that it ticked."""
    found = [
        Asked(row, words(context, row.words), later(context, row.additions), is_ticked=is_ticked)
        for row in answered
    ]
    return rows("together/_asked.html", found)


@register.simple_tag
def guesses(lines, meanings):
    """What could lie behind each signal, to choose from."""
    return rows("together/_guess.html", [Guess(line, tuple(meanings)) for line in lines])


@register.simple_tag
def cards(patterns):
    """The patterns that may fit."""
    return rows("together/_pattern.html", [Card(*each) for each in enumerate(patterns, 1)])


def spoken(context, said):
    return [Spoken(each, later(context, each.additions)) for each in said]


def later(context, additions):
    return printed(context, "together/_later.html", additions=additions) if additions else ""


def since(context, line):
    return printed(context, "together/_since.html", line=line) if line.additions or line.note else ""


def printed(context, name, **more):
    with context.push(**more):
        return context.template.engine.get_template(name).render(context)
