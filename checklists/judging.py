"""From the words of a list that can sound like a judgment to what the coach's page looks for: their everyday
forms.

The lists hold adjectives and short phrases, bare or with their ending; other words stand there as they are.
Making too many forms is harmless, for a word that does not exist is never written. A form that is also
another word is named in `OTHER`.
"""

import re
from functools import lru_cache
from unicodedata import normalize

PREFIXES = {
    "nl": ["aarts", "bere", "dood", "giga", "hyper", "kei", "mega", "oer", "poep", "reuze", "stom", "super", "ultra"],
    "en": ["hyper", "mega", "super", "ultra"],
}  # fmt: skip
IRREGULAR = {
    "nl": [{"goed", "goede", "goeie", "beter", "betere", "best", "beste"}],
    "en": [{"good", "better", "best"}, {"bad", "badly", "worse", "worst"}],
}
SPELLED = {  # what no rule makes; "…" is at most four words of the same clause
    "had moeten": ["had … moeten", "hadden … moeten"],
    "zou moeten": ["zou … moeten", "zouden … moeten"],
    "goed gedaan": ["goed … gedaan"],
    "te veel": ["teveel"],
    "should have": ["should … have", "should've", "should’ve", "shouldn't … have", "shouldn’t … have"],
    "ought to": ["oughtn't to", "oughtn’t to"],
}
ENDS_GAP = {  # a word that begins another clause
    "nl": ["als", "dus", "en", "maar", "omdat", "terwijl", "toen", "waar", "want", "die"],
    "en": ["and", "because", "but", "so", "that", "when", "which", "while", "who"],
}
# A subject just before the last word of a phrase begins another clause too, unless nothing else stands
# between.
SUBJECTS = {
    "nl": ["jullie", "we", "wij", "ze", "zij"],
    "en": ["they", "we", "you"],
}
# Something else that is spelled the same. What is longer wins: in "luier dan" the word is meant after all.
OTHER = {
    "nl": [
        "slechts", "luier", "luiers", "luieren", "luis", "luitjes", "drukker", "drukkers", "drukjes",
        "druk op", "de druk", "onder druk", "hoge druk", "lage druk", "eerste druk", "tweede druk", "derde druk", "vierde druk",
    ],
    "en": ["perfect tense", "present perfect", "past perfect", "future perfect"],
}  # fmt: skip
COMPARED = "{} dan", "steeds {}", "nog {}", "veel {}", "werd {}", "werden {}", "wordt {}", "worden {}"
# Dots that end no sentence, and those that do before a capital. Of single letters (o.a., v.d., J. de Vries)
# none does but these.
SHORT = [
    "afb", "afd", "approx", "art", "bijv", "bv", "ca", "cf", "dhr", "dr", "drs", "ds", "evt", "excl", "fig", "gem",
    "hfst", "incl", "ing", "ir", "max", "mevr", "mr", "mrs", "ms", "mw", "nl", "nr", "opm", "par", "prof", "resp", "st",
    "tel", "t.o.v", "v.d", "vgl", "vs", "zgn", "zg",
]  # fmt: skip
MAY_END = ["a.u.b", "e.a", "e.d", "o.i.d", "s.v.p", "u", "etc", "enz", "jl", "jr", "lln", "ll", "min", "opdr", "sr", "stud"]  # fmt: skip


def rules(words, language):
    """What js/judging.js looks for, for a list of words in one language ("nl" or "en"); the same list gives
    the same object."""
    return _rules(tuple(words), language)


@lru_cache(maxsize=64)
def _rules(words, language):
    forms, other = {form for word in words for form in forms_of(word, language)}, set(OTHER[language])
    compared = {frame.format(word) for word in forms & other for frame in COMPARED}
    found = finder((forms | compared) - other, {words for words in other if " " in words}, language)
    return found | {"before": f"^({'|'.join(PREFIXES[language])})", "short": SHORT, "mayEnd": MAY_END}


def finder(words, other=(), language="nl"):
    """Single words to look up, and one pattern of JavaScript for what holds other signs too, the longest
    first; `other` is found and dropped."""
    words, other = (
        {normalize("NFC", " ".join(word.lower().split())) for word in each} for each in (words, other)
    )
    single = {word for word in words if word.isalnum()}
    several = sorted(words - single - {""} | other, key=lambda phrase: (-len(phrase), phrase))
    spelled = dict.fromkeys(form for phrase in several for form in (phrase, normalize("NFD", phrase)))
    return {
        "words": sorted(single),
        "phrases": "|".join(pattern(phrase, language) for phrase in spelled) or "(?!)",
        "other": sorted(other),
    }


