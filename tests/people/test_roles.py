"""Who takes part in visits: an administrator does not, nobody gives a role to oneself, and what was given
stays as it was."""

import importlib
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from observations import access, actions
from observations.models import Lesson, Stage
from people.models import Membership, User
from reports import actions as reports
from tests import factories
from tests.administration.people import change, make_lead, page_of, press, save_roles
from tests.factories import fresh
from tests.home.conftest import words
from tests.observations.test_planning import errors, moved, own, proposal

NO_ROLE = "An administrator takes part in no visit, so has no role in a team."
FIRST_END = "An administrator takes part in no visit. First end the roles of this person as of today and save; then choose this."


def day(number=0):
    """So many days from now; asked anew each time, for a suite may run round midnight."""
    return timezone.localdate() + timedelta(days=number)


def refused(row, **changes):
    """The words with which the model refuses this, by field; nothing is saved."""
    vars(row).update(changes)
    try:
        row.clean()
    except ValidationError as error:
        return {name: " ".join(words) for name, words in error.message_dict.items()}
    return {}


def facts(row):
    row.refresh_from_db()
    return (row.team, row.role, row.since, row.until)


# --- an administrator has no role ---------------------------------------------------------------------


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_gives_an_administrator_a_role(signed_in, school, team, is_superuser):
    bo = factories.make_person("Bo Beheer", school=school, is_administrator=True, is_superuser=is_superuser)
    if is_superuser:
        signed_in.force_login(
            factories.make_person(
                "Su Per", school=school, is_administrator=True, is_superuser=True, language="en"
            )
        )

    response = make_lead(signed_in, bo, team)

    html = response.content.decode()
    assert (response.status_code, NO_ROLE in html, bo.memberships.exists()) == (422, True, False)
    assert 'value="lead" checked' in html  # what was ticked is there still


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [(-30, None, False), (-30, 1, False), (3, None, False), (-30, 0, True), (-30, -3, True)],
    ids=["runs", "ends tomorrow", "comes", "ends today", "ended"],
)
def test_who_has_a_role_or_will_does_not_become_an_administrator(signed_in, teacher, since, until, may):
    days = {
        "since": day(since),
        "until": None if until is None else day(until),
    }
    teacher.memberships.update(**days)

    response = press(signed_in, "person_task", teacher, administers="1")

    teacher.refresh_from_db()
    page = signed_in.get(response.url)
    assert (response.url, teacher.is_administrator) == (page_of(teacher), may)
    assert (FIRST_END in page.content.decode()) == (not may)


def test_a_superuser_is_an_administrator(school, team, teacher):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=teacher.pk).update(is_superuser=True)
    root = User.objects.create_superuser("root@school.example", "x", name="Root", school=school)

    Membership.objects.create(user=root, team=team, role="lead")  # as a program could, past every form

    assert not root.memberships.active().exists()
    assert root.memberships.running().exists()


# --- nobody gives a role to oneself ------------------------------------------------------------------


def test_nobody_gives_a_role_to_oneself(signed_in, administrator, team, school):
    root = factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    for person in (administrator, root):
        signed_in.force_login(person)
        page = signed_in.get(page_of(person)).content.decode()
        found = [
            make_lead(signed_in, person, team).status_code,
            press(signed_in, "person_task", person).status_code,
        ]

        assert found == [422, 404]
        assert 'name="roles"' not in page
        assert reverse("person_task", args=[person.pk]) not in page
        assert not person.memberships.exists()
        assert User.objects.get(pk=person.pk).is_administrator


# --- what was given stays as it was -----------------------------------------------------------------


def test_a_role_begins_today_or_later(teacher, team):
    for days, begins in ((-1, False), (-2000, False), (0, True), (5, True)):
        row = Membership(user=teacher, team=team, role="lead", since=day(days))
        assert (days, refused(row)) == (days, {} if begins else {"since": "Een rol begint vandaag of later."})


