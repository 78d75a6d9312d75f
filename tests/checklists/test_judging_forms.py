"""The everyday forms that are made of a word; what the page finds with them:
tests/browser/test_judging.py."""

import pytest

from checklists import judging

DUTCH = {
    "saai": "saaie saaier saaiere saaist saaiste saais",
    "zwak": "zwakke zwakker zwakkere zwakst zwakste zwakjes",
    "slap": "slappe slapper slapst",
    "brutaal": "brutale brutaler brutaalst brutaalste",
    "passief": "passieve passiever passiefst",
    "grof": "grove grover grofst",
    "boos": "boze bozer",
    "los": "losse losser lost",
    "onzeker": "onzekere onzekerder onzekerdere onzekerst",
    "rommelig": "rommelige rommeliger rommeligst",
    "chaotisch": "chaotische chaotischer",
    "zwakke": "zwak zwakker zwakst",
    "brutale": "brutaal brutaler",
    "passieve": "passief passiever",
    "slome": "sloom slomer",
    "goede sfeer": "goeie|sfeer betere|sfeer beste|sfeer",
    "flauwe grap": "flauwere|grap flauwste|grap",
    "rommeltje": "rommeltjes",
}
ENGLISH = {
    "messy": "messier messiest messily",
    "rude": "ruder rudest rudely",
    "weak": "weaker weakest weakly",
    "sad": "sadder saddest sadly",
    "chaotic": "chaotically",
    "badly": "bad worse worst",
    "good atmosphere": "better|atmosphere best|atmosphere",
}
ALL = [(word, forms, "nl") for word, forms in DUTCH.items()] + [
    (word, forms, "en") for word, forms in ENGLISH.items()
]


@pytest.mark.parametrize(("word", "forms", "language"), ALL)
def test_a_word_comes_with_its_forms(word, forms, language):
    made = judging.forms_of(word, language)

    assert {word, *(form.replace("|", " ") for form in forms.split())} <= made


@pytest.mark.parametrize(
    ("word", "wrong"), [("slap", "slaper"), ("rommelig", "rommeligge"), ("traag", "traage")]
)
def test_a_stem_is_spelled_as_dutch_spells_it(word, wrong):
    assert wrong not in judging.forms_of(word, "nl")


def test_what_is_something_else_is_no_form_but_where_it_compares():
    rules = judging.rules(("druk", "lui", "slecht"), "nl")

    assert not {"drukker", "luier", "luis", "slechts"} & set(rules["words"])
    assert {"drukke", "luie", "slechter"} <= set(rules["words"])
    assert all(words in rules["phrases"] for words in ("drukker\\s+dan", "steeds\\s+drukker", "luier\\s+dan"))


def test_other_signs_than_letters_have_no_forms():
    assert judging.forms_of("4-", "nl") == {"4-"}
    assert judging.rules((), "nl")["words"] == []


def test_rules_are_made_once():
    assert judging.rules(["druk"], "nl") is judging.rules(["druk"], "nl")
