"""The coach in the lesson, with fingers and with keys."""

from selenium.webdriver.common.keys import Keys

from observations.models import Answer, Moment
from tests import factories
from tests.engines.places import (
    BAR,
    MOMENT,
    NEWEST,
    NOTE,
    POINT,
    READY,
    RECORD,
    SAVED,
    UNDO,
    at,
    is_marked,
    mark,
    open_page,
)  # fmt: skip
from tests.factories import PASSWORD, fresh

OTHER = "com.checks_start"
IN_ITEM = (
    "const { activeElement: it } = document; return [it.closest('[data-answer]')?.dataset.answer, it.type]"
)
FOCUS = "return document.activeElement.closest('[data-answer]')?.dataset.answer ?? document.activeElement.id"


def test_capture(engine, lesson):
    engine.sign_in(lesson.coach.email, PASSWORD)
    open_page(engine, lesson, "look")
    engine.click(mark("seen"))
    engine.click(mark("partly"))
    engine.type(NOTE, "Drie stappen op het bord.")
    engine.click('.mk-kind:has(input[value="students"])')
    engine.type(BAR, "Noor kijkt op.")
    engine.click(RECORD)
    assert "Noor kijkt op." in engine.text(NEWEST)
    engine.type(BAR, "Toch niet." + Keys.ENTER)
    engine.wait(lambda: "Toch niet." in engine.text(NEWEST), "the second moment")
    engine.click(UNDO)
    engine.wait(lambda: engine.value(BAR) == "Toch niet.", "its words back in the bar")
    engine.type(BAR, "", clear=True)
    engine.until(SAVED)
    engine.reload()
    assert [each.get_property("value") for each in engine.seen(MOMENT)] == ["Noor kijkt op."]
    engine.click(READY)
    at(engine, lesson)

    answer = Answer.objects.get(observation__lesson=lesson, item__key=POINT)
    assert (answer.value, answer.note) == ("partly", "Drie stappen op het bord.")
    moment = Moment.objects.get(observation__lesson=lesson, deleted_at=None)
    assert (moment.text, moment.kind) == ("Noor kijkt op.", "students")
    assert fresh(lesson).is_ready("coach") is True


def test_capture_by_keys(engine, lesson):
    factories.save(lesson, "teacher", {"type": "lens", "item": OTHER, "chosen": True})
    engine.sign_in(lesson.coach.email, PASSWORD)
    open_page(engine, lesson, "look")
    engine.keys("j")
    engine.wait(lambda: engine.js(FOCUS) == POINT, "the first item")
    engine.keys("2", "n")
    engine.wait(lambda: engine.js("return document.activeElement.name") == f"note-{POINT}", "its note")
    engine.keys("Zonder muis.", Keys.ESCAPE)
    engine.wait(lambda: engine.js(IN_ITEM) == [POINT, "radio"], "the item again")
    engine.keys("j", "1")
    engine.wait(lambda: engine.all(is_marked("seen", OTHER)), "the second item")
    engine.keys("m", "Met toetsen.", Keys.ENTER)
    engine.wait(lambda: "Met toetsen." in engine.text(NEWEST), "the moment")
    engine.keys(Keys.ESCAPE)
    engine.wait(lambda: engine.js(FOCUS) == OTHER, "where one was")
    engine.keys("?")
    engine.one("#keys[open]")
    engine.keys(Keys.ESCAPE)
    engine.wait(lambda: not engine.has("#keys"), "the keys gone")
    engine.until(SAVED)

    answers = Answer.objects.filter(observation__lesson=lesson, observation__voice="coach")
    assert set(answers.values_list("item__key", "value", "note")) == {
        (POINT, "partly", "Zonder muis."),
        (OTHER, "seen", ""),
    }
    assert Moment.objects.get(observation__lesson=lesson).text == "Met toetsen."
