"""Words that can sound like a judgment: found, underlined and never in the way. Desk's people read
English."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checklists import judging
from checklists.models import JudgingWord
from observations.models import Answer, Moment
from people.models import User
from tests.browser.eyes import PHONE, complaints
from tests.browser.test_capture import POINT, SAVED, add_moment, note, open_look, status
from tests.factories import answer, fresh, moment, save

SAID = Path(__file__).parents[1] / "checklists" / "sentences"
SIGNAL = "sig.withdraws"
WORDS = ["druk", "te weinig", "weinig", "goed gedaan", "lui", "onzeker", "ongeïnteresseerd", "perfect"]
# Where a text lies: the edge of its field, and the height that its lines take.
LIES = "({ offsetLeft, offsetTop, clientWidth, scrollHeight }) => [offsetLeft, offsetTop, clientWidth, scrollHeight]"
LONG = "The front tables began at once, and the back was restless for a while. " * 6


@pytest.fixture
def module(desk, coach):
    """Calls what judging.js exports, on a page that has nothing to do with it."""
    page = desk.sit(coach)
    page.goto("/about/")

    def call(name, *args):
        script = "async ([name, args]) => (await import('/static/js/judging.js'))[name](...args)"
        return page.evaluate(script, [name, args])

    return call


@pytest.fixture
def page(desk, lesson):
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    page = open_look(desk, lesson)
    page.clock.install()
    return page


def pause(page):
    """After it words are looked for: no clock of this machine is asked whether it is over."""
    page.clock.run_for(700)


def marked(page):
    """What is underlined on the page."""
    return page.locator(".mk-mirror u")


def nudge(page):
    return page.locator("[data-judging]")


def moments(page):
    return page.locator("[data-moment] textarea")


def of_kind(page, kind):
    return page.locator(f"[data-moment]:has([data-kindword]:text-is('{kind}')) textarea")


def type_note(page, text):
    note(page).press_sequentially(text)


def move(page):
    nudge(page).get_by_role("button", name="Move to ‘I wonder’").click()


def leave(page):
    nudge(page).get_by_role("button", name="Leave it like this").click()


# --- finding words (each text holds what should be found between [ and ]) -----------------------


def found(module, text, words=WORDS):
    """The text with what was found in it between brackets again."""
    text = re.sub(r"[\[\]]", "", text)
    for match in reversed(module("find", text, words if isinstance(words, dict) else judging.finder(words))):
        start, end = match["start"], match["end"]
        assert match["word"] == re.sub(r"\s+", " ", text[start:end]).lower()
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_whole_words_are_found(module):
    texts = [
        "Het was [druk].", "[Druk], [DRUK]!", "[lui]", "", "   ", "Niets te vinden.",
        "drukte, indruk, luisteren, gelui, drúk, éénluid",
        "[Ongeïnteresseerd], [ONGEÏNTERESSEERD].",
        "[goed\n gedaan], [goed  gedaan], goedgedaan",
        "[te weinig], [weinig], te veel",
        "[druk]-bezet, ([druk]), [druk]/[lui]",
    ]  # fmt: skip

    assert [found(module, text) for text in texts] == texts


def test_what_somebody_said_is_not_found(module):
    texts = [
        "Zij zei ‘het is druk’ en keek.", "‘Druk’ en [druk].", "‘Zo’n druk lokaal’",
        "Zij zei 'het is druk' en keek.", "('druk') [druk] 'zo'n druk lokaal'",
        "“Te druk,” zei hij: [druk].", "„Te druk” en „druk“",
        'Zij zei "te druk" en keek: [druk].', "«Druk» en [druk].", "te ‘veel’ [weinig]",
    ]  # fmt: skip

    assert [found(module, text) for text in texts] == texts


def test_an_apostrophe_or_half_a_quotation_hides_nothing(module):
    texts = [
        "'s Ochtends [druk], op foto's.", "’s Ochtends [druk]. Zei ‘nee’.", "‘s Ochtends [druk]. Zei ‘nee’.",
        "Foto's, [druk], zo'n dag. De jongens' tafel: [druk].",
        "Zij zei ‘het is [druk].", 'Een 17" scherm, [druk].', "Zij zei ‘het is [druk].\nEn ‘lui’.",
    ]  # fmt: skip

    assert [found(module, text) for text in texts] == texts


def test_an_e_with_two_dots_may_be_one_sign_or_two(module):
    two_signs = "ongei\u0308nteresseerd"

    assert module("find", two_signs, judging.finder(WORDS)) == [
        {"start": 0, "end": len(two_signs), "word": "ongeïnteresseerd"}
    ]
    assert module("find", "Het was lui\u0308.", judging.finder(WORDS)) == []


def test_any_sign_in_a_word_of_a_school_is_only_that_sign(module):
    assert found(module, "Een [4-] en een 45.", ["4-", "(.*)", "[x", "\\p"]) == "Een [4-] en een 45."
    assert (
        module("find", "Alles.", judging.finder([]))
        == module("find", "Alles.", judging.finder(["", " "]))
        == []
    )


# --- everyday forms (from which words they are made: tests/checklists/test_judging_forms.py) ------


SENTENCES_OF = {"nl": ["judging-nl.tsv", "judging-nl-more.tsv"], "en": ["judging-en-more.tsv"]}


@pytest.mark.parametrize(
    ("language", "name"), [(key, name) for key, names in SENTENCES_OF.items() for name in names]
)
def test_everyday_forms_are_found_and_nothing_else(module, edition, language, name):
    """At least 38 of the 40 sentences, and no false alarm; the files "more" were written beside the rules."""
    rules = judging.rules(edition.words["judging_words"][language], language)
    rows = [line.split("\t") for line in (SAID / name).read_text().splitlines()[1:]]
    alarms = {sentence: bool(module("find", sentence, rules)) for _said, sentence in rows}

    assert [sentence for said, sentence in rows if said == "no" and alarms[sentence]] == []
    missed = [sentence for said, sentence in rows if said == "yes" and not alarms[sentence]]
    assert len(missed) <= len(rows) // 30, missed


def test_forms_of_a_word_that_a_school_added(module, edition):
    rules = judging.rules(("sloom", "flauwe grap", "4-"), "nl")

    assert found(module, "Een [slome] start, [slomer] dan eerst, de [superslome] rij.", rules)
    assert found(module, "De [flauwste grap], een [4-], geen 45 en geen sloompje.", rules)


def test_a_phrase_may_have_words_between_but_not_another_clause(module):
    rules = judging.rules(("had moeten", "zou moeten"), "nl")
    texts = [
        "Hij [had dit moeten] zeggen.", "Dat [hadden ze moeten] weten.", "Dat [zou de hele groep wel moeten] zien.",
        "Hij had tijd. Ze moeten door.", "Hij had tijd, ze moeten door.", "Hij had tijd\nze moeten door",
        "Ze had een boek dat ze moeten lezen.", "Ze hadden tijd en moeten door.",
        "Zou een twee drie vier vijf moeten.", "Hij had een kaart die ze moeten lezen.",
    ]  # fmt: skip

    assert [found(module, text, rules) for text in texts] == texts


# --- sentences ----------------------------------------------------------------------------------


SENTENCES = [  # (text with @ at the place, the sentence there, the text without it)
    ("Een. Twee @druk. Drie.", "Twee druk.", "Een. Drie."),
    ("@Druk.", "Druk.", ""),
    ("@Druk", "Druk", ""),
    ("  Het was @druk!  Daarna niet.", "Het was druk!", "Daarna niet."),
    ("Wie?! Het was @druk", "Het was druk", "Wie?!"),
    ("Om 10.31 uur @druk. Daarna niet.", "Om 10.31 uur druk.", "Daarna niet."),
    ("Het was... @druk. Daarna niet.", "Het was... druk.", "Daarna niet."),
    ("Het was… eh… @druk. Daarna niet.", "Het was… eh… druk.", "Daarna niet."),
    ("Zij wachten… Het is @druk.", "Het is druk.", "Zij wachten…"),
    ("Zij zei ‘kom.’ Het was @druk.", "Het was druk.", "Zij zei ‘kom.’"),
    ("Een\nTwee @druk\nDrie", "Twee druk", "Een\nDrie"),
    ("Een.\n\nTwee @druk. \n\nDrie.", "Twee druk.", "Een.\n\nDrie."),
    ("Een. Twee @druk.\nDrie.", "Twee druk.", "Een.\nDrie."),
    ("Een.\nTwee @druk. Drie.", "Twee druk.", "Een.\nDrie."),
]


SHORT = [
    ("Rust. Ze pakt bijv. de @saaie map. Daarna niet.", "Ze pakt bijv. de saaie map.", "Rust. Daarna niet."),
    ("Rust. Ze pakt o.a. de @saaie map. Daarna niet.", "Ze pakt o.a. de saaie map.", "Rust. Daarna niet."),
    ("@Saai, zei dhr. v.d. Berg. Toen stil.", "Saai, zei dhr. v.d. Berg.", "Toen stil."),
    ("Rust. J. de Vries is @druk. Toen stil.", "J. de Vries is druk.", "Rust. Toen stil."),
    ("Prof. dr. ir. De Boer vond het @saai. Klaar.", "Prof. dr. ir. De Boer vond het saai.", "Klaar."),
    ("Ca. 12 lln. zijn @druk, m.a.w. lawaai. Klaar.", "Ca. 12 lln. zijn druk, m.a.w. lawaai.", "Klaar."),
    ("Om 15.00 u. begon een @saai deel. Klaar.", "Om 15.00 u. begon een saai deel.", "Klaar."),
    ("Het duurt max. 5 min. en is @druk.", "Het duurt max. 5 min. en is druk.", ""),
    ("Het duurt 5 min. Het is @druk.", "Het is druk.", "Het duurt 5 min."),
    ("Pennen e.d. op @drukke tafels. Klaar.", "Pennen e.d. op drukke tafels.", "Klaar."),
    ("Pennen e.d. Het was @druk.", "Het was druk.", "Pennen e.d."),
    ("Lawaai enz. Het is @druk.", "Het is druk.", "Lawaai enz."),
    ("In groep 3B. Daar is het @druk.", "Daar is het druk.", "In groep 3B."),
    ("Ze wacht. dan is het @druk", "dan is het druk", "Ze wacht."),
    (
        "Rust. She was @rude, e.g. loud, to Mr. Smith. Done.",
        "She was rude, e.g. loud, to Mr. Smith.",
        "Rust. Done.",
    ),
]


def test_the_sentence_around_a_word_and_the_text_without_it(module):
    for row in SENTENCES + SHORT:
        text, at = row[0].replace("@", ""), row[0].index("@")
        place = module("sentence", text, at, judging.rules((), "nl"))
        assert (row[0], text[place["start"] : place["end"]], module("cut", text, place)) == row


# --- on the coach's page ------------------------------------------------------------------------


def test_a_judging_word_is_underlined_and_named_and_nothing_else_happens(page):
    type_note(page, "The back was restless.")

    expect(marked(page)).to_have_text("restless")
    expect(nudge(page)).to_have_role("status")
    expect(nudge(page).locator("p")).to_have_text(
        "‘restless’ can sound like a judgment. What exactly did you see or hear? With Tab you come to two buttons."
    )
    expect(note(page)).to_be_focused()
    expect(note(page)).to_have_value("The back was restless.")
    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "The back was restless."


def test_the_underline_goes_with_the_word(page):
    type_note(page, "Rude")
    expect(marked(page)).to_have_text("Rude")

    note(page).press("Backspace")

    expect(page.locator(".mk-mirror")).to_have_count(0)
    expect(nudge(page)).to_have_count(0)


def test_what_students_or_the_teacher_said_is_left_alone(page):
    type_note(page, "A student says ‘this is boring’. Nobody laughs.")
    pause(page)

    expect(marked(page)).to_have_count(0)


def test_what_stood_there_is_underlined_without_an_offer_until_the_note_changes(desk, lesson):
    save(lesson, "coach", answer(POINT, "seen", "The back was restless."), moment(text="Always late."))
    page = open_look(desk, lesson)
    page.clock.install()
    page.reload()

    expect(marked(page)).to_have_text(["restless", "Always"])
    pause(page)
    expect(nudge(page)).to_have_count(0)

    note(page).press("End")
    type_note(page, " Then quiet.")

    expect(nudge(page)).to_contain_text("restless")


@pytest.mark.parametrize(("width", "scale"), [(360, 3), (410, 2), (820, 1)])
def test_the_underline_lies_under_its_word_and_takes_no_room(desk, lesson, width, scale):
    save(lesson, "coach", answer(POINT, "seen", LONG), moment(text=LONG))
    heights = []
    for is_on in (False, True):
        User.objects.update(marks_judging_words=is_on)
        page = open_look(desk, lesson, viewport={"width": width, "height": 900}, device_scale_factor=scale)
        expect(marked(page)).to_have_count(12 * is_on)
        heights.append(page.evaluate("document.documentElement.scrollHeight"))

    assert heights[0] == heights[1]
    for mirror in page.locator(".mk-mirror").all():
        copy, field = mirror.evaluate(f"(mirror) => [mirror, mirror.nextElementSibling].map({LIES})")
        assert copy == pytest.approx(field, abs=1)  # heights are rounded, and a phone has thirds of a pixel


def test_the_underline_scrolls_along(page):
    note(page).fill(LONG * 5)
    expect(marked(page)).to_have_count(30)

    note(page).evaluate("(field) => field.scrollTo(0, 200)")

    expect(page.locator(".mk-mirror").first).to_have_js_property("scrollTop", 200)


def test_a_word_may_be_left_as_it_stands(page):
    type_note(page, "Restless. Rude.")
    expect(nudge(page)).to_contain_text("Restless")

    leave(page)

    expect(nudge(page)).to_contain_text("Rude")
    leave(page)
    expect(nudge(page)).to_have_count(0)
    expect(note(page)).to_be_focused()
    expect(note(page)).to_have_value("Restless. Rude.")
    type_note(page, " Restless again.")
    pause(page)
    expect(page.locator(".mk-mirror")).to_have_count(0)
    page.locator("#moment-text").fill("Restless.")
    expect(marked(page)).to_have_text("Restless")


def test_a_sentence_moves_to_a_moment_of_wondering_about_the_same_item(page, lesson):
    type_note(page, "Three steps on the board. The back was restless. At 10.31 they start.")
    move(page)

    expect(note(page)).to_have_value("Three steps on the board. At 10.31 they start.")
    expect(note(page)).to_be_focused()
    expect(of_kind(page, "I wonder")).to_have_value("The back was restless.")
    expect(nudge(page)).to_have_count(0)
    expect(marked(page)).to_have_count(0)
    expect(status(page)).to_have_text(SAVED)
    row = Moment.objects.get()
    assert (row.text, row.kind, row.item.key) == ("The back was restless.", "wonder", POINT)
    assert Answer.objects.get().note == "Three steps on the board. At 10.31 they start."


def test_a_note_at_a_signal_is_looked_at_too(page):
    page.locator(f'[data-answer="{SIGNAL}"] .mk-mark', has_text="More").click()
    note(page, SIGNAL).press_sequentially("Two are lazy.")
    move(page)

    expect(of_kind(page, "I wonder")).to_have_value("Two are lazy.")
    expect(note(page, SIGNAL)).to_have_value("")
    expect(status(page)).to_have_text(SAVED)
    assert Moment.objects.get().item is None


def test_questions_of_the_coach_are_not_looked_at(page):
    page.locator(".mk-prompt textarea").first.fill("I was restless, always.")
    pause(page)

    expect(marked(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("kind", "is_marked"),
    [("What I saw", True), ("What students did", True), ("I wonder", False), ("A student told me", False)],
)
def test_in_the_moment_bar_it_depends_on_the_kind(page, kind, is_marked):
    page.locator("#moment-text").press_sequentially("The back is restless.")
    expect(marked(page)).to_have_count(1)

    page.locator(".mk-kind", has_text=kind).click()

    expect(marked(page)).to_have_count(int(is_marked))
    expect(nudge(page)).to_have_count(int(is_marked))


def test_in_the_moment_bar_nothing_moves_between_the_field_and_its_button(page):
    button = page.get_by_role("button", name="Record the moment")
    page.locator("#moment-text").press_sequentially("The back is")
    before = button.bounding_box()

    page.locator("#moment-text").press_sequentially(" restless")

    expect(nudge(page)).to_contain_text("restless")
    assert button.bounding_box() == before


def test_a_sentence_moves_out_of_the_moment_bar(page):
    page.locator("#moment-text").press_sequentially("They begin. The back is restless.")
    move(page)

    expect(page.locator("#moment-text")).to_have_value("They begin.")
    expect(page.locator("#moment-text")).to_be_focused()
    expect(of_kind(page, "I wonder")).to_have_value("The back is restless.")


def test_a_recorded_moment_takes_the_offer_along_and_empties_the_bar(page):
    add_moment(page, "They begin. The back is restless.")

    expect(marked(page)).to_have_text("restless")
    expect(page.locator("[data-bar] .mk-mirror")).to_have_count(0)
    move(page)
    expect(of_kind(page, "What I saw")).to_have_value("They begin.")
    expect(of_kind(page, "I wonder")).to_have_value("The back is restless.")
    expect(status(page)).to_have_text(SAVED)


def test_what_was_left_in_the_bar_is_left_in_its_moment(page):
    page.locator("#moment-text").press_sequentially("Restless.")
    leave(page)
    page.locator("#moment-text").press("Enter")
    pause(page)

    expect(moments(page)).to_have_value("Restless.")
    expect(marked(page)).to_have_count(0)


def test_a_moment_of_one_sentence_becomes_wondering_as_a_whole(page):
    add_moment(page, "The back is restless.")
    move(page)

    expect(of_kind(page, "I wonder")).to_have_value("The back is restless.")
    expect(moments(page)).to_have_count(1)
    expect(marked(page)).to_have_count(0)
    expect(status(page)).to_have_text(SAVED)
    assert Moment.objects.get().kind == "wonder"


def test_a_moment_that_changes_its_kind_is_looked_at_again(page):
    page.locator(".mk-kind", has_text="I wonder").click()
    add_moment(page, "Why so restless?")
    expect(marked(page)).to_have_count(0)

    page.locator("[data-moment] summary").click()
    page.locator("[data-moment] [data-kind]").select_option("saw")

    expect(marked(page)).to_have_text("restless")


def test_it_works_without_a_network(page):
    page.context.set_offline(True)
    type_note(page, "They begin. The back was restless.")
    move(page)

    expect(note(page)).to_have_value("They begin.")
    expect(of_kind(page, "I wonder")).to_have_value("The back was restless.")
    page.context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)


def test_the_own_school_adds_words_in_the_language_of_the_page(desk, lesson):
    for language, word in (("en", "a <b>mess"), ("nl", "rommeltje")):
        JudgingWord.objects.create(school=lesson.coach.school, language=language, word=word)
    page = open_look(desk, lesson)
    page.locator("#moment-text").fill("A <b>mess, een rommeltje, onrustig.")
    expect(marked(page)).to_have_text("A <b>mess")

    User.objects.update(language="nl")
    page.reload()
    page.locator("#moment-text").fill("A <b>mess, een rommeltje, onrustig.")

    expect(marked(page)).to_have_text(["rommeltje", "onrustig"])


def test_who_switched_it_off_is_left_alone(desk, lesson):
    User.objects.update(marks_judging_words=False)
    page = open_look(desk, lesson)
    page.clock.install()
    page.locator("#moment-text").fill("Restless.")
    pause(page)

    expect(page.locator("#judging")).to_have_count(0)
    expect(marked(page)).to_have_count(0)


def test_it_is_for_every_hand_and_eye(desk, lesson):
    save(fresh(lesson), "coach", answer(POINT, "seen"), moment(text="Always late."))
    page = open_look(desk, lesson, **PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for field in (note(page), moments(page), page.locator("#moment-text")):
        field.press_sequentially("Restless.")
    expect(nudge(page)).to_have_count(3)

    assert complaints(page) == []