def test_what_is_given_on_the_page_holds_from_today(signed_in, teacher, team):
    make_lead(signed_in, teacher, team)

    assert [facts(row) for row in teacher.memberships.filter(role="lead")] == [(team, "lead", day(), None)]


def test_team_role_and_beginning_of_a_role_never_change(signed_in, teacher, team, school):
    other = factories.make_team(school, "Team Techniek")
    for name, value in {"role": "lead", "team_id": other.pk, "since": day(9)}.items():
        assert list(refused(teacher.memberships.get(), **{name: value})) == [name.removesuffix("_id")]

    before = facts(teacher.memberships.get())
    save_roles(signed_in, teacher, other, "coach", was=["teacher"])

    assert facts(teacher.memberships.get(team=team)) == before
    assert facts(teacher.memberships.get(team=other)) == (other, "coach", day(), None)


@pytest.mark.parametrize(
    ("was", "becomes", "words_of_refusal"),
    [
        (None, -1, "A role ends today or later."),
        (None, -4000, "This is before the role begins."),
        (9, -1, "A role ends today or later."),
        (0, None, "This role has ended and stays so. Add a new one below."),
        (-3, None, "This role has ended and stays so. Add a new one below."),
        (-3, -2, "This role has ended and stays so. Add a new one below."),
        (-3, 5, "This role has ended and stays so. Add a new one below."),
        (-3, -3, ""), (0, 0, ""), (None, 0, ""), (None, 8, ""), (9, 2, ""), (9, None, ""),
    ],
)  # fmt: skip
def test_only_the_end_of_a_role_is_set_today_or_later_and_what_ended_stays_ended(
    english, teacher, was, becomes, words_of_refusal
):
    was, becomes = (None if days is None else day(days) for days in (was, becomes))
    teacher.memberships.update(until=was)

    said = refused(teacher.memberships.get(), until=becomes)

    assert said == ({"until": words_of_refusal} if words_of_refusal else {})


def test_who_comes_back_gets_a_new_role_beside_the_ended_one(signed_in, teacher, team):
    save_roles(signed_in, teacher, team, was=["teacher"])
    row = teacher.memberships.get()
    assert (row.until, teacher.teaching().count()) == (day(), 0)

    save_roles(signed_in, teacher, team, "teacher")

    assert list(teacher.memberships.order_by("pk").values_list("since", "until")) == [
        (row.since, day()),
        (day(), None),
    ]
    assert teacher.teaching().count() == 1


def test_a_role_that_was_to_begin_later_never_does_when_it_is_taken_away(signed_in, teacher, team):
    Membership.objects.create(user=teacher, team=team, role="lead", since=day(4))
    assert "team lead: begins on" in words(signed_in.get(page_of(teacher)))

    save_roles(signed_in, teacher, team, "teacher", was=["teacher", "lead"])

    row = teacher.memberships.get(role="lead")
    assert (row.since, row.until, Membership.objects.running(day(4)).filter(pk=row.pk).exists()) == (
        day(4),
        day(4),
        False,
    )


# --- double roles from before -------------------------------------------------------------------------


@pytest.fixture
def double(lesson, team):
    """The coach of a visit that stands, a lead too, who became an administrator: as rows from before can
    be."""
    Membership.objects.create(user=lesson.coach, team=team, role="lead", since=day(-900))
    return factories.make_administrator(lesson.coach)


def test_the_pages_show_double_roles_and_say_what_to_do(signed_in, double, teacher):
    listed = signed_in.get(reverse("people"), {"state": "double"})
    html = signed_in.get(page_of(double)).content.decode()

    assert "?state=double" in signed_in.get(reverse("people")).content.decode()
    assert [person.name for person in listed.context["page"].object_list] == ["Coba Voorbeeld"]
    assert "Choose together what fits: end the roles below as of today" in html
    assert "Choose together" not in signed_in.get(page_of(teacher)).content.decode()


