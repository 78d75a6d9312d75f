"""Drawings, signs and words in the pages of an opened visit."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

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
    return Printer(context).words(said)


@register.simple_tag(takes_context=True)
def moments(context, said):
    """Moments in order of time: when stands in the margin."""
    return Printer(context).moments(said)


@register.simple_tag(takes_context=True)
def voices(context, views):
    """Voices on one point, the teacher's first, same size and type."""
    return Printer(context).voices(views)


@register.simple_tag(takes_context=True)
def points(context, lines):
    """All of these points."""
    return Printer(context).points(lines)


@register.simple_tag(takes_context=True)
def signals(context, lines):
    """Signals: what each saw and wrote, and what may lie behind it."""
    return Printer(context).signals(lines)


@register.simple_tag(takes_context=True)
def answers(context, answered, *, is_ticked=False):
    """Open questions with the answers of one voice, or the sentences that it ticked."""
    return Printer(context).answers(answered, is_ticked=is_ticked)


@register.simple_tag
def guesses(lines, meanings):
    """What could lie behind each signal, to choose from."""
    return rows("together/_guess.html", [Guess(line, tuple(meanings)) for line in lines])


@register.simple_tag
def cards(patterns):
    """The patterns that may fit."""
    return rows("together/_pattern.html", [Card(*each) for each in enumerate(patterns, 1)])


class Printer:
    """Rows within rows of one page."""

    def __init__(self, context):
        self.context, self.is_shared, self.language = context, context["report"].is_shared, get_language()

    def rows(self, name, found):
        return rows(name, found, self.language)

    def words(self, said):
        return self.rows("together/_said.html", [Spoken(each, self.later(each.additions)) for each in said])

    def moments(self, said):
        return self.rows("together/_moment.html", [Spoken(each, self.later(each.additions)) for each in said])

    def voices(self, views):
        found = [Heard(view, self.words(view.said), is_shared=self.is_shared) for view in views]
        return self.rows("together/_voice.html", found)

    def points(self, lines):
        found = [Pointed(line, self.voices(line.views), self.since(line)) for line in lines]
        return self.rows("together/_point.html", found)

    def signals(self, lines):
        found = [Signalled(line, self.voices(line.views), self.since(line)) for line in lines]
        return self.rows("together/_signal.html", found)

    def answers(self, answered, *, is_ticked):
        found = [
            Asked(row, self.words(row.words), self.later(row.additions), is_ticked=is_ticked)
            for row in answered
        ]
        return self.rows("together/_asked.html", found)

    def later(self, additions):
        return self.piece("together/_later.html", additions=additions) if additions else ""

    def since(self, line):
        return self.piece("together/_since.html", line=line) if line.additions or line.note else ""

    def piece(self, name, **more):
        with self.context.push(**more):
            return self.context.template.engine.get_template(name).render(self.context)
