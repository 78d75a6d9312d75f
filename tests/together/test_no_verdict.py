"""Nothing reads as a verdict (evidence.md 4.1, 4.2, 4.7; adr/0017): no sentence counts one voice, what was
agreed comes first, an empty place is what its author was told it is, and nobody is shown a gap. On the page,
in the talk, on paper and for who has a key."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from observations.models import UNDER_KEY
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh, make_lesson, moment, save
from tests.home.conftest import words
from tests.pdf_words import words_of
from tests.together.visits import lens, need, on_screen, opened, point, report_of, seen

SAFETY = [
    "saf.shows_own_learning", "saf.understands_first", "saf.mistakes_part_of_learning",
    "saf.other_views", "saf.predictable_turns", "saf.small_before_whole",
]  # fmt: skip
COUNTED = re.compile(
    r"\b\d+ (of|van) (the|de) \d+\b|relevant|\b(seen|done|partly|gezien|gedaan|deels)( bij)? \d",
    re.IGNORECASE,
)


@pytest.fixture
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


def give(lesson, *parts):
    until = timezone.localdate() + timedelta(days=30)
    for part in parts:
        reports.give_key(lesson=lesson, by=lesson.teacher, part=part, audience="lead", until=until)


def get(client, person, lesson, name, query="", language="en"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse(name, args=[lesson.pk]) + query)


def read(client, person, lesson, place, language="en"):
    """The words at one of the places where a visit is read."""
    if place in ("report_pdf", "released_pdf"):
        return words_of(get(client, person, lesson, place, f"?lang={language}").content)
    query = f"?at={SAFETY[0]}" if place == "talk" else ""
    reply = get(client, person, lesson, place, query, language)
    return html.unescape(words(on_screen(client, lesson) if place == "together" else reply))


# --- counts ---------------------------------------------------------------------------------------

MARKS = ["seen", "seen", "seen", "partly", "not_seen", "na"]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("agreed", [SAFETY, []], ids=["lens", "no lens"])
def test_no_sentence_counts_the_marks_of_one_voice(client, lesson, teacher, coach, lead, agreed, language):
    coachs = [seen(key, value=mark) for key, mark in zip(SAFETY, MARKS, strict=True)]
    opened(lesson, before=lens(*agreed), teacher=[seen("aut.gives_reason")], coach=coachs)
    give(lesson, *UNDER_KEY)
    found = {
        (place, person.name): read(client, person, lesson, place, language)
        for place, people in {"together": [teacher, coach], "talk": [teacher], "report_pdf": [coach], "released_pdf": [lead]}.items()
        for person in people
    }  # fmt: skip

    for where, text in found.items():
        sheets = re.sub(r"\b\d+ (of|van) \d+\b", "", text)  # of the sheets of paper
        assert (where, COUNTED.search(sheets)) == (where, None)


def test_the_own_page_does_not_count_what_is_folded_either(client, lesson, coach):
    save(lesson, "teacher", *lens(SAFETY[0]))
    save(lesson, "coach", seen(SAFETY[1]), seen(SAFETY[2]))

    text = words(get(client, coach, lesson, "look"))

    assert "5 more items, something is written here" in text
    assert "filled in" not in text


PAIRS = {
    SAFETY[0]: ("seen", "seen"),
    SAFETY[1]: ("seen", "partly"),
    SAFETY[2]: ("seen", "not_seen"),
    SAFETY[3]: ("na", "na"),
    SAFETY[4]: ("seen", "seen"),
}
ALIKE = "For 2 of the 3 items Tijn and Coba had (nearly) the same view"


def both(lesson, pairs, **facts):
    marks = {
        name: [seen(key, value=pair[place]) for key, pair in pairs.items()]
        for place, name in enumerate(("teacher", "coach"))
    }
    return opened(lesson, **marks, **facts)


def test_how_many_points_they_saw_alike_is_about_what_was_agreed(lesson, teacher):
    both(lesson, PAIRS, before=lens(*SAFETY[:4]))

    assert (
        need(report_of(lesson, teacher), "safety").agreement == ALIKE
    )  # not the fifth, which nobody agreed on


def test_without_a_lens_the_points_that_stood_open_count(lesson, teacher, monkeypatch):
    for key in SAFETY[:2]:
        monkeypatch.setattr(lesson.content.by_key[key], "default", False)
    both(lesson, dict.fromkeys(SAFETY, ("seen", "seen")))

    assert need(report_of(lesson, teacher), "safety").agreement.startswith("For 4 of the 4 items")


@pytest.mark.parametrize(
    ("pairs", "agreed"),
    [(2, SAFETY), (5, SAFETY[:2])],
    ids=["two points", "two that were agreed"],
)
def test_below_three_there_is_no_sentence_of_counts(client, lesson, teacher, pairs, agreed):
    both(lesson, dict.fromkeys(SAFETY[:pairs], ("seen", "seen")), before=lens(*agreed))

    assert need(report_of(lesson, teacher), "safety").agreement == ""
    for place in ("together", "report_pdf"):
        assert "had (nearly) the same view" not in read(client, teacher, lesson, place)


def test_a_low_number_has_no_sentence(lesson, teacher):
    both(lesson, dict.fromkeys(SAFETY, ("seen", "not_seen")), before=lens(*SAFETY))

    assert need(report_of(lesson, teacher), "safety").agreement == ""


def test_the_number_is_for_the_two_themselves(client, lesson, teacher, lead):
    both(lesson, PAIRS, before=lens(*SAFETY))
    give(lesson, *UNDER_KEY)

    assert "items Tijn and Coba had" in read(client, teacher, lesson, "report_pdf")
    shared = read(client, lead, lesson, "released_pdf")
    assert "Coba saw" in shared or "Tijn named more" in shared
    assert "items Tijn and Coba had" not in shared


# --- examples first, and of what was agreed -------------------------------------------------------


def agreed_and_more(lesson):
    return opened(
        lesson,
        before=lens(SAFETY[5]),
        teacher=[seen(SAFETY[5], "Volgens mij niet.", value="not_seen")],
        coach=[
            seen(SAFETY[0], "Naast de afspraak.", is_example=True),
            seen(SAFETY[5], "Twee minuten stil."),
            seen("rel.contact_at_start", "Ook ernaast.", is_example=True),
        ],
    )


def test_on_screen_the_words_stand_before_the_mark(client, lesson, teacher):
    """The example is the message (evidence.md 4.1)."""
    text = read(client, teacher, agreed_and_more(lesson), "together")

    assert text.index("Twee minuten stil.") < text.index("Clearly seen")


def test_a_point_that_was_not_agreed_comes_after_those_that_were(client, lesson, teacher):
    report = report_of(agreed_and_more(lesson), teacher)

    assert [line.item.key for line in need(report, "safety").points] == [SAFETY[5], SAFETY[0]]
    assert [said.text for said in need(report, "relatedness").examples] == []
    text = read(client, teacher, lesson, "report_pdf")
    assert text.count("Noted as well, beside what was agreed") == 2
    assert text.index("Ook ernaast.") > text.index("Noted as well, beside what was agreed")
    for theme, first, after in (
        ("safety", "Twee minuten stil.", "Naast de afspraak."),
        ("relatedness", "", "Ook ernaast."),
    ):
        shown = words(client.get(reverse("need", args=[lesson.pk, theme])))
        assert shown.index(first) < shown.index("Beside what was agreed") < shown.index(after)


def test_the_talk_begins_with_what_was_agreed(lesson, teacher):
    marks = {SAFETY[0]: ("not_seen", "seen"), SAFETY[5]: ("seen", "not_seen")}
    both(lesson, marks, before=lens(SAFETY[5]))

    assert [line.item.key for line in report_of(lesson, teacher).talk] == [SAFETY[5], SAFETY[0]]


def test_without_a_lens_nothing_was_left_out_and_any_point_may_lead(client, lesson, teacher):
    opened(lesson, coach=[seen(SAFETY[0], "Gezien.")])

    assert [said.text for said in need(report_of(lesson, teacher), "safety").examples] == ["Gezien."]
    assert "beside what was agreed" not in read(client, teacher, lesson, "together")


@pytest.mark.parametrize("place", ["report_pdf", "released_pdf"])
def test_on_paper_the_row_with_the_example_is_the_first_of_its_need(client, lesson, teacher, lead, place):
    """It stands there once, beside what the other said, with its mark (adr/0029); what was not agreed leads
    nothing."""
    opened(
        lesson,
        before=lens(*SAFETY[3:]),
        teacher=[seen(key) for key in SAFETY],
        coach=[
            seen(SAFETY[0], "Naast de afspraak.", is_example=True),
            *(seen(key, "Ook gezien.") for key in SAFETY[3:5]),
            seen(SAFETY[5], "Twee minuten stil.", is_example=True),
        ],
    )
    give(lesson, *UNDER_KEY)
    text = read(client, lead if place == "released_pdf" else teacher, lesson, place)
    safety = text[text.index("Do I dare to try something here?") :]

    names = [lesson.content.by_key[SAFETY[place]].short_en for place in (5, 3, 4, 0)]
    assert text.count("Twee minuten stil.") == 1
    assert sorted(names, key=safety.index) == names
    assert safety.index("example Twee minuten stil.") < safety.index(names[1])


def test_on_paper_a_moment_that_is_an_example_stands_before_the_points(client, lesson, teacher):
    opened(lesson, coach=[seen(IN), moment(text="Iedereen schrijft.", theme="safety", is_example=True)])
    text = read(client, teacher, lesson, "report_pdf")

    assert text.index("example Iedereen schrijft.") < text.index(lesson.content.by_key[IN].short_en)


def test_a_long_example_stands_whole_and_once(client, lesson, teacher):
    long = " ".join(f"woord{number}" for number in range(80))
    opened(lesson, coach=[seen(SAFETY[4], long)])

    paper = read(client, teacher, lesson, "report_pdf")
    assert (paper.count("woord49"), paper.count("woord79")) == (1, 1)
    shown = words(client.get(reverse("need", args=[lesson.pk, "safety"])))
    assert (shown.count("woord49"), shown.count("woord79")) == (1, 1)


# --- empty places ---------------------------------------------------------------------------------

IN, OUT, OPEN = SAFETY[0], SAFETY[1], SAFETY[0]
# what was agreed → whose empty place, at which point → what it means
BLANKS = {
    ("lens", "teacher", IN): "I don't know",
    ("lens", "teacher", OUT): "I don't know",
    ("lens", "coach", IN): "Not looked at",
    ("lens", "coach", OUT): "Deliberately not looked at",
    ("no lens", "teacher", OPEN): "I don't know",
    ("no lens", "coach", OPEN): "Not looked at",
}
KEYS = {"released_pdf": list(UNDER_KEY), "own": ["teacher_account"], "coachs": ["coach_account"]}


def one_voice_empty(lesson, agreed, voice, key):
    """The other voice marked the point; this one left it empty and wrote something elsewhere."""
    other = {"teacher": "coach", "coach": "teacher"}[voice]
    before = lens(IN, SAFETY[2]) if agreed == "lens" else []
    said = {other: [seen(key)], voice: [seen(SAFETY[2])]}
    return opened(lesson, before=before, **said)


@pytest.mark.parametrize("place", ["together", "talk", "reply", "report_pdf", "released_pdf"])
@pytest.mark.parametrize("row", BLANKS, ids=" ".join)
def test_an_empty_place_means_what_its_author_was_told(client, lesson, teacher, lead, row, place):
    visit = one_voice_empty(lesson, *row)
    give(visit, *UNDER_KEY)
    person = lead if place == "released_pdf" else teacher
    query = {"talk": f"?at={row[2]}", "reply": f"?item={row[2]}"}.get(place, "?lang=en")
    reply = get(client, person, visit, place, query)
    reply = on_screen(client, visit) if place == "together" else reply
    text = words_of(reply.content) if place.endswith("pdf") else html.unescape(words(reply))
    with override("en"):
        line = point(report_of(visit, teacher), row[2])
    blank = next(view for view in line.views if not view.value)

    assert (blank.speaker.voice, blank.label) == (row[1], BLANKS[row])
    assert BLANKS[row] in text
    for old in ("Not filled in", "Nothing noted", "Nothing was noted"):
        assert old not in text


@pytest.mark.parametrize(("part", "said"), [("teacher_account", "I don't know"), ("coach_account", "Not looked at")])  # fmt: skip
def test_who_has_a_key_to_one_account_reads_the_words_of_that_voice(client, lesson, lead, part, said):
    """Places that nobody filled are named together, once."""
    opened(lesson, teacher=[seen(IN)], coach=[seen(IN)])
    give(lesson, part)
    text = read(client, lead, lesson, "released_pdf")

    assert f"{said}: " in text
    assert {"I don't know", "Not looked at"} - {said} == {words for words in ("I don't know", "Not looked at") if words not in text}  # fmt: skip


def test_together_the_two_say_it_each_in_their_own_words(client, lesson, teacher):
    opened(lesson, teacher=[seen(IN)], coach=[seen(IN)])
    for place in ("together", "report_pdf"):
        assert "Tijn: ‘I don't know’. Coba: ‘Not looked at’." in read(client, teacher, lesson, place)


def test_alone_and_before_opening_it_is_the_authors_word(client, edition, lesson, teacher):
    alone = opened(make_lesson(teacher), teacher=[seen(IN)])
    save(lesson, "teacher", seen(IN))

    for visit in (alone, lesson):
        assert "I don't know: " in read(client, teacher, visit, "report_pdf")


def test_a_signal_that_one_voice_left_empty_is_no_empty_cell(client, lesson, teacher):
    opened(lesson, teacher=[seen(IN)], coach=[answer("sig.tension", "few"), answer("sig.no_start", "few")])
    report = report_of(lesson, teacher)

    assert {view.label for line in report.signals.seen for view in line.views[:1]} == {"I don't know"}


def test_where_something_was_written_nothing_is_empty(client, lesson, teacher):
    opened(lesson, teacher=[seen(IN)], coach=[seen(IN, "Alleen woorden.", value="")])

    assert point(report_of(lesson, teacher), IN).views[1].label == ""


@pytest.mark.parametrize(("voice", "said"), [("teacher", "I don't know"), ("coach", "Not looked at")])
def test_the_form_on_paper_says_it_too(client, edition, teacher, voice, said):
    client.force_login(teacher)
    text = words_of(client.get(reverse("form_pdf", args=[edition.pk, voice]) + "?lang=en").content)

    assert f"What you leave empty means ‘{said}’; that is a full answer." in text


# --- no gap ---------------------------------------------------------------------------------------

GAPS = [
    "No example noted", "Nothing noted", "No signals noted", "Nobody put a mark", "No step has been chosen",
    "No learning question was written", "Nothing was noted", "Too few items", "How the teacher was present",
    "What was done", "Two views of the same lesson",
]  # fmt: skip


@pytest.mark.parametrize("place", ["together", "talk", "report_pdf", "released_pdf"])
def test_what_is_not_there_is_left_out(client, lesson, teacher, lead, place):
    """One point, one question answered by one of the two, and nothing else."""
    opened(lesson, teacher=[seen(SAFETY[4])], coach=[answer("coach.helped", "", "Het stille schrijven.")])
    give(lesson, *UNDER_KEY)
    text = read(
        client, lead if place == "released_pdf" else teacher, lesson, place.replace("talk", "together")
    )
    if place == "talk":
        text = words(get(client, teacher, lesson, "talk"))

    gaps = {gap for gap in GAPS if gap in text} - {"Two views of the same lesson"}
    assert (place, gaps) == (place, set())


def test_an_attitude_of_points_that_were_never_agreed_is_not_called_missing(client, lesson, teacher):
    opened(lesson, before=lens("com.steps_first_step"), coach=[seen("com.steps_first_step", "Op het bord.")])
    report = report_of(lesson, teacher)

    assert "showing vulnerability" not in [attitude.label for attitude in report.attitudes]
    for place in ("together", "report_pdf"):
        assert "Showing vulnerability" not in read(client, teacher, lesson, place)


def test_a_need_nobody_looked_at_has_no_block_on_paper(client, lesson, teacher):
    opened(lesson, teacher=[seen(IN)], coach=[seen(IN)])
    text = read(client, teacher, lesson, "report_pdf")

    assert "Do I belong here?" not in text
    names = "; ".join(theme.name for theme in report_of(lesson, teacher).needs[:3])
    assert f"{names}. Tijn: ‘I" in text
    assert "Do I dare" in text
    assert "Relatedness and belonging" in words(get(client, teacher, lesson, "together"))


def test_a_moment_is_no_gap_beside_it(client, lesson, teacher):
    opened(lesson, coach=[moment(text="Iedereen schrijft.", theme="safety")])

    for place in ("together", "report_pdf"):
        assert "Iedereen schrijft." in read(client, teacher, lesson, place)


def test_a_lesson_without_a_question_begins_the_talk_with_what_stayed(client, lesson, teacher):
    opened(lesson, coach=[seen(IN)])

    text = words(get(client, teacher, fresh(lesson), "talk", "?at=question"))

    assert "To begin" in text
    assert "What stayed with you most from this lesson?" in text
    assert "learning question" not in text
