"""What may help who writes a line, while it is written. A hint quotes the person's own word, says why, and
shows a sentence that can be seen or heard. It never holds anything up.

Only what was found reliable, measured in docs/hints.md: two things in one, a vague verb or two words that
judge, more than twenty words. Not: "en" as such, one word that judges, a negation.
"""

import re
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.editions import localized
from checklists.judging import forms_of, pattern
from checklists.models import Kind, language_now
from studio import lexicon, readability
from studio.better import BETTER
from studio.clauses import WORD, bare, joint

LONGEST = 20  # words
MANY = 24  # items that are open without being asked for
FEW = 3  # in a need; below it a report has no line for the need (docs/evidence.md 4.1)
ANSWERED_ONCE = {Kind.POINT, Kind.PULSE}  # one answer to it: two things in one cannot be answered
OF_WHAT_IS_DONE = {Kind.POINT, Kind.RESPONSE}
SHORTER = ANSWERED_ONCE | {Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE}
EASY, HARD = 60, 45


@dataclass(frozen=True)
class Hint:
    """`said` is safe HTML with the quoted words marked; `was` and `better` are an example in the language of
    the line; `halves` the two sentences that it could be."""

    what: str  # double, long, vague, quality
    lang: str
    quoted: tuple
    said: str
    was: str
    better: list
    halves: tuple = ()

    @property
    def id(self):
        """The same hint about the same words: the page leaves it where it is."""
        return "-".join([self.lang, self.what, *self.quoted])


def of_line(line):
    """The hints of an item as it is written: about the Dutch, and about the English what Dutch did not say
    yet. What is no item (a small choice) has none."""
    kind = getattr(line, "kind", "")
    found = of_text(line.text_nl, "nl", kind)
    said = {hint.what for hint in found}
    return found + [hint for hint in of_text(line.text_en, "en", kind) if hint.what not in said]


def of_text(text, lang, kind=Kind.POINT):
    """The hints about one sentence, the most helpful first."""
    found = []
    if kind in ANSWERED_ONCE:
        found += double(text, lang)
    if kind in OF_WHAT_IS_DONE:
        found += vague(text, lang) + quality(text, lang)
    return found + (long(text, lang) if kind in SHORTER else [])


def double(text, lang):
    found = joint(text, lang)
    if not found:
        return []
    why = _("There are two things here: {words} What do you mark when you see one of them?")
    around = marked(text, found.start, found.end, lang)
    quoted = (text[found.start : found.end],)
    return [hint("double", lang, quoted, format_html(why, words=around), halves=found.halves)]


def vague(text, lang):
    for group, words in VAGUE[lang].items():
        if found := words.search(bare(text)):
            word = text[slice(*found.span())]
            said = format_html(
                _("{word} is vague. Write what you can hear or see then."), word=mark(word, lang)
            )
            return [hint("vague", lang, (word,), said, group)]
    return []


def quality(text, lang):
    """Two words that judge; one alone may be what is meant."""
    own = re.sub(
        lexicon.NOT_JUDGED[lang], lambda found: "\0" * len(found[0]), bare(text), flags=re.IGNORECASE
    )
    words = [word[0] for word in WORD.finditer(own) if word[0].lower() in QUALITY[lang]]
    if len({word.lower() for word in words}) < 2:  # noqa: PLR2004 -- "two"
        return []
    one, other = words[:2]
    said = _("{one} and {other} are for everybody something else. What do you hear or see then?")
    return [
        hint("quality", lang, (one, other), format_html(said, one=mark(one, lang), other=mark(other, lang)))
    ]


def long(text, lang):
    words = list(WORD.finditer(text))
    if len(words) <= LONGEST:
        return []
    word = words[LONGEST][0]
    said = _("At {word} the sentence is past twenty words. In the lesson somebody reads it in one glance.")
    return [hint("long", lang, (word,), format_html(said, word=mark(word, lang)))]


def hint(what, lang, quoted, said, group="", halves=()):
    was, better = BETTER[lang][group or what]
    return Hint(what, lang, quoted, said, was, better.split(" | "), halves)


def mark(word, lang):
    return format_html('<span class="mk-hinted" lang="{}">{}</span>', lang, word)


def marked(text, start, end, lang, words=5):
    """The marked word with a few around it, as they stand there."""
    before, after = text[:start].split(), text[end:].split()
    parts = (
        " ".join((["…"] if len(before) > words else []) + before[-words:]),
        mark(text[start:end], lang),
        " ".join(after[:words] + (["…"] if len(after) > words else [])),
    )
    return format_html('<q lang="{}">{} {} {}</q>', lang, *parts)


def compiled(phrases, lang):
    each = "|".join(pattern(phrase, lang) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"\b(?:{each})\b", re.IGNORECASE)


VAGUE = {
    lang: {group: compiled(words, lang) for group, words in groups.items()}
    for lang, groups in lexicon.VAGUE.items()
}
QUALITY = {
    lang: {form for word in words for form in forms_of(word, lang)} for lang, words in lexicon.QUALITY.items()
}


# --- the whole list ----------------------------------------------------------------------------------


@dataclass
class OfList:
    """`said` are sentences about the list; `reads` is how it reads, in words, a language each."""

    said: list = field(default_factory=list)
    reads: list = field(default_factory=list)


def of_list(items, themes):
    """About all items of a draft; `themes` are the needs as dicts (key, name) in the reader's language."""
    items = [item for item in items if not item.is_off]
    points = [item for item in items if item.kind == Kind.POINT]
    said = too_many(points) + too_few(points, themes)
    texts = {lang: [getattr(item, f"text_{lang}") for item in items] for lang in ("nl", "en")}
    scores = {lang: readability.score(sentences, lang) for lang, sentences in texts.items()}
    return OfList(said, [reads(lang, score) for lang, score in scores.items() if score is not None])


def of_draft(draft):
    """The same of a draft; one query."""
    return of_list(draft.items.all(), localized(draft.words.get("themes", []), language_now()))


def too_many(points):
    number = sum(point.default for point in points)
    if number <= MANY:
        return []
    words = _(
        "{n} items are open without being asked for. With more than {most}, who looks along spends the lesson with the list."
    )
    return [words.format(n=number, most=MANY)]


def too_few(points, themes):
    """Of each need that has some, or whose neighbours have; a list without any item says so itself."""
    counted = [(theme, sum(point.theme == theme["key"] for point in points)) for theme in themes]
    few = [(theme["name"], number) for theme, number in counted if points and number < FEW]
    return [fewer(name, number) for name, number in few]


def fewer(name, number):
    words = ngettext(
        "{need} has {n} item. Not everything occurs in a lesson: with fewer than {least} little is left to talk about together.",
        "{need} has {n} items. Not everything occurs in a lesson: with fewer than {least} little is left to talk about together.",
        number,
    )
    return words.format(need=name, n=number, least=FEW)


def reads(lang, score):
    name = {"nl": _("The Dutch sentences"), "en": _("The English sentences")}[lang]
    how = _("{sentences} have many long words, or are long themselves ({score})")
    if score >= EASY:
        how = _("{sentences} read easily ({score})")
    elif score >= HARD:
        how = _("{sentences} ask some effort ({score})")
    measure = {"nl": "Flesch-Douma", "en": "Flesch"}[lang]
    return how.format(sentences=name, score=f"{measure} {score}")
