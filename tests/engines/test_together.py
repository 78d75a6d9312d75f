"""Two accounts are opened, talked about and taken along on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observations.models import Step
from tests import factories
from tests.engines.places import POINT, at
from tests.factories import PASSWORD, answer, fresh, save
from tests.pdf_words import words_of

TEACHERS, COACHS = "De stappen stonden er al.", "Drie stappen op het bord: één, twee, drie."
NOTE, CORE = "Het schrijven gaf rust.", "Wie stil is, wacht op mij."
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
    engine.click(f'[name="stops"][value="{POINT}"]')
    engine.click("#stops .mk-btn-go")
    engine.wait(lambda: "at=question" in engine.url and engine.has("#note"), "the learning question")
    engine.click('[name="go"][value="next"]')
    engine.wait(lambda: POINT in engine.url and engine.has("#note"), "the point that was chosen")
    assert TEACHERS in engine.text(".mk-first")
    # WebKitGTK's driver also reads out what a closed details holds; the page's own words are what is shown
    assert COACHS not in engine.one(".mk-first").get_property("innerText")
    engine.click(".mk-sealed > summary")
    engine.wait(lambda: COACHS in engine.text(".mk-first"), "the coach's words")
    engine.type("#id_text", NOTE)
    engine.click('[name="go"][value="next"]')
    engine.wait(lambda: "at=core" in engine.url and engine.has("#note"), "the core")
    assert NOTE in engine.text(".mk-recap")
    engine.type("#id_text", CORE)
    engine.click('[name="need"][value="competence"]')
    engine.click('[name="go"][value="next"]')
    engine.wait(lambda: "at=steps" in engine.url and engine.has("#own-step"), "the small step")
    engine.type("#id_situation", "ik een open vraag stel")
    engine.type("#own-step #id_text", STEP)
    engine.click("#own-step .mk-btn-go")
    engine.wait(lambda: engine.has(".mk-step") and STEP in engine.text(".mk-step"), "the step")

    talk, step = fresh(ready).talk, Step.objects.get(lesson=ready)
    assert (talk.stops, talk.notes[POINT]["text"], talk.core, talk.core_need) == (
        [POINT],
        NOTE,
        CORE,
        "competence",
    )
    assert step.wording == f"Als ik een open vraag stel, dan {STEP}"
    assert step.look_back_on == timezone.localdate() + timedelta(weeks=3)


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
