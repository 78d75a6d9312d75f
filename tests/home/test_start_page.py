"""The start page: whose turn it is, one filled button, and nothing of anybody else."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations import actions
from observations.models import Lesson, Observation, Stage, Step, Voice
from people.models import User
from pulse import actions as pulses
from tests import factories
from tests.factories import bring_to, fresh
from tests.home.conftest import words
from together import actions as together

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def page(client, english):
    def get(person, name="home", query=""):
        english()
        client.force_login(person)
        response = client.get(reverse(name) + query)
        assert response.status_code == 200
        return response

    return get


def at(days=0, hours=0):
    start = timezone.now() + timedelta(days=days, hours=hours)
    return {"start": start, "end": start + timedelta(minutes=50)}


def filled_buttons(response):
    return re.findall(r'<a class="mk-btn mk-btn-go[^"]*" href="([^"]+)">([^<]+)', response.content.decode())


def subjects(rows):
    return [row.lesson.subject for row in rows]


# --- order ----------------------------------------------------------------------------------------


def test_visits_stand_by_whose_turn_it_is_and_the_nearest_lesson_comes_first(edition, teacher, coach, page):
    bring_to(Stage.WAITING_FOR_COACH, factories.make_lesson(teacher, coach=coach, subject="Past", **at(-5)))
    factories.make_lesson(teacher, coach=coach, subject="Today", **at())
    factories.make_lesson(teacher, coach=coach, subject="Later", **at(9))
    bring_to(Stage.READY, factories.make_lesson(teacher, coach=coach, subject="Ready", **at(-2)))

    shown = page(coach).context["page"]

    assert subjects([shown.first]) == ["Today"]
    assert subjects(shown.waiting) == ["Past"]
    assert subjects(shown.others) == ["Ready", "Later"]


def test_the_page_has_one_filled_button_and_it_is_the_very_next_thing(edition, teacher, coach, page):
    today = factories.make_lesson(teacher, coach=coach, **at())
    bring_to(Stage.WAITING_FOR_COACH, factories.make_lesson(teacher, coach=coach, **at(-5)))

    response = page(coach)

    assert filled_buttons(response) == [(reverse("look", args=[today.pk]), "Start looking")]
    assert "Hello Coba, this comes next" in words(response)


def test_the_first_row_shows_when_who_where_and_the_question(edition, teacher, coach, page):
    start = timezone.localtime().replace(hour=0, minute=15)  # today all day, whenever the test runs
    lesson = factories.make_lesson(
        teacher, coach=coach, start=start, end=start + timedelta(hours=23, minutes=44)
    )
    points = [{"type": "lens", "item": item.key, "chosen": True} for item in lesson.content.points[:5]]
    question = {"type": "question", "text": "Hoe help ik studenten die stil blijven?", "revision": 0}
    factories.save(lesson, Voice.TEACHER, question, *points)

    text = words(page(coach))

    time = timezone.localtime(start).strftime("%H:%M")
    assert f"Today at {time} with Tijn Verzonnen Rekenen group VZ2B room 1.14 Hoe help ik" in text
    assert "Hoe help ik studenten die stil blijven? Tijn’s learning question, with 5 items" in text
    assert "Step 3 of 7: Look" in text


# --- today ------------------------------------------------------------------------------------------


def all_day():
    """A lesson that goes on today, whenever the test runs."""
    start = timezone.localtime().replace(hour=0, minute=15)
    return {"start": start, "end": start + timedelta(hours=23, minutes=44)}


def ask(lesson, *keys):
    points = [{"type": "lens", "item": key, "chosen": True} for key in keys]
    factories.save(
        lesson, Voice.TEACHER, {"type": "question", "text": "Hoe begin ik?", "revision": 0}, *points
    )


def test_today_stands_on_top_for_the_teacher_also_where_something_else_waits(edition, teacher, coach, page):
    waits = bring_to(Stage.READY, factories.make_lesson(teacher, coach=coach, **at(-1)))
    today = factories.make_lesson(teacher, coach=coach, **all_day())
    ask(today, "saf.other_views", "com.checks_start")

    response = page(teacher)

    text = words(response)
    assert "Hello Tijn, this comes next" in text
    assert (
        "Today at 00:15 Coba looks along Rekenen group VZ2B room 1.14 Hoe begin ik? your learning question, with 2 items"
        in text
    )
    assert filled_buttons(response) == [
        (reverse("visit", args=[today.pk]) + "#preparation", "Read your preparation")
    ]
    assert links(response)[reverse("pulse", args=[today.pk])] == "Ask my students"
    assert "After the lesson you look back, before you read what Coba saw." in text
    assert subjects(response.context["page"].waiting) == [waits.subject]


def test_today_the_coach_finds_the_page_to_look_the_preparation_and_what_comes_after(
    edition, teacher, coach, page
):
    today = factories.make_lesson(teacher, coach=coach, **all_day())
    ask(today)

    response = page(coach)

    assert filled_buttons(response) == [(reverse("look", args=[today.pk]), "Start looking")]
    assert links(response)[reverse("visit", args=[today.pk]) + "#preparation"] == "Read the preparation"
    assert "Tijn reads it only when you are both ready and Tijn opens." in words(response)
    assert reverse("pulse", args=[today.pk]) not in response.content.decode()


def test_a_coach_who_may_open_the_pulse_finds_it_and_so_does_the_teacher(edition, teacher, coach, page):
    today = factories.make_lesson(teacher, coach=coach, **all_day())
    pulses.prepare(lesson=today, by=teacher, chosen=[], opener=coach)

    for person in (teacher, coach):
        assert links(page(person))[reverse("pulse", args=[today.pk])] == "To the pulse"


def test_who_chose_nothing_yet_can_still_do_so_today_and_who_looks_back_alone_reads_what_comes(
    edition, teacher, coach, page
):
    bare = factories.make_lesson(teacher, coach=coach, **all_day())
    response = page(teacher)
    assert filled_buttons(response) == [(reverse("before", args=[bare.pk]), "Prepare the visit")]
    assert "You can still choose what Coba looks at" in words(response)

    actions.choose_coach(lesson=fresh(bare), by=teacher, coach=None)
    ask(fresh(bare))
    assert "Today at 00:15 on your own" in words(page(teacher))
    assert "After the lesson you look back." in words(page(teacher))


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in (Stage.PROPOSED, Stage.CANCELLED, Stage.LOOKED_BACK)]
)
@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_on_the_day_of_a_visit_nobody_reads_that_nothing_is_waiting(
    edition, teacher, coach, page, stage, role
):
    bring_to(stage, factories.make_lesson(teacher, coach=coach, **at()))

    text = words(page(teacher if role == "teacher" else coach))

    assert "nothing is waiting" not in text
    assert "Today at" in text


def test_of_two_lessons_today_the_one_that_is_over_waits_below_the_one_to_come(edition, teacher, coach, page):
    noon = timezone.localtime().replace(hour=12, minute=0)
    for name, hours in (("Over", -3), ("To come", 1)):
        start = noon + timedelta(hours=hours)
        factories.make_lesson(
            teacher, coach=coach, subject=name, start=start, end=start + timedelta(minutes=50)
        )

    with time_machine.travel(noon, tick=False):
        for person in (teacher, coach):
            shown = page(person).context["page"]
            assert (subjects([shown.first]), subjects(shown.waiting)) == (["To come"], ["Over"])


def test_a_small_step_to_look_back_on_shows_its_words_and_asks_how_it_went(edition, teacher, coach, page):
    lesson = bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach, **at(-20)))
    bank = lesson.content.suggestions[0]
    for pk, facts in ((lesson.pk, {"text": "Begin achterin."}), (uuid.uuid4(), {"suggestion": bank})):
        together.choose_step(lesson=lesson, by=teacher, id=pk, look_back_on=timezone.localdate(), **facts)

    response = page(teacher)
    assert "Your small step Rekenen group VZ2B" in words(response)
    assert "Begin achterin. chosen on" in words(response)
    assert filled_buttons(response) == [(reverse("step_back", args=[lesson.pk, lesson.pk]), "How did it go?")]
    assert "Begin achterin." not in words(page(coach))

    factories.make_lesson(teacher, coach=coach, **all_day())  # now it stands as a row below
    assert (
        "Coba Voorbeeld, Rekenen The day has come to look back on your small step. Begin achterin."
        in words(page(teacher))
    )

    Step.objects.filter(pk=lesson.pk).delete()
    assert bank.text in words(page(teacher))


def test_plan_stands_above_the_visits(lesson, page):
    for person, name in ((lesson.teacher, "plan"), (lesson.coach, "propose")):
        html = page(person).content.decode()
        assert html.index("<h1>") < html.index(f'href="{reverse(name)}"') < html.index("mk-sheet-lined")


# --- whose turn it is -------------------------------------------------------------------------------


def test_a_proposal_waits_for_the_teacher_with_a_link_to_answer_it(edition, teacher, coach, page):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach, **at(3))

    assert filled_buttons(page(teacher)) == [
        (reverse("visit", args=[lesson.pk]) + "#answer", "Answer the proposal")
    ]
    text = words(page(coach))
    assert "Hello Coba, nothing is waiting for you" in text
    assert "Tijn Verzonnen, Rekenen Tijn has not answered yet. Step 1 of 7: Plan View the proposal" in text


def test_for_a_visit_that_is_ready_the_coach_reads_who_opens_and_has_no_button(edition, teacher, coach, page):
    lesson = bring_to(Stage.READY, factories.make_lesson(teacher, coach=coach, **at(-1)))

    response = page(coach)

    assert "You are both ready. Tijn opens, then you both read. Step 5 of 7: Open together" in words(response)
    assert reverse("open", args=[lesson.pk]) not in response.content.decode()
    assert filled_buttons(response) == []
    assert filled_buttons(page(teacher)) == [
        (reverse("visit", args=[lesson.pk]) + "#open", "Go and open together")
    ]


def test_a_name_with_markup_in_it_stays_a_name(edition, team, coach, page):
    teacher = factories.make_person("<b>Bo</b> Teken", team=team, role="teacher")
    factories.make_lesson(teacher, coach=coach, subject="<script>x</script>", **at(3))

    html = page(coach).content.decode()

    assert "&lt;b&gt;Bo&lt;/b&gt; Teken, &lt;script&gt;x&lt;/script&gt;" in html
    assert "<b>Bo</b>" not in html


# --- what stays, what goes --------------------------------------------------------------------------


def test_an_opened_visit_leaves_the_start_page_after_six_weeks_unless_a_day_to_look_back_is_later(
    edition, teacher, coach, page
):
    old, kept = (factories.make_lesson(teacher, coach=coach, **at(-60)) for _ in range(2))
    for lesson in (old, kept):
        bring_to(Stage.OPEN, lesson)
    together.choose_step(
        lesson=kept, by=teacher, id=kept.pk, text="Begin achterin.", look_back_on=timezone.localdate()
    )
    Lesson.objects.update(opened_at=timezone.now() - timedelta(weeks=6, days=1))

    assert [row.lesson.pk for row in page(teacher).context["page"].rows] == [kept.pk]
    assert {row.lesson.pk for row in page(teacher, "earlier").context["rows"]} == {old.pk, kept.pk}


def test_a_visit_whose_steps_were_all_looked_back_on_is_an_earlier_visit(edition, teacher, coach, page):
    lesson = bring_to(Stage.LOOKED_BACK, factories.make_lesson(teacher, coach=coach, **at(-9)))

    assert page(teacher).context["page"].rows == []
    assert [row.lesson.pk for row in page(coach, "earlier").context["rows"]] == [lesson.pk]


def test_who_did_not_cancel_sees_until_the_lesson_and_for_a_week_that_it_is_cancelled(
    edition, teacher, coach, page
):
    ahead = factories.make_lesson(teacher, coach=coach, **at(10))
    past = factories.make_lesson(teacher, coach=coach, **at(-2))
    for lesson in (ahead, past):
        actions.cancel(lesson=lesson, by=teacher)

    assert [row.lesson.pk for row in page(coach).context["page"].others] == [past.pk, ahead.pk]
    type(ahead).objects.update(cancelled_at=timezone.now() - timedelta(days=8))
    assert [row.lesson.pk for row in page(coach).context["page"].others] == [ahead.pk]
    assert "Tijn Verzonnen, Rekenen This visit is cancelled." in words(page(coach))
    assert page(teacher).context["page"].rows == []


def test_a_former_coach_finds_the_own_account_and_no_visit(edition, team, teacher, coach, page):
    lesson = factories.make_lesson(teacher, coach=coach)
    factories.look(lesson)
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=other)
    account = Observation.objects.get(author=coach)

    response = page(coach)

    assert response.context["page"].rows == []
    html = response.content.decode()
    assert reverse("set_aside", args=[account.pk]) in html
    assert str(lesson.pk) not in html
    assert "What you wrote in visits of which you are no longer part" not in words(page(other))


def test_nobody_sees_a_visit_of_others(edition, team, lesson, page):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    for person in (colleague, lead):
        for name in ("home", "earlier"):
            text = words(page(person, name))
            assert [word for word in ("Tijn", "Coba", "Rekenen", "VZ2B") if word in text] == []


# --- the first time ---------------------------------------------------------------------------------


def links(response):
    return dict(
        re.findall(
            r'<a class="mk-btn[^"]*" href="([^"]+)">(?:<svg.*?</svg>)?([^<]+)', response.content.decode()
        )
    )


def test_a_teacher_without_visits_is_told_how_to_plan_the_first(teacher, page):
    response = page(teacher)

    assert "Hello Tijn, welcome No lesson visit yet" in words(response)
    assert "You can also look back on your own" in words(response)
    assert filled_buttons(response) == [(reverse("plan"), "Plan your first lesson visit")]
    assert reverse("propose") in links(response)


@pytest.mark.parametrize("role", ["coach", "lead"])
def test_who_does_not_teach_is_told_how_to_propose(team, role, page):
    response = page(factories.make_person("Coba Voorbeeld", team=team, role=role))

    assert filled_buttons(response) == [(reverse("propose"), "Offer to look along")]
    assert reverse("plan") not in links(response)


@pytest.fixture
def begun(teacher):
    """The first teacher came in: no first steps any more (tests/administration/test_first_steps.py)."""
    User.objects.filter(pk=teacher.pk).update(last_login=timezone.now())


def test_who_only_administers_is_shown_the_way_to_people_and_teams(school, begun, page):
    response = page(factories.make_person("Ada Beheer", school=school, is_administrator=True))

    assert filled_buttons(response) == [(reverse("people"), "To people and teams")]
    assert "Lesson visits belong to the people who take part in them" in words(response)


def test_an_administrator_with_a_role_from_before_is_shown_the_same(team, begun, page):
    bo = factories.make_administrator(factories.make_person("Bo Beheer", team=team, role="teacher"))

    response = page(bo)

    assert filled_buttons(response) == [(reverse("people"), "To people and teams")]
    assert {reverse("plan"), reverse("propose"), reverse("team")} & set(links(response)) == set()


def test_who_became_an_administrator_finds_the_own_visits_and_nothing_to_plan(lesson, page):
    for person in (lesson.teacher, lesson.coach):
        response = page(factories.make_administrator(person))

        assert reverse("visit", args=[lesson.pk]) in response.content.decode()
        assert {reverse("plan"), reverse("propose")} & set(links(response)) == set()
        assert (
            "An administrator takes part in no new visit; what you have of your own stays here for you."
            in words(response)
        )


def test_with_visits_a_teacher_can_plan_and_propose_and_a_coach_propose(lesson, page):
    teacher, coach = links(page(lesson.teacher)), links(page(lesson.coach))

    assert (reverse("plan") in teacher, reverse("propose") in teacher) == (True, True)
    assert (reverse("plan") in coach, reverse("propose") in coach) == (False, True)


def cancelled_by_oneself(teacher, coach):
    actions.cancel(lesson=factories.make_lesson(teacher, coach=coach, **at(3)), by=teacher)


def opened_long_ago(teacher, coach):
    bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach, **at(-90)))
    Lesson.objects.update(opened_at=timezone.now() - timedelta(days=80))


def looked_back_on(teacher, coach):
    bring_to(Stage.LOOKED_BACK, factories.make_lesson(teacher, coach=coach, **at(-9)))


@pytest.mark.parametrize("before", [cancelled_by_oneself, opened_long_ago, looked_back_on])
def test_nobody_with_visits_is_welcomed_as_new(edition, teacher, coach, page, before):
    before(teacher, coach)

    response = page(teacher)

    assert "Hello Tijn, nothing is waiting for you Nothing is planned" in words(response)
    assert filled_buttons(response) == [(reverse("plan"), "Plan a lesson visit")]
    assert "welcome" not in words(response)


# --- earlier ----------------------------------------------------------------------------------------


def test_earlier_visits_lead_to_the_opened_page_and_the_report_and_cancelled_ones_do_not(
    edition, teacher, coach, page
):
    opened = bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach, **at(-9)))
    cancelled = bring_to(Stage.CANCELLED, factories.make_lesson(teacher, coach=coach, **at(-3)))
    running = factories.make_lesson(teacher, coach=coach)

    response = page(coach, "earlier")

    html = response.content.decode()
    assert [row.lesson.pk for row in response.context["rows"]] == [cancelled.pk, opened.pk]
    assert reverse("together", args=[opened.pk]) in html
    assert reverse("report_pdf", args=[opened.pk]) in html
    assert reverse("together", args=[cancelled.pk]) not in html
    assert str(running.pk) not in html


def test_earlier_visits_stand_on_pages_of_twenty_five(edition, teacher, coach, page):
    for days in range(1, 27):
        actions.cancel(lesson=factories.make_lesson(teacher, **at(-days)), by=teacher)

    first, second = page(teacher, "earlier"), page(teacher, "earlier", "?page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 1)
    assert "Later visits" not in words(first)
    beyond = page(teacher, "earlier", "?page=unknown&page=900")
    assert len(beyond.context["rows"]) == 1
    assert "Earlier visits" not in words(beyond).partition("Later visits")[2]


def test_without_earlier_visits_the_page_says_so(teacher, page):
    assert "Nothing here yet" in words(page(teacher, "earlier"))


# --- number of queries ------------------------------------------------------------------------------

WALK = [Stage.PLANNED, Stage.LOOKING, Stage.READY, Stage.OPEN, Stage.WAITING_FOR_COACH]


@pytest.mark.parametrize(("count", "number"), [(1, 6), (25, 7)])
def test_the_start_page_takes_seven_queries(
    edition, team, teacher, coach, client, django_assert_num_queries, count, number
):
    for each in range(count):
        lesson = factories.make_lesson(teacher, coach=coach, **at(-1))
        bring_to(WALK[each % len(WALK)], lesson)
        aside = factories.make_lesson(teacher, coach=coach)
        factories.look(aside)
        actions.choose_coach(lesson=fresh(aside), by=teacher, coach=None)
    client.force_login(coach)

    # person, roles, visits, accounts, people, former accounts; where one is open, its steps
    with django_assert_num_queries(number):
        client.get(reverse("home"))


@pytest.mark.parametrize("count", [1, 25])
def test_earlier_visits_take_six_queries(edition, teacher, coach, client, django_assert_num_queries, count):
    for days in range(1, count + 1):
        bring_to(
            [Stage.OPEN, Stage.LOOKED_BACK, Stage.CANCELLED][days % 3],
            factories.make_lesson(teacher, coach=coach, **at(-days)),
        )
    client.force_login(coach)

    with django_assert_num_queries(6):  # person; facts, periods, people; visits, steps
        client.get(reverse("earlier"))
