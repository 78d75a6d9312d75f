"""What the columns of a table hold: guessed by their names, else by what stands in them. Whoever looks says
whether it is right."""

import re

from django.utils.translation import gettext_lazy as _

from checklists.models import Theme
from people.folding import fold

TEXT, ENGLISH, NEED = "text_nl", "text_en", "theme"
LABELS = {
    "": _("do not take over"),
    TEXT: _("item, Dutch"),
    ENGLISH: _("item, English"),
    NEED: _("need"),
    "look_for_nl": _("what to look for"),
    "look_for_en": _("what to look for, English"),
    "self_nl": _("the teacher’s own words"),
    "self_en": _("the teacher’s own words, English"),
    "short_nl": _("short name"),
    "short_en": _("short name, English"),
}
LOOKED_AT = 10  # rows in which the head may stand: a title often stands above it
LONGEST_NAME = 40  # characters of the name of a column
A_SIGN = 4  # characters: what is shorter is a number, a tick, a bullet

# An earlier word wins where two columns are called so
WORDS = {
    "text": "kijkpunt kijkpunten indicator indicatoren item items punt punten observatiepunt observatiepunten aandachtspunt docentgedrag "
    "leraargedrag leerkrachtgedrag gedragsindicator gedrag criterium criteria stelling stellingen kijkvraag omschrijving beschrijving "
    "vaardigheid tekst text point points indicators statement criterion behaviour coach nederlands dutch engels english",
    "look_for": "waarletjeop waarletjop lookfor whattolookfor voorbeelden voorbeeld gedragsvoorbeelden goedevoorbeelden toelichting uitleg "
    "concreet hint examples example explanation",
    "theme": "behoefte basisbehoefte domein thema gebied categorie rubriek onderdeel aspect need domain theme category area",
    "self": "zelf eigenwoorden zelfreflectie ikvorm woordenvandedocent self ownwords",
    "short": "kort kortenaam titel naam short shortname title name",
}
KNOWN = {word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words.split())}
# Such a column is left, and still it says that the row is a head
LEFT = {
    "nr", "nummer", "no", "number", "id", "code", "score", "ja", "nee", "soms", "nvt", "opmerking", "opmerkingen", "notitie", "notities",
    "bewijs", "bron", "datum", "yes", "remarks", "notes", "gezien", "seen",
}  # fmt: skip
IN_ENGLISH = re.compile(r"\b(?:en|eng|engels|english)\b")
LANGUAGE = re.compile(r"\b(?:nl|ned|nederlands|dutch|en|eng|engels|english)\b")
NO_LETTERS = re.compile(r"[^a-z]")
DUTCH_WORDS = {
    "de", "het", "een", "van", "en", "docent", "leraar", "studenten", "leerlingen", "op", "met", "bij", "zijn", "dat", "wat", "is", "er",
}  # fmt: skip
ENGLISH_WORDS = {
    "the", "a", "of", "and", "teacher", "students", "pupils", "learners", "to", "with", "at", "their", "that", "what", "is", "are",
}  # fmt: skip
NEEDS = {
    Theme.RELATEDNESS: "relatie relaties verbondenheid verbinding relatedness belonging",
    Theme.COMPETENCE: "competentie competenties houvast structuur competence structure",
    Theme.AUTONOMY: "autonomie ruimte zelfstandigheid autonomy space",
    Theme.SAFETY: "veiligheid veilig veilige safety safe",
}
NEED_OF = {word: need for need, words in NEEDS.items() for word in words.split()}


def field_of(name):
    """(field, rank) of a column that is called so; ("", 0) where nothing is known of it."""
    folded = fold(name)
    field, rank = KNOWN.get(word(LANGUAGE.sub(" ", folded)) or word(folded), ("", 0))
    if field in ("", "theme"):
        return field, rank
    return f"{field}_{'en' if IN_ENGLISH.search(folded) else 'nl'}", rank


def word(folded):
    return NO_LETTERS.sub("", folded)


def is_name(cell):
    return len(cell) <= LONGEST_NAME and bool(field_of(cell)[0] or word(fold(cell)) in LEFT)


def head_in(rows):
    """The place of the row with the names of the columns, or None."""
    for place, row in enumerate(rows[:LOOKED_AT]):
        filled = [cell for cell in row if cell]
        names = sum(map(is_name, filled))
        if names and names * 2 >= len(filled) and any(field_of(cell)[0] for cell in filled):
            return place
    return None


def guess(head, rows):
    """The field of each column ("" for what is left): each field once, and an item where there is any."""
    fields = by_names(head)
    rest = [at for at, field in enumerate(fields) if not field and not is_left(head[at], column(rows, at))]
    if NEED not in fields:
        assign(fields, NEED, [at for at in rest if is_of_needs(column(rows, at))][:1])
    longest = sorted(rest, key=lambda at: -sum(map(len, column(rows, at))))
    for at in longest:
        fields[at] = fields[at] or by_words(column(rows, at), fields, has_names=any(head))
    return fields


def by_names(head):
    known = sorted((*field_of(name)[::-1], at) for at, name in enumerate(head) if field_of(name)[0])
    fields = [""] * len(head)
    for _rank, field, at in known:
        if field not in fields:
            fields[at] = field
    return fields


def column(rows, at):
    return [row[at] for row in rows if row[at]]


def is_left(name, cells):
    """Numbers, ticks and bullets are no words, and a column that is called so is not for us."""
    return word(fold(name)) in LEFT or not any(len(word(fold(cell))) >= A_SIGN for cell in cells)


def assign(fields, field, places):
    for at in places:
        fields[at] = field


def is_of_needs(cells):
    return (
        sum(bool(need_of(cell)) for cell in cells) * 2 >= len(cells) and max(map(len, cells)) <= LONGEST_NAME
    )


def by_words(cells, fields, has_names):
    """What a column without a known name may be: an item in its language; what to look for only where no
    column has a name."""
    wanted = (ENGLISH, "look_for_en") if is_english(cells) else (TEXT, "look_for_nl")
    wanted = wanted[:1] if has_names else wanted
    return next((field for field in wanted if field not in fields), "")


def is_english(cells):
    words = fold(" ".join(cells)).split()
    return sum(one in ENGLISH_WORDS for one in words) > sum(one in DUTCH_WORDS for one in words)


def need_of(cell, names=()):
    """The need that this cell names, if it is one; `names` are [(need, what the checklist calls it)]."""
    folded = fold(cell).strip(" .:")
    if found := next((need for need, name in names if fold(name) == folded), ""):
        return found
    found = {NEED_OF[one] for one in re.findall(r"[a-z]+", folded) if one in NEED_OF}
    return found.pop() if len(found) == 1 and len(cell) <= LONGEST_NAME else ""
