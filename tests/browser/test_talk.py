"""Two people and one screen: from opening to a small step, the next visit that begins there, and a lead with
a key."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from observations.models import Step
from tests import factories
from tests.browser import eyes
from tests.factories import fresh, make_lesson, save
from tests.together.visits import seen

POINT, TURNS = "saf.small_before_whole", "saf.predictable_turns"
STEP = "If ik een open vraag stel, then laat ik eerst twee minuten schrijven."
CORE = "Wie stil is, wacht op mij."
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
    expect(page.get_by_role("heading", name="what do you want to talk about?")).to_be_visible()
    page.get_by_role("checkbox", name="Which example did Coba see?").check()
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("link", name="To begin")).to_have_attribute("aria-current", "step")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Volgens mij niet.")).to_be_visible()
    expect(page.get_by_text("Twee minuten stil.")).to_be_hidden()
    page.get_by_text("Open what Coba wrote").click()
    expect(page.get_by_text("Twee minuten stil.")).to_be_visible()
    page.get_by_label("Note of your talk").fill(NOTE)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_label("Tijn, in one sentence").fill(CORE)
    page.get_by_role("radio", name="Do I dare to try something here?").check()
    page.get_by_role("button", name="On to the small step").click()
    expect(page.get_by_text(CORE)).to_be_visible()
    page.get_by_label("If", exact=True).fill("ik een open vraag stel")
    page.get_by_label("then", exact=True).fill("laat ik eerst twee minuten schrijven.")
    page.get_by_label("How will you see it in students?").fill("Iedereen schrijft iets.")
    page.get_by_role("button", name="Take this along").click()
    expect(page.locator(".mk-step .mk-ifthen")).to_contain_text("ik een open vraag stel")
    talk, step = fresh(ready).talk, Step.objects.get()
    assert (talk.stops, talk.notes[POINT]["text"], talk.core, talk.core_need) == (
        [POINT],
        NOTE,
        CORE,
        "safety",
    )
    assert (step.wording, step.seen_by) == (STEP, "Iedereen schrijft iets.")

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
    leads.goto(reverse("released", args=[visit.pk]))
    address = leads.get_by_role("link", name="Download these parts (PDF)").get_attribute("href")
    assert leads.request.get(address).headers["content-type"] == "application/pdf"
    teachers.reload()
    expect(teachers.get_by_text("Lotte Leiding downloaded: the story of the teacher.")).to_be_visible()

    teachers.get_by_role("button", name="Revoke the key").click()
    expect(teachers.get_by_text("whoever had it can no longer open this part")).to_be_visible()
    assert leads.request.get(address).status == 404
    leads.goto("/team/")
    expect(leads.get_by_text("Nobody has shared anything with you at the moment.")).to_be_visible()


def give_the_own_account(page, visit):
    page.goto(f"/visits/{visit.pk}/keys/")
    row = page.get_by_role("listitem").filter(has_text="My own story")
    row.get_by_text("Give a key").click()
    row.get_by_label("My team lead").check()
    row.get_by_label("Up to and including").fill(str(timezone.localdate() + timedelta(days=7)))
    row.get_by_role("button", name="Give this key").click()
    expect(page.get_by_text("The key is given.")).to_be_visible()


def test_the_whole_talk_goes_by_keyboard_on_a_phone(desk, ready, teacher):
    """Tab, Space and Enter, and nothing wider than the screen."""
    factories.open_it(ready)
    page = desk.sit(teacher, **eyes.PHONE)
    page.goto(f"/visits/{ready.pk}/talk/")
    to(page, "input[name=stops]")
    page.keyboard.press("Space")
    to(page, "#stops .mk-btn-go")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=question")
    to(page, "#note .mk-btn-go")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**at={POINT}")
    to(page, ".mk-sealed > summary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Twee minuten stil.")).to_be_visible()
    to(page, "#id_text")
    page.keyboard.type(NOTE)
    to(page, "#note .mk-btn-go")
    assert page.evaluate("document.documentElement.scrollWidth") <= eyes.PHONE["viewport"]["width"]
    page.keyboard.press("Enter")
    page.wait_for_url("**at=core")
    to(page, "input[name=need]")
    page.keyboard.press("ArrowDown")
    to(page, "#note .mk-btn-go")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=steps")
    to(page, "#own-step #id_text")
    page.keyboard.type("Begin achterin.")
    to(page, "#own-step input[name=suggestion]")
    page.keyboard.press("Space")
    to(page, "#own-step .mk-btn-go")
    page.keyboard.press("Enter")
    expect(page.locator(".mk-step")).to_have_count(2)
    assert (fresh(ready).talk.notes[POINT]["text"], fresh(ready).talk.core_need) == (NOTE, "competence")


def to(page, selector, most=60):
    """Tab until the first of these has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(each) => document.querySelector(each) === document.activeElement", selector):
            return
    raise AssertionError(f"no tab leads to {selector}")


def test_without_a_script_the_talk_goes_to_a_step_too(desk, ready, teacher):
    factories.open_it(ready)
    page = desk.sit(teacher, java_script_enabled=False)
    page.goto(f"/visits/{ready.pk}/talk/")
    page.get_by_role("checkbox", name="Which example did Coba see?").check()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Twee minuten stil.")).to_be_hidden()
    page.get_by_text("Open what Coba wrote").click()
    expect(page.get_by_text("Twee minuten stil.")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("radio", name="That we do not know. We ask them.").check()
    page.get_by_role("button", name="On to the small step").click()
    page.locator("#own-step [name=text]").fill("Begin achterin.")
    page.get_by_role("button", name="Take this along").click()
    expect(page.locator(".mk-step")).to_contain_text("Begin achterin.")
    assert fresh(ready).talk.core_need == "unknown"


def test_words_that_are_typed_stay_when_one_only_talks_about_the_question(desk, ready, teacher):
    factories.open_it(ready)
    page = desk.sit(teacher)
    page.goto(f"/visits/{ready.pk}/talk/")
    page.get_by_label("Or something else").fill("De pauze.")
    page.get_by_role("button", name="Begin without choosing").click()
    page.wait_for_url("**at=question")
    page.get_by_role("link", name="Choose otherwise what to talk about").click()

    expect(page.get_by_label("Or something else")).to_have_value("De pauze.")
    assert fresh(ready).talk.stops == []
