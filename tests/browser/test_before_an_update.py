"""A page and unsent words that commit 5d017c3 left on a tablet: they open, and are sent, with the program of
today."""

import json
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Addition, Answer, Moment
from tests import factories
from tests.browser.test_browsers import OLDER
from tests.browser.test_capture import SAVED, add_moment, note, status
from tests.browser.test_offline import HAS, KEPT, POINT, TO_SEND, offline, reopen, until, wait
from tests.factories import answer, bring_to, fresh, moment, save
from tests.faults.device import RECORDS

OLD = Path(__file__).parent / "kept"
CAME = "00000000-0000-4000-8000-0000000000aa"  # the moment that the kept page came with
SENT = "dc813269-c38c-4287-a7a0-96484397b38a"  # the one that was sent from it
ON_SERVER = {"Een moment van de server.", "Bewaard op de server, nieuwer dan de pagina."}

LAY_FILES = """async ({ shelf, files, cache, path, html, headers }) => {
  const put = async (name, at, text, head) => (await caches.open(name)).put(at, new Response(text, { headers: head }));
  const kinds = { js: "text/javascript", css: "text/css" };
  for (const [at, text] of Object.entries(files)) {
    await put(shelf, at, text, { "Content-Type": kinds[at.split(".").pop()] || "application/octet-stream" });
  }
  await put(cache, path, html, headers);
}"""
LAY_RECORDS = """(records) => new Promise((done, fail) => {
  const opening = indexedDB.open("meekijken", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("entries", { keyPath: ["person", "page", "row"] });
  opening.onerror = fail;
  opening.onsuccess = ({ target: { result: db } }) => {
    const change = db.transaction("entries", "readwrite");
    for (const record of records) change.objectStore("entries").put(record);
    change.oncomplete = () => (db.close(), done());
  };
})"""
UPDATE = """async () => {
  const { active } = await navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready);
  while (active.state !== "activated") await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
}"""


@pytest.fixture
def lesson(first_edition, teacher, coach):
    """As the server had it when the tablet left the network."""
    lesson = factories.make_lesson(teacher, coach=coach, edition=first_edition)
    for item in (POINT, "com.checks_start"):
        save(lesson, "teacher", {"type": "lens", "item": item, "chosen": True})
    save(lesson, "coach", answer("com.checks_start", "seen", "Stond al op de server."))
    for key, text in (
        (CAME, "Een moment van de server."),
        (SENT, "Bewaard op de server, nieuwer dan de pagina."),
    ):
        save(lesson, "coach", moment(text=text, id=key))
    return lesson


