"""A lead who looks along is called so where the teacher decides, and a school can switch leads off as coaches
in their own team."""

import pytest
from django.urls import reverse
from django.utils import timezone

from observations.models import Lesson, Stage
from people.models import Membership, School
from tests import factories
from tests.factories import bring_to, fresh
from tests.home.conftest import words
from tests.observations.test_planning import errors, moved, own, proposal

READS = "A team lead who looks along reads, as your coach, everything that you open together."
LOTTE = "Lotte Leiding, team lead of Team Zorg"
NO_MORE = "Your school does not want a team lead to look along in their own team, so you two cannot agree on this visit any more."


@pytest.fixture
def lead(edition, team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


@pytest.fixture
def far_lead(school):
    """Leads a team in which the teacher does not work."""
    return factories.make_person(
        "Ties Verderop", team=factories.make_team(school, "Team Techniek"), role="lead"
    )


@pytest.fixture
def switched_off(signed_in, school):
    """By the school's administrator, on the page of its rules."""
    signed_in.post(reverse("school_rules"), {"time_zone": school.time_zone})
    assert not School.objects.get(pk=school.pk).leads_look_along


def choices(response):
    return [str(label) for _value, label in response.context["form"].fields["coach"].choices]


# --- the role is said ---------------------------------------------------------------------------------


def test_the_list_of_coaches_says_who_leads_a_team_of_the_teacher(teacher, coach, lead, far_lead, as_):
    lesson = factories.make_lesson(teacher, coach=coach)

    for page in (reverse("plan"), reverse("coach", args=[lesson.pk])):
        response = as_(teacher).get(page)
        assert choices(response)[1:] == ["Coba Voorbeeld", LOTTE, "Ties Verderop"]
        assert READS in words(response)


def test_without_a_lead_in_the_list_nothing_is_said_of_leads(teacher, coach, far_lead, as_):
    ended = factories.make_person("Oud Lid", team=teacher.memberships.get().team, role="lead")
    ended.memberships.update(until=timezone.localdate())

    response = as_(teacher).get(reverse("plan"))

    assert choices(response)[1:] == ["Coba Voorbeeld", "Oud Lid", "Ties Verderop"]
    assert "team lead" not in words(response)


def test_a_lead_of_the_team_of_this_lesson_is_called_so_also_when_the_teacher_left_that_team(
    teacher, coach, lead, as_
):
    lesson = factories.make_lesson(teacher, coach=coach)
    teacher.memberships.update(until=timezone.localdate())

    assert LOTTE in choices(as_(teacher).get(reverse("coach", args=[lesson.pk])))


@pytest.mark.parametrize("others", [0, 1])
def test_the_teacher_reads_the_role_with_a_proposal_on_the_start_page_and_on_the_visit(
    teacher, coach, lead, as_, others
):
    """Whether it is the very next thing or stands in the list below."""
    for _number in range(others):
        factories.make_lesson(teacher, coach=coach, by=coach)
    lesson = factories.make_lesson(teacher, coach=lead, by=lead)

    home, visit = (
        words(as_(teacher).get(page)) for page in (reverse("home"), reverse("visit", args=[lesson.pk]))
    )

    assert home.count("Lotte Leiding is team lead of Team Zorg.") == 1
    assert f"{LOTTE}, looks along" in visit
    assert "Lotte is a team lead too, and reads, as your coach, everything that you open together." in visit
    assert "team lead" not in words(as_(lead).get(reverse("home")))


def test_a_proposal_of_a_coach_says_nothing_of_leads(teacher, coach, far_lead, as_):
    for person in (coach, far_lead):
        lesson = factories.make_lesson(teacher, coach=person, by=person)
        assert "team lead" not in words(as_(teacher).get(reverse("visit", args=[lesson.pk])))
    assert "team lead" not in words(as_(teacher).get(reverse("home")))


def test_who_proposes_is_told_nothing_of_leads(teacher, coach, team, as_):
    """There it is the teacher who decides, also one who leads the team of the coach."""
    factories.make_lesson(teacher, coach=coach, by=coach)
    Membership.objects.create(user=teacher, team=team, role="lead")

    assert "team lead" not in words(as_(coach).get(reverse("home")))


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.READY])
def test_the_role_stands_there_until_the_teacher_opens(teacher, lead, as_, stage):
    lesson = bring_to(stage, factories.make_lesson(teacher, coach=lead))

    assert f"{LOTTE}, looks along" in words(as_(teacher).get(reverse("visit", args=[lesson.pk])))


