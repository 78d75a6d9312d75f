"""Where pages end: with what belongs together, with their tables' heads, and full, whatever the length of
what was typed."""

import re
import sys
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdf
import pytest
import time_machine

from home import demo
from observations.models import Lesson
from reports.paper import write_pdf
from reports.printing import of_the_pair, worded
from tests.factories import answer, moment
from tests.pdf_ink import white
from tests.pdf_structure import problems
from tests.pdf_words import drawn_on, pages_of
from tests.together.visits import lens, opened, seen

# of the height for text, below the last ink: the bar, which no page of the demo passes, and what no length
# may pass
WISHED, MOST_WHITE = 0.15, 0.20
DAY = datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
POINT = "saf.small_before_whole"
FOOT = re.compile(r"(Een lesbezoek [^.]*\. Het is [^.]*\. )?voor [\w ]+, \d+ \w+ \d{4} \d+ van \d+\s*$")
LONG = [400, 1500, 2850, 4000, 10_000]  # letters; a page holds some 3,600
WORDS = "De tafel bij het raam kijkt naar het blad. "

# what may be typed at length, each in one place of a report
PLACES = {
    "note of the teacher": lambda text: {"teacher": [seen(POINT, text)]},
    "note of the coach": lambda text: {"coach": [seen(POINT, text, is_example=True)]},
    "moment": lambda text: {"coach": [moment(text="Kort."), moment(text=text)]},
    "moment of a need": lambda text: {"coach": [moment(text=text, theme="safety")]},
    "signal": lambda text: {"coach": [answer("sig.tension", "few", text)]},
    "answer": lambda text: {"teacher": [answer("ref.saf", "", text)]},
    "whole lesson": lambda text: {"coach": [answer("coach.helped", "", text)]},
    "response": lambda text: {"teacher": [answer("resp.waited", "ticked", text)]},
    "intention": lambda text: {"before": [answer("pre.small_choice", "", text, coach_may_read=True)]},
}
HEADINGS = re.compile(
    r"(Wat er te zien was|Durf ik hier iets te proberen\?|De hele les|Signalen, en wat ermee gebeurde|vetgedrukte vragen\."
    r"|Wat er gedaan werd|Hoe de docent aanwezig was|Ook genoteerd, naast wat was afgesproken|Tekenen van groei"
    r"|Tijn, docent|Coba, coach|Wat ik zag)$"
)

CUT = re.compile(r"Waarover Tijn, docent Coba, coach (Zelfde beeld|Duidelijk|Kort|De tafel)")


def printed(lesson):
    html, _name = worded(of_the_pair(lesson.teacher, lesson.pk), lesson.teacher, "nl")
    return write_pdf(html)


def alone(content):
    """The pages that end with a heading, or with whose words come next."""
    texts, feet = zip(*(FOOT.subn("", page) for page in pages_of(content)), strict=True)
    assert set(feet) == {1}
    return [text[-60:] for text in texts[:-1] if HEADINGS.search(text.strip())]


@pytest.mark.parametrize("length", LONG)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_long_fills_its_pages_with_every_heading_at_its_words(lesson, place, length):
    text = (WORDS * (length // len(WORDS) + 1))[:length]
    account = {"before": lens(POINT), "teacher": [seen(POINT, "Kort.")], "coach": [seen(POINT, "Kort.")]}
    content = printed(opened(lesson, **(account | PLACES[place](text))))

    assert problems(content) == []  # among them: a table without its head
    assert alone(content) == []
    assert max(white(content)[:-1], default=0) <= MOST_WHITE


@pytest.mark.parametrize("lines", range(1, 5))
def test_a_point_with_short_notes_is_not_cut(lesson, lines):
    """A page that began with one voice, or with the question, would not say about what."""
    note = WORDS * lines
    points = [point.key for point in lesson.content.points]
    content = printed(
        opened(
            lesson, teacher=[seen(key, "Kort.") for key in points], coach=[seen(key, note) for key in points]
        )
    )

    assert [page[:60] for page in pages_of(content) if CUT.match(page.lstrip())] == []


@pytest.mark.parametrize(
    "place", ["answer", "moment", "moment of a need", "whole lesson", "note of the coach", "signal"]
)
def test_what_goes_on_on_the_next_page_stands_in_nobodys_column(lesson, place):
    """There it would read as what the other said, whose name is at the head of it."""
    text = (WORDS * 200)[:6000]
    account = {"before": lens(POINT), "teacher": [seen(POINT, "Kort.")], "coach": [seen(POINT, "Kort.")]}
    content = printed(opened(lesson, **(account | PLACES[place](text))))
    page = [thing for thing in drawn_on(pypdf.PdfReader(BytesIO(content)).pages[1]) if thing.text]
    *head, first = page[:4]

    assert [thing.text for thing in head] == ["Waarover", "Tijn, docent", "Coba, coach"]
    assert abs(first.left - head[0].left) < 0.1


# --- how white -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pages_of_the_demo_are_full(db, capsys):
    """Reports of all its visits, in both languages; the last page and the one before the teacher's own end
    where they end."""
    with time_machine.travel(DAY, tick=False):
        demo.load()
        found = dict(share for lesson in opened_visits() for share in shares(lesson))
    average = sum(found.values()) / len(found)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(found)} pages: {max(found.values()):.1%} white at most, {average:.1%} on average\n"
        )

    assert {place: f"{share:.1%}" for place, share in found.items() if share > WISHED} == {}


def opened_visits():
    return Lesson.objects.exclude(opened_at=None).order_by("start", "pk")


def shares(lesson):
    """((visit, language, page), white share of it) of each page before the last."""
    visit = of_the_pair(lesson.teacher, lesson.pk)
    for language in ("nl", "en"):
        content = write_pdf(worded(visit, lesson.teacher, language)[0])
        for number, share in enumerate(white(content)[:-1], start=1):
            yield (str(lesson), str(lesson.start), language, number), share
