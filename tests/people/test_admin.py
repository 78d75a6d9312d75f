"""What functional administrators can do: people, teams and memberships of the own school, and nothing about
visits."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Membership, School, Team, User
from tests import factories

FIRST_PASSWORD = "een-eerste-wachtwoord"


@pytest.fixture
def elsewhere(db):
    """Another school with a team and a teacher: what could leak."""
    school = factories.make_school("Andere School")
    team = factories.make_team(school, "Team Verweg")
    return factories.make_person("Vera Vreemd", team=team, role="teacher")


def newcomer(school, **changes):
    """What the form for a new person sends."""
    return {
        "email": "Nieuw.Bedacht@School.example", "name": "Nieuw Bedacht", "language": "nl",
        "password1": FIRST_PASSWORD, "password2": FIRST_PASSWORD, "school": school.pk, **formset(),
    } | changes  # fmt: skip


def formset(*rows, initial=0):
    sent = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"memberships-{number}-{name}": value for name, value in row.items()}
    return sent


def membership(team, role="teacher", **more):
    return {"team": team.pk, "role": role, "since": timezone.localdate()} | more


def change(person, **changes):
    """What the form of an existing person sends."""
    sent = {"name": person.name, "email": person.email, "language": person.language, "is_active": "on"}
    return {name: value for name, value in (sent | formset() | changes).items() if value is not None}


def page_of(person):
    return reverse("admin:people_user_change", args=[person.pk])


# --- the door ---------------------------------------------------------------------------------------


def every_admin_page(person, team):
    return [
        reverse("admin:index"),
        reverse("admin:login"),
        reverse("admin:app_list", args=["people"]),
        reverse("admin:people_user_changelist"),
        reverse("admin:people_user_add"),
        page_of(person),
        reverse("admin:auth_user_password_change", args=[person.pk]),
        reverse("admin:people_team_changelist"),
        reverse("admin:people_team_change", args=[team.pk]),
        reverse("admin:people_school_changelist"),
        reverse("admin:checklists_edition_changelist"),
        reverse("admin:checklists_judgingword_changelist"),
    ]


@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_for_who_is_no_administrator_there_is_no_admin(client, team, teacher, role):
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))

    found = {page: client.get(page).status_code for page in every_admin_page(teacher, team)}

    assert found == dict.fromkeys(found, 404)


def test_a_visitor_is_sent_to_our_own_sign_in_page(client, teacher, team):
    for page in set(every_admin_page(teacher, team)) - {reverse("admin:login")}:
        response = client.get(page, follow=True)
        assert response.redirect_chain[-1] == (f"{reverse('account_login')}?next={page}", 302)
    assert client.get(reverse("admin:login"))["Location"] == f"{reverse('account_login')}?next=/admin/"


def test_signing_in_for_the_admin_never_leads_elsewhere(client, school):
    ada = factories.make_person("Ada Beheer", school=school, is_administrator=True, password=FIRST_PASSWORD)

    sent = {"login": ada.email, "password": FIRST_PASSWORD, "next": "https://elders.example/"}

    assert client.post(reverse("account_login"), sent)["Location"] == reverse("home")


def test_an_administrator_finds_people_teams_and_checklists_and_nothing_else(signed_in):
    apps = {
        app["app_label"]: {model["object_name"] for model in app["models"]}
        for app in signed_in.get(reverse("admin:index")).context["app_list"]
    }

    assert apps == {
        "people": {"Holiday", "School", "Team", "User"},
        "checklists": {"Checklist", "Edition", "JudgingWord"},
        "reports": {"Period"},
    }


def test_the_admin_knows_no_visits_groups_or_other_peoples_addresses():
    known = {model._meta.label for model in admin.site._registry}

    assert known == {
        "people.Holiday", "people.School", "people.Team", "people.User", "checklists.Checklist", "checklists.Edition",
        "checklists.JudgingWord", "reports.Period",
    }  # fmt: skip


def test_an_administrator_who_may_not_sign_in_any_more_is_out(client, administrator):
    client.force_login(administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    assert client.get(reverse("admin:index")).status_code == 302


# --- the own school ---------------------------------------------------------------------------------


def test_lists_show_the_own_school_only(signed_in, teacher, elsewhere):
    for name in ("user", "team", "school"):
        html = signed_in.get(reverse(f"admin:people_{name}_changelist")).content.decode()
        assert (name, "Vera" in html, "Verweg" in html, "Andere" in html) == (name, False, False, False)

    people = signed_in.get(reverse("admin:people_user_changelist")).content.decode()
    assert "Tijn Verzonnen" in people


def test_a_person_of_another_school_is_not_there_and_does_not_change(signed_in, elsewhere):
    for page in (page_of(elsewhere), reverse("admin:people_user_history", args=[elsewhere.pk])):
        assert signed_in.get(page)["Location"] == reverse("admin:index")
    signed_in.post(page_of(elsewhere), change(elsewhere, name="Iemand Anders"))
    assert signed_in.get(password_page(elsewhere)).status_code == 404

    elsewhere.refresh_from_db()
    assert elsewhere.name == "Vera Vreemd"


def test_a_team_of_another_school_is_not_offered(signed_in, teacher, elsewhere):
    html = signed_in.get(page_of(teacher)).content.decode()

    assert "Team Zorg" in html
    assert "Team Verweg" not in html


def test_a_crafted_team_of_another_school_is_refused(signed_in, school, elsewhere):
    theirs = Team.objects.get(name="Team Verweg")

    response = signed_in.post(
        reverse("admin:people_user_add"), newcomer(school, **formset(membership(theirs)))
    )

    assert response.status_code == 200
    assert "Select a valid choice." in response.content.decode()
    assert not User.objects.filter(name="Nieuw Bedacht").exists()
    assert theirs.memberships.count() == 1


def test_a_crafted_school_is_refused_for_a_person_and_for_a_team(signed_in, elsewhere):
    signed_in.post(reverse("admin:people_user_add"), newcomer(elsewhere.school))
    signed_in.post(reverse("admin:people_team_add"), {"name": "Team Nieuw", "school": elsewhere.school.pk})

    assert not User.objects.filter(name="Nieuw Bedacht").exists()
    assert not Team.objects.filter(name="Team Nieuw").exists()


def test_a_team_is_renamed_but_not_to_a_name_that_exists_nor_to_another_school(
    signed_in, school, team, elsewhere
):
    factories.make_team(school, "Team Techniek")
    page = reverse("admin:people_team_change", args=[team.pk])

    taken = signed_in.post(page, {"name": "Team Techniek", "school": elsewhere.school.pk})
    renamed = signed_in.post(page, {"name": "Team Zorg en welzijn", "school": elsewhere.school.pk})

    assert (taken.status_code, "a team of this name already" in taken.content.decode()) == (200, True)
    assert renamed.status_code == 302
    team.refresh_from_db()
    assert (team.name, team.school) == ("Team Zorg en welzijn", school)


def test_the_way_out_of_the_admin_is_the_apps_own(signed_in):
    """It leaves nothing of a visit on the device."""
    assert signed_in.post(reverse("admin:logout"))["Location"] == reverse("account_logout")


def test_a_superuser_sees_every_school_but_mixes_none(client, school, team, elsewhere):
    client.force_login(
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    )
    people = client.get(reverse("admin:people_user_changelist")).content.decode()
    response = client.post(
        reverse("admin:people_user_add"), newcomer(elsewhere.school, **formset(membership(team)))
    )

    assert "Vera Vreemd" in people
    assert response.status_code == 200
    assert not User.objects.filter(name="Nieuw Bedacht").exists()


# --- inviting ---------------------------------------------------------------------------------------


def test_a_new_person_can_sign_in_with_the_first_password_in_small_letters(signed_in, school, team):
    rows = formset(membership(team), membership(team, "coach"))

    response = signed_in.post(reverse("admin:people_user_add"), newcomer(school, **rows))

    person = User.objects.get(name="Nieuw Bedacht")
    assert response.status_code == 302
    assert (person.email, person.school, person.is_administrator, person.is_superuser) == (
        "nieuw.bedacht@school.example", school, False, False,
    )  # fmt: skip
    assert person.check_password(FIRST_PASSWORD)
    assert set(person.memberships.values_list("team__name", "role")) == {
        ("Team Zorg", "teacher"),
        ("Team Zorg", "coach"),
    }
    signed_in.logout()
    signed_in.post(
        reverse("account_login"), {"login": "Nieuw.Bedacht@school.example", "password": FIRST_PASSWORD}
    )
    assert signed_in.get(reverse("me")).headers["Location"].startswith(reverse("account_change_password"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": ""}, "This field is required."),
        ({"name": ""}, "This field is required."),
        ({"password2": "iets anders"}, "The two password fields didn’t match."),
        ({"password1": "welkom", "password2": "welkom"}, "This password is too short."),
    ],
)
def test_a_new_person_needs_an_address_a_name_and_a_good_password(signed_in, school, changes, message):
    response = signed_in.post(reverse("admin:people_user_add"), newcomer(school, **changes))

    assert message in response.content.decode()
    assert not User.objects.filter(email__startswith="nieuw").exists()


def test_an_address_that_is_taken_in_other_letters_is_refused(signed_in, school, teacher):
    response = signed_in.post(reverse("admin:people_user_add"), newcomer(school, email=teacher.email.upper()))

    assert "already exists" in response.content.decode()


def test_nobody_becomes_a_superuser_here(signed_in, school, teacher):
    signed_in.post(reverse("admin:people_user_add"), newcomer(school, is_superuser="on"))
    signed_in.post(page_of(teacher), change(teacher, is_superuser="on"))

    assert not User.objects.filter(is_superuser=True).exists()


# --- changing ---------------------------------------------------------------------------------------


def test_a_person_can_be_renamed_and_shut_out_and_let_in_again(signed_in, teacher):
    signed_in.post(page_of(teacher), change(teacher, name="Tijn Anders", is_active=None))
    teacher.refresh_from_db()
    assert (teacher.name, teacher.is_active) == ("Tijn Anders", False)

    signed_in.post(page_of(teacher), change(teacher))
    teacher.refresh_from_db()
    assert teacher.is_active


def test_who_is_shut_out_is_out_at_once_also_where_signed_in(client, signed_in, teacher):
    other = Client()
    other.force_login(teacher)
    assert other.get(reverse("home")).status_code == 200

    signed_in.post(page_of(teacher), change(teacher, is_active=None))

    assert other.get(reverse("home")).status_code == 302
    assert reverse("account_login") in other.get(reverse("home"))["Location"]


def test_a_membership_ends_and_stays_in_the_books(signed_in, teacher, team):
    row = teacher.memberships.get()
    ended = membership(team, id=row.pk, user=teacher.pk, until=timezone.localdate())

    signed_in.post(page_of(teacher), change(teacher, **formset(ended, initial=1)))

    row.refresh_from_db()
    assert row.until == timezone.localdate()
    assert not teacher.teaching().exists()


def test_the_same_role_in_the_same_team_twice_is_refused_with_words(signed_in, teacher, team, school):
    row = teacher.memberships.get()
    again = formset(membership(team, id=row.pk, user=teacher.pk), membership(team), initial=1)
    twice = formset(membership(team), membership(team))

    for page, sent in (
        (page_of(teacher), change(teacher, **again)),
        (reverse("admin:people_user_add"), newcomer(school, **twice)),
    ):
        assert "The same role in the same team is here twice." in signed_in.post(page, sent).content.decode()
    assert Membership.objects.count() == 1


def test_what_a_person_changes_at_the_same_moment_stays(signed_in, teacher, monkeypatch):
    """Between reading and keeping the administrator's page: another password."""

    def meanwhile(person):
        User.objects.filter(pk=person.pk).update(password="chosen meanwhile")

    monkeypatch.setattr(User, "clean", meanwhile)
    signed_in.post(page_of(teacher), change(teacher, name="Tijn Hernoemd"))

    teacher.refresh_from_db()
    assert (teacher.name, teacher.password) == ("Tijn Hernoemd", "chosen meanwhile")


