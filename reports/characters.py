"""Characters on paper: which can be printed, what stands for the rest, and as what each drawn shape is read.
See docs/pdf.md."""
# ruff: noqa: RUF001, RUF003 -- signs that look like others are what this is about

import functools
import re
import unicodedata
from collections import defaultdict
from html import escape
from pathlib import Path

from django.conf import settings

from reports.contents import BLANK

BOX = "□"
JOINER = "\u200d"

# Signs that no bundled font has, after what says the same. Two signs that answer each other (✓ and ✗, ● and
# ○) never become one. Those that cannot be seen here are of Word's fonts for signs: a list that is pasted
# brings them along.
MEANS = {
    "✔": "✓🗸\uf0fc", "✖": "✗✘✕☓⨯⊗⛌🗙🗴🗶\uf0fb", "☑": "🗹\uf0fe", "❎": "☒⊠🗵🗷\uf0fd", "⬜": "☐❏❐❑❒▢\uf0a8\uf06f",
    "➕": "⊕⊞✚✛✜✙", "➖": "⊖⊟", "👍": "🖒", "👎": "🖓", "☺": "☻\uf04a", "☹": "\uf04c",
    "⭐": "★✭✮✯✪✫✬✦⭑🟊", "*": "☆✩✰✧⭒⋆∗⁎※", "✳": "✱✲✽❋❊❉✢✣✤✥✺✻✼",
    "⚫": "●⬤", "⚪": "○◯❍◌", "🔘": "◉◎⦿⊙", "¼": "◔", "½": "◐◑◒◓", "¾": "◕", "•": "\uf0b7", "▫": "◦⚬", "▪": "\uf0a7", "·": "⋅‧",
    "■": "█▇▉▣▮▰", "□": "░▯▱", "▲": "▴⏶", "△": "▵", "▼": "▾⏷", "▽": "▿", "◀": "◂◄⏴", "◁": "◃◅", "▷": "▹▻",
    "▶": "‣▸►⏵➢➣➤⮞\uf0d8", "◆": "◈❖⬥\uf076", "◇": "⬦",
    "→": "⇒⇨⟶⟹⇾⇢⇝⟿↦⟼↠⇀⇁➔➙➛➜➝➞➟➠➥➦➧➨➩➪➫➬➭➮➯➱➲➳➵➸➺➻➼➽➾⮕🡒🡪🠊🠖\uf0e0", "←": "⇐⇦⟵⟸⇽⇠⇜↤↞↼↽🡐🡨🠈🠔\uf0df",
    "↑": "⇑⇧⇡↟⟰↥🡑🡩\uf0e1", "↓": "⇓⇩⇣↡⟱↧🡓🡫\uf0e2", "↔": "⇔⟷⟺⇄⇆⇋⇌⇿🡘", "↕": "⇕⇅⇵⇳🡙", "↖": "⇖", "↗": "⇗", "↘": "⇘➘", "↙": "⇙",
    "↩": "↵⏎↲⮐", "🔄": "↺⟲", "🔃": "↻⟳", "≠": "≢", "≈": "≃≅≊", "≤": "⩽≦", "≥": "⩾≧", "=": "≡═", "~": "∼", ":": "∶", "…": "⋯",
    "❤": "♡❥❦❧", "👉": "☛☞", "👈": "☚☜", "☎": "☏✆🕿", "✏": "✎✐✑🖉", "✂": "✁✃✄", "☀": "☼", "🌙": "☽☾", "🚩": "⚑", "🏳": "⚐",
    "🎵": "♩", "🎶": "♫♬", "ℹ": "🛈", "!": "❢", "?!": "‽", '"': "❝❞〝〞‟", "'": "❛❜‛", "j": "ȷ", "(": "❨❪", ")": "❩❫", "‹": "❮❬❰⟨", "›": "❯❭❱⟩",
    "-": "\u2011⁃", "–": "─━╌╴⎯", "|": "│┃║❘❙❚∣", "+": "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╭╮╯╰",
}  # fmt: skip
UNSEEN = {"Cc": "", "Cf": "", "Zs": " ", "Zl": "\n", "Zp": "\n"}
# What chooses a shape for its neighbour, and the frame around a key: on paper 1️⃣ is a 1.
SHAPERS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x20DD, 0x20DE, 0x20E2, 0x20E3)
ONE_FOR_ONE = 1  # a kind of rule in a font (OpenType, GSUB)
FIRST = "🧑👨👩🏴🏳🐻🐈🐦🐕👁😶😮😵❤"  # of those that are joined

_LETTERS = "\U0001f1e6-\U0001f1ff"  # two are a flag
_TAGS = "\U000e0020-\U000e007f"
_TONES = "\U0001f3fb-\U0001f3ff"
_EMOJI = f"[\u2190-\u2bff\U0001f000-\U0001faff][{_TONES}]?"
_JOINED = re.compile(
    f"[{_LETTERS}]{{2}}|\U0001f3f4[{_TAGS}]+|{_EMOJI}(?:{JOINER}{_EMOJI})*|[{_TAGS}{JOINER}\u200c]+"
)


# --- what is printed --------------------------------------------------------------------------------


def printable(html: str) -> str:
    """The HTML with only characters that a bundled font draws, each as what it is drawn as; a box where
    nothing says the same.

    PDF/A forbids the box that a font draws for a missing character, so it has to be a character itself.
    A stroke through > would make another sign of it, and no tag: composed is what stands between two of them.
    """
    composed = ">".join(unicodedata.normalize("NFC", part) for part in html.split(">"))
    return _JOINED.sub(_as_drawn, composed.translate(signs()))


