"""Two accounts are opened, talked about and taken along on paper."""

import pytest

from observations.models import Step
from tests import factories
from tests.engines.places import POINT, at
from tests.factories import PASSWORD, answer, fresh, save
from tests.pdf_words import words_of

TEACHERS, COACHS = "De stappen stonden er al.", "Drie stappen op het bord: één, twee, drie."
STEP = "laat ik eerst twee minuten schrijven."


@pytest.fixture
def ready(lesson):
    save(lesson, "coach", answer(POINT, "seen", COACHS))
    save(lesson, "teacher", answer(POINT, "not_seen", TEACHERS))
    factories.coach_ready(lesson)
    factories.teacher_ready(lesson)
    return fresh(lesson)


def test_opening_together(engine, ready):
    engine.sign_in(ready.teacher.email, PASSWORD)
    engine.get(f"/visits/{ready.pk}/")
    assert COACHS not in engine.text("main")
    engine.click("#open button")
    at(engine, ready, "together/")

    first = engine.text("main")
    assert first.index(TEACHERS) < first.index(COACHS)
    engine.click("#n-competence h3 a")
    engine.wait(lambda: engine.has(f'[id="p-{POINT}"]'), "the need in its place")
    said = engine.text(f'[id="p-{POINT}"]')
    assert said.index(TEACHERS) < said.index(COACHS)
    assert engine.url.endswith("#n-competence")
    assert fresh(ready).opened_at


def test_the_talk(engine, ready):
    factories.open_it(ready)
    engine.sign_in(ready.teacher.email, PASSWORD)
    engine.get(f"/visits/{ready.pk}/talk/")
    engine.click(f'.mk-agenda a[href="?at={POINT}"]')
    engine.wait(lambda: POINT in engine.url and engine.has("#id_text"), "the point")
    assert COACHS in engine.text(".mk-stage-pair")
    engine.type("#id_text", STEP)
    engine.click('[name="go"][value="step"]')
    engine.wait(lambda: engine.value("#own-step #id_text") == STEP, "its words as a step")
    engine.type("#id_situation", "ik een open vraag stel")
    engine.click("#own-step .mk-btn:not([type])")
    engine.wait(lambda: STEP in engine.text(".mk-step"), "the step")

    assert fresh(ready).talk.notes[POINT]["text"] == STEP
    step = Step.objects.get(lesson=ready)
    assert step.text == f"Als ik een open vraag stel, dan {STEP}"


def test_the_report(engine, ready):
    """Fetched by its own link; in Dutch by the coach, in English by the teacher."""
    factories.open_it(ready)
    for person, link, head in (
        (ready.coach, 'a[href$="report.pdf"]', "Zo lees je dit"),
        (ready.teacher, 'a[href$="report.pdf?lang=en"]', "How to read this"),
    ):
        engine.sign_in(person.email, PASSWORD)
        engine.get(f"/visits/{ready.pk}/together/")
        engine.click(f"main {link}")
        paper = engine.downloaded()
        assert paper.startswith(b"%PDF")
        for each in (TEACHERS, COACHS, head):
            assert each in words_of(paper)
        engine.leave()