def test_the_same_name_for_two_teams_is_refused_with_words(signed_in, team, school):
    response = signed_in.post(reverse("admin:people_team_add"), {"name": team.name, "school": school.pk})

    assert response.status_code == 200
    assert Team.objects.count() == 1


def test_a_team_stays_with_its_school(client, school, team, elsewhere):
    client.force_login(
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    )

    client.post(
        reverse("admin:people_team_change", args=[team.pk]),
        {"name": "Team Welzijn", "school": elsewhere.school.pk},
    )

    team.refresh_from_db()
    assert (team.name, team.school) == ("Team Welzijn", school)


def test_administrators_do_not_shut_themselves_out(signed_in, administrator):
    signed_in.post(page_of(administrator), change(administrator, is_active=None, is_administrator=None))

    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_administrator) == (True, True)


def test_an_administrator_changes_the_name_of_the_own_school_and_makes_no_other(signed_in, school):
    facts = {"name": "Nieuw College", "time_zone": "America/Kralendijk"}
    signed_in.post(reverse("admin:people_school_change", args=[school.pk]), facts)

    assert signed_in.post(reverse("admin:people_school_add"), facts).status_code == 403
    assert list(School.objects.values_list("name", "time_zone")) == [("Nieuw College", "America/Kralendijk")]


