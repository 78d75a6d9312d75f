"""Where a sentence says two things, and the two sentences that it could be.

"En" between two nouns is one thing (tijd en rust); before a verb it begins another. There is no parser here:
a few hundred verbs and their endings, and who the sentence begins with (studio/lexicon.py). Every "en" was
wrong three times out of four; this is measured in docs/hints.md.
"""

import re
from dataclasses import dataclass

from checklists.judging import MAY_END, SHORT
from studio import lexicon

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
QUOTED = re.compile(r"‘[^’\n]*’(?!\w)|“[^”\n]*”|\"[^\"\n]*\"|„[^”“\n]*[”“]|(?<!\w)'[^'\n]*'(?!\w)")
BOTH_OR_ONE = {"nl": r"\ben/of\b", "en": r"\band/or\b"}
AND = {"nl": "en", "en": "and"}
SUBORDINATE = {
    "nl": {"die", "dat", "waar", "waarin", "waarbij", "omdat", "zodat", "als", "wat", "hoe"},
    "en": {"that", "which", "who", "where", "because", "so", "if", "what", "how", "when"},
}
STOP = re.compile(r"[.!?]+[”’\")]*\s+(?=[^\W\d_‘“])")


@dataclass(frozen=True)
class Joint:
    """Where two things meet: the word between them, or the first of another sentence; and the two sentences,
    where they can be told."""

    start: int
    end: int
    halves: tuple = ()


def bare(text):
    """The text without what somebody says in it, as long as it was."""
    return QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)


def joint(text, lang):
    """The first place where this sentence says a second thing; None where it says one."""
    own = bare(text)
    return both_or_one(own, lang) or second_sentence(text, own) or second_verb(text, own, lang)


def both_or_one(own, lang):
    found = re.search(BOTH_OR_ONE[lang], own, re.IGNORECASE)
    return Joint(*found.span()) if found else None


def second_sentence(text, own):
    for stop in STOP.finditer(own):
        if not is_short(own, stop):
            word = WORD.match(text, stop.end())
            end = word.end() if word else stop.end() + 1
            return Joint(stop.end(), end, (text[: stop.end()].strip(), text[stop.end() :].strip()))
    return None


def is_short(own, stop):
    """The dot of bijv., o.a., dhr., or one before any word: no end."""
    words = own[: stop.start()].split()
    if not words:
        return True
    word = words[-1].lower().strip("(")
    return stop[0].startswith(".") and (word in {*SHORT, *MAY_END} or len(word) == 1 or "." in word)


def second_verb(text, own, lang):
    words = list(WORD.finditer(own))
    person = person_of(own, lang)
    for at, word in enumerate(words):
        if word[0].lower() == AND[lang] and begins_another(own, words, at, lang, person):
            return Joint(*word.span(), halves(text, word, lang))
    return None


def begins_another(own, words, at, lang, person):
    """Whether a verb follows on this "en", of the same or of another."""
    before = {word[0].lower() for word in words[max(at - 3, 0) : at]}
    after = [word[0].lower() for word in words[at + 1 :]]
    while after and (after[0] in lexicon.THEN[lang] or (lang == "en" and after[0].endswith("ly"))):
        after = after[1:]
    if len(after) == 1 and not before.isdisjoint(SUBORDINATE[lang]):
        return False  # "een taak die past en uitdaagt": both of the same clause
    if after and is_verb(after[0], after[1:2], lang, person):
        return True
    return names_another(own[words[at].end() :].lstrip(), lang)


def names_another(rest, lang):
    """ "… en de docent geeft": who does the second thing is said."""
    found = re.match(rf"{lexicon.SUBJECT[lang]}\s+(\S+)", rest, re.IGNORECASE)
    if not found:
        return False
    who = person_of(rest, lang)
    return is_verb(found[1].lower().strip(",."), ["the", "de"], lang, who)


def is_verb(word, following, lang, person):
    if person == "own":
        return word in lexicon.OWN[lang] or is_like(lexicon.OWN_PAST, word, lang)
    if person == "plural":
        return word in lexicon.PLURAL[lang]
    return is_of_one_other(word, following, lang)


def is_of_one_other(word, following, lang):
    """In the third person: known, ending like one, or ending nearly so before what follows no noun."""
    if word in lexicon.NOT_A_VERB[lang]:
        return False
    if word in lexicon.TWOFOLD[lang]:
        return not set(following).isdisjoint(lexicon.AFTER_A_VERB[lang])
    return (
        word in lexicon.VERBS[lang]
        or is_like(lexicon.SOUNDS_LIKE_ONE, word, lang)
        or (
            is_like(lexicon.ENDS_LIKE_ONE, word, lang)
            and not set(following).isdisjoint(lexicon.CERTAINLY_AFTER[lang])
        )
    )


def is_like(patterns, word, lang):
    return bool(re.fullmatch(patterns[lang], word))


def person_of(text, lang):
    """Whose verbs these are: "own" (I), "plural", or "" for one other."""
    found = re.match(lexicon.SUBJECT[lang], text, re.IGNORECASE)
    who = found[0].lower() if found else ""
    if who in ("ik", "i"):
        return "own"
    return "plural" if re.search(lexicon.IS_PLURAL[lang], who) else ""


def halves(text, word, lang):
    """The sentence before "en", and the same one's second sentence; () where it does not begin with who does
    both."""
    found = re.match(lexicon.SUBJECT[lang], text, re.IGNORECASE)
    rest = text[word.end() :].strip()
    if names_another(rest, lang):
        return ended(text[: word.start()]), rest[:1].upper() + rest[1:]
    if not found or re.match(r"\s+(die|who)\b", text[found.end() :]):
        return ()
    return ended(text[: word.start()]), f"{found[0]} {rest}"


def ended(text):
    return text.rstrip(" ,;") + "."
