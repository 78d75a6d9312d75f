"""The server goes down, and the browser dies in the middle of a word; afterwards all of it is on the
server."""

from observations.models import Answer, Moment
from tests.engines.places import BAR, HERE, MOMENT, NOTE, POINT, RECORD, SAVED, is_marked, mark, open_page
from tests.factories import PASSWORD

ON_DEVICE = """return (await new Promise((done) => (indexedDB.open("meekijken").onsuccess = ({ target }) =>
  (target.result.transaction("entries").objectStore("entries").getAll().onsuccess = (event) => done(event.target.result)))))
  .some(({ entry }) => JSON.stringify(entry).includes(args[0]))"""


def come_back(engine, lesson):
    """Chromium writes a sign-in to the disk after half a minute; a kill before that takes it, and the words
    wait for the next one."""
    engine.get(f"/visits/{lesson.pk}/look/")
    if "/account/login/" in engine.url:
        engine.sign_in(lesson.coach.email, PASSWORD)
        engine.get(f"/visits/{lesson.pk}/look/")


def test_offline(engine, server, lesson):
    engine.sign_in(lesson.coach.email, PASSWORD)
    open_page(engine, lesson, "look")
    engine.type(NOTE, "Met de server.")
    engine.until(SAVED)

    server.kill()
    engine.reload()
    engine.wait(lambda: engine.value(NOTE) == "Met de server.", "what was saved")
    engine.click(mark("not_seen"))
    engine.type(NOTE, " Zonder de server.")
    engine.type(BAR, "Het werd stil.")
    engine.click(RECORD)
    engine.type(BAR, "Halverwege een wo")
    engine.wait(lambda: engine.ajs(ON_DEVICE, "Halverwege een wo"), "half a word on the device")
    engine.kill()
    engine.start()

    engine.get(f"/visits/{lesson.pk}/look/")
    engine.wait(lambda: engine.value(BAR) == "Halverwege een wo", "half a word")
    assert engine.value(NOTE) == "Met de server. Zonder de server."
    assert engine.value(MOMENT) == "Het werd stil."
    assert engine.all(is_marked("not_seen"))
    engine.type(BAR, "ord.")
    engine.click(RECORD)
    engine.until(HERE)
    server.start()
    come_back(engine, lesson)
    engine.until(SAVED)

    answer = Answer.objects.get(observation__lesson=lesson, item__key=POINT)
    assert (answer.value, answer.note) == ("not_seen", "Met de server. Zonder de server.")
    texts = Moment.objects.filter(observation__lesson=lesson).values_list("text", flat=True)
    assert set(texts) == {"Het werd stil.", "Halverwege een woord."}