def pattern(phrase, language):
    space = r"[^\S\n]+"
    stop, subject = (rf"{space}(?:{'|'.join(each[language])})(?=\s)" for each in (ENDS_GAP, SUBJECTS))
    step = rf"(?!{stop}){space}[^\s.!?…,;:]+"
    gap = f"(?:{subject}|(?:{step}){{0,3}}(?!{subject}){step})?{space}"
    return re.sub(r"[\\^$.*+?()[\]{}|]", r"\\\g<0>", phrase).replace(" … ", gap).replace(" ", r"\s+")


def forms_of(word, language):
    """A word or phrase with its forms, itself among them. What holds other signs than letters has none."""
    word = word.lower()
    if word.isalpha():
        return {word} | irregular(word, language) | INFLECT[language](word)
    first, _, rest = word.partition(" ")
    bent = irregular(first, language) or (dutch(first) if language == "nl" and first.endswith("e") else set())
    return {word, *SPELLED.get(word, []), *(f"{form} {rest}" for form in bent if rest)}


def irregular(word, language):
    return next((group for group in IRREGULAR[language] if word in group), set())


# --- Dutch -----------------------------------------------------------------------------------------

VOWELS = re.compile(r"ij|[aeiouyáéíóúàèìòùäëïöüâêîôû]+")
LONG = re.compile(r"(aa|ee|oo|uu)([^aeiouy])$")
SHUT = re.compile(r"(?<![aeiouyéëïöü])[aeiouéëïöü][bcdfgklmnprstvz]$")
UNSTRESSED = re.compile(r"(ig|lijk|er|el|en|em|isch)$")
VOICED = {"f": "v", "s": "z"}


def dutch(word):
    """zwak: zwakke, zwakker, zwakst, zwaks, zwakjes and more; of zwakke and brutale too, by way of zwak and
    brutaal."""
    if word.endswith("je"):
        return {word, f"{word}s"}
    bare = bases(word) if word.endswith("e") else {word}
    return {form for base in bare for form in endings(base)}


def endings(base):
    most = "t" if re.search("(s|sch)$", base) else "st"
    bent = {stem + end for stem in stems(base) for end in ("e", "er", "ere", "ers", "eren")}
    more = {base + end for end in ("der", "dere", "ders")} if base.endswith("r") else set()
    return bent | more | {base + end for end in ("", "s", "jes", most, f"{most}e", f"{most}en")}


def stems(base):
    """How the word is spelled before an ending that begins with a vowel: brutal(e), bra(a)f: brav(e),
    zwakk(e), passiev(e)."""
    if LONG.search(base):
        base = LONG.sub(lambda match: match[1][0] + VOICED.get(match[2], match[2]), base)
    elif SHUT.search(base) and not UNSTRESSED.search(base):
        is_one_syllable = len(VOWELS.findall(base)) == 1
        return {
            base + base[-1],
            *([] if is_one_syllable else [base]),
            *(voiced(base) if base[-1] == "f" else []),
        }
    return {base, *voiced(base)}


def voiced(base):
    return {base[:-1] + VOICED[base[-1]]} if base[-1:] in VOICED else set()


def bases(word):
    """What a word on -e may come from: zwakke, zwak; brutale, brutaal; passieve, passief; saaie, saai."""
    stem = word[:-1]
    found = {stem}
    if stem[-2:-1] == stem[-1:]:
        found.add(stem[:-1])
    if re.search(r"(?<![aeiou])[aeou][^aeiouy]$", stem) and not UNSTRESSED.search(stem):
        found.add(stem[:-1] + stem[-2] + stem[-1])
    hard = {"v": "f", "z": "s"}
    return found | {base[:-1] + hard[base[-1]] for base in found if base[-1:] in hard}


# --- English -----------------------------------------------------------------------------------------


def english(word):
    """weak: weaker, weakest, weakly; messy: messier, messiest, messily; rude: ruder, rudest, rudely; chaotic:
    chaotically."""
    if word.endswith("y"):
        stem = word[:-1] + "i"
    elif word.endswith("e"):
        stem = word[:-1]
    else:
        stem = word + word[-1] if re.fullmatch("[^aeiou][aeiou][bdgmnpt]", word) else word
    adverb = word + "al" if word.endswith("ic") else stem if word.endswith("y") else word
    return {word, f"{stem}er", f"{stem}est", f"{adverb}ly"}


INFLECT = {"nl": dutch, "en": english}
