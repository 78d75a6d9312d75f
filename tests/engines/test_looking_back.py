"""The teacher, before the lesson and after it."""

from observations.models import Answer
from tests.engines.places import NOTE, POINT, READY, SAVED, at, mark, open_page
from tests.factories import PASSWORD, fresh, make_lesson

CHOICE = 'input[name="lens"][value="saf.other_views"]'
PROMPT = ".mk-prompt textarea"
QUESTION = "Hoe help ik studenten die stil blijven?"


def test_before(engine, teacher, coach):
    lesson = make_lesson(teacher, coach=coach)
    engine.sign_in(teacher.email, PASSWORD)
    engine.get(f"/visits/{lesson.pk}/before/")
    engine.type('[name="learning-question"]', QUESTION)
    engine.click(f"details:has({CHOICE}) > summary")
    engine.click(f"label:has({CHOICE})")
    engine.until(SAVED)
    engine.click('[name="done"]')
    at(engine, lesson)

    assert QUESTION in engine.text("main")
    prepared = fresh(lesson)
    assert prepared.learning_question == QUESTION
    assert [each.item.key for each in prepared.lens.all()] == ["saf.other_views"]


def test_looking_back(engine, lesson):
    engine.sign_in(lesson.teacher.email, PASSWORD)
    open_page(engine, lesson, "look-back")
    engine.click(mark("partly"))
    engine.type(NOTE, "De stappen stonden er al.")
    engine.type(PROMPT, "De voorste groep wel.")
    question = engine.one(PROMPT).get_attribute("name").removeprefix("note-")
    engine.until(SAVED)
    engine.reload()
    assert engine.value(NOTE) == "De stappen stonden er al."
    engine.click(READY)
    at(engine, lesson)

    answers = Answer.objects.filter(observation__lesson=lesson, observation__voice="teacher")
    assert set(answers.values_list("item__key", "value", "note")) == {
        (POINT, "partly", "De stappen stonden er al."),
        (question, "", "De voorste groep wel."),
    }
    assert fresh(lesson).is_ready("teacher") is True