@pytest.mark.parametrize("person", ["coach", "lead"])
def test_the_teachers_page_of_a_visit_takes_as_many_queries_with_a_lead(
    teacher, coach, lead, as_, person, django_assert_num_queries
):
    lesson = factories.make_lesson(teacher, coach={"coach": coach, "lead": lead}[person])
    factories.save(lesson, "teacher", {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    client = as_(teacher)

    # person, visit with its team and pulse, accounts, answers, lens, who leads, what its timetable says
    with django_assert_num_queries(7):
        client.get(reverse("visit", args=[lesson.pk]))


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_of_coaches_takes_as_many_queries_with_many_leads(
    school, teacher, as_, count, django_assert_num_queries
):
    team = teacher.memberships.get().team
    for number in range(count):
        factories.make_person(f"Lotte {number}", team=team, role="lead")
    client = as_(teacher)

    # person, teaches; timetable, coaches, editions; last visit, who coaches in the team, who looked along
    with django_assert_num_queries(8):
        client.get(reverse("plan"))


def test_who_leads_reads_beforehand_that_it_is_told(teacher, lead, coach, as_):
    assert "You lead Team Zorg. Who teaches there reads that with your proposal." in words(
        as_(lead).get(reverse("propose"))
    )
    assert "You lead" not in words(as_(coach).get(reverse("propose")))


# --- switched off by the school -------------------------------------------------------------------------


@pytest.mark.usefixtures("switched_off")
def test_a_lead_of_the_teachers_team_is_not_offered_and_not_taken(teacher, coach, lead, far_lead, as_):
    lesson = factories.make_lesson(teacher, coach=coach)

    for page, sent in (
        (reverse("plan"), own(teacher, subject="Anatomie")),
        (reverse("coach", args=[lesson.pk]), {}),
    ):
        response = as_(teacher).get(page)
        assert choices(response)[1:] == ["Coba Voorbeeld", "Ties Verderop"]
        assert "team lead" not in words(response)
        refused = as_(teacher).post(page, sent | {"coach": lead.pk})
        assert (refused.status_code, set(errors(refused))) == (422, {"coach"})
        assert "some schools do not want a team lead to look along in their own team" in words(refused)
        assert not sent or "Anatomie" in refused.content.decode()
    assert list(Lesson.objects.all()) == [lesson]
    assert fresh(lesson).coach == coach
    assert as_(teacher).post(reverse("plan"), own(teacher, coach=far_lead.pk)).status_code == 302


@pytest.mark.usefixtures("switched_off")
def test_a_lead_proposes_to_nobody_of_the_own_team_and_is_told_why(
    teacher, lead, far_lead, school, team, as_
):
    other = factories.make_person("Daan Zogenaamd", team=far_lead.memberships.get().team, role="teacher")
    both = factories.make_person("Puck Pseudoniem", team=team, role="teacher")
    Membership.objects.create(user=both, team=far_lead.memberships.get().team, role="teacher")

    page = as_(lead).get(reverse("propose"))

    assert [row.user for row in page.context["form"].fields["membership"].queryset] == [other]
    assert (
        "In your school a team lead does not look along in their own team, so who teaches there is not in the list."
        in words(page)
    )
    for place in (teacher.memberships.get(), *both.memberships.all()):
        refused = as_(lead).post(
            reverse("propose"), proposal(teacher, membership=place.pk, subject="Anatomie")
        )
        assert (refused.status_code, set(errors(refused)), "Anatomie" in refused.content.decode()) == (
            422,
            {"membership"},
            True,
        )
        assert "some schools do not want a team lead to look along in their own team" in words(refused)
    assert not Lesson.objects.exists()
    assert as_(lead).post(reverse("propose"), proposal(other)).status_code == 302


@pytest.mark.parametrize("answer", ["accept", "move"])
def test_a_proposal_from_before_is_not_agreed_any_more_and_both_read_why(
    teacher, lead, signed_in, request, as_, answer
):
    lesson = factories.make_lesson(teacher, coach=lead, by=lead)
    request.getfixturevalue("switched_off")

    for person in (teacher, lead):
        page = as_(person).get(reverse("visit", args=[lesson.pk]))
        assert NO_MORE in words(page)
        assert reverse("accept", args=[lesson.pk]) not in page.content.decode()
    refused = as_(teacher).post(reverse(answer, args=[lesson.pk]), moved(subject="Anatomie"))

    assert (refused.status_code, NO_MORE in words(refused)) == (423, True)
    assert fresh(lesson).stage == Stage.PROPOSED


def test_a_visit_that_was_agreed_goes_on_with_the_lead_who_looks_along(teacher, lead, request, as_):
    lesson = factories.make_lesson(teacher, coach=lead)
    request.getfixturevalue("switched_off")

    page = as_(teacher).get(reverse("coach", args=[lesson.pk]))
    kept = as_(teacher).post(reverse("coach", args=[lesson.pk]), {"coach": lead.pk})
    turned = as_(lead).post(
        reverse("move", args=[lesson.pk]), moved()
    )  # a proposal that could never be agreed again
    bring_to(Stage.OPEN, fresh(lesson))

    assert f'value="{lead.pk}" selected' in page.content.decode()
    assert (kept.status_code, turned.status_code) == (302, 423)
    assert as_(lead).get(reverse("together", args=[lesson.pk])).status_code == 200


@pytest.mark.usefixtures("switched_off")
def test_another_school_decides_for_itself(edition, as_):
    team = factories.make_team(factories.make_school("Andere School"))
    teacher = factories.make_person("Daan Zogenaamd", team=team, role="teacher")
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")

    assert as_(teacher).post(reverse("plan"), own(teacher, coach=lead.pk)).status_code == 302
    later = {"begin": "14:15", "finish": "15:05"}
    assert as_(lead).post(reverse("propose"), proposal(teacher, **later)).status_code == 302


def test_the_choice_is_explained_where_it_is_made(signed_in, school):
    html = signed_in.get(reverse("school_rules")).content.decode()

    assert "Talk it over with teachers first: it is about who sees their lessons." in html
