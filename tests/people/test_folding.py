"""Words are the same for who searches, however they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.search import LONGEST, Search, sentence
from people.folding import fold, places

WRITTEN = st.text(
    st.sampled_from("aAeEéëÉß\u0131İĳĲﬁøŁ\u0301\u0345\u200b\u00ad’'‘-–… .!?\n%_ςΣ\U0001d504漢"), max_size=40
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("één", "EEN"), ("e\u0301e\u0301n", "een"), ("IJs", "ĳs"), ("Ĳsland", "ijsland"), ("foto’s", "foto's"), ("co–docent", "co-docent"),
        ("Straße", "strasse"), ("İs", "is"), ("Søren", "soren"), ("ﬁts", "fits"), ("be\u00adurt", "beurt"), ("\U0001d504", "a"), ("ΣΑΣ", "σας"),
    ],
)  # fmt: skip
def test_what_is_the_same(one, other):
    assert fold(one) == fold(other)


@given(WRITTEN, WRITTEN)
def test_it_goes_letter_by_letter_so_that_a_place_is_a_place_in_what_was_written(one, other):
    assert fold(one + other) == fold(one) + fold(other)


@given(WRITTEN, WRITTEN)
def test_a_word_has_a_place_just_where_it_is_in_it(text, word):
    terms = fold(word).split()
    found = places(text, terms)

    assert bool(found) == any(term in fold(text) for term in terms)
    assert all(any(term in fold(text[begin:end]) for term in terms) for begin, end in found)
    assert found == sorted(set(found))


@given(WRITTEN, WRITTEN, WRITTEN)
def test_the_sentence_holds_the_word_and_stays_as_it_was_written(before, text, word):
    search, whole = Search(word), f"{before} {text}"
    if not (found := places(whole, search.terms)):
        return
    shown = sentence(whole, *found[0])
    pieces = search.pieces(shown)

    assert shown in whole
    assert "".join(piece for piece, _is_found in pieces) == shown
    assert any(is_found for _piece, is_found in pieces)


def test_only_its_own_sentence_is_shown():
    text = "Eerst dit. ‘Ik zei hoe de beurten gaan.’ Toen werd het rustig!\nDaarna meer."

    assert sentence(text, *places(text, ["beurten"])[0]) == "‘Ik zei hoe de beurten gaan.’"
    assert sentence(text, *places(text, ["rustig"])[0]) == "Toen werd het rustig!"
    assert sentence(text, *places(text, ["meer"])[0]) == "Daarna meer."


@pytest.mark.parametrize("filler", ["woord ", "x"])
def test_of_a_very_long_sentence_what_stands_round_the_word(filler):
    text = filler * 900 + "beurten " + filler * 900

    shown = sentence(text, *places(text, ["beurten"])[0])

    assert len(shown) <= LONGEST
    assert (shown[0], shown[-1], "beurten" in shown) == ("…", "…", True)


@pytest.mark.parametrize("text", [" " * 10_000, "." * 10_000, ".’" * 5_000, "\n" * 10_000])
def test_odd_texts_take_no_time(text):
    assert "beurt" in sentence(text + "beurt" + text, len(text), len(text) + 5)
