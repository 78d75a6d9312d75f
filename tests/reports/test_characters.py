"""What people type and what paper can show: every character is printed as itself, as what says the same, or
as a box, and is read back as that."""
# ruff: noqa: RUF001, F811 -- signs that look like others are what this is about

import re
import subprocess
import unicodedata
from html import escape, unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from fontTools.ttLib import TTFont

from observations.models import Addition, Answer, Moment, Step
from reports import characters
from reports.characters import MEANS, printable
from reports.models import Bundle, MirrorSentence
from reports.paper import write_pdf
from tests import patience
from tests.pdf_structure import fonts, problems
from tests.pdf_words import pages_of
from tests.reports.test_golden import REPORTS, TODAY, world  # noqa: F401 -- fixture
from tests.reports.test_paper_text import OURS, page, silent  # noqa: F401 -- fixture

PLACES = (range(0x20, 0x3400), range(0xA640, 0xAC00), range(0xF000, 0xF100), range(0xFB00, 0x10000))
PLACES += (range(0x1D400, 0x1D800), range(0x1F000, 0x1FC00), range(0xE0000, 0xE0200))
EVERY = [chr(code) for place in PLACES for code in place if unicodedata.category(chr(code)) != "Cn"]
DIGRAPHS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(ord("Ǆ"), ord("ǌ") + 1)}
SPACE = r"[\s\u200b\u00ad]"  # what nobody sees; a break in a line is one


def drawn(words):
    """What printable makes of words that somebody typed, as one reads it."""
    return unescape(printable(escape(words)))


def read(pdf, tmp_path):
    """As pdftotext reads it, without the foot of each page and without space."""
    file = tmp_path / "read.pdf"
    file.write_bytes(pdf)
    command = ["pdftotext", "-raw", file, "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=patience.SECONDS).stdout.decode()
    sheets = [re.sub(r"\n\d+ \d+\n*$", "", sheet) for sheet in told.split("\f")]
    return without_space("".join(sheets)).removeprefix("Report")


def without_space(words):
    """Composed, for a font draws Ä with a macron on it where A stood with both; and ǆ and its like are drawn
    as two letters."""
    return unicodedata.normalize("NFC", re.sub(SPACE, "", words)).translate(DIGRAPHS)


class Parsed(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.seen, self.words = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))

    def handle_data(self, data):
        self.words += data


# --- every character --------------------------------------------------------------------------------


def test_nothing_but_what_a_bundled_font_draws_gets_to_the_press():
    covered = {sign for face in characters.faces().values() for sign in face.codes.values()} | set("\n\r\t")

    assert {char: drawn(char) for char in EVERY if not set(drawn(char)) <= covered} == {}


def test_no_character_becomes_markup_or_takes_any_away():
    """Wide forms of < > & and quotes read as those; a stroke through the end of a tag would make another sign
    of it."""
    changed = {}
    for char in EVERY:
        typed = escape(char)
        parsed = Parsed(printable(f'<p title="{typed}">{typed}x</p>'))
        if parsed.seen != [("p", [("title", drawn(char))])] or parsed.words != drawn(char) + "x":
            changed[char] = parsed.seen
    assert changed == {}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("＜ｂ＞", "<b>"), ("﹤b﹥", "<b>"), ("＆amp;", "&amp;"), ("＂＇", "\"'"), ("\u0338x", "□x"), ("\u0331\u0338x", "□\u0331x")],
)  # fmt: skip
def test_wide_signs_of_markup_are_read_and_never_are_it(typed, printed):
    parsed = Parsed(printable(f"<p>{escape(typed)}</p>"))

    assert (parsed.seen, parsed.words) == ([("p", [])], printed)


@pytest.mark.office
@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("css", ["r-said", "r-small"])
def test_every_character_is_read_from_paper_as_it_is_printed(tmp_path, css):
    lines = sorted({drawn(char) for char in EVERY})
    rows = [" ".join(lines[at : at + 40]) for at in range(0, len(lines), 40)]

    pdf = write_pdf(page("".join(f'<p class="{css}">{escape(row)}</p>' for row in rows)))

    assert problems(pdf) == []
    assert fonts(pdf) <= OURS
    assert read(pdf, tmp_path) == without_space("".join(map(drawn, rows)))


# --- signs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("✓ gedaan ✗ niet", "✔ gedaan ✖ niet"),
        ("☐ ☑ ☒", "⬜ ☑ ❎"),
        ("★★★☆☆ ●●○", "⭐⭐⭐** ⚫⚫⚪"),
        ("ga ⇒ door ◦ punt ‣ punt", "ga → door ▫ punt ▶ punt"),
        ("ﬁets ﬂes eﬀect koﬃe", "fiets fles effect koffie"),
        ("① ⑫ ❶ ⓫ ➓ ⑴ ⒈ Ⅳ", "1 12 1 11 10 (1) 1. IV"),
        ("Ｖｏｏｒ 𝗮𝗹𝗹𝗲𝗻 🅐🆀", "Voor allen AQ"),
        ("10² x³ H₂O ½ … 10⁻³", "10² x³ H₂O ½ … 10−³"),
        ("2⅕ liter", "2 1⁄5 liter"),
        ("٣ lessen, ㎡, ℃", "3 lessen, m2, °C"),
        ("\uf0b7 punt \uf0fc goed \uf0fb niet", "• punt ✔ goed ✖ niet"),
        ("ḩ ẹ́ ǵ ῒ", "ḩ ẹ́ ǵ ῒ"),
        ("你 ⇏ ∌ \ue000", "□ □ □ □"),
    ],
)
def test_what_no_font_has_is_printed_as_what_says_the_same(typed, printed):
    assert unicodedata.normalize("NFC", drawn(typed)) == unicodedata.normalize("NFC", printed)