# --- who has signed in is out of reach ----------------------------------------------------------------


def password_page(person):
    return reverse("admin:auth_user_password_change", args=[person.pk])


def passwords(word="een-tweede-wachtwoord"):
    return {"password1": word, "password2": word, "usable_password": "true", "set-password": "1"}


def test_until_the_first_sign_in_address_and_password_can_be_put_right(signed_in, teacher):
    signed_in.post(page_of(teacher), change(teacher, email="tijn.goed@school.example"))
    signed_in.post(password_page(teacher), passwords())

    teacher.refresh_from_db()
    assert teacher.email == "tijn.goed@school.example"
    assert teacher.check_password("een-tweede-wachtwoord")


def test_after_the_first_sign_in_they_are_the_persons_own(client, administrator, teacher):
    client.force_login(teacher)  # signs in, as a person does
    client.force_login(administrator)
    before = (teacher.email, teacher.password)

    client.post(page_of(teacher), change(teacher, email="ada.zelf@school.example"))
    found = [client.get(password_page(teacher)), client.post(password_page(teacher), passwords())]

    teacher.refresh_from_db()
    assert (teacher.email, teacher.password) == before
    assert [response.status_code for response in found] == [404, 404]


def test_a_superuser_is_out_of_an_administrators_reach(signed_in, school):
    root = factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)

    changed = signed_in.post(page_of(root), change(root, name="Anders", is_active=None))
    password = signed_in.post(password_page(root), passwords())

    root.refresh_from_db()
    assert (changed.status_code, password.status_code) == (403, 404)
    assert (root.name, root.is_active) == ("Su Per", True)


