"""What people type, on paper: names, emoji, scripts without a font, notes without end."""

import logging
import re
import subprocess
import sys
from html import escape, unescape
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from reports import paper
from reports.characters import faces, printable
from reports.paper import write_pdf
from tests import patience
from tests.pdf_structure import fonts, problems
from tests.pdf_words import pages_of as pages

OURS = {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Semi-Bold", "Literata", "Noto-Emoji"}
PEOPLE = "Łukasz Wiśniewski, Şebnem Y\u0131ld\u0131r\u0131m, Țepeş, Nguyễn, Олена, Ωμέγα"
EMOJI = "😀 👩🏽‍🏫 🇳🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ❤️ ☺ ♥︎ 👨‍👩‍👧‍👦"


def page(body):
    return f"<!doctype html><html lang='nl'><title>Title</title><body><h1>Report</h1>{body}</body></html>"


@pytest.fixture
def silent(caplog):
    """WeasyPrint tells only its log what went wrong."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    assert caplog.messages == []


# --- characters -----------------------------------------------------------------------------------


PLAIN = "😀 🧑‍🏫 🇳🇱 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤ ☺ ♥ 👨‍👩‍👧‍👦"


@pytest.mark.parametrize("words", ["‘één’ — “à” … → ½ ≥ 3 €", PEOPLE, PLAIN, "a\tb\nc", "ver\u00adder"])
def test_what_a_bundled_font_has_stays(words):
    assert printable(words) == words


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("你好 مرحبا", "□□ □□□□□"),
        ("e\u0301", "é"),
        ("a\x00\x07\x85b", "ab"),
        ("\ud800!", "□!"),
        ("\ue000\uffff", "□□"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff", "evil x"),
        ("a\u2011b\u202fc\u2028d", "a-b c\nd"),
        ("x\ufe00\U000e0100", "x"),
    ],
)
def test_what_no_bundled_font_has_becomes_a_box_and_what_cannot_be_seen_goes(typed, printed):
    assert printable(typed) == printed


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("css", ["r-said", "r-small"])
def test_any_text_gives_a_good_pdf_in_our_own_fonts(css):
    words = f"{PEOPLE} {EMOJI} 你好 مرحبا \x00 \ud800 \u202e x\u0331 o\u0323\u0300 {'Z\u0351\u036b\u0343' * 9} a\u00adb \U0001fae9"

    pdf = write_pdf(page(f'<p class="{css}">{words}</p>'))

    assert problems(pdf) == []
    assert fonts(pdf) <= OURS
    assert "□□ □□□□□" in pages(pdf)[0]


@pytest.mark.usefixtures("silent")
def test_every_character_of_the_bundled_fonts_can_be_drawn():
    words = escape(" ".join(sorted(sign for face in faces().values() for sign in face.codes.values())))

    pdf = write_pdf(page(f"<p>{words}</p><p class=r-said>{words}</p>"))

    assert problems(pdf) == []
    assert fonts(pdf) <= OURS


@pytest.mark.usefixtures("silent")
@trials(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        st.characters() | st.sampled_from("aé \u0301\u200d\ufe0f\u20e3👩🏽🇳1🏴\U000e0067\U000e007f你\u0331"),
        max_size=60,
    )
)
def test_whatever_people_type_gives_a_good_pdf(words):
    pdf = write_pdf(page(f'<p>{escape(words)}</p><p class="r-said">{escape(words)}</p>'))

    assert problems(pdf) == []
    assert fonts(pdf) <= OURS


# --- long ---------------------------------------------------------------------------------------


def moments(count):
    row = "<tr><td>10.{:02}</td><td>Wat ik zag</td><td>De tafel bij het raam kijkt naar het blad. </td></tr>"
    rows = "".join(row.format(number) for number in range(count))
    head = "<tr><th scope=col>Tijd</th><th scope=col>Soort</th><th scope=col>Wat er staat</th></tr>"
    return f'<table class="r-rows"><thead>{head}</thead><tbody>{rows}</tbody></table>'


@pytest.mark.usefixtures("silent")
def test_sixty_moments_repeat_the_head_of_the_table_on_each_page():
    pdf = write_pdf(page(moments(60)))

    assert len(pages(pdf)) > 1
    assert all("Wat er staat" in words for words in pages(pdf))
    assert problems(pdf) == []


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    "note", ["Het was stil en ik dacht na. " * 300, "a" * 9000, "&amp;" * 5000, "<br>" * 99, "你" * 5000]
)
def test_note_longer_than_a_page_runs_on(note):
    row = f'<tr class="r-long"><td colspan=3><p class="r-said">{note}</p></td></tr>'

    pdf = write_pdf(page(moments(3).replace("<tbody>", f"<tbody>{row}")))

    assert len(pages(pdf)) > 1
    assert problems(pdf) == []


def test_word_without_end_gets_places_to_break_and_loses_no_letter():
    words = "&lt;a href=&quot;x&quot;&gt;" * 20 + " &amp;" * 3 + "é" * 150

    broken = paper._breakable(f'<p title="{"y" * 200}">{words}</p>')

    assert max(len(piece) for piece in re.split(r"[\s\u200b]", unescape(broken.partition(">")[2]))) <= 30
    assert unescape(broken.replace("\u200b", "")) == unescape(f'<p title="{"y" * 200}">{words}</p>')


# --- breaks in long words -------------------------------------------------------------------------


LONG = [
    "coördinatiecommissie", "geïnteresseerdheid", "reünievoorbereiding", "beëindigingsgesprek", "patiëntenvoorlichting",
    "ruïnelandschappen", "industriëlenvereniging", "egoïsmeonderzoekers", "vacuümverpakkingen", "zeeëngtebewakers",
    "naïviteitsvermoeden", "coëfficiëntenstelsel", "Oekraïnebijeenkomst", "reïntegratiebegeleiding", "knieënbeschermers",
    "oriëntatieprogramma", "CREËERMOGELIJKHEDEN", "Israëliërvereniging", "geüniformeerdenkorps", "drieëntwintigjarigen",
    "tweeënhalfjaarlijks", "weeënstimulatoren", "categorieënoverzicht", "heroïnebestrijding", "ambiguïteitstolerantie",
    "privésuïcidepreventie", "Saülgeschiedenissen",
]  # fmt: skip
DIAERESIS = "[äëïöüÄËÏÖÜ]"


@pytest.mark.office
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_is_hyphenated_before_a_letter_with_a_diaeresis(tmp_path, language):
    """Dutch drops it there (co-ordinatie), which no program of ours can do; elsewhere the words break as
    ever."""
    rows = "".join(f"<tr><th scope=row>{word}</th></tr>" for word in LONG)
    narrow = "".join(
        f'<table class="r-chart" style="width: {width}mm"><tbody>{rows}</tbody></table>'
        for width in (18, 23, 28, 33)
    )
    (file := tmp_path / "narrow.pdf").write_bytes(write_pdf(page(narrow).replace("'nl'", f"'{language}'")))

    told = subprocess.run(
        ["pdftotext", "-raw", file, "-"], check=True, capture_output=True, timeout=patience.SECONDS
    )
    lines = re.sub(r"(?m)^\d+ \d+$|\f", "", told.stdout.decode()).split()[1:]
    hyphenated = [f"{line}{after}" for line, after in pairwise(lines) if line.endswith("\u2010")]

    assert "".join(lines).replace("\u2010", "") == "".join(LONG) * 4
    assert len(hyphenated) > 80
    assert [word for word in hyphenated if re.search(f"\u2010{DIAERESIS}", word)] == []


@pytest.mark.parametrize("letters", ["coördinatie", "e\u0331", "patiënt\u0301"])
def test_place_to_break_in_a_word_without_end_is_not_before_a_diaeresis_or_a_mark(letters):
    broken = paper._breakable(f"<p>{letters * 99}</p>")

    assert max(map(len, broken.split("\u200b"))) < 35
    assert not re.search(f"\u200b(?:{DIAERESIS}|[\u0300-\u036f])", broken)


def test_a_word_of_nothing_but_diaereses_gets_places_to_break_too():
    assert max(map(len, paper._breakable(f"<p>{'ë' * 999}</p>").split("\u200b"))) < 35


def test_words_that_are_all_tied_together_are_words_again():
    """Pasted from a page or a letter, with a space that never breaks after each word: one word of the whole
    note."""
    assert (
        paper._breakable(f"<p>{'woord\u00a0' * 99}om 10\u00a0uur</p>")
        == f"<p>{'woord ' * 99}om 10\u00a0uur</p>"
    )
    assert paper._breakable("<p>om 10\u00a0uur, in&nbsp;A</p>") == "<p>om 10\u00a0uur, in&nbsp;A</p>"


@pytest.mark.parametrize("line", ["\n", " \n", "\r\n", "\u2028", "\u00a0\n"])
def test_lines_with_nothing_on_them_make_no_white_page(line):
    note = f"Eerst.{line * 500}Daarna."

    assert len(pages(write_pdf(page(f'<p class="r-said">{note}</p>')))) == 1


def test_a_few_of_them_stay_as_they_were_typed():
    assert paper._breakable("<p>a\n\nb\n\n\nc\n\n\n\nd\ne</p>") == "<p>a\n\nb\n\n\nc\n\n\nd\ne</p>"


def test_a_run_of_spaces_is_looked_at_once():
    """By the square of its length this run takes an hour."""
    look = "from reports.paper import _breakable as do; print(len(do('<p>a' + ' ' * 999_999 + 'b \\n</p>')))"
    told = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, timeout=patience.SECONDS)  # fmt: skip

    assert int(told.stdout) == len("<p>ab</p>") + 999_999


def test_line_that_fits_is_not_broken_at_its_last_space():
    assert (
        paper._breakable("<p>So <b>fits </b>it. \n</p> <td>x </td>") == "<p>So <b>fits </b>it.</p> <td>x</td>"
    )