@pytest.mark.parametrize("way", ["end", "take away"])
def test_a_double_role_ends_in_either_way_and_other_changes_wait_for_neither(signed_in, double, way):
    change(signed_in, double, name="Coba Anders")
    assert User.objects.double_roles().get().name == "Coba Anders"

    if way == "end":
        save_roles(signed_in, double, double.memberships.first().team, was=["coach", "lead"])
    else:
        press(signed_in, "person_task", double)

    assert not User.objects.double_roles().exists()
    person = User.objects.get(pk=double.pk)
    assert (person.is_administrator, person.memberships.active().count()) == {
        "end": (True, 0),
        "take away": (False, 2),
    }[way]


@pytest.mark.parametrize(
    "was", [{"is_administrator": True}, {"is_active": False}], ids=["administrator", "shut out"]
)
def test_who_comes_back_reads_nothing_that_was_given_meanwhile_by_itself(
    signed_in, teacher, coach, team, was
):
    """On the page of the keys nobody read that name."""
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    visit = factories.bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach))
    reports.give_key(lesson=visit, by=teacher, part="steps", audience="lead", until=day(9))
    User.objects.filter(pk=lead.pk).update(**was)
    reports.give_key(lesson=visit, by=teacher, part="teacher_account", audience="lead", until=day(9))

    press(signed_in, "person_task" if "is_administrator" in was else "person_resume", lead)

    lead.refresh_from_db()
    assert (lead.is_administrator, lead.is_active, lead.memberships.active().count()) == (False, True, 1)
    signed_in.force_login(lead)
    assert access.parts_by_visit(lead, [visit.pk])[visit.pk] == set()
    assert signed_in.get(reverse("released_pdf", args=[visit.pk])).status_code == 404
    reports.give_key(lesson=visit, by=teacher, part="teacher_account", audience="lead", until=day(8))
    assert access.parts_by_visit(lead, [visit.pk])[visit.pk] == {"teacher_account"}


def test_another_change_of_a_person_takes_no_key_away(signed_in, teacher, coach, team):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    visit = factories.bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach))
    reports.give_key(lesson=visit, by=teacher, part="teacher_account", audience="lead", until=day(9))

    change(signed_in, lead, name="Lotte Anders")

    assert access.parts_by_visit(lead, [visit.pk])[visit.pk] == {"teacher_account"}


def test_the_migration_counts_double_roles_without_a_name_and_takes_none_away(double, capsys, school):
    module = importlib.import_module("people.migrations.0005_administrators_take_part_in_no_visit")
    ended = factories.make_person("Ex Lid", team=double.memberships.first().team, role="lead")
    ended.memberships.update(until=day())
    factories.make_administrator(ended)

    module.report_double_roles(apps, None)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("people: 1 administrator(s) with a role in a team.")
    assert reverse("people", query={"state": "double"}) in said.err
    assert "Coba" not in said.err
    assert double.memberships.running().count() == 2
    double.memberships.update(until=day())
    module.report_double_roles(apps, None)
    assert capsys.readouterr().err == ""


def test_a_double_role_reads_on_the_own_page_that_it_opens_nothing(double, as_):
    text = words(as_(double).get(reverse("me")))

    assert "Team Zorg, team lead You look after people and teams too." in text
    assert "these roles open nothing for you" in text


def test_nothing_of_the_own_visits_of_a_double_role_is_lost(lesson, as_):
    """The visit that stands goes on to its report, for teacher and coach alike."""
    teacher, coach = map(factories.make_administrator, (lesson.teacher, lesson.coach))
    factories.bring_to(Stage.OPEN, fresh(lesson))

    for person in (teacher, coach):
        found = [
            as_(person).get(reverse(name, args=[lesson.pk])).status_code
            for name in ("visit", "together", "report_pdf")
        ]
        assert found == [200, 200, 200]
        assert as_(person).get(reverse("data")).status_code == 200


# --- no new visit with an administrator -----------------------------------------------------------------