@pytest.mark.parametrize(
    "answers",
    [
        "✓✗",
        "✔✘",
        "☐☑☒",
        "☑🗵",
        "★☆",
        "●○◉",
        "⇒⇐⇔",
        "■▢",
        "█░",
        "🖒🖓",
        "⊕⊖⊗",
        "◔◑◕",
        "☻☹",
        "▸◂▴▾",
        "⁰₀",
        "≢≡",
        "♀♂",
    ],
)
def test_signs_that_answer_each_other_never_become_one(answers):
    assert len({drawn(sign) for sign in answers}) == len(answers)


def test_a_sign_that_a_font_has_is_never_changed_and_no_sign_has_two_meanings():
    covered = {sign for face in characters.faces().values() for sign in face.codes.values()}
    like = "".join(MEANS.values())

    assert len(set(like)) == len(like)
    assert set(like) & covered == set()
    assert set("".join(MEANS)) <= covered


# --- what is joined ---------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.usefixtures("silent")
def test_every_joined_emoji_is_read_as_what_paper_shows(tmp_path):
    """Flags, families, trades, tones of skin: all that the font joins. Two that look the same are read the
    same."""
    typed = list(characters._same_drawing())
    rows = [" ".join(typed[at : at + 20]) for at in range(0, len(typed), 20)]

    pdf = write_pdf(page("".join(f"<p>{row}</p>" for row in rows)))

    assert len(typed) > 3000
    assert problems(pdf) == []
    assert read(pdf, tmp_path) == without_space("".join(map(drawn, rows)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1️⃣ 2⃣ #️⃣ *️⃣ a⃣", "1 2 # * a"),
        ("❤️ ©️ ™️ ↔️ ▶️ ☺︎ ‼️", "❤ © ™ ↔ ▶ ☺ ‼"),
        ("👍🏿 👍🏻 👍", "👍 👍 👍"),
        ("🏿", "🏿"),
        ("👩🏽‍🏫 👨‍🏫 🧑‍🏫", "🧑‍🏫 🧑‍🏫 🧑‍🏫"),
        ("🤷‍♀️ 🤷🏾‍♂️ 🏃‍♀️‍➡️", "🤷 🤷 🏃‍➡"),
        ("👱🏽‍♀️ 👱‍♂️ 👩‍🦰", "👱‍♀ 👱‍♂ 👩‍🦰"),
        ("👨‍👩‍👧‍👦 ❤️‍🔥 🏳️‍🌈", "👨‍👩‍👧‍👦 ❤‍🔥 🏳‍🌈"),
        ("🇳🇱🇧🇪 🇳", "🇳🇱🇧🇪 🇳"),
        ("🇽🇽🇳🇱", "XX🇳🇱"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁵󠁳󠁴󠁸󠁿 🏴󠁧󠁢", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴 🏴"),
        ("👨‍👩‍👦‍🐕 🐕‍🚀", "👨👩👦🐕 🐕🚀"),
        ("a\u200db\u200cc \u200d \U000e0067", "abc  "),
    ],
)
def test_what_the_font_does_not_join_stands_side_by_side(typed, printed):
    assert drawn(typed) == printed


@pytest.mark.office
@pytest.mark.usefixtures("silent")
def test_what_is_drawn_as_several_shapes_is_read_as_itself(tmp_path):
    """The first use of a shape gives no name to the next: a letter under a mark, fi and an fi with one, a j
    without its dot."""
    rows = ["n̈ n x̣ x", "fị fi f i", "bíj́na bijna íj j́ j", "10̣ 10 2̈ 2", "👩‍🚀👨‍🚀 🚀", "ı i", "Şş Ţţ Îî"]

    voices = '<p>{0}</p><p class="r-said">{0}</p><p class="r-stamp">{0}</p>'
    pdf = write_pdf(page("".join(map(voices.format, rows))))

    assert problems(pdf) == []
    assert read(pdf, tmp_path) == without_space("".join(drawn(row) * 3 for row in rows))


@pytest.mark.office
@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    "alone", ["1️⃣", "#⃣", "*️⃣", "🇳🇱", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🏫", "🏿", "🇳", "❤️‍🔥", "©️", "▶️", "n̈", "‍", "🇽🇽", "👨‍👩‍👦‍🐕"]
)
def test_a_sign_alone_in_its_font_gives_a_good_pdf(tmp_path, alone):
    pdf = write_pdf(page(f'<p>{alone}</p><p class="r-said">{alone}</p>'))

    assert problems(pdf) == []
    assert read(pdf, tmp_path) == without_space(drawn(alone) * 2)


