"""Words as one searches for them: *één*, *Een* and *EEN* are the same. Both databases leave it to us, so both
find the same."""

import unicodedata

from people.sorting import LETTERS

QUOTES = "\u2018\u2019\u201a\u201b\u02bc"  # single ones: *foto’s* is typed as *foto's*
DASHES = "\u2010\u2012\u2013\u2014\u2212"


class Plain(dict):
    """One letter, once Unicode took it apart, to what is left of it. Filled as letters are met."""

    def __missing__(self, code):
        sign = chr(code)
        is_nothing = unicodedata.combining(sign) or unicodedata.category(sign) == "Cf"
        self[code] = "" if is_nothing else sign
        return self[code]


PLAIN = Plain(LETTERS | dict.fromkeys(map(ord, QUOTES), "'") | dict.fromkeys(map(ord, DASHES), "-"))


def fold(text):
    """Without capitals, accents, ligatures and signs that nobody sees; quotes and dashes of one kind."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", apart).translate(PLAIN)


def places(text, terms):
    """Where these folded terms stand in the text as it was written: [(begin, end)], in order, and none in
    another."""
    folded, origin = [], []
    for place, sign in enumerate(text):
        folded.append(fold(sign))
        origin += [place] * len(folded[-1])
    plain = "".join(folded)
    found = {begin for term in terms for begin in spans(plain, term)}
    return merged((origin[begin], after(text, origin[end - 1])) for begin, end in found)


def spans(plain, term):
    begin = plain.find(term)
    while begin >= 0:
        yield begin, begin + len(term)
        begin = plain.find(term, begin + len(term))


def after(text, place):
    """The end of this letter, with the accents that stand behind it."""
    place += 1
    while place < len(text) and not fold(text[place]):
        place += 1
    return place


def merged(pieces):
    found = []
    for begin, end in sorted(pieces):
        if found and begin < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
