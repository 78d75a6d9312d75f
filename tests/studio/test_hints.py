"""What is said about a line while it is written."""

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklists.models import Kind
from studio import hints, refused
from studio.clauses import joint
from studio.readability import score, syllables_of


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def one(text, lang="nl", kind=Kind.POINT):
    (hint,) = hints.of_text(text, lang, kind)
    return hint


def test_it_quotes_the_words_of_who_wrote_it_and_says_why():
    hint = one("De docent Stimuleert studenten.")

    assert (hint.what, hint.quoted) == ("vague", ("Stimuleert",))
    assert str(hint.said) == (
        '<span class="mk-hinted" lang="nl">Stimuleert</span> is vague. Write what you can hear or see then.'
    )
    assert "‘" not in hint.was
    assert hint.better == ["De docent wacht na een vraag drie tellen."]


def test_words_of_people_are_words_and_no_html():
    hint = one("De docent zegt <b>het doel</b> en laat het staan & meer.")

    assert "&lt;" in str(hint.said)
    assert "<b>" not in str(hint.said)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "De docent stimuleert studenten en geeft goede feedback.",
            "De docent stimuleert studenten.",
            "De docent geeft goede feedback.",
        ),
        (
            "De docent luistert, vat samen en vraagt door.",
            "De docent luistert, vat samen.",
            "De docent vraagt door.",
        ),
        (
            "Ik liet een student uitpraten en ging door op wat die zei.",
            "Ik liet een student uitpraten.",
            "Ik ging door op wat die zei.",
        ),
        (
            "De docent stelt een vraag en de studenten geven antwoord.",
            "De docent stelt een vraag.",
            "De studenten geven antwoord.",
        ),
        (
            "De docent zegt het doel. Daarna vraagt een student iets.",
            "De docent zegt het doel.",
            "Daarna vraagt een student iets.",
        ),
    ],
)
def test_two_things_become_two_sentences(text, first, second):
    assert joint(text, "nl").halves == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "De docent geeft tijd en rust.",
        "De docent zegt: ‘Pak je boek en ga zitten.’",
        "De docent noemt een voorbeeld, bijv. uit de stage.",
        "De docent laat niet alleen dezelfde studenten aan het woord.",
        "De docent geeft een taak die past en uitdaagt.",
        "De docent zegt of laat zien wat de bedoeling is.",
        ". Wat de docent zegt",
        "",
    ],
)
def test_one_thing_stays_one(text):
    assert joint(text, "nl") is None


def test_one_word_that_judges_is_left_alone_and_two_are_not():
    assert hints.of_text("De docent geeft duidelijke uitleg.", "nl") == []
    assert one("De docent geeft duidelijke, rustige uitleg.").quoted == ("duidelijke", "rustige")
    assert hints.of_text("De docent herhaalt een goed antwoord rustig.", "nl") == []


def test_a_signal_may_have_two_verbs_and_a_small_step_has_no_hints():
    assert hints.of_text("Student begint iets te zeggen en stopt weer.", "nl", Kind.SIGNAL) == []
    assert hints.of_text("Laat ieder tellen en zorg voor rust.", "nl", "") == []


def test_past_twenty_words_is_long():
    twenty = "De docent " + " ".join(["zegt"] * 18)
    assert hints.of_text(twenty, "nl") == []
    assert one(f"{twenty} nu.").quoted == ("nu",)


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [
        ("duidelijke", "nl", 4), ("creatief", "nl", 3), ("ideeën", "nl", 3), ("docent", "nl", 2), ("leeuw", "nl", 1), ("ruimte", "nl", 2),
        ("makes", "en", 1), ("teacher", "en", 2), ("asked", "en", 1), ("started", "en", 2), ("table", "en", 2), ("the", "en", 1),
    ],
)  # fmt: skip
def test_syllables(word, lang, count):
    assert syllables_of(word, lang) == count


def test_a_few_sentences_have_no_readability():
    assert score(["De docent telt."] * 9, "nl") is None
    assert score(["De docent telt."] * 10, "nl") > 60


WORDS = st.sampled_from(
    [
        "De docent",
        "en",
        "of",
        "geeft",
        "zorgt",
        "voor",
        "goede",
        "duidelijke",
        "ik",
        "and",
        "‘",
        "’",
        "…",
        ". ",
        "x",
        "\n",
        "en/of",
        "die",
        "the",
    ]
)


@given(
    st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=80).map(" ".join)),
    st.sampled_from(["nl", "en"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_somebody_writes_it_is_quoted_as_it_stands(text, lang):
    for hint in hints.of_text(text, lang):
        assert all(words in text for words in hint.quoted)
        assert len(hint.halves) in (0, 2)
    refused.of_pulse(text)


@pytest.mark.parametrize(
    "text",
    ["Ik voelde me welkom en de docent legde goed uit.", "I felt welcome and the teacher explained well."],
)
def test_a_verdict_in_half_a_sentence_is_one(text):
    assert refused.of_pulse(text)
