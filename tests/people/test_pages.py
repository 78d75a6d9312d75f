"""The person's own page, and the language."""

import re

import pytest
from django.urls import reverse

from people.models import User
from tests import factories
from tests.home.conftest import words

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def colleague(team, school, english):
    person = factories.make_person("Sam Bedacht", team=team, role="teacher", password=factories.PASSWORD)
    ended = person.memberships.create(team=factories.make_team(school, "Team Techniek"), role="coach")
    person.memberships.filter(pk=ended.pk).update(since="2025-01-01", until="2025-02-01")
    english()
    return User.objects.get(pk=person.pk)


def test_people_see_their_name_school_and_running_memberships(client, colleague):
    client.force_login(colleague)

    text = words(client.get(reverse("me")))

    assert text.startswith(
        f"Sam Bedacht E-mail address {colleague.email} Another e-mail address School Fictief College "
        "Days and times here are by the clock of the Netherlands. Teams"
    )
    assert "Team Zorg, teacher" in text
    assert "Techniek" not in text
    assert "To people and teams" not in text


def test_signing_out_is_a_button_and_not_a_link(client, colleague):
    client.force_login(colleague)

    html = client.get(reverse("me")).content.decode()

    assert (
        f'<form class="mk-stack-s" method="post" action="{reverse("account_logout")}" data-sign-out>' in html
    )
    assert f'href="{reverse("account_logout")}"' not in html
    client.post(reverse("account_logout"))
    assert client.get(reverse("me")).status_code == 302


def test_an_administrator_finds_the_way_to_people_and_teams(client, school, english):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    english()
    client.force_login(person)

    page = words(client.get(reverse("me")))
    assert "Task You look after people and teams." in page
    assert "You are not in a team yet." not in page  # nor ever comes into one


@pytest.mark.parametrize("count", [1, 25])
def test_the_own_page_takes_two_queries(client, school, count, django_assert_num_queries):
    person = factories.make_person("Sam Bedacht", school=school)
    for number in range(count):
        person.memberships.create(team=factories.make_team(school, f"Team {number}"), role="teacher")
    client.force_login(person)

    with django_assert_num_queries(2):  # person, memberships
        client.get(reverse("me"))


def test_people_switch_the_marking_of_words_off_and_on(client, colleague):
    client.force_login(colleague)
    assert "checked" in switch(client)

    for sent, is_on in (({}, False), ({"marks_judging_words": "on"}, True)):
        response = client.post(reverse("preferences"), sent, follow=True)

        assert response.redirect_chain == [(reverse("me"), 302)]
        assert 'role="status"' in response.content.decode()
        assert User.objects.get(pk=colleague.pk).marks_judging_words == is_on
        assert ("checked" in switch(client)) == is_on


def switch(client):
    html = client.get(reverse("me")).content.decode()
    return re.search('<input[^>]*name="marks_judging_words"[^>]*>', html)[0]


def test_a_switch_changes_nothing_else_and_nobody_else(client, colleague, teacher):
    client.force_login(colleague)

    client.post(reverse("preferences"), {"name": "Iemand Anders", "is_administrator": "on"})

    person = User.objects.get(pk=colleague.pk)
    assert (person.name, person.is_administrator, person.marks_judging_words) == ("Sam Bedacht", False, False)
    teacher.refresh_from_db()
    assert teacher.marks_judging_words


def test_the_language_is_kept_with_the_person_and_in_a_cookie(client, colleague):
    client.force_login(colleague)

    response = client.post(reverse("language"), {"language": "nl", "next": "/me/"})

    assert response["Location"] == "/me/"
    assert response.cookies["django_language"].value == "nl"
    assert User.objects.get(pk=colleague.pk).language == "nl"
    assert 'lang="nl"' in client.get(reverse("me")).content.decode()


@pytest.mark.parametrize(
    "back", ["https://elders.example/", "//elders.example", "javascript:alert(1)", "\\\\elders.example", ""]
)
def test_choosing_a_language_never_leads_elsewhere(client, colleague, back):
    client.force_login(colleague)

    assert client.post(reverse("language"), {"language": "en", "next": back})["Location"] == "/"


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example"])
def test_signing_in_never_leads_elsewhere(client, colleague, back):
    login = {"login": colleague.email, "password": factories.PASSWORD, "next": back}

    assert client.post(reverse("account_login"), login)["Location"] == reverse("home")


def test_an_unknown_language_changes_nothing(client, colleague):
    client.force_login(colleague)

    response = client.post(reverse("language"), {"language": "xx", "next": "/me/"})

    assert (response["Location"], response.cookies.get("django_language")) == ("/me/", None)
    assert User.objects.get(pk=colleague.pk).language == "en"


def test_signing_out_empties_the_browsers_cache_so_that_back_shows_nothing(client, teacher):
    client.force_login(teacher)

    response = client.post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize("path", ["/", "/account/login/", "/static/nothing.css"])
def test_an_answer_that_comes_late_signs_nobody_out(client, colleague, path):
    """Meanwhile the person signed in again in another tab: the cookie in the browser is the new one."""
    client.force_login(colleague)
    client.session.flush()

    assert "sessionid" not in client.get(path).cookies

    client.force_login(colleague)
    was = client.session.session_key
    given = client.post(reverse("account_logout")).cookies["sessionid"].value
    assert given != was  # a session of nobody, which says "You are signed out" and ends there
    assert not client.session.exists(was)
    assert "_auth_user_id" not in client.session


def test_nobody_makes_an_account(client, school):
    typed = {
        "email": "wie.dan.ook@school.example",
        "password1": "een-lang-woord-9",
        "password2": "een-lang-woord-9",
    }
    before = User.objects.count()
    client.cookies["django_language"] = "en"

    assert "You cannot make one here yourself." in client.get(reverse("account_signup")).content.decode()
    client.post(reverse("account_signup"), typed)
    assert User.objects.count() == before
    assert "_auth_user_id" not in client.session
