"""Two people and one screen: from opening to a small step, the next visit that begins there, and a lead with a key."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Step
from tests import factories
from tests.factories import fresh, make_lesson, save
from tests.together.visits import seen

POINT, TURNS = "saf.small_before_whole", "saf.predictable_turns"
STEP = "If ik een open vraag stel, then laat ik eerst twee minuten schrijven."
NOTE = "Eerst twee minuten stil laten schrijven."


@pytest.fixture
def ready(lesson):
    save(lesson, "coach", seen(POINT, "Twee minuten stil."), seen(TURNS, "Eén keer.", value="partly"))
    save(lesson, "teacher", seen(POINT, "Volgens mij niet.", value="not_seen"))
    factories.coach_ready(lesson)
    factories.teacher_ready(lesson)
    return fresh(lesson)


def test_from_opening_through_the_talk_to_a_step_and_on_to_the_next_visit(desk, ready, teacher, coach):
    page = desk.sit(teacher)
    page.goto(f"/visits/{ready.pk}/")
    page.get_by_role("button", name="Open together").click()
    page.get_by_role("link", name="Put the screen between you").click()
    expect(page.get_by_role("heading", name="What do you want to talk about?")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.locator(f'.mk-agenda a[href="?at={POINT}"]').click()
    expect(page.get_by_text("Which example did Coba see?")).to_be_visible()
    page.get_by_label("Note of your talk").fill(NOTE)
    page.get_by_role("button", name="Make it a small step").click()
    page.get_by_label("If (may stay empty)").fill("ik een open vraag stel")
    expect(page.get_by_label("Then", exact=True)).to_have_value(NOTE)
    page.get_by_label("Then", exact=True).fill("laat ik eerst twee minuten schrijven.")
    page.get_by_role("button", name="Take my own step along").click()
    expect(page.locator(".mk-step .mk-quote")).to_have_text(STEP)
    assert fresh(ready).talk.notes[POINT]["text"] == NOTE

    later = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=7), end=None)
    page.goto(f"/visits/{later.pk}/before/")
    expect(page.get_by_role("heading", name="You took this along")).to_be_visible()
    page.get_by_role("link", name="Look back on it").click()
    page.get_by_label("tried", exact=True).check()
    page.get_by_label("What did students show?").fill("Iedereen schreef iets.")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(f"{later.pk}/before/$"))
    expect(page.get_by_text("What came of it is saved with the step.")).to_be_visible()
    page.goto(f"/visits/{ready.pk}/together/")
    expect(page.get_by_text("Iedereen schreef iets.")).to_be_visible()
    assert Step.objects.get().result == "tried"


def test_a_lead_downloads_what_was_released_until_the_key_is_revoked(desk, ready, teacher, team):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    factories.open_it(ready)
    visit = fresh(ready)
    teachers, leads = desk.sit(teacher), desk.sit(lead)
    leads.goto("/team/")
    expect(leads.get_by_text("Nobody has shared anything with you at the moment.")).to_be_visible()

    give_the_own_account(teachers, visit)
    leads.reload()
    address = leads.get_by_role("link", name="Download these parts (PDF)").get_attribute("href")
    assert leads.request.get(address).headers["content-type"] == "application/pdf"
    teachers.reload()
    expect(teachers.get_by_text("Lotte Leiding downloaded: the story of the teacher.")).to_be_visible()

    teachers.get_by_role("button", name="Revoke the key").click()
    expect(teachers.get_by_text("whoever had it can no longer open this part")).to_be_visible()
    assert leads.request.get(address).status == 404
    leads.reload()
    expect(leads.get_by_text("Nobody has shared anything with you at the moment.")).to_be_visible()


def give_the_own_account(page, visit):
    page.goto(f"/visits/{visit.pk}/keys/")
    row = page.get_by_role("listitem").filter(has_text="My own story")
    row.get_by_text("Give a key").click()
    row.get_by_label("My team lead").check()
    row.get_by_label("Up to and including").fill(str(timezone.localdate() + timedelta(days=7)))
    row.get_by_role("button", name="Give this key").click()
    expect(page.get_by_text("The key is given.")).to_be_visible()


def test_words_in_one_form_stay_when_another_is_sent(desk, ready, teacher):
    factories.open_it(ready)
    page = desk.sit(teacher)
    page.goto(f"/visits/{ready.pk}/together/")
    page.get_by_label("Then", exact=True).fill("laat ik eerst twee minuten schrijven.")
    page.locator('input[name="suggestion"]').first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Take this step along").click()

    expect(page.get_by_label("Then", exact=True)).to_have_value("laat ik eerst twee minuten schrijven.")
    assert Step.objects.count() == 1
