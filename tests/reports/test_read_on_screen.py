"""Reading on the screen what a colleague shares: the released parts and no more, in the ledger before a word
leaves, and no paper."""

# ruff: noqa: F811 -- fixtures of test_keys

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations import practising
from observations.models import UNDER_KEY, LedgerEntry
from people.models import Membership
from reports import actions
from tests import factories
from tests.factories import fresh
from tests.home.conftest import words
from tests.pasted import hidden_words, run_together
from tests.reports.test_keys import END, SECRETS, give, lead, visit  # noqa: F401 -- fixtures
from tests.reports.test_mirror import day
from together.report import build

T, C, S, P, Z = UNDER_KEY
READ = LedgerEntry.What.READ
FOR_THE_PAIR = (
    "Patterns that may fit",
    "Could mean",
    "Only yours",
    "dare yet",
    "Write a reply",
    "Look back on it",
)


def on_screen(client, person, lesson, language="en"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse("released", args=[lesson.pk]))


def readings(lesson):
    return [
        (row.who.name, row.parts)
        for row in lesson.ledger.filter(what=READ).select_related("who").order_by("at")
    ]


# --- what stands on it --------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [[part] for part in UNDER_KEY] + [[T, C], list(UNDER_KEY)])
def test_every_part_alone_and_together_shows_exactly_its_own_words(client, visit, lead, given):
    give(visit, *given)
    html = on_screen(client, lead, visit).content.decode()
    expected = {word for word, needs in SECRETS.items() if needs and needs <= set(given)}

    assert {word for word in SECRETS if word in html} == expected
    assert ("Coba" in html) == (C in given)
    assert ("What students said" in html) == (S in given)
    assert not any(never in html for never in FOR_THE_PAIR)
    assert ("saw more than" in html) == ({T, C} <= set(given))


def test_it_says_whose_words_they_are_until_when_and_that_it_is_told(client, visit, lead):
    give(visit, T, C)
    give(visit, P, days=10)
    text = words(on_screen(client, lead, visit))
    later, soon = (f"{timezone.localdate() + timedelta(days=days):%-d %B %Y}" for days in (30, 10))

    assert "What Tijn Verzonnen lets you read" in text
    assert f"Their own story and the story of the coach, to read up to and including {later}" in text
    assert f"The small steps, to read up to and including {soon}" in text
    assert "Nothing else of this visit is on this page. Tijn sees that you read it, and on which day." in text
    assert "you read the words of Tijn Verzonnen, teacher, and beside them those of Coba" in text
    assert "not for appraisal" in text


def test_the_teacher_stands_first_in_every_pair(client, visit, lead):
    give(visit, T, C)
    html = on_screen(client, lead, visit).content.decode()

    pairs = [
        pair
        for pair in html.split('class="mk-voices2"')[1:]
        if "docent-notitie" in pair and "coach-notitie" in pair
    ]
    assert [pair.index("docent-notitie") < pair.index("coach-notitie") for pair in pairs] == [True]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_can_be_pasted_and_holds_nothing_that_is_not_shown(client, visit, lead, language):
    give(visit, *UNDER_KEY)
    page = on_screen(client, lead, visit, language).content.decode()

    assert (run_together(page), hidden_words(page)) == ([], [])


def test_the_page_is_kept_nowhere_and_prints_no_words(client, visit, lead):
    give(visit, P)
    reply = on_screen(client, lead, visit)

    assert {"no-store", "private"} <= set(reply["Cache-Control"].split(", "))
    main = reply.content.decode().partition("<main")[2]
    assert main.index(
        'class="mk-on-screen" data-print="This page is for reading on the screen.'
    ) < main.index("<h1")


# --- the ledger ----------------------------------------------------------------------------------------


def test_the_teacher_reads_who_read_what_on_the_screen(client, visit, teacher, lead):
    give(visit, P, Z)
    on_screen(client, lead, visit)
    type(teacher).objects.filter(pk=teacher.pk).update(language="en")
    client.force_login(teacher)

    assert "Lotte Leiding read on the screen: the small steps, one chosen sentence." in words(
        client.get(reverse("keys", args=[visit.pk]))
    )


def test_the_same_parts_on_the_same_day_are_one_line_and_anything_else_is_another(client, visit, lead):
    give(visit, P)
    for _again in range(3):
        on_screen(client, lead, visit)
    assert readings(visit) == [("Lotte Leiding", ["steps"])]
    give(visit, Z)
    on_screen(client, lead, visit)
    assert readings(visit)[1:] == [("Lotte Leiding", ["sentence", "steps"])]
    actions.revoke_key(lesson=visit, by=visit.teacher, part=Z)
    on_screen(client, lead, visit)  # less than what was noted today
    assert len(readings(visit)) == 2
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        on_screen(client, lead, visit)
    assert len(readings(visit)) == 3


def test_a_key_that_was_revoked_and_given_again_is_read_again(client, visit, lead):
    give(visit, P)
    on_screen(client, lead, visit)
    actions.revoke_key(lesson=visit, by=visit.teacher, part=P)
    give(visit, P)
    on_screen(client, lead, visit)

    assert len(readings(visit)) == 2


