"""The one journey that every run of the suite makes in each engine: a coach's visit, with the server gone in
its middle."""

from selenium.webdriver.common.keys import Keys

from observations.models import Answer, Moment
from tests.engines.places import BAR, HERE, MOMENT, NOTE, POINT, READY, SAVED, at, is_marked, mark, open_page
from tests.factories import PASSWORD, fresh


def test_a_visit_in_short(engine, server, lesson):
    engine.sign_in(lesson.coach.email, PASSWORD)
    open_page(engine, lesson, "look")
    engine.click(mark("partly"))
    engine.type(NOTE, "Drie stappen op het bord.")
    engine.type(BAR, "Noor kijkt op." + Keys.ENTER)
    engine.until(SAVED)

    server.kill()
    engine.reload()
    engine.wait(lambda: engine.value(NOTE) == "Drie stappen op het bord.", "the note")
    assert engine.all(is_marked("partly"))
    assert engine.value(MOMENT) == "Noor kijkt op."
    engine.type(NOTE, " En een voorbeeld.")
    engine.until(HERE)
    server.start()
    engine.until(SAVED)
    engine.click(READY)
    at(engine, lesson)

    answer = Answer.objects.get(observation__lesson=lesson, item__key=POINT)
    assert (answer.value, answer.note) == ("partly", "Drie stappen op het bord. En een voorbeeld.")
    assert Moment.objects.get(observation__lesson=lesson).text == "Noor kijkt op."
    assert fresh(lesson).is_ready("coach") is True
