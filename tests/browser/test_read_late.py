"""A writing page reads a row when it needs it (static/js/row.js). What came with the page, what was typed
before that, and what was saved elsewhere meanwhile are told apart all the same."""

import re

import pytest
from playwright.sync_api import expect

from observations.models import Answer, Moment
from tests.browser.test_capture import SAVED, note, open_look, row, status
from tests.factories import answer, moment, record_everything, save

POINT, RESPONSE = "com.steps_first_step", "resp.noticed"

# Fills each row of the page with something else, as a script does, before anybody asked what the server has.
WRITTEN = """async () => {
  const { AnswerRow, LensRow, MomentRow, QuestionRow } = await import("/static/js/rows.js");
  const kinds = { answer: AnswerRow, lens: LensRow, moment: MomentRow, question: QuestionRow }, found = {}, wrong = [];
  for (const box of document.getElementById("write").querySelectorAll("[data-answer], [data-lens], [data-moment], [data-question]")) {
    const kind = Object.keys(kinds).find((name) => name in box.dataset), row = new kinds[kind](box);
    const came = row.content(true), other = { ...row.entry(), note: "Anders.", text: "Anders.", chosen: !came.chosen };
    row.fill(other);
    found[kind] = true;
    if (row.server !== JSON.stringify(came) || row.isSaved) wrong.push(row.id);
  }
  return [Object.keys(found).sort(), wrong];
}"""


@pytest.mark.parametrize(
    ("voice", "place", "kinds"),
    [
        ("coach", "look", ["answer", "moment"]),
        ("teacher", "look-back", ["answer"]),
        ("teacher", "before", ["answer", "lens", "question"]),
    ],
)
def test_what_a_script_writes_is_not_taken_for_what_came_with_the_page(desk, lesson, voice, place, kinds):
    if place != "before":
        record_everything(lesson, voice)
    page = desk.sit(getattr(lesson, voice), bypass_csp=True)
    page.goto(f"/visits/{lesson.pk}/{place}/")

    assert page.evaluate(WRITTEN) == [kinds, []]


def test_words_that_were_typed_before_the_script_came_are_sent_and_nothing_else_is(desk, lesson):
    """A slow network: the page is there, its scripts are not."""
    first, second = moment(text="Drie stappen."), moment(text="Een vraag.")
    save(lesson, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    save(lesson, "coach", answer(POINT, "partly", "Was er al."), first, second)
    page, held, sent = desk.sit(lesson.coach), [], []
    page.on("request", lambda asked: asked.url.endswith("/entries/") and sent.append(asked.post_data_json))
    page.route(re.compile(r"/rows\.js"), lambda route: held.append(route))
    page.goto(f"/visits/{lesson.pk}/look/", wait_until="commit")
    note(page).fill("Van voor het script.")
    page.locator(f'[name="moment-text-{first["id"]}"]').fill("Vier stappen.")

    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()

    expect(status(page)).to_have_text(SAVED)
    assert Answer.objects.get().note == "Van voor het script."
    assert set(Moment.objects.values_list("text", flat=True)) == {"Vier stappen.", "Een vraag."}
    entries = [entry for each in sent for entry in each.get("batch") or [each["entry"]]]
    assert sorted(entry["type"] for entry in entries) == ["answer", "moment"]


def test_what_was_saved_elsewhere_is_no_own_version_of_a_row_that_nobody_touched(desk, lesson):
    """A tick has a note too, which no field shows: it stands in the row as it was saved."""
    page = open_look(desk, lesson)
    save(lesson, "coach", answer(RESPONSE, "ticked", "Woorden van elders."))
    page.locator(f'[name="value-{RESPONSE}"]').locator("xpath=..").click()

    row(page, RESPONSE).get_by_role("button", name="Take the other").click()

    expect(row(page, RESPONSE).locator("[data-said]")).to_have_count(0)
    expect(status(page)).to_have_attribute("data-state", "saved")
    assert (Answer.objects.get().value, Answer.objects.get().note) == ("ticked", "Woorden van elders.")
