"""An administrator adds teams of the own school, gives them another name, closes one that nobody is in."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from lxml import html

from administration.views import saving, teams
from people.audit import AuditEvent
from people.models import Membership, Team
from tests import factories
from tests.home.conftest import words


def add(client, name):
    return client.post(reverse("teams"), {"name": name})


def beside(response, field="id_name"):
    """What is said beside a field of a form that came back."""
    assert response.status_code == 422
    found = html.fromstring(response.content.decode()).get_element_by_id(f"{field}_error")
    return " ".join(found.text_content().split()).removeprefix("! ")


def test_a_team_is_added_and_stands_in_the_list_of_its_own_school_only(signed_in, school, elsewhere):
    assert add(signed_in, " Team  Techniek ")["Location"] == reverse("teams")

    assert list(school.teams.values_list("name", flat=True)) == ["Team Techniek"]
    listed = words(signed_in.get(reverse("teams")))
    assert ("Team Techniek" in listed, "nobody is in it" in listed, "Verweg" in listed) == (True, True, False)


@pytest.mark.parametrize("name", ["Team Zorg", "team zorg", "TEAM ZORG"])
def test_a_name_that_is_taken_is_told_beside_its_field_and_stays_there(signed_in, team, name):
    reply = add(signed_in, name)

    assert beside(reply) == "Your school has a team of this name already. Choose another name."
    assert f'value="{name}"' in reply.content.decode()
    assert Team.objects.count() == 1


def test_a_name_of_a_closed_team_is_taken_too_and_another_school_has_its_own(signed_in, team, elsewhere):
    Team.objects.filter(pk=team.pk).update(closed_at=timezone.now())

    assert beside(add(signed_in, "Team Zorg")).startswith("A closed team of your school has this name.")
    assert add(signed_in, "Team Verweg").status_code == 302


def test_a_second_click_is_the_same_team(signed_in):
    assert [add(signed_in, "Team Zorg").status_code for _click in range(2)] == [302, 302]
    assert Team.objects.count() == AuditEvent.objects.count() == 1


def test_a_team_gets_another_name_and_keeps_its_people(signed_in, team, teacher, school):
    page = reverse("team_change", args=[team.pk])
    factories.make_team(school, "Team Techniek")

    taken = signed_in.post(page, {"name": "Team Techniek"})
    assert beside(taken).startswith("Your school has a team of this name")
    assert "<h1>Team Zorg</h1>" in taken.content.decode()
    assert signed_in.post(page, {"name": "Team Zorg en welzijn"}).status_code == 302

    team.refresh_from_db()
    assert (team.name, team.school, team.memberships.get().user) == ("Team Zorg en welzijn", school, teacher)
    assert AuditEvent.objects.get().detail == {"was": "Team Zorg", "team": "Team Zorg en welzijn"}


def test_only_a_team_that_nobody_is_in_or_will_be_closes(signed_in, team, teacher):
    close = reverse("team_close", args=[team.pk])
    page = signed_in.get(reverse("team_change", args=[team.pk]))
    assert ("1 person is in this team" in words(page), close in page.content.decode()) == (True, False)
    reply = signed_in.post(close, follow=True)
    assert "Somebody is in this team, so it stays open." in reply.content.decode()

    Membership.objects.update(until=timezone.localdate() + timedelta(days=1))
    signed_in.post(close)
    assert Team.objects.open().count() == 1
    Membership.objects.update(until=timezone.localdate())
    assert signed_in.post(close).status_code == 302

    team.refresh_from_db()
    assert team.closed_at is not None
    assert [event.detail for event in AuditEvent.objects.all()] == [{"kind": "closed", "team": "Team Zorg"}]
    assert Membership.objects.count() == 1


def test_in_a_closed_team_nobody_gets_a_role_until_it_is_open_again(signed_in, school, english):
    team, person = factories.make_team(school), factories.make_person("Sam Bedacht", school=school)
    signed_in.post(reverse("team_close", args=[team.pk]))
    new = Membership(user=person, team=Team.objects.get(), role="teacher")

    with pytest.raises(ValidationError, match="This team is closed"):
        new.full_clean(exclude=["began_at"])
    assert "Open again" in words(signed_in.get(reverse("teams")))
    for _click in range(2):
        assert signed_in.post(reverse("team_open", args=[team.pk])).status_code == 302

    Membership(user=person, team=Team.objects.get(), role="teacher").full_clean(exclude=["began_at"])
    assert [event.detail["kind"] for event in AuditEvent.objects.order_by("pk")] == ["closed", "opened"]


def test_a_team_of_another_school_is_not_there(signed_in, elsewhere):
    theirs = Team.objects.get(name="Team Verweg")
    pages = [reverse(name, args=[theirs.pk]) for name in ("team_change", "team_close", "team_open")]

    assert signed_in.get(pages[0]).status_code == 404
    assert [signed_in.post(page, {"name": "Ons team"}).status_code for page in pages] == [404] * 3
    theirs.refresh_from_db()
    assert (theirs.name, theirs.closed_at) == ("Team Verweg", None)


def test_a_crafted_school_changes_nothing(signed_in, school, team, elsewhere):
    signed_in.post(reverse("teams"), {"name": "Team Nieuw", "school": elsewhere.school.pk})
    signed_in.post(
        reverse("team_change", args=[team.pk]), {"name": "Team Zorg", "school": elsewhere.school.pk}
    )

    assert set(school.teams.values_list("name", flat=True)) == {"Team Zorg", "Team Nieuw"}


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_of_teams_asks_twice_however_many_there_are(
    signed_in, school, django_assert_num_queries, number
):
    for place in range(number):
        factories.make_person(
            "Sam Bedacht", team=factories.make_team(school, f"Team {place}"), role="teacher"
        )

    with django_assert_num_queries(2):  # the person, the teams
        signed_in.get(reverse("teams"))


@pytest.mark.parametrize("name", ["teams", "team_close", "team_open"])
def test_whose_task_ends_meanwhile_changes_nothing_more(signed_in, administrator, school, monkeypatch, name):
    """Between the door and the lock."""
    team = factories.make_team(school)
    Team.objects.filter(pk=team.pk).update(closed_at=timezone.now() if name == "team_open" else None)
    lock = saving.locked

    def too_late(user):
        type(user).objects.filter(pk=user.pk).update(is_administrator=False)
        lock(user)

    monkeypatch.setattr(saving, "locked", too_late)
    monkeypatch.setattr(teams, "locked", too_late)
    before = list(Team.objects.values())
    address = reverse(name, args=[] if name == "teams" else [team.pk])

    assert signed_in.post(address, {"name": "Team Nieuw"}).status_code == 404
    assert list(Team.objects.values()) == before
