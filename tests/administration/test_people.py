"""The list of people: of the own school, searched without a word in an address, in as many queries for 10,000
as for ten; and nothing in it of when somebody was here or whether there are visits."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone

from observations.models import News, ToTell
from people.audit import AuditEvent
from people.models import Membership, User
from people.states import State
from tests import factories
from tests.home.conftest import words
from tests.reports.test_data import parts_of

NOBODY_KNOWS = make_password(None)


def invited(school, name, days=2, **facts):
    """Somebody who never signed in."""
    person = factories.make_person(name, school=school, password=None, **facts)
    User.objects.filter(pk=person.pk).update(invited_at=timezone.now() - timedelta(days=days))
    return person


def came_in(*people):
    User.objects.filter(pk__in=[person.pk for person in people]).update(last_login=timezone.now())


def listed(response):
    return [person.name for person in response.context["page"].object_list]


def search(client, text, **more):
    return client.post(reverse("people"), {"words": text} | more, follow=True)


# --- states -----------------------------------------------------------------------------------------


def test_every_state_a_person_can_be_in(school):
    now, today = timezone.now(), timezone.localdate()
    rows = {
        State.NEW: {"password": NOBODY_KNOWS},
        State.INVITED: {"password": NOBODY_KNOWS, "invited_at": now},
        State.ACTIVE: {"last_login": now, "invited_at": now},
        State.PAUSED: {"is_active": False, "last_login": now},
        State.LEAVING: {"leaves_on": today, "last_login": now},
        State.CLOSED: {"leaves_on": today, "closed_at": now, "last_login": now},
        State.GONE: {"leaves_on": today, "closed_at": now, "left_at": now, "name": "", "is_active": False},
    }
    for state, facts in rows.items():
        person = factories.make_person("Sam Bedacht", school=school)
        if state == State.GONE:
            person.email = None
            vars(person).update(facts)
            person.save()
        User.objects.filter(pk=person.pk).update(**facts)
        assert User.objects.with_state().get(pk=person.pk).state == state

    one = factories.make_person("Eerste Wachtwoord", school=school)  # given one by hand, before invitations
    assert User.objects.with_state().get(pk=one.pk).state == State.ACTIVE


# --- what is in the list ------------------------------------------------------------------------------


def test_who_waits_for_a_hand_comes_first_and_all_in_the_order_of_names(signed_in, school, teacher, coach):
    invited(school, "Hidde Hypothese", days=1)
    invited(school, "Fleur Fantasie", days=3)
    bounced = invited(school, "Bram Bedenksel", days=0)
    ToTell.objects.create(kind=News.INVITED, person=bounced, tries=1, why="SMTPRecipientsRefused 550")
    paused = factories.make_person("Noor Fictief", school=school, is_active=False)
    factories.make_person("Élodie Martin", school=school)

    response = signed_in.get(reverse("people"))

    assert listed(response) == [
        "Bram Bedenksel", "Fleur Fantasie", "Hidde Hypothese",
        "Ada Beheer", "Coba Voorbeeld", "Élodie Martin", "Tijn Verzonnen", paused.name,
    ]  # fmt: skip
    letters = [person.letter for person in response.context["page"].object_list]
    assert letters[3:] == ["A", "C", "E", "T", "N"]
    text = words(response)
    assert f"The letter for Bram Bedenksel went to {bounced.email}" in text
    assert text.count("Put the address right") == 2
    assert "teacher, Team Zorg" in text
    assert "looks after people and teams" in text


def test_a_letter_that_only_has_to_wait_is_no_bounce(signed_in, school):
    slow = invited(school, "Bram Bedenksel")
    ToTell.objects.create(kind=News.INVITED, person=slow, tries=3, why="SMTPRecipientsRefused 451")

    assert "did not arrive" not in words(signed_in.get(reverse("people")))


def test_a_letter_about_a_visit_that_does_not_arrive_is_not_told_here(signed_in, lesson):
    ToTell.objects.create(
        kind=News.PROPOSED, person=lesson.teacher, lesson=lesson.pk, tries=1, why="SMTPRecipientsRefused 550"
    )

    assert "did not arrive" not in words(signed_in.get(reverse("people")))


def test_states_are_words_with_counts_and_each_is_a_list(signed_in, school, teacher, coach):
    invited(school, "Fleur Fantasie")
    User.objects.filter(pk=coach.pk).update(leaves_on=timezone.localdate())

    page = signed_in.get(reverse("people"))

    text = words(page)
    assert "Everybody 4 Invited 1 Active 2 Leaving 1 Invited, not in yet" in text
    assert listed(signed_in.get(reverse("people"), {"state": "invited"})) == ["Fleur Fantasie"]
    assert listed(signed_in.get(reverse("people"), {"state": "leaving"})) == ["Coba Voorbeeld"]
    assert len(listed(signed_in.get(reverse("people"), {"state": "no such state"}))) == 4


def test_who_is_gone_is_in_no_list(signed_in, school):
    gone = factories.make_person("Robin Denkbeeldig", school=school)
    gone.name, gone.email, gone.is_active, gone.left_at = "", None, False, timezone.now()
    gone.save()

    response = signed_in.get(reverse("people"))

    assert listed(response) == ["Ada Beheer"]
    assert signed_in.get(reverse("person", args=[gone.pk])).status_code == 404


def test_administrators_with_a_role_from_before_are_found(signed_in, team, teacher):
    bo = factories.make_administrator(factories.make_person("Bo Beheer", team=team, role="lead"))

    assert "Administrators with a role in a team 1" in words(signed_in.get(reverse("people")))
    assert listed(signed_in.get(reverse("people"), {"state": "double"})) == [bo.name]


def test_the_list_is_of_the_own_school_also_for_who_keeps_the_installation(
    client, signed_in, school, elsewhere
):
    root = factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    for somebody in (None, root):
        if somebody:
            client.force_login(somebody)
        page = signed_in.get(reverse("people"))
        html = page.content.decode()
        assert [word for word in ("Vera", "Verweg", "Andere") if word in html] == []
        found = signed_in.get(reverse("people"), {"team": elsewhere.memberships.get().team_id})
        assert (found.status_code, "Vera" in found.content.decode()) == (422, False)
        assert "Vera" not in search(signed_in, "Vera").content.decode().replace("‘Vera’", "").replace(
            'value="Vera"', ""
        )


def test_the_list_names_no_visit_and_no_day_of_being_here(signed_in, lesson):
    factories.look(lesson)
    before = words(signed_in.get(reverse("people")))
    User.objects.filter(pk__in=[lesson.teacher_id, lesson.coach_id]).update(
        last_login=timezone.now() - timedelta(days=400), here_on=timezone.localdate() - timedelta(days=99)
    )

    after = words(signed_in.get(reverse("people")))

    assert after == before
    assert [word for word in ("Rekenen", "VZ2B", str(lesson.pk)) if word in after] == []


# --- searching ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elodie", ["Élodie Martin"]),
        ("ELODIE mart", ["Élodie Martin"]),
        ("martin elodie", ["Élodie Martin"]),
        ("martijn", []),
        ("elodie.zoek@", ["Élodie Martin"]),
        (" ", ["Ada Beheer", "Élodie Martin"]),
        ("%", []),
    ],
)
def test_a_part_of_a_name_or_an_address_is_enough_however_it_is_written(signed_in, school, text, found):
    person = factories.make_person("Élodie Martin", school=school)
    person.email = "Elodie.Zoek@school.example"
    person.save()

    assert listed(search(signed_in, text)) == found


def test_what_is_searched_for_is_in_no_address_and_stays_in_the_field(signed_in, school):
    factories.make_person("Élodie Martin", school=school)

    sent = signed_in.post(reverse("people"), {"words": "Martin", "state": "active"})
    page = signed_in.get(sent.url)

    assert (sent.status_code, "artin" in sent.url) == (302, False)
    assert 'value="Martin"' in page.content.decode()
    assert "‘Martin’ fits 1 person." in words(page)
    links = re.findall(r'href="([^"]+)"', page.content.decode())
    assert not [link for link in links if "artin" in link]
    assert [link for link in links if "find=" in link and "state=" in link]


def test_another_session_is_told_to_type_it_once_more(client, signed_in, school, administrator):
    address = signed_in.post(reverse("people"), {"words": "Martin"}).url
    client.logout()
    client.force_login(administrator)

    assert "is not kept any more" in words(client.get(address))


def test_words_that_are_too_long_come_back(signed_in):
    response = signed_in.post(reverse("people"), {"words": "x" * 101})

    assert (response.status_code, "x" * 101 in response.content.decode()) == (422, True)
    assert "101 characters, and 100 fit" in words(response)


def test_a_team_holds_who_is_in_it_now_or_later(signed_in, school, team, teacher):
    other = factories.make_team(school, "Team Techniek")
    ended = factories.make_person("Oud Lid", team=other, role="teacher")
    ended.memberships.update(until=timezone.localdate())
    comes = factories.make_person("Straks Hier", school=school)
    Membership.objects.create(
        user=comes, team=other, role="coach", since=timezone.localdate() + timedelta(days=5)
    )

    sent = signed_in.post(reverse("people"), {"words": "", "team": other.pk})

    assert listed(signed_in.get(sent.url)) == ["Straks Hier"]
    assert listed(signed_in.get(reverse("people"), {"team": team.pk})) == ["Tijn Verzonnen"]


# --- many people --------------------------------------------------------------------------------------


def make_many(school, team, number):
    people = User.objects.bulk_create(
        User(
            school=school, email=f"{place}@school.example", name=f"Naam{place:05} Verzonnen",
            password=NOBODY_KNOWS, invited_at=timezone.now() if place % 3 == 0 else None, last_login=timezone.now() if place % 3 else None,
        )
        for place in range(number)
    )  # fmt: skip
    now = timezone.now()
    Membership.objects.bulk_create(
        Membership(user=person, team=team, role=role, began_at=now)
        for person in people
        for role in ("teacher", "coach")
    )


@pytest.mark.parametrize("number", [1, 10_000])
def test_a_school_of_ten_thousand_takes_as_many_queries_as_a_school_of_one(
    signed_in, school, team, number, django_assert_num_queries
):
    make_many(school, team, number)

    # person; a second step; who asks for a place; bounced, administrators with a role, people, their roles;
    # teams
    with django_assert_num_queries(8):
        page = signed_in.get(reverse("people"))
    address = signed_in.post(reverse("people"), {"words": "naam0", "team": team.pk}).url
    with django_assert_num_queries(9):  # and the team
        found = signed_in.get(address)

    assert page.context["found"].tabs[0].number == number + 1
    assert found.context["page"].paginator.count == number
    assert len(found.context["page"].object_list) == min(number, 50)


def test_pages_follow_one_another_and_keep_what_was_asked(signed_in, school, team):
    make_many(school, team, 120)
    address = signed_in.post(reverse("people"), {"words": "verzonnen"}).url
    seen = []
    while address:
        page = signed_in.get(address)
        seen += listed(page)
        further = re.search(r'href="([^"]+)">Further', page.content.decode())
        address = further and reverse("people") + further[1].replace("&amp;", "&")

    assert (len(seen), len(set(seen))) == (120, 120)


# --- as a file ----------------------------------------------------------------------------------------


def test_the_list_as_a_file_holds_what_the_list_shows_and_the_log_says_so(
    signed_in, administrator, school, team, teacher, elsewhere
):
    Membership.objects.create(user=teacher, team=team, role="coach")
    fleur = invited(school, "Fleur Fantasie")
    User.objects.filter(pk=fleur.pk).update(name="=Fleur Fantasie")

    response = signed_in.get(reverse("people_file", args=["csv"]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert rows == [
        ["name", "e-mail address", "team", "role", "state", "task"],
        ["'=Fleur Fantasie", fleur.email, "", "", "invited", ""],
        ["Ada Beheer", administrator.email, "", "", "active", "looks after people and teams"],
        ["Tijn Verzonnen", teacher.email, "Team Zorg", "coach", "active", ""],
        ["Tijn Verzonnen", teacher.email, "Team Zorg", "teacher", "active", ""],
    ]
    book = signed_in.get(reverse("people_file", args=["xlsx"]))
    assert "<t>=Fleur Fantasie</t>" in parts_of(book.content)
    log = AuditEvent.objects.order_by("pk").values_list("what", "by", "about", "detail")
    assert list(log) == [
        ("exported", administrator.pk, None, {"file": "csv"}),
        ("exported", administrator.pk, None, {"file": "xlsx"}),
    ]
    assert signed_in.get(reverse("people_file", args=["pdf"])).status_code == 404
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3_000])
def test_a_file_of_many_takes_as_many_queries(signed_in, school, team, number, django_assert_num_queries):
    make_many(school, team, number)

    # person, in a transaction: the line in the log, bounced, administrators with a role, people, roles
    with django_assert_num_queries(8):
        response = signed_in.get(reverse("people_file", args=["csv"]))

    assert response.content.count(b"\r\n") == 1 + 2 * number + 1


# --- on the start page, and in the menu -------------------------------------------------------------------


def test_the_start_page_says_what_waits_and_to_nobody_else(client, signed_in, administrator, school, teacher):
    invited(school, "Hidde Hypothese", days=3)
    assert "come in yet" not in words(signed_in.get(reverse("home")))
    invited(school, "Fleur Fantasie", days=9)
    bounced = invited(school, "Bram Bedenksel", days=0)
    ToTell.objects.create(kind=News.INVITED, person=bounced, tries=1, why="SMTPRecipientsRefused 550")

    page = signed_in.get(reverse("home"))

    assert "One person was invited more than a week ago and has not come in yet. See who" in words(page)
    assert "One invitation did not arrive. Put the address right" in words(page)
    assert f'{reverse("people")}?state=invited"' in page.content.decode()
    User.objects.update(language="en")
    client.force_login(teacher)
    assert "come in yet" not in words(client.get(reverse("home")))


def test_the_menu_leads_an_administrator_to_people_and_others_to_their_visits(client, signed_in, teacher):
    menus = []
    for person in (None, teacher):
        if person:
            client.force_login(person)
        html = client.get(reverse("about")).content.decode()
        menus.append(html[html.index("<nav") : html.index("</nav>")])

    assert [reverse("people") in menu for menu in menus] == [True, False]
    assert [f'href="{reverse("home")}"' in menu for menu in menus] == [False, True]


def test_where_no_letter_leaves_the_list_leads_to_the_link(signed_in, school, settings):
    """To invite again would make the link that was handed over useless."""
    fleur = invited(school, "Fleur Fantasie")
    said, shown = reverse("invitation", args=[fleur.pk]), {}
    for settings.MAIL_HOST in ("", "mail.school.example"):
        page = signed_in.get(reverse("people")).content.decode()
        shown[settings.MAIL_HOST] = (f'"{said}"' in page, reverse("invite_again", args=[fleur.pk]) in page)

    assert shown == {"": (True, False), "mail.school.example": (False, True)}