# --- never delete -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nothing_can_be_deleted(client, school, team, teacher, edition, is_superuser):
    client.force_login(
        factories.make_person("Ada Beheer", school=school, is_administrator=True, is_superuser=is_superuser)
    )
    rows = [("user", teacher), ("team", team), ("school", school)]
    pages = [reverse(f"admin:people_{name}_delete", args=[row.pk]) for name, row in rows]
    pages.append(reverse("admin:checklists_edition_delete", args=[edition.pk]))

    assert [client.post(page, {"post": "yes"}).status_code for page in pages] == [403] * 4
    bulk = {"action": "delete_selected", "_selected_action": teacher.pk, "post": "yes"}
    client.post(reverse("admin:people_user_changelist"), bulk)
    row = teacher.memberships.get()
    ticked = membership(team, id=row.pk, user=teacher.pk, DELETE="on")
    client.post(page_of(teacher), change(teacher, **formset(ticked, initial=1)))

    assert User.objects.filter(pk=teacher.pk).exists()
    assert Membership.objects.filter(pk=row.pk).exists()


def test_the_pages_of_the_admin_name_no_visit(signed_in, lesson):
    factories.look(lesson)

    for page in (page_of(lesson.teacher), page_of(lesson.coach), reverse("admin:index")):
        html = signed_in.get(page).content.decode()
        assert [word for word in ("Rekenen", "VZ2B", str(lesson.pk), "Drie stappen") if word in html] == []


def test_who_was_given_a_password_chooses_another_one_before_anything_else(
    client, signed_in, school, teacher
):
    signed_in.post(password_page(teacher), passwords())
    client.logout()
    client.post(reverse("account_login"), {"login": teacher.email, "password": "een-tweede-wachtwoord"})

    waits = client.get(reverse("home"))
    chosen = {
        "oldpassword": "een-tweede-wachtwoord",
        "password1": "zelf-bedacht-woord-9",
        "password2": "zelf-bedacht-woord-9",
    }
    client.post(reverse("account_change_password"), chosen)

    assert (waits.status_code, waits.headers["Location"]) == (
        302,
        reverse("account_change_password", query={"next": "/"}),
    )
    assert client.get(reverse("home")).status_code == 200
    teacher.refresh_from_db()
    assert (teacher.check_password("zelf-bedacht-woord-9"), teacher.must_choose_password) == (True, False)


def test_days_in_the_admin_stand_and_are_typed_in_the_order_of_its_language(client, school, team, teacher):
    ada = factories.make_person("Ada Beheer", school=school, is_administrator=True, language="nl")
    client.force_login(ada)
    today = timezone.localdate()
    ends = today.replace(year=today.year + 1, day=3)
    place = teacher.memberships.get()

    assert f'value="{today:%d-%m-%Y}"' in client.get(page_of(teacher)).content.decode()
    row = membership(
        team, id=place.pk, user=teacher.pk, since=f"{place.since:%d-%m-%Y}", until=f"{ends:%d-%m-%Y}"
    )
    client.post(page_of(teacher), change(teacher, **formset(row, initial=1)))

    assert teacher.memberships.get().until == ends
    assert f'value="{ends:%d-%m-%Y}"' in client.get(page_of(teacher)).content.decode()
