"""Who comes to a team after a key was given reads nothing by it until the teacher says yes; and who can read
now is told by name."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from observations import access
from observations.models import Admission, Key, LedgerEntry
from people.models import Membership
from reports import actions as reports
from reports.mirror import make_all
from reports.models import Mirror
from tests import factories
from tests.factories import fresh
from tests.home.conftest import words
from tests.once import made_once
from tests.reports import test_mirror
from tests.reports.test_keys import english, give, paper
from tests.together.visits import opened, seen

POINT = "saf.other_views"
PARTS = ["teacher_account", "coach_account"]


@pytest.fixture
@made_once
def visit(lesson):
    return opened(lesson, teacher=[seen(POINT, "van-docent")], coach=[seen(POINT, "van-coach")])


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


def reads(lesson, *people):
    return [bool(access.parts(person, fresh(lesson))) for person in people]


def answer_about(client, teacher, person, answer="yes"):
    client.force_login(teacher)
    return client.post(reverse("admit", args=[person.memberships.last().pk]), {"may_read": answer})


def home(client, person):
    english(client, person)
    return words(client.get(reverse("home")))


# --- what opens ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Membership.Role.values)
def test_a_running_key_opens_for_who_was_there_and_not_for_who_comes_later(visit, team, role):
    was_there = factories.make_person("Sam Bedacht", team=team, role=role)
    give(visit, *PARTS)
    later = factories.join(team, "Nieuw Hier", role)
    assert reads(visit, was_there, later) == [True, False]

    reports.revoke_key(lesson=visit, by=visit.teacher, part=PARTS[0])
    give(visit, PARTS[0])  # a new one, given while they are there and their name stands on the page
    assert access.parts(later, fresh(visit)) == {PARTS[0]}


def test_every_door_stays_closed_for_a_newcomer_and_a_yes_opens_them(client, visit, team):
    give(visit, *PARTS)
    later = factories.join(team, "Nieuw Hier", "lead")
    english(client, later)
    assert "Nobody has shared anything with you" in words(client.get(reverse("team")))
    assert paper(client, later, visit) == 404

    answer_about(client, visit.teacher, later)
    english(client, later)
    assert "Tijn Verzonnen shares" in words(client.get(reverse("team")))
    assert "van-coach" in paper(client, later, visit)
    assert LedgerEntry.objects.get(what="downloaded").who == later


def test_a_lead_who_was_a_colleague_reads_the_teams_keys_as_before_and_not_those_of_a_lead(visit, team):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    give(visit, PARTS[0], audience="team")
    give(visit, PARTS[1], audience="lead")
    Membership.objects.create(user=colleague, team=team, role="lead")

    assert access.parts(colleague, fresh(visit)) == {PARTS[0]}


def test_who_is_entered_now_and_comes_later_was_not_there_when_the_key_was_given(visit, team):
    person = factories.make_person("Straks Hier", school=team.school)
    Membership.objects.create(
        user=person, team=team, role="lead", since=timezone.localdate() + timedelta(days=3)
    )
    give(visit, *PARTS)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert reads(visit, person) == [False]
        Key.objects.update(given_at=timezone.now())
        assert reads(visit, person) == [True]


def test_an_older_day_lets_nobody_in_not_even_to_a_mirror(client, school, team, coach, lead):
    """An administrator who enters a lead as of years ago gives them nothing of before."""
    test_mirror.Period.objects.create(school=school, start=test_mirror.day(60), end=test_mirror.day(1))
    for name in test_mirror.NAMES:
        teacher = factories.make_person(f"{name} Docent", team=team, role="teacher")
        visit = test_mirror.share(teacher, coach, POINT)
    make_all()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        later = factories.make_person("Van Vroeger", school=school)
        Membership.objects.create(user=later, team=team, role="lead", since=test_mirror.day(2000))
        client.force_login(later)

        assert reads(visit, lead, later) == [True, False]
        assert client.get(reverse("mirror", args=[Mirror.objects.get().pk])).status_code == 404


def test_a_file_that_was_printed_with_a_yes_is_not_handed_over_after_a_no(visit, team):
    give(visit, *PARTS)
    later = factories.join(team, "Nieuw Hier")
    member = later.memberships.get().pk
    reports.admit(by=visit.teacher, member=member, may_read=True)
    held = {visit.pk: access.parts(later, fresh(visit))}
    reports.note_downloads(by=later, parts=held)
    reports.admit(by=visit.teacher, member=member, may_read=False)

    with pytest.raises(access.Http404):
        reports.note_downloads(by=later, parts=held)
    assert LedgerEntry.objects.filter(what="downloaded").count() == 1


def test_memberships_from_before_this_rule_begin_on_their_first_day(visit, lead, team):
    give(visit, *PARTS)
    Membership.objects.update(began_at=timezone.now() + timedelta(days=1))
    assert reads(visit, lead) == [False]
    migration = import_module("people.migrations.0006_membership_began_at")
    migration.with_their_first_day(apps, None)

    assert reads(visit, lead) == [True]
    assert (
        timezone.localtime(lead.memberships.get().began_at).isoformat()[:19]
        == f"{lead.memberships.get().since}T00:00:00"
    )


# --- the question -------------------------------------------------------------------------------


def test_the_start_page_asks_once_about_each_newcomer_and_an_answer_can_be_changed(client, visit, team):
    give(visit, *PARTS)
    later = factories.join(team, "Nieuw Hier", "lead")
    Membership.objects.create(user=later, team=team, role="teacher")
    text = home(client, visit.teacher)
    assert text.count("Nieuw Hier leads Team Zorg since") == 1
    assert "your own story, the story of the coach" in text
    assert "As long as you say nothing, Nieuw Hier does not read it." in text

    assert "They do not read it" not in text
    answer_about(client, visit.teacher, later, "no")
    assert "Nieuw Hier" not in home(client, visit.teacher)
    assert (reads(visit, later), Admission.objects.count()) == ([False], 2)

    keys = reverse("keys", args=[visit.pk])
    assert "Nieuw Hier does not read what you gave a key for earlier." in words(client.get(keys))
    member = later.memberships.first().pk
    sent = client.post(reverse("key_admit", args=[visit.pk, member]), {"may_read": "yes"})
    assert (sent.status_code, sent.url) == (302, keys)
    reply = client.get(keys)
    assert "Noted: they may read it too." in reply.content.decode()
    assert "Nieuw Hier may read what you gave a key for earlier." in words(reply)
    assert reads(visit, later) == [True]
    client.post(reverse("key_admit", args=[visit.pk, member]), {"may_read": "no"})
    assert "Noted: they do not read it. You can change this" in client.get(keys).content.decode()
    assert reads(visit, later) == [False]


ENDS = {
    "revoked": lambda visit: reports.revoke_key(lesson=visit, by=visit.teacher, part=PARTS[0]),
    "past its day": lambda visit: visit.keys.update(until=timezone.localdate() - timedelta(days=1)),
    "deleted": lambda visit: reports.delete(lesson=visit, by=visit.teacher),
}


@pytest.mark.parametrize("ends", ENDS)
def test_without_a_running_key_there_is_no_question_and_no_answer(client, visit, team, ends):
    give(visit, PARTS[0])
    later = factories.join(team, "Nieuw Hier")
    assert "Nieuw Hier" in home(client, visit.teacher)
    ENDS[ends](visit)

    assert "Nieuw Hier" not in home(client, visit.teacher)
    assert answer_about(client, visit.teacher, later).status_code == 404


def test_a_key_for_the_lead_asks_about_leads_only(client, visit, team):
    give(visit, *PARTS, audience="lead")
    factories.join(team, "Nieuw Hier")
    assert "New in your team" not in home(client, visit.teacher)
    factories.join(team, "Nieuwe Lead", "lead")

    assert "Nieuwe Lead leads" in home(client, visit.teacher)


def test_nobody_answers_for_somebody_else(client, visit, team, coach, lead):
    give(visit, *PARTS)
    later = factories.join(team, "Nieuw Hier")
    member = later.memberships.get().pk
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    for person in (coach, lead, later, other):
        client.force_login(person)
        assert client.post(reverse("admit", args=[member]), {"may_read": "yes"}).status_code == 404
        assert (
            client.post(reverse("key_admit", args=[visit.pk, member]), {"may_read": "yes"}).status_code == 404
        )
    client.force_login(visit.teacher)
    for about, said in ((member, "perhaps"), (lead.memberships.get().pk, "yes"), (2**62, "yes")):
        assert client.post(reverse("admit", args=[about]), {"may_read": said}).status_code == 404
    assert client.get(reverse("admit", args=[member])).status_code == 405
    client.logout()
    assert client.post(reverse("admit", args=[member]), {"may_read": "yes"}).status_code == 302

    assert not Admission.objects.exists()


def test_a_yes_of_one_teacher_opens_nothing_of_another(client, visit, team, coach):
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    theirs = opened(factories.make_lesson(other, coach=coach), teacher=[seen(POINT)], coach=[seen(POINT)])
    give(visit, *PARTS)
    give(theirs, *PARTS)
    later = factories.join(team, "Nieuw Hier")
    answer_about(client, visit.teacher, later)

    assert [reads(visit, later), reads(theirs, later)] == [[True], [False]]


# --- by name ------------------------------------------------------------------------------------


def names_on(client, lesson, start, end):
    text = words(client.get(reverse("keys", args=[lesson.pk])))
    return [part.split(end)[0].strip() for part in text.split(start)[1:]]


def test_the_page_says_by_name_who_can_read_now_and_who_would(client, visit, team, lead, school):
    factories.make_person("Sam Bedacht", team=team, role="teacher")
    gone = factories.make_person("Ook Weg", team=team, role="lead")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    former = factories.make_person("Oud Lid", team=team, role="lead")
    former.memberships.update(until=timezone.localdate())
    factories.make_person("Vera Vreemd", team=factories.make_team(school, "Team Techniek"), role="lead")
    english(client, visit.teacher)
    would = names_on(client, visit, "Today these are:", ".")
    assert would[:2] == ["Lotte Leiding, Sam Bedacht", "Lotte Leiding"]

    give(visit, PARTS[0], audience="lead")
    give(visit, PARTS[1], audience="team")
    factories.join(team, "Nieuw Hier", "lead")
    assert names_on(client, visit, "Can be read now by:", " Team") == [
        "Lotte Leiding, Coba (your coach)",
        "Lotte Leiding, Sam Bedacht, Coba (your coach)",
    ]


def test_who_stands_there_by_name_is_who_gets_the_paper(client, visit, team, coach, lead, school):
    people = [lead, coach, visit.teacher, factories.join(team, "Nieuw Hier")]
    give(visit, PARTS[0])
    people += [factories.join(team, "Later Nog", "lead"), factories.join(team, "Met Ja")]
    Membership.objects.create(user=people[3], team=team, role="lead")
    reports.admit(by=visit.teacher, member=people[-1].memberships.get().pk, may_read=True)
    english(client, visit.teacher)
    listed = names_on(client, visit, "Can be read now by:", ", Coba")[0].split(", ")

    assert listed == sorted(p.full_name for p in people if paper(client, p, visit) not in (404, 302))


def test_nobody_may_ask_for_a_key(client, visit):
    english(client, visit.teacher)

    assert "Nobody may ask you for a key." in words(client.get(reverse("keys", args=[visit.pk])))


# --- number of queries --------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 12])
def test_newcomers_take_one_query_on_the_start_page(client, visit, team, django_assert_num_queries, number):
    """The question rides along with the roles; only where there is one it is read."""
    give(visit, *PARTS)
    client.force_login(visit.teacher)
    with django_assert_num_queries(6):
        client.get(reverse("home"))
    for each in range(number):
        factories.join(team, f"Nieuw {each}")
    with django_assert_num_queries(7):
        client.get(reverse("home"))
    # person, visit, accounts, who could read, keys, ledger, answers, what was added, steps, who came
    # later
    with django_assert_num_queries(10):
        client.get(reverse("keys", args=[visit.pk]))


@pytest.mark.parametrize("field", ["is_active", "is_administrator"])
def test_a_yes_from_before_somebody_was_no_reader_opens_no_key_given_meanwhile(client, visit, team, field):
    give(visit, PARTS[0])
    person = factories.join(team, "Nieuw Hier")
    answer_about(client, visit.teacher, person)
    assert reads(visit, person) == [True]

    set_field(person, field, field == "is_administrator")
    give(visit, PARTS[1])  # the page named nobody
    set_field(person, field, field == "is_active")
    person.reads_again()
    assert reads(visit, person) == [False]
    assert "Nieuw Hier" in home(client, visit.teacher)

    answer_about(client, visit.teacher, person)
    assert reads(visit, person) == [True]


def set_field(person, name, value):
    setattr(person, name, value)
    person.save(update_fields=[name])