def _as_drawn(found):
    """Paper has one colour: a tone of skin is not there, and mostly no woman or man. What no drawing joins
    stands side by side."""
    written = found[0]
    if drawn := _same_drawing().get(written):
        return drawn
    if written != (neutral := re.sub(f"{JOINER}[♀♂]", "", written)):
        return _JOINED.sub(_as_drawn, neutral)
    if JOINER in written:
        return "".join(_JOINED.sub(_as_drawn, part) for part in written.split(JOINER))
    if re.fullmatch(f"[{_LETTERS}]{{2}}", written):  # a flag that the font does not know
        return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in written)
    return re.sub(f"[{_TAGS}\u200c]", "", written)


@functools.cache
def signs():
    return _Signs(code for face in faces().values() for code in face.codes.values())


class _Signs(dict):
    """A table for str.translate() that fills itself with the characters it meets."""

    means = {sign: target for target, like in MEANS.items() for sign in like}

    def __init__(self, covered):
        super().__init__((code, chr(code)) for code in (*map(ord, covered), *b"\t\n\r"))
        self.update(dict.fromkeys(SHAPERS, ""))
        self[ord(BLANK)] = "e"

    def __missing__(self, code):
        self[code] = BOX  # also where a form of it leads back to it
        self[code] = self._instead(chr(code))
        return self[code]

    def _instead(self, char):
        if (unseen := UNSEEN.get(unicodedata.category(char))) is not None:
            return unseen
        return next((form for form in map(self._drawn, self._forms(char)) if form), BOX)

    def _drawn(self, form):
        """The form as HTML, if all of it can be printed: a wide < is a < to read, and no tag."""
        return escape(form) if all(self[ord(sign)] == sign for sign in form) else None

    def _forms(self, char):
        """What says the same, best first."""
        if char in self.means:
            yield self.means[char]
        for kind in ("NFKC", "NFKD"):
            form = unicodedata.normalize(kind, char)
            yield f" {form}" if "\u2044" in form else form  # 2⅕ is not 21⁄5
        yield from _number(char)
        yield from _letter(char)


def _number(char):
    """A digit of any script, or a number in a filled circle. Other numbers are added up, or multiplied."""
    in_a_circle = re.search("CIRCLED (?:SANS-SERIF )?(?:DIGIT|NUMBER)", unicodedata.name(char, ""))
    if in_a_circle or unicodedata.digit(char, None) is not None:
        yield str(int(unicodedata.numeric(char)))


def _letter(char):
    """In a filled circle or square; one in an open one has a compatibility form."""
    if found := re.fullmatch(r"NEGATIVE (?:CIRCLED|SQUARED) (LATIN .*)", unicodedata.name(char, "")):
        yield unicodedata.lookup(found[1])


# --- what it is read as -----------------------------------------------------------------------------


@functools.cache
def faces():
    """{(family, weight): Face} of the fonts on paper."""
    files = sorted((Path(settings.STATICFILES_DIRS[0]) / "fonts").glob("*.ttf"))
    return {face.key: face for face in map(Face, files)}


class Face:
    """One font: which character each of its shapes is. `codes` has those with one of their own, `names` all
    that say something, `same` what is written as several characters and drawn as one shape, with the name of
    that.

    A shape has the same name in every report. WeasyPrint names it by what it was first drawn for, which is
    nothing where several shapes are one cluster, and another tone of skin where the font draws none."""

    def __init__(self, path):
        from fontTools.ttLib import TTFont  # noqa: PLC0415 (heavy, comes with weasyprint)

        font = TTFont(path)
        names = {shape: chr(code).replace("ȷ", "j") for code, shape in font.getBestCmap().items()}  # for bíj́
        self.key = (font["name"].getBestFamilyName(), font["OS/2"].usWeightClass)
        self.codes = {font.getGlyphID(shape): name for shape, name in names.items()}
        self.same = dict(_joined(font, names))
        self.names = {font.getGlyphID(shape): name for shape, name in names.items()}


def _joined(font, names):
    """Pairs of what is written and the name of the one shape it becomes; completes the names on the way."""
    for pairs in _substitutions(font):
        found = defaultdict(list)
        for parts, shape in pairs:
            if names.keys() >= set(parts):
                found[shape].append("".join(names[part] for part in parts))
        for shape, written in found.items():
            name = names.setdefault(shape, min(written, key=_plainest))
            yield from ((whole, name) for whole in written if len(whole) > 1)


def _substitutions(font):
    """For each rule of the font, in their order: pairs of shapes and the one that takes their place."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
        yield [pair for table in tables for pair in _pairs(table)]


def _pairs(table):
    if table.LookupType == ONE_FOR_ONE:
        yield from (((shape,), made) for shape, made in table.mapping.items())
    for first, ligatures in getattr(table, "ligatures", {}).items():
        yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)


def _plainest(written):
    """Of all that look the same: joined as one writes it, without a tone of skin, of nobody's sex, the person
    first."""
    order = FIRST.find(written[0])
    return (
        not _JOINED.fullmatch(written),
        len(re.findall(f"[{_TONES}]", written)),
        len(written),
        order if order >= 0 else len(FIRST),
        written,
    )


@functools.cache
def _same_drawing():
    same = {written: name for face in faces().values() for written, name in face.same.items()}
    return {written: name for written, name in same.items() if _JOINED.fullmatch(written)}
