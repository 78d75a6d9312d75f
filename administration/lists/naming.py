"""How a person is called, from the parts in which a list holds a name. Nothing is made prettier: prefixes
stay as they were written."""

import re

from people.folding import fold
from people.names import one_line

# What stands between a first and a last name, without accents and quotes
PREFIXES = {
    "van", "von", "de", "den", "der", "het", "t", "'t", "te", "ten", "ter", "in", "op", "onder", "over", "aan", "bij", "uit", "uijt", "voor",
    "tot", "la", "le", "les", "du", "des", "da", "dos", "das", "do", "di", "del", "della", "el", "al", "ben", "ibn", "bin", "d", "d'", "s", "'s",
}  # fmt: skip
# Lines of a mail's head that name nobody
ABOUT = "verzonden|sent|onderwerp|subject|datum|date|bijlagen?|attachments?"
# What may stand before a name: such a head, or the number of a line
BEFORE = re.compile(rf"(?:(?:aan|van|cc|bcc|to|from|{ABOUT})\s*:\s*|\d{{1,3}}[.)]\s+)+", re.IGNORECASE)
INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")
NUMERIC = set("0123456789./-()[]'‘’ ,;:<>\"“”„|")
MOST_DIGITS = 3  # of a number in a name
ROUND = ' ,;:<>"“”„|-–—•·▪*'
PAIRS = {"''", "‘’", "()", "[]"}


def tidy(name):
    """One line without what is no name: addresses, numbers, quotes and brackets round it."""
    return unwrapped(
        " ".join(word for word in one_line(name).split() if "@" not in word and not is_number(word))
    )


def is_number(word):
    """A year, a birth date, a staff number."""
    return set(word) <= NUMERIC and sum(map(str.isdecimal, word)) > MOST_DIGITS


def unwrapped(name):
    """Without what stands before a name and the signs round it; how deep they stand costs no more."""
    begin, end, before = 0, len(name), None
    while before != (begin, end):
        before = begin, end
        begin = found.end() if (found := BEFORE.match(name, begin, end)) else begin
        while begin < end and name[begin] in ROUND:
            begin += 1
        while begin < end and name[end - 1] in ROUND:
            end -= 1
        if end - begin > 1 and name[begin] + name[end - 1] in PAIRS:
            begin, end = begin + 1, end - 1
    return name[begin:end]


def is_another(one, other):
    """Whether two names have no word in common: *F. Fantasie*, *Fleur* and *Fleur van Hof-Fantasie* may be
    one person. Initials and prefixes tell nobody apart."""
    words, others = ({*filter(tells, re.findall(r"\w+", fold(name)))} for name in (one, other))
    return bool(words and others) and words.isdisjoint(others)


def in_any_order(name):
    """The same for *Zoë van ’t Hof* and *Hof, van 't, Zoe*."""
    return " ".join(sorted(re.findall(r"\w+", fold(name))))


def tells(word):
    return len(word) > 1 and word not in PREFIXES


def turned(name):
    """*Hof, Zoë van ’t* is Zoë van ’t Hof; *Hof, van ’t, Zoë* and *Hof van ’t, Zoë* too."""
    family, *rest = [part.strip() for part in name.split(",") if part.strip()] or [""]
    if not rest:
        return family
    if len(rest) > 1 and is_prefix(rest[0]):
        rest = [*rest[1:], rest[0]]
    family, behind = without_prefix_behind(family)
    return whole(" ".join([in_use(rest[0]), *rest[1:]]), behind, family)


def in_use(given):
    """Of *F.M. (Fleur)* and *Z. van ’t (Zoë)* the name in brackets, with its prefix: the one in use."""
    before, _sign, rest = given.partition("(")
    name, closed, after = rest.partition(")")
    prefixes = [word for word in before.split() if not INITIALS.fullmatch(word)]
    if not closed or len(prefixes) == len(before.split()) or not is_prefix(" ".join(prefixes)):
        return given
    return one_line(" ".join([name, *prefixes, after]))


def without_prefix_behind(family):
    """*Vries de*: (Vries, de)."""
    words = family.split()
    first = len(words)
    while first > 1 and is_prefix(words[first - 1]) and not is_prefix(words[0]):
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def is_prefix(words):
    return all(fold(word) in PREFIXES for word in words.split())


def whole(given, prefix, family):
    """The three parts of a list; a prefix that stands in the family name too is written once."""
    family = turned(family)
    if prefix and fold(family).startswith(fold(prefix) + " "):
        prefix = ""
    if prefix.endswith(("d'", "d’", "l'", "l’")):  # d'Ancona, and not d' Ancona
        prefix, family = "", prefix + family
    return " ".join(filter(None, [given, prefix, family]))


def in_order(parts, email, turns):
    """Cells that hold parts of one name. Two of them stand as the address has them; else, `turns` says
    whether the family name comes first."""
    parts = [part for part in parts if part]
    if len(parts) == 2:  # noqa: PLR2004 -- a first and a last name
        local = fold(email.partition("@")[0])
        first, last = (fold(part.split()[-1]) for part in parts)
        if local.endswith(last) != local.endswith(first):
            turns = local.endswith(first)
    return turned(", ".join(parts)) if turns else " ".join(turned(part) for part in parts)


def guessed(email):
    """A name that an address may stand for: fleur.van.den.berg → Fleur van den Berg. One letter is none."""
    words = [word for word in re.split(r"[._+-]+", re.sub(r"\d+", "", email.partition("@")[0])) if word]
    if all(len(word) == 1 for word in words):
        return ""
    return " ".join(
        word if place and word in PREFIXES else word.capitalize() + "." * (len(word) == 1)
        for place, word in enumerate(words)
    )