class Tablet:
    """A browser of this person in which the old version has left things, before a page of today has been
    there."""

    def __init__(self, desk, person, lesson, second=None):
        now = timezone.localtime()
        self.names = {
            "lesson": lesson.pk, "second": second and second.pk, "coach": lesson.coach.pk, "teacher": lesson.teacher.pk,
            "now": now.isoformat(), "day": now.date(), "minute": now.astimezone(timezone.UTC).strftime("%Y-%m-%dT%H:%M"),
            "at": now.astimezone(timezone.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"), "token": "x" * 64,
        }  # fmt: skip
        self.person, self.lesson = person, lesson
        self.page = desk.sit(person, service_workers="allow")
        self.page.goto("/manifest.webmanifest")  # of this server, and without a script

    def filled(self, text):
        for name, value in self.names.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def lay_records(self, *pages):
        kept = json.loads(self.filled((OLD / "5d017c3.json").read_text()))
        self.page.evaluate(LAY_RECORDS, [record for page in pages for record in kept[page]])

    def lay_page(self, name):
        with zipfile.ZipFile(OLD / "5d017c3.zip") as old:
            files = {
                f"/{each}": old.read(each).decode() for each in old.namelist() if each.startswith("static/")
            }
            html, self.shelf = (
                self.filled(old.read(f"{name}.html").decode()),
                f"files-{old.read('version').decode()}",
            )
        laid = {
            "shelf": self.shelf, "files": files, "cache": f"pages-{self.person.pk}", "path": f"/visits/{self.lesson.pk}/{name}/",
            "html": html, "headers": {"Content-Type": "text/html; charset=utf-8", "X-Person": str(self.person.pk)},
        }  # fmt: skip
        self.page.evaluate(LAY_FILES, laid)

    def update(self):
        """Today's worker comes, and tidies up; no page of today has run yet."""
        self.page.evaluate(UPDATE)

    def open(self, name):
        self.page.goto(f"/visits/{self.lesson.pk}/{name}/")
        return self.page


@pytest.fixture
def tablet(desk, lesson):
    """The coach's, updated, without a network, with the old page open on it."""
    tablet = Tablet(desk, lesson.coach, lesson)
    tablet.lay_records("look")
    tablet.lay_page("look")
    tablet.update()
    offline(tablet.page)
    tablet.open("look")
    expect(tablet.page.locator("html")).to_have_class("js")
    return tablet


def test_an_old_page_opens_without_a_network_and_sends_its_words(tablet, lesson):
    page = tablet.page
    assert page.locator("script[src*='capture.dbc1e7cfa172.js']").count() == 1
    assert page.evaluate(HAS, tablet.shelf)
    expect(note(page)).to_have_value("Drie stappen op het bord.")
    expect(page.locator("#moment-text")).to_have_value("Halverwege een zin")
    texts = page.locator("[data-moment] textarea").evaluate_all("(all) => all.map((each) => each.value)")
    assert {"Twee tafels zijn nog leeg.", "Bewaard op de server, nieuwer dan de pagina."} <= set(texts)
    page.get_by_role("button", name="Record the moment").click()
    add_moment(page, "Na de update geschreven.")
    expect(status(page)).to_have_text(TO_SEND)

    offline(page, False)

    expect(status(page)).to_have_text(SAVED)
    notes = dict(Answer.objects.values_list("item__key", "note"))
    assert notes == {
        POINT: "Drie stappen op het bord.",
        "com.checks_start": "Stond al op de server. En hier verder.",
        "sig.tension": "",
    }
    assert set(Moment.objects.values_list("text", flat=True)) == ON_SERVER | {
        "Twee tafels zijn nog leeg.", "Halverwege een zin", "Na de update geschreven.",
    }  # fmt: skip


def test_after_it_the_page_of_today_takes_its_place_with_the_same_words(tablet):
    offline(tablet.page, False)
    expect(status(tablet.page)).to_contain_text("1 moment not recorded yet")  # all else is sent

    page = reopen(tablet.page)

    assert page.locator("script[src*='capture.dbc1e7cfa172.js']").count() == 0
    expect(note(page)).to_have_value("Drie stappen op het bord.")
    expect(page.locator("#moment-text")).to_have_value("Halverwege een zin")
    expect(page.locator("[data-moment]")).to_have_count(3)
    until(page, KEPT, page.url)
    offline(page)
    page = reopen(page)
    expect(note(page)).to_have_value("Drie stappen op het bord.")
    assert page.locator("script[src*='capture.dbc1e7cfa172.js']").count() == 0


def test_words_for_what_was_opened_meanwhile_become_a_dated_addition_from_the_old_page(tablet, lesson):
    bring_to("open", lesson)
    offline(tablet.page, False)
    held = tablet.page.locator(f'[data-answer="{POINT}"]')

    held.get_by_role("button", name="Add it as a dated addition").click()

    expect(held.get_by_text("Added, with the date of today.")).to_be_visible()
    assert Addition.objects.get().text == "Drie stappen op het bord."


def test_the_teachers_old_page_sends_its_words_and_then_that_the_story_is_ready(desk, lesson):
    tablet = Tablet(desk, lesson.teacher, lesson)
    tablet.lay_records("look-back")
    tablet.lay_page("look-back")
    tablet.update()
    offline(tablet.page)
    page = tablet.open("look-back")
    expect(note(page)).to_have_value("De eerste stap stond er.")
    expect(page.get_by_role("button", name="Not ready yet after all")).to_be_visible()

    offline(page, False)

    page.wait_for_url(f"**/visits/{lesson.pk}/")
    assert fresh(lesson).is_ready("teacher") is True
    written = dict(Answer.objects.filter(observation__voice="teacher").values_list("item__key", "note"))
    assert written == {POINT: "De eerste stap stond er.", "ref.rel": "De voorste groep wel."}


@pytest.mark.parametrize("missing", [*OLDER, "nothing"])
def test_any_page_of_today_sends_what_the_old_version_kept(desk, lesson, first_edition, missing):
    """Also in a browser that was enough for the old version, and is below the floor of today."""
    second = factories.make_lesson(lesson.teacher, coach=lesson.coach, edition=first_edition)
    tablet = Tablet(desk, lesson.teacher, lesson, second)
    tablet.lay_records("before", "look-back")
    tablet.page.add_init_script(OLDER.get(missing, ""))

    tablet.page.goto("/me/")

    wait(tablet.page, lambda: not [each for each in tablet.page.evaluate(RECORDS) if each["dirty"]])
    assert fresh(second).learning_question == "Hoe begin ik rustig?"
    assert [row.item.key for row in second.lens.all()] == ["saf.other_views"]
    assert fresh(lesson).is_ready("teacher") is True


def test_a_page_of_today_shows_what_the_old_version_kept(desk, lesson):
    tablet = Tablet(desk, lesson.coach, lesson)
    tablet.lay_records("look")

    page = tablet.open("look")

    expect(note(page)).to_have_value("Drie stappen op het bord.")
    expect(page.locator("#moment-text")).to_have_value("Halverwege een zin")
    expect(page.locator('[name="value-sig.tension"][value=few]')).to_be_checked()
    page.get_by_role("button", name="Record the moment").click()
    expect(status(page)).to_have_text(SAVED)
    texts = set(Moment.objects.values_list("text", flat=True))
    assert texts == ON_SERVER | {"Twee tafels zijn nog leeg.", "Halverwege een zin"}
