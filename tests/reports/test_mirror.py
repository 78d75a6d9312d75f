"""The team mirror: what it tells, and everything somebody might try to learn more from it."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from checklists.models import Checklist, Edition, Kind
from observations import actions
from observations.models import Lesson
from people.models import Membership
from pulse.models import Choice, Pulse
from reports import actions as reports
from reports.mirror import make_all
from reports.models import Mirror, Period
from tests import factories
from tests.factories import answer, make_lesson
from tests.home.conftest import words
from tests.once import made_once
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.reports.test_keys import paper
from tests.together.visits import opened, seen
from together import actions as together

POINT, OTHER = "saf.small_before_whole", "com.steps_first_step"
NAMES = ("Ans", "Bea", "Cas", "Dik", "Els", "Fop")


def day(before):
    return timezone.localdate() - timedelta(days=before)


@pytest.fixture
@made_once
def period(school):
    """It ended yesterday."""
    return Period.objects.create(school=school, start=day(60), end=day(1))


@pytest.fixture
@made_once
def teachers(team):
    return [factories.make_person(f"{name} Docent", team=team, role="teacher") for name in NAMES]


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


def share(teacher, coach, *points, before=10, parts=("coach_account",), step=None, sentence="", **facts):
    """A visit so many days ago, opened, with these parts released to the team."""
    start = timezone.now() - timedelta(days=before)
    lesson = make_lesson(teacher, coach=coach, start=start, end=start + timedelta(minutes=50), **facts)
    own = [answer("open.share", "", sentence)] if sentence else []
    opened(lesson, teacher=own, coach=[seen(key) for key in points] or [answer("coach.saw_heard", "", "x")])
    if step:
        together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), **step)
    for part in parts:
        give(lesson, part)
    return lesson


def give(lesson, part):
    until = timezone.localdate() + timedelta(days=30)
    reports.give_key(lesson=lesson, by=lesson.teacher, part=part, audience="team", until=until)


def page(client, person, mirror=None):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return client.get(reverse("mirror", args=[(mirror or Mirror.objects.get()).pk]))


def counts(mirror=None):
    """{key: lessons} of the points and suggestions that are listed."""
    found = (mirror or Mirror.objects.get()).counts
    items = Edition.objects.latest("number").items.filter(pk__in=found.get("points", []))
    return {item.key: found["points"][str(item.pk)] for item in items}


NOTHING = "There is no team mirror of this period."

# --- what it tells ------------------------------------------------------------------------------


def test_points_steps_and_sentences_of_five_teachers_and_nothing_else(client, period, teachers, coach, lead):
    bank = Edition.objects.latest("number").suggestions.first()
    for number, teacher in enumerate(teachers):
        share(
            teacher, coach, POINT, *([OTHER] if number < 4 else []),
            parts=("coach_account", "steps", "sentence"), step={"suggestion": bank}, sentence=f"Zin {number}.",
        )  # fmt: skip
    call_command("mirrors")
    html, text = page(client, lead).content.decode(), words(page(client, lead))

    assert counts() == {POINT: 6}  # the other one was seen in four lessons only
    assert "Five teachers or more shared something." in text
    assert bank.text_en in text
    assert {f"Zin {number}." for number in range(6)} <= set(re.findall(r"Zin \d\.", text))
    for never in (*(f"{name} Docent" for name in NAMES), "Coba", "not seen in", "%"):
        assert never not in html


def test_the_paper_says_the_same_and_passes_the_gate(client, period, teachers, coach, lead):
    for teacher in teachers:
        share(teacher, coach, POINT, OTHER)
    make_all()
    client.force_login(lead)
    for language, title in (("nl", "Teamspiegel"), ("en", "Team mirror")):
        file = client.get(reverse("mirror_pdf", args=[Mirror.objects.get().pk]) + f"?lang={language}").content
        text = words_of(file)

        assert problems(file) == []
        assert title in text
        assert "Ans" not in text


def test_needs_stand_in_their_fixed_order_whatever_the_numbers(client, period, teachers, coach, lead):
    for number, teacher in enumerate(teachers):
        share(teacher, coach, POINT, *([OTHER] if number else []))
    make_all()
    text = words(page(client, lead))

    assert list(counts().values()) == [5, 6]
    assert text.index("Competence") < text.index("Psychological safety")


def test_what_students_said_never_enters_it(client, period, teachers, coach, lead):
    """Also where every teacher gave the team a key to it, and students knew (evidence.md 4.4)."""
    for teacher in teachers:
        visit = share(teacher, coach, POINT)
        Pulse.objects.create(
            lesson=visit, code=f"C{visit.pk.hex[:5]}", closes_at=visit.start, answers=7, colleagues_may_read=True,
            counts={item.key: dict.fromkeys(Choice.values, 7) for item in visit.content.of(Kind.PULSE)},
        )  # fmt: skip
        Lesson.objects.filter(pk=visit.pk).update(
            students_asked_at=visit.start, students_heard_at=visit.start
        )
        give(visit, "students")
    make_all()
    asked = [item.text_en for item in Edition.objects.get(number=1).items.filter(kind=Kind.PULSE)]

    assert "What students said" in paper(client, lead, visit)  # there is something to leave out
    assert counts() == {POINT: 6}
    assert set(Mirror.objects.get().counts) == {"points", "steps"}
    pages = [
        words(page(client, lead)),
        words_of(client.get(reverse("mirror_pdf", args=[Mirror.objects.get().pk])).content),
    ]
    numbers = client.get(
        reverse("mirror_file", args=[Mirror.objects.get().pk, "counts.json"])
    ).content.decode()
    assert [text for text in asked for place in (*pages, numbers) if text in place] == []


# --- too little is nothing ----------------------------------------------------------------------


def nothing(client, lead):
    """The page without its own address."""
    html = page(client, lead).content.decode()
    return re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"|nonce="[^"]*"', "", html)


def test_four_teachers_one_above_a_third_and_nobody_look_alike(client, period, teachers, coach, lead):
    def fresh_page():
        make_all()
        html = nothing(client, lead)
        identity = str(Mirror.objects.get().pk)
        Mirror.objects.all().delete()
        Period.objects.update(is_mirrored=False)
        return html.replace(identity, "")

    of_nobody = fresh_page()
    assert NOTHING in of_nobody
    for teacher in teachers[:4]:
        share(teacher, coach, POINT)
        share(teacher, coach, POINT)
    assert fresh_page() == of_nobody
    share(teachers[4], coach, POINT)
    for _visit in range(4):
        share(teachers[0], coach, POINT)  # six of thirteen
    assert fresh_page() == of_nobody


def test_a_point_that_one_teacher_fills_is_not_listed(period, teachers, coach):
    for teacher in teachers:
        share(teacher, coach, POINT)
    for teacher in teachers[:4]:
        share(teacher, coach, OTHER)
    share(teachers[4], coach, OTHER)
    for _visit in range(2):
        share(teachers[0], coach, OTHER)  # three of seven at this point, four of thirteen in all
    make_all()

    assert counts() == {POINT: 6}


def test_without_enough_there_is_no_paper_either(client, period, lead):
    make_all()
    client.force_login(lead)

    assert client.get(reverse("mirror_pdf", args=[Mirror.objects.get().pk])).status_code == 404


# --- attacks ------------------------------------------------------------------------------------


def test_revoking_afterwards_changes_nothing_and_so_does_making_it_again(
    client, period, teachers, coach, lead
):
    visits = [share(teacher, coach, POINT) for teacher in teachers]
    make_all()
    before = Mirror.objects.get().counts
    for visit in visits:
        reports.revoke_key(lesson=visit, by=visit.teacher, part="coach_account")
    assert make_all() == 0

    assert Mirror.objects.get().counts == before
    assert counts() == {POINT: 6}


END = {
    "revoked": lambda visit: reports.revoke_key(lesson=visit, by=visit.teacher, part="coach_account"),
    "past its day": lambda visit: visit.keys.update(until=day(1)),
    "deleted": lambda visit: reports.delete(lesson=visit, by=visit.teacher),
}


@pytest.mark.parametrize("end", END)
def test_what_ended_before_is_not_counted(period, teachers, coach, end):
    visits = [share(teacher, coach, POINT) for teacher in teachers[:5]]
    END[end](visits[0])
    make_all()

    assert Mirror.objects.get().counts == {}


def test_whose_teacher_left_the_team_before_counts_by_the_key_that_was_left(period, teachers, coach):
    visits = [share(teacher, coach, POINT) for teacher in teachers[:5]]
    visits[0].teacher.memberships.update(until=day(2))
    make_all()

    assert counts() == {POINT: 5}


def test_who_joins_later_gets_no_mirror_to_subtract_from(client, period, team, teachers, coach, lead):
    for teacher in teachers:
        share(teacher, coach, POINT)
    make_all()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        later = factories.join(team, "Nieuw Hier", "lead")
        assert page(client, later).status_code == 404
        assert page(client, lead).status_code == 200


def test_a_key_for_the_lead_alone_is_not_counted(period, teachers, coach):
    for teacher in teachers:
        visit = share(teacher, coach, POINT, parts=())
        reports.give_key(lesson=visit, by=teacher, part="coach_account", audience="lead", until=day(-9))
    make_all()

    assert Mirror.objects.get().counts == {}


def test_what_a_former_coach_saw_is_not_counted(period, team, teachers, coach):
    former = factories.make_person("Noor Fictief", team=team, role="coach")
    for teacher in teachers:
        lesson = make_lesson(teacher, coach=former, start=timezone.now() - timedelta(days=10))
        factories.save(lesson, "coach", seen(OTHER))
        actions.choose_coach(lesson=lesson, by=teacher, coach=coach)
        opened(factories.fresh(lesson), coach=[seen(POINT)])
        give(lesson, "coach_account")
    make_all()

    assert counts() == {POINT: 6}


def test_two_periods_below_the_limit_do_not_add_up(school, team, teachers, coach):
    team.memberships.update(since=day(200))
    Period.objects.create(school=school, start=day(120), end=day(61))
    Period.objects.create(school=school, start=day(60), end=day(1))
    for before, there in ((70, teachers[:4]), (10, teachers[2:])):
        for teacher in there:
            share(teacher, coach, POINT, before=before)
            share(teacher, coach, POINT, before=before + 1)
    make_all()

    assert [mirror.counts for mirror in Mirror.objects.all()] == [{}, {}]


def test_periods_share_no_day_and_are_four_weeks_or_longer(school):
    Period.objects.create(school=school, start=day(-30), end=day(-90))
    for start, end in ((-20, -50), (-50, -80), (-60, -120), (-20, -100), (0, -30)):
        with pytest.raises(ValidationError, match="deelt een dag"):
            Period(school=school, start=day(start), end=day(end)).full_clean()
    with pytest.raises(ValidationError, match="vier weken"):
        Period(school=school, start=day(0), end=day(-20)).full_clean()
    Period(school=school, start=day(0), end=day(-29)).full_clean()


def test_nobody_chooses_borders_round_lessons_that_are_known(school, period):
    with pytest.raises(ValidationError, match="begint vandaag of later"):
        Period(school=school, start=day(100), end=day(61)).full_clean()
    running = Period.objects.create(school=school, start=day(0), end=day(-60))
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        running.end = timezone.localdate()
        with pytest.raises(ValidationError, match="verandert niet meer"):
            running.full_clean()


def test_a_visit_counts_in_its_own_team_only(school, period, team, teachers, coach, client):
    second = factories.make_team(school, "Team Techniek")
    for teacher in teachers:
        Membership.objects.create(user=teacher, team=second, role="teacher", since=day(90))
        share(teacher, coach, POINT)
    make_all()

    assert {mirror.team.name: bool(mirror.counts) for mirror in Mirror.objects.all()} == {"Team Zorg": True, "Team Techniek": False}  # fmt: skip


def test_a_point_and_a_step_are_one_thing_over_two_editions(
    client, period, teachers, coach, lead, edition, first_edition
):
    for number, teacher in enumerate(teachers):
        its = first_edition if number % 2 else edition
        bank = its.suggestions.get(key="sc.p1.small_groups")
        share(teacher, coach, POINT, parts=("coach_account", "steps"), step={"suggestion": bank}, edition=its)
    make_all()
    found = Mirror.objects.get().counts

    assert counts() == {POINT: 6}  # under the newest edition's line, whichever of them most lessons had
    assert found["steps"] == {str(edition.suggestions.get(key="sc.p1.small_groups").pk): 6}


def test_lessons_of_the_first_edition_alone_are_counted_under_the_newest(
    period, teachers, coach, first_edition
):
    for teacher in teachers:
        share(teacher, coach, POINT, edition=first_edition)
    make_all()

    assert counts() == {POINT: 6}


def test_the_same_key_of_another_checklist_is_another_point(period, teachers, coach, school, edition):
    elsewhere = Checklist.objects.create(school=school, key="eigen", name_nl="Eigen", name_en="Own")
    other = Edition.objects.create(checklist=elsewhere, number=1, words=edition.words)
    for item in edition.items.all():
        item.pk, item.edition = None, other
        item.save()
    other.publish()
    for number, teacher in enumerate(teachers):
        share(teacher, coach, POINT, edition=edition if number % 2 else other)
    make_all()

    assert Mirror.objects.get().counts["points"] == {}


def test_own_words_never_stand_among_the_steps(client, period, teachers, coach, lead):
    for teacher in teachers:
        share(teacher, coach, POINT, parts=("coach_account", "steps"), step={"text": "Eigen-woorden."})
    make_all()

    assert Mirror.objects.get().counts["steps"] == {}
    assert "Eigen-woorden" not in page(client, lead).content.decode()


def test_a_sentence_goes_when_its_teacher_deletes_the_visit_and_the_counts_stay(
    client, period, teachers, coach, lead
):
    visits = [share(teacher, coach, POINT, parts=("coach_account", "sentence"), sentence=f"Zin {n}.") for n, teacher in enumerate(teachers)]  # fmt: skip
    make_all()
    reports.delete(lesson=visits[0], by=visits[0].teacher)
    assert "Zin 0." not in words(page(client, lead))
    assert "Zin 1." in words(page(client, lead))
    reports.undelete(lesson=visits[0], by=visits[0].teacher)
    assert "Zin 0." not in words(page(client, lead))  # its keys stay revoked, and so does this
    reports.delete(lesson=visits[0], by=visits[0].teacher)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        reports.forget()

    assert Mirror.objects.get().sentences.count() == 5
    assert counts() == {POINT: 6}


def test_sentences_of_fewer_than_five_authors_are_not_in_it(period, teachers, coach):
    for number, teacher in enumerate(teachers):
        parts = ("coach_account", "sentence") if number < 4 else ("coach_account",)
        share(teacher, coach, POINT, parts=parts, sentence="Zin." if number < 4 else "")
    make_all()

    assert counts() == {POINT: 6}
    assert Mirror.objects.get().sentences.count() == 0


def test_a_team_that_was_not_there_yet_has_none(school, team, teachers):
    Period.objects.create(school=school, start=day(4000), end=day(3941))

    assert make_all() == 0


def test_before_the_period_is_over_there_is_none(school, teachers, coach):
    Period.objects.create(school=school, start=day(60), end=day(0))
    for teacher in teachers:
        share(teacher, coach, POINT)

    assert make_all() == 0


# --- who reads it -------------------------------------------------------------------------------


def test_who_is_in_the_team_today_reads_it_and_nobody_else(
    client, school, team, period, teachers, coach, lead
):
    for teacher in teachers:
        share(teacher, coach, POINT)
    make_all()
    mirror = Mirror.objects.get()
    former = factories.make_person("Oud Lid", team=team, role="lead")
    former.memberships.update(until=day(1))
    elsewhere = factories.make_person(
        "Vera Vreemd", team=factories.make_team(school, "Team Techniek"), role="lead"
    )
    admin = factories.make_person("Ada Beheer", school=school, is_administrator=True, is_superuser=True)
    double = factories.make_administrator(factories.make_person("Bo Beheer", team=team, role="lead"))

    for person in (teachers[0], coach, lead):
        assert page(client, person, mirror).status_code == 200
    for person in (former, elsewhere, admin, double):
        assert page(client, person, mirror).status_code == 404
        assert client.get(reverse("mirror_pdf", args=[mirror.pk])).status_code == 404
        assert client.get(reverse("mirror_file", args=[mirror.pk, "counts.csv"])).status_code == 404
        assert str(mirror.pk) not in client.get(reverse("mirrors")).content.decode()


@pytest.mark.parametrize("visits", [1, 3])
def test_a_mirror_takes_as_many_queries_for_much_as_for_little(
    client, period, teachers, coach, lead, visits, django_assert_num_queries
):
    for teacher in teachers:
        for _visit in range(visits):
            bank = Edition.objects.latest("number").suggestions.first()
            parts = ("coach_account", "steps", "sentence")
            share(teacher, coach, POINT, OTHER, parts=parts, step={"suggestion": bank}, sentence="Zin.")
    make_all()
    mirror = Mirror.objects.get()
    client.force_login(lead)
    with django_assert_num_queries(5):  # person, mirror, points, steps, sentences
        client.get(reverse("mirror", args=[mirror.pk]))