def test_two_readers_are_two_lines(client, visit, lead, team):
    give(visit, P)
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher")
    on_screen(client, lead, visit)
    on_screen(client, sam, visit)

    assert [who for who, _parts in readings(visit)] == ["Lotte Leiding", "Sam Bedacht"]


@pytest.mark.parametrize("ends", END)
def test_what_ended_while_the_page_was_made_is_not_handed_over(client, visit, lead, monkeypatch, ends):
    give(visit, P)
    monkeypatch.setattr("reports.views.team.build", lambda *who: (build(*who), END[ends](visit, lead))[0])

    assert on_screen(client, lead, visit).status_code == 404
    assert readings(visit) == []


def test_a_page_that_could_not_be_made_was_not_read(client, visit, lead, monkeypatch):
    give(visit, P)
    monkeypatch.setattr("reports.views.team.build", lambda *who: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        on_screen(client, lead, visit)

    assert readings(visit) == []


@pytest.mark.parametrize("method", ["head", "post", "put"])
def test_only_reading_reads(client, visit, lead, method):
    give(visit, P)
    client.force_login(lead)

    assert getattr(client, method)(reverse("released", args=[visit.pk])).status_code == 405
    assert readings(visit) == []


def test_nothing_of_it_stands_in_the_log(client, visit, lead, caplog):
    give(visit, *UNDER_KEY)
    on_screen(client, lead, visit)
    on_screen(client, factories.make_person("Bo Buiten", school=visit.teacher.school), visit)

    assert not any(word in caplog.text for word in [*SECRETS, "Tijn", "Lotte", "Bo Buiten"])


# --- for whom ---------------------------------------------------------------------------------------------


def test_nobody_else_reads_it_and_the_two_of_the_visit_have_their_own_page(
    client, visit, team, teacher, coach, lead, school
):
    give(visit, *UNDER_KEY, audience="lead")
    both = factories.make_person(
        "Bo Techniek", team=factories.make_team(school, "Team Techniek"), role="lead"
    )
    Membership.objects.create(user=both, team=team, role="teacher", since=day(30))
    nobody = [
        teacher, coach, both, factories.make_person("Sam Bedacht", team=team, role="teacher"), factories.join(team, "Nora Nieuw", role="lead"),
        factories.make_administrator(factories.make_person("Ad Oud", team=team, role="lead")),
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True),
    ]  # fmt: skip

    assert {person.name: on_screen(client, person, visit).status_code for person in nobody} == {
        person.name: 404 for person in nobody
    }
    assert readings(visit) == []


def test_the_coach_who_leads_the_team_reads_as_coach_and_not_here(client, visit, coach, team):
    Membership.objects.create(user=coach, team=team, role="lead", since=day(30))
    give(visit, *UNDER_KEY)

    assert on_screen(client, coach, visit).status_code == 404
    assert on_screen(client, coach, fresh(visit)).status_code == 404


def test_practice_is_nobodys_to_read_also_not_of_its_owner(client, edition, lead):
    practice = practising.practise(by=lead, voice="teacher", edition=edition)

    assert on_screen(client, lead, practice).status_code == 404
    assert not LedgerEntry.objects.exists()


# --- deleting -----------------------------------------------------------------------------------------------


def test_read_on_the_screen_it_can_be_brought_back_and_downloaded_it_cannot(client, visit, teacher, lead):
    give(visit, P)
    on_screen(client, lead, visit)
    type(teacher).objects.filter(pk=teacher.pk).update(language="en")
    client.force_login(teacher)
    page = words(client.get(reverse("delete", args=[visit.pk])))
    assert "Somebody has read a part on the screen. No paper of it is left with them." in page
    assert "you can bring it back on your start page" in page

    client.post(reverse("delete", args=[visit.pk]), {"can_come_back": "1"})
    client.post(reverse("undelete", args=[visit.pk]))
    assert fresh(visit).deleted_at is None
    assert on_screen(client, lead, visit).status_code == 404  # its keys stay revoked

    give(visit, P)
    client.force_login(lead)
    client.get(reverse("released_pdf", args=[visit.pk]))
    actions.delete(lesson=fresh(visit), by=teacher)
    client.force_login(teacher)
    assert client.post(reverse("undelete", args=[visit.pk])).status_code == 423


# --- number of queries
# ------------------------------------------------------------------------------------------


def test_it_takes_as_many_queries_for_much_as_for_little(client, visit, lead, django_assert_num_queries):
    client.force_login(lead)
    for parts in ([P], list(UNDER_KEY)):
        give(visit, *parts)
        client.get(reverse("released", args=[visit.pk]))
        LedgerEntry.objects.filter(what=READ).delete()
    # person, visit, accounts, keys; answers, moments, additions, steps; until when;
    # the entry: transaction (2), the visit locked, keys, given when, read today, the new line
    with django_assert_num_queries(16):
        client.get(reverse("released", args=[visit.pk]))