def test_an_administrator_is_offered_neither_as_coach_nor_as_teacher(edition, teacher, coach, team, as_):
    plain, old = (
        factories.make_administrator(factories.make_person(name, team=team, role="teacher"))
        for name in ("Ada Beheer", "Bo Beheer")
    )
    planned = factories.make_lesson(teacher, coach=coach)

    for address in (reverse("plan"), reverse("coach", args=[planned.pk])):
        choices = as_(teacher).get(address).context["form"].fields["coach"].choices
        assert [value for value, _name in choices if value] == [coach.pk]
    assert [
        row.user for row in as_(coach).get(reverse("propose")).context["form"].fields["membership"].queryset
    ] == [teacher]
    for person in (plain, old):
        refused = as_(teacher).post(reverse("plan"), own(teacher, coach=person.pk, subject="Anatomie"))
        assert (refused.status_code, set(errors(refused)), "Anatomie" in refused.content.decode()) == (
            422,
            {"coach"},
            True,
        )
        refused = as_(teacher).post(reverse("coach", args=[planned.pk]), {"coach": person.pk})
        assert (refused.status_code, set(errors(refused))) == (422, {"coach"})
        refused = as_(coach).post(reverse("propose"), proposal(person, subject="Anatomie"))
        assert (refused.status_code, set(errors(refused)), "Anatomie" in refused.content.decode()) == (
            422,
            {"membership"},
            True,
        )
    assert list(Lesson.objects.all()) == [planned]
    assert fresh(planned).coach == coach


def test_an_administrator_plans_and_proposes_nothing(edition, teacher, team, as_):
    bo = factories.make_administrator(factories.make_person("Bo Beheer", team=team, role="teacher"))

    for address, sent in (("plan", own(bo)), ("propose", proposal(teacher))):
        assert as_(bo).get(reverse(address)).status_code == 404
        assert as_(bo).post(reverse(address), sent).status_code == 404
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("who", ["by", "teacher", "coach"])
def test_the_action_itself_plans_nothing_with_an_administrator(edition, team, teacher, coach, who):
    people = {"by": coach, "teacher": teacher, "coach": coach}
    people |= {who: factories.make_administrator(people[who])}

    with pytest.raises(access.Http404):
        actions.plan(id=uuid.uuid4(), team=team, edition=edition, start=timezone.now(), **people)


@pytest.mark.parametrize("role", ["teacher", "coach"])
@pytest.mark.parametrize("answer", ["accept", "move"])
def test_a_proposal_of_or_to_who_became_an_administrator_is_not_agreed_any_more(
    edition, teacher, coach, as_, role, answer
):
    lesson = factories.make_lesson(teacher, coach=coach, by=coach)
    factories.make_administrator({"teacher": teacher, "coach": coach}[role])

    page = as_(teacher).get(reverse("visit", args=[lesson.pk]))
    refused = as_(teacher).post(reverse(answer, args=[lesson.pk]), moved())

    assert "You two cannot agree on this visit any more" in words(page)
    assert reverse("accept", args=[lesson.pk]) not in page.content.decode()
    assert (refused.status_code, "You two cannot agree on this visit any more" in words(refused)) == (
        423,
        True,
    )
    assert fresh(lesson).stage == Stage.PROPOSED


def test_that_proposal_goes_on_with_somebody_else_and_can_be_declined(edition, teacher, coach, team, as_):
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    lesson, second = (factories.make_lesson(teacher, coach=coach, by=coach) for _number in range(2))
    factories.make_administrator(coach)

    as_(teacher).post(reverse("coach", args=[lesson.pk]), {"coach": other.pk})
    as_(teacher).post(reverse("cancel", args=[second.pk]))

    assert (fresh(lesson).coach, fresh(lesson).stage) == (other, Stage.PLANNED)
    assert fresh(second).stage == Stage.CANCELLED


def test_a_coach_who_became_an_administrator_does_not_turn_a_visit_into_a_proposal(lesson, as_):
    """It could never be agreed again, and the visit that stands would be lost to both."""
    factories.make_administrator(lesson.coach)

    assert as_(lesson.coach).post(reverse("move", args=[lesson.pk]), moved()).status_code == 423
    assert fresh(lesson).stage == Stage.PLANNED