# --- zeros ------------------------------------------------------------------------------------------


def zeros(pdf, family):
    """The shapes of this font that are read as 0 in a PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = {}
        for sheet in document.pages:
            found |= {
                str(font.BaseFont): font.ToUnicode.read_bytes() for font in sheet.resources.Font.values()
            }
    [names] = [names for font, names in found.items() if font.endswith(f"+{family}")]
    return {int(shape, 16) for shape in re.findall(rb"<(\w{4})> <0030>", names)}


def with_a_stroke(file):
    """The zeros that a font keeps for who asks for a stroke (`zero`)."""
    font = TTFont(Path(settings.STATICFILES_DIRS[0]) / "fonts" / file)
    table, asked = font["GSUB"].table, "zero"
    rules = [
        rule.Feature.LookupListIndex for rule in table.FeatureList.FeatureRecord if rule.FeatureTag == asked
    ]
    tables = [one for [index] in rules for one in table.LookupList.Lookup[index].SubTable]
    return {font.getGlyphID(made) for one in tables for made in one.mapping.values()}


def test_paper_has_one_kind_of_zero(client, world):
    """A time in the sans stands beside words in the serif on one line. The zero of the sans has a stroke, and
    no other form."""
    Answer.objects.update(note="Om 10.05 en om 20.00.")
    type(world.lesson).objects.update(learning_question="Hoe begin ik om 10.05?")
    client.force_login(world.teacher)

    pdf = client.get(reverse("report_pdf", args=[world.lesson.pk]), {"lang": "nl"}).content

    assert with_a_stroke("atkinson-next-400.ttf") == with_a_stroke("atkinson-next-600.ttf") == set()
    assert zeros(pdf, "Literata") == with_a_stroke("literata-400.ttf") != set()


# --- all that leaves on paper -----------------------------------------------------------------------


TYPED = "Zoë ✓✗ ☐☒ ﬁ ① 1️⃣ ＜ｂ＞ ⇒ 👍🏿"
SHOWN = "Zoë ✔✖ ⬜❎ fi 1 1 <b> → 👍"


def with_signs(world):
    """The world with these words in every place where somebody can type and paper shows it."""
    for rows, field in (
        (type(world.teacher).objects, "name"),
        (type(world.lesson.team).objects, "name"),
        (type(world.lesson.team.school).objects, "name"),
        (type(world.lesson).objects, "subject"),
        (type(world.lesson).objects, "group"),
        (type(world.lesson).objects, "learning_question"),
        (Answer.objects, "note"),
        (Moment.objects, "text"),
        (Addition.objects, "text"),
        (Step.objects.exclude(text=""), "text"),
        (Step.objects, "outcome"),
        (MirrorSentence.objects, "text"),
    ):
        assert rows.update(**{field: TYPED}), field


@pytest.mark.parametrize("name", REPORTS)
def test_in_all_that_leaves_on_paper_a_sign_is_what_it_says(client, world, name):
    with_signs(world)
    who, address, args, language = REPORTS[name]
    client.force_login(type(world.teacher).objects.get(pk=getattr(world, who).pk))

    seen = told(client.get(reverse(address, args=args(world)), {"lang": language}).content)

    assert SHOWN in seen["text"] or name.startswith("form")
    assert SHOWN in seen["title"] or name.startswith(("form", "line"))  # whose titles hold nobody's words
    assert name not in ("visit-nl", "released") or f"voor {SHOWN}" in seen["foot"]


def test_also_in_a_book_of_reports_its_contents_bookmarks_and_links(
    client, world, django_capture_on_commit_callbacks
):
    with_signs(world)
    reader = type(world.teacher).objects.get(pk=world.reader.pk)
    client.force_login(reader)
    asked = {
        "team": world.lesson.team.pk,
        "first": world.mirror.period.start,
        "last": world.mirror.period.end,
        "kind": "one",
    }
    with time_machine.travel(TODAY, tick=False), django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("bundle_make"), asked)

    seen = told(bytes(Bundle.objects.get(reader=reader).file))

    assert SHOWN in seen["title"]
    assert seen["text"].count(SHOWN) > 4
    assert any(SHOWN in title for title in seen["bookmarks"])
    assert any(SHOWN in words for words in seen["links"]), seen["links"]


def told(pdf):
    """What a good PDF says, in all places; nothing in it is as it was typed where paper shows something
    else."""
    assert problems(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        seen = {"title": str(document.docinfo.Title)}
        seen["bookmarks"] = list(bookmarks(document.open_outline().root))
        seen["links"] = [str(link.Contents) for sheet in document.pages for link in sheet.get("/Annots", [])]
    seen["text"] = " ".join(pages_of(pdf))
    seen["foot"] = " ".join(page[-400:] for page in pages_of(pdf))
    assert not (set(TYPED) - set(SHOWN)) & set(repr(seen))
    return seen


def bookmarks(entries):
    for entry in entries:
        yield str(entry.title)
        yield from bookmarks(entry.children)
