"""A class is asked: the teacher opens, students answer on a phone whose network fails, and what comes late is
not counted."""

from pulse.models import Pulse
from tests.engines.places import at
from tests.factories import PASSWORD

FIRST = "pulse.welcome"
PHONE = (390, 844)


def choose(value):
    return f'.mk-choice:has(input[name="{FIRST}"][value="{value}"])'


def test_a_pulse(engine, server, lesson):
    pulse = opened(engine, lesson)
    engine.leave()
    engine.resize(*PHONE)
    answer_while_the_server_is_away(engine, server, pulse)
    engine.forget()  # the next one has another phone
    answer_by_typing_the_code(engine, pulse)
    engine.forget()

    stored = Pulse.objects.get(pk=pulse.pk)
    assert stored.answers == 2
    assert (stored.counts[FIRST]["yes"], stored.counts[FIRST]["little"]) == (1, 1)
    close(engine, lesson)
    come_late(engine, pulse)


def opened(engine, lesson):
    engine.sign_in(lesson.teacher.email, PASSWORD)
    engine.get(f"/visits/{lesson.pk}/pulse/")
    engine.click('#ask [name="open"]')
    engine.wait(lambda: engine.has("[data-answers]"), "the open pulse")
    return Pulse.objects.get(lesson=lesson)


def answer_while_the_server_is_away(engine, server, pulse):
    """Sent twice in vain; and once it comes, pressed more often than once."""
    engine.get(f"/p/{pulse.code}/")
    engine.click(choose("yes"))
    server.kill()
    for _time in range(2):
        engine.click("[data-send]")
        engine.wait(lambda: engine.has("[data-failed]"), "that it may not have come")
    assert engine.all(f'[name="{FIRST}"][value="yes"]:checked')
    server.start()
    engine.js("for (let n = 0; n < 5; n++) document.querySelector('[data-send]').click()")
    engine.wait(lambda: "/thanks/" in engine.url, "thanks")


def answer_by_typing_the_code(engine, pulse):
    engine.get("/p/")
    engine.type("#id_code", f"{pulse.code[:3].lower()} {pulse.code[3:]}")
    engine.click("main button.mk-btn-go")
    engine.click(choose("little"))
    engine.click("[data-send]")
    engine.wait(lambda: "/thanks/" in engine.url, "thanks")


def close(engine, lesson):
    engine.sign_in(lesson.teacher.email, PASSWORD)
    engine.get(f"/visits/{lesson.pk}/pulse/close/")
    engine.click("main form .mk-btn-go")
    at(engine, lesson, "pulse/")
    assert Pulse.objects.get(lesson=lesson).is_closed


def come_late(engine, pulse):
    engine.leave()
    engine.get(f"/p/{pulse.code}/")
    assert engine.has("main a[href='/p/']")
    assert not engine.all("[data-send]")
