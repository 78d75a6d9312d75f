"""The page of a person: what an administrator may change there, each time in the log, and what not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from administration import accounts, roles
from letters.models import OwnCalendar
from observations.access import Http404
from people import addresses
from people.audit import AuditEvent
from people.models import Membership, User
from tests import factories
from tests.administration.people import change, make_lead, page_of, press, save_roles
from tests.home.conftest import words

PRESSES = ["person_task", "person_pause", "person_resume", "person_sign_out"]


@pytest.fixture
def sam(school):
    """Never signed in."""
    return factories.make_person("Sam Bedacht", school=school, password=None, language="en")


@pytest.fixture
def tijn(teacher):
    """Has signed in, some day."""
    User.objects.filter(pk=teacher.pk).update(last_login=timezone.now() - timedelta(days=3), language="en")
    return User.objects.get(pk=teacher.pk)


def log():
    return list(AuditEvent.objects.order_by("pk").values_list("what", "about__name", "detail"))


def letters():
    return {letter.to[0]: letter.subject for letter in mail.outbox}


def test_that_nobody_signs_in_as_somebody_else_is_said_where_it_is_so(signed_in, sam, tijn):
    """Until the first sign-in an administrator may set the address to which a link goes."""
    said = "Nobody can."
    assert said in words(signed_in.get(page_of(tijn)))
    assert said not in words(signed_in.get(page_of(sam)))


def test_who_is_on_pause_reads_that_nothing_was_erased(client, tijn, administrator):
    """Who is ill is not told that the account is closed: that is what who leaves reads."""
    accounts.pause(by=administrator, person=tijn)
    sent = {"login": tijn.email, "password": factories.PASSWORD}
    page = words(client.post(reverse("account_login"), sent, follow=True))

    assert "Je staat op pauze" in page
    assert "Er is niets van jou gewist" in page
    assert "gesloten" not in page


# --- roles --------------------------------------------------------------------------------------------


def test_several_roles_in_several_teams_from_today_on_and_each_in_the_log(signed_in, school, team, sam):
    other = factories.make_team(school, "Team Techniek")

    save_roles(signed_in, sam, team, "teacher", "coach")
    response = save_roles(signed_in, sam, other, "teacher")
    page = words(signed_in.get(page_of(sam)))

    assert response.url == page_of(sam)
    assert set(sam.memberships.values_list("team__name", "role", "since")) == {
        ("Team Zorg", "teacher", timezone.localdate()),
        ("Team Zorg", "coach", timezone.localdate()),
        ("Team Techniek", "teacher", timezone.localdate()),
    }
    assert log() == [
        ("role_given", "Sam Bedacht", {"role": "teacher", "team": "Team Zorg"}),
        ("role_given", "Sam Bedacht", {"role": "coach", "team": "Team Zorg"}),
        ("role_given", "Sam Bedacht", {"role": "teacher", "team": "Team Techniek"}),
    ]
    assert page.index("Team Techniek") < page.index("Team Zorg")


def test_only_what_was_changed_on_the_page_changes(signed_in, team, tijn):
    """Somebody else gave a role, and ended one, since the page was made."""
    Membership.objects.create(user=tijn, team=team, role="coach")
    save_roles(signed_in, tijn, team, was=["teacher"])

    make_lead(signed_in, tijn, team, was=[])

    assert set(tijn.memberships.not_ended().values_list("role", flat=True)) == {"coach", "lead"}


def test_ended_is_never_deleted_and_is_read_back(signed_in, team, tijn):
    since = tijn.memberships.get().since
    save_roles(signed_in, tijn, team, was=["teacher"])

    assert tijn.memberships.get().until == timezone.localdate()
    assert log() == [("role_ended", "Tijn Verzonnen", {"role": "teacher", "team": "Team Zorg"})]
    assert f"teacher, Team Zorg: from {since.day}" in words(signed_in.get(page_of(tijn))).replace("  ", " ")


@pytest.mark.parametrize("sent", [{"roles": "head"}, {"was": "head"}, {"team": ""}, {"team": "x"}])
def test_what_is_no_role_or_team_is_refused_with_what_was_ticked(signed_in, team, sam, sent):
    response = signed_in.post(
        reverse("person_roles", args=[sam.pk]), {"team": team.pk, "roles": ["coach"]} | sent
    )

    assert (response.status_code, sam.memberships.exists(), log()) == (422, False, [])


def test_the_same_role_twice_is_one_role_and_one_line(signed_in, team, sam):
    for _time in range(2):
        assert save_roles(signed_in, sam, team, "coach").status_code == 302

    assert (sam.memberships.count(), len(log())) == (1, 1)


def test_what_follows_from_a_lead_is_read_before_the_button(signed_in, team, sam):
    lotte = factories.make_person("Lotte Nepnaam", team=team, role="lead")

    asks = save_roles(signed_in, sam, team, "lead", "coach")

    text = words(asks)
    assert (asks.status_code, sam.memberships.exists(), log()) == (422, False, [])
    assert "Sam becomes team lead of Team Zorg" in text
    assert "Their keys stay closed for Sam until they say yes themselves." in text
    assert "Lotte Nepnaam stays team lead too. Does Lotte stop?" in text
    assert page_of(lotte) in asks.content.decode()
    assert asks.content.decode().count(" checked><span>") == 2
    make_lead(signed_in, sam, team)
    assert sam.memberships.get().role == "lead"


def test_who_leads_already_is_not_asked_again(signed_in, team):
    lotte = factories.make_person("Lotte Nepnaam", team=team, role="lead")

    assert save_roles(signed_in, lotte, team, "lead", "coach", was=["lead"]).status_code == 302


# --- looking after people and teams -----------------------------------------------------------------------


def test_the_task_is_given_and_taken_away_by_somebody_else(signed_in, sam):
    for sent, is_given in (({"administers": "1"}, True), ({"administers": "1"}, True), ({}, False)):
        press(signed_in, "person_task", sam, **sent)
        assert User.objects.get(pk=sam.pk).is_administrator == is_given

    assert [what for what, *_rest in log()] == ["administers", "administers_not"]


def test_two_administrators_who_take_each_others_task_away_leave_one(administrator, school):
    bo = factories.make_person("Bo Beheer", school=school, is_administrator=True)

    roles.change_task(by=administrator, person=bo, administers=False)
    with pytest.raises(Http404):  # with the page of before still open
        roles.change_task(by=bo, person=administrator, administers=False)
    with pytest.raises(Http404):
        accounts.pause(by=bo, person=administrator)

    assert list(User.objects.filter(is_administrator=True)) == [administrator]


def test_a_role_and_the_task_given_at_once_make_no_double_role(administrator, school, team, sam):
    """Each read the page of before the other was done."""
    bo = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    roles.change_roles(by=administrator, person=sam, team=team, give=["coach"])
    with pytest.raises(ValidationError):
        roles.change_task(by=bo, person=sam, administers=True)

    other = factories.make_person("Noor Fictief", school=school)
    roles.change_task(by=administrator, person=User.objects.get(pk=other.pk), administers=True)
    with pytest.raises(ValidationError):
        roles.change_roles(by=bo, person=other, team=team, give=["lead"])

    assert not User.objects.double_roles().exists()


# --- making checklists ------------------------------------------------------------------------------------


def test_making_checklists_is_given_beside_a_role_and_taken_away(signed_in, tijn):
    for sent, is_given in (({"edits": "1"}, True), ({"edits": "1"}, True), ({}, False), ({}, False)):
        press(signed_in, "person_edits", tijn, **sent)
        now = User.objects.get(pk=tijn.pk)
        assert (now.is_editor, now.edits_checklists, now.is_administrator) == (is_given, is_given, False)

    assert [(what, name) for what, name, _facts in log()] == [
        ("edits", "Tijn Verzonnen"), ("edits_not", "Tijn Verzonnen"),
    ]  # fmt: skip


def test_the_page_and_the_list_say_who_makes_checklists(signed_in, tijn):
    assert "Tijn does not make checklists." in words(signed_in.get(page_of(tijn)))
    press(signed_in, "person_edits", tijn, edits="1")

    assert "Tijn makes checklists for your school." in words(signed_in.get(page_of(tijn)))
    assert "makes checklists" in words(signed_in.get(reverse("people")))
    signed_in.force_login(tijn)
    assert "You make the checklists of your school." in words(signed_in.get(reverse("me")))
    assert "gave you the task of making checklists" in words(signed_in.get(reverse("own_log")))


def test_an_administrator_makes_checklists_anyway_and_nobody_else_gives_it(signed_in, school, tijn):
    bo = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    assert press(signed_in, "person_edits", bo, edits="1").status_code == 404
    assert "As an administrator Bo may make checklists too." in words(signed_in.get(page_of(bo)))

    signed_in.force_login(tijn)
    assert press(signed_in, "person_edits", tijn, edits="1").status_code == 404
    assert not User.objects.filter(is_editor=True).exists()


def test_whose_account_is_closed_makes_none_and_keeps_the_task_for_who_comes_back(signed_in, tijn):
    User.objects.filter(pk=tijn.pk).update(is_editor=True, closed_at=timezone.now(), leaves_on=tijn.today)

    assert not User.objects.get(pk=tijn.pk).edits_checklists
    assert press(signed_in, "person_edits", tijn).status_code == 404


# --- name and address -------------------------------------------------------------------------------------


def test_name_and_language(signed_in, sam):
    response = change(signed_in, sam, name="Sam  Anders", language="nl")

    now = User.objects.get(pk=sam.pk)
    assert (response.url, now.name, now.language, log()) == (
        page_of(sam), "Sam Anders", "nl", [("named", "Sam Bedacht".replace("Bedacht", "Anders"), {})],
    )  # fmt: skip
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "required"), ({"name": "\u2800"}, "can be read"), ({"name": "x" * 121}, "120 fit"),
        ({"language": "fr"}, "valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_everything_still_there(signed_in, sam, sent, said):
    response = change(signed_in, sam, **({"name": "Sam Anders"} | sent))

    html = response.content.decode()
    assert (response.status_code, said in html) == (422, True)
    assert "name" in sent or 'value="Sam Anders"' in html
    assert (User.objects.get(pk=sam.pk).name, log()) == ("Sam Bedacht", [])


def test_before_the_first_sign_in_the_address_is_put_right_where_the_invitation_is(signed_in, sam):
    page = signed_in.get(page_of(sam)).content.decode()
    response = change(signed_in, sam, name="Sam Anders", email="sam.goed@school.example")

    now = User.objects.get(pk=sam.pk)
    assert reverse("invitation", args=[sam.pk]) in page
    assert (response.status_code, now.email, now.waiting_email) == (302, sam.email, "")


def test_after_the_first_sign_in_an_address_waits(signed_in, tijn):
    change(signed_in, tijn, email="tijn.anders@school.example")

    now = User.objects.get(pk=tijn.pk)
    assert (now.email, now.waiting_email) == (tijn.email, "tijn.anders@school.example")
    assert letters() == {
        tijn.email: "Another address for Meekijken?",
        now.waiting_email: "This address for Meekijken?",
    }
    assert "tijn.anders@school.example waits until Tijn says yes." in words(signed_in.get(page_of(tijn)))


@pytest.mark.parametrize("email", ["geen adres", "OWN", "x" * 250 + "@school.example"])
def test_what_is_no_other_address_is_refused_and_stays_in_the_field(signed_in, tijn, email):
    email = tijn.email.upper() if email == "OWN" else email
    response = change(signed_in, tijn, name="Tijn Anders", email=email)

    html = response.content.decode()
    assert (response.status_code, f'value="{email}"' in html, 'value="Tijn Anders"' in html) == (
        422,
        True,
        True,
    )
    assert (User.objects.get(pk=tijn.pk).waiting_email, mail.outbox, log()) == ("", [], [])


def test_a_taken_address_tells_nothing_and_its_owner_is_told(signed_in, tijn, elsewhere):
    response = change(signed_in, tijn, email=elsewhere.email)

    assert (response.status_code, "Vera" in signed_in.get(response.url).content.decode()) == (302, False)
    assert letters()[elsewhere.email] == "Dit adres heeft al een account"


def test_saving_again_sends_no_second_letter_and_an_empty_field_takes_it_back(signed_in, tijn):
    for _time in range(2):
        change(signed_in, tijn, email="tijn.anders@school.example")
    assert (len(mail.outbox), len(log())) == (2, 1)

    change(signed_in, tijn, email="")
    assert (len(mail.outbox), User.objects.get(pk=tijn.pk).waiting_email) == (2, "")


def test_no_letter_goes_while_others_wait_for_the_database(signed_in, tijn, monkeypatch):
    held, send = [], addresses.letter
    monkeypatch.setattr(
        addresses,
        "letter",
        lambda *args, **more: held.append(connection.savepoint_ids[:]) or send(*args, **more),
    )
    change(signed_in, tijn, email="tijn.anders@school.example")

    assert held == [[], []]


def test_what_a_person_changes_at_the_same_moment_stays(signed_in, tijn, monkeypatch):
    """Between reading and keeping the administrator's page: another password."""
    write_down = accounts.note

    def meanwhile(*args, about, **facts):
        User.objects.filter(pk=about.pk).update(password="chosen meanwhile")
        write_down(*args, about=about, **facts)

    monkeypatch.setattr(accounts, "note", meanwhile)
    change(signed_in, tijn, name="Tijn Hernoemd", email="")

    tijn.refresh_from_db()
    assert (tijn.name, tijn.password) == ("Tijn Hernoemd", "chosen meanwhile")


def test_ones_own_page_changes_a_name_and_nothing_else(signed_in, administrator, tijn):
    page = signed_in.get(page_of(administrator)).content.decode()
    change(signed_in, administrator, name="Ada Anders", email="ander@school.example")

    now = User.objects.get(pk=administrator.pk)
    assert (now.name, now.email, now.waiting_email) == ("Ada Anders", administrator.email, "")
    assert [press(signed_in, name, administrator).status_code for name in PRESSES] == [404] * 4
    assert [name for name in PRESSES if reverse(name, args=[administrator.pk]) in page] == []
    assert now.is_administrator and now.is_active


# --- pause and signing out ------------------------------------------------------------------------------


def test_a_pause_shuts_out_at_once_and_ends_without_reviving_a_session(signed_in, tijn):
    there = Client()
    there.force_login(tijn)
    OwnCalendar(person=tijn).give_address("token", turn=0)
    feed = reverse("calendar", args=["token"])
    assert there.get(feed).status_code == 200

    press(signed_in, "person_pause", tijn)
    assert (there.get(reverse("home")).status_code, there.get(feed).status_code) == (302, 404)
    there.post(reverse("account_login"), {"login": tijn.email, "password": factories.PASSWORD})
    assert "_auth_user_id" not in there.session
    assert "On pause" in words(signed_in.get(page_of(tijn)))

    press(signed_in, "person_resume", tijn)
    assert there.get(reverse("home")).status_code == 302
    there.post(reverse("account_login"), {"login": tijn.email, "password": factories.PASSWORD})
    assert there.get(reverse("home")).status_code == 200
    assert [what for what, *_rest in log()] == ["paused", "resumed", "signed_in"]
    assert tijn.memberships.running().exists()


def test_signing_out_everywhere_ends_every_session_of_this_person_and_of_nobody_else(signed_in, tijn, coach):
    devices = [Client(), Client()]
    for device in devices:
        device.force_login(tijn)
    other = Client()
    other.force_login(coach)

    press(signed_in, "person_sign_out", tijn)

    assert [device.get(reverse("home")).status_code for device in devices] == [302, 302]
    assert (other.get(reverse("home")).status_code, signed_in.get(reverse("home")).status_code) == (200, 200)
    assert log() == [("signed_out", "Tijn Verzonnen", {})]


# --- out of reach -----------------------------------------------------------------------------------------


def everything(client, person, team):
    """(address, answer) of each way to change somebody."""
    yield "roles", make_lead(client, person, team).status_code
    yield "change", change(client, person, name="Iemand Anders").status_code
    for name in PRESSES:
        yield name, press(client, name, person, administers="1").status_code


def test_another_school_is_out_of_reach_also_for_who_keeps_the_installation(
    client, signed_in, school, team, elsewhere
):
    before = User.objects.filter(pk=elsewhere.pk).values().get()
    root = factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    for somebody in (None, root):
        if somebody:
            client.force_login(somebody)
        assert signed_in.get(page_of(elsewhere)).status_code == 404
        assert set(dict(everything(signed_in, elsewhere, team)).values()) == {404}
    theirs = elsewhere.memberships.get()
    assert make_lead(signed_in, root, theirs.team).status_code == 422

    assert User.objects.filter(pk=elsewhere.pk).values().get() == before
    assert (theirs.team.memberships.count(), log()) == (1, [])


def test_a_team_of_another_school_is_neither_offered_nor_taken(signed_in, tijn, elsewhere):
    theirs = elsewhere.memberships.get().team

    assert "Verweg" not in signed_in.get(page_of(tijn)).content.decode()
    assert make_lead(signed_in, tijn, theirs).status_code == 422
    assert (theirs.memberships.count(), tijn.memberships.count()) == (1, 1)


@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_for_who_is_no_administrator_there_are_no_such_pages(client, team, tijn, role):
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))

    pages = [reverse("people"), reverse("people_file", args=["csv"]), page_of(tijn)]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert set(dict(everything(client, tijn, team)).values()) == {404}
    assert log() == []


def test_who_keeps_the_installation_is_out_of_an_administrators_reach(signed_in, school, team):
    root = factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    page = signed_in.get(page_of(root)).content.decode()

    found = dict(everything(signed_in, root, team))

    root.refresh_from_db()
    assert (root.name, root.is_active, root.memberships.exists()) == ("Su Per", True, False)
    assert found.pop("roles") in (404, 422)
    assert set(found.values()) == {404}
    assert [name for name in [*PRESSES, "person_change"] if reverse(name, args=[root.pk]) in page] == []


@pytest.mark.parametrize("name", [*PRESSES, "person_roles"])
def test_a_press_is_no_page(signed_in, tijn, name):
    assert signed_in.get(reverse(name, args=[tijn.pk])).status_code == 405


@pytest.mark.parametrize("name", ["people", "person", "person_change", *PRESSES, "person_roles"])
def test_a_visitor_is_sent_to_the_sign_in_page(client, tijn, name):
    for send in (client.get, client.post):
        response = send(reverse(name, args=[] if name == "people" else [tijn.pk]))
        assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


def test_pausing_and_ending_a_pause_twice_are_one_each(signed_in, tijn):
    for name in ("person_pause", "person_pause", "person_resume", "person_resume"):
        assert press(signed_in, name, tijn).status_code == 302

    assert [what for what, *_rest in log()] == ["paused", "resumed"]


def test_whose_account_is_closed_is_left_as_it_is(signed_in, team, tijn):
    User.objects.filter(pk=tijn.pk).update(leaves_on=timezone.localdate(), closed_at=timezone.now())

    assert "account closed" in words(signed_in.get(page_of(tijn))).lower()
    assert set(dict(everything(signed_in, tijn, team)).values()) == {404}


def test_nobody_becomes_who_keeps_the_installation_and_nothing_is_deleted(signed_in, tijn):
    change(signed_in, tijn, is_superuser="on", email="")
    press(signed_in, "person_task", tijn, is_superuser="on")

    assert not User.objects.filter(is_superuser=True).exists()
    assert signed_in.delete(page_of(tijn)).status_code in (200, 405)
    assert User.objects.filter(pk=tijn.pk).exists()


def test_an_administrator_who_may_not_sign_in_any_more_is_out(signed_in, administrator):
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    assert signed_in.get(reverse("people")).status_code == 302


def test_the_pages_name_no_visit_and_no_day_of_being_here(signed_in, lesson):
    factories.look(lesson)
    User.objects.filter(pk=lesson.coach_id).update(last_login=timezone.now())
    before = words(signed_in.get(page_of(lesson.coach)))
    User.objects.filter(pk=lesson.coach_id).update(
        last_login=timezone.now() - timedelta(days=400), here_on=timezone.localdate() - timedelta(days=99)
    )

    after = words(signed_in.get(page_of(lesson.coach)))

    assert after == before
    for person in (lesson.teacher, lesson.coach):
        html = signed_in.get(page_of(person)).content.decode()
        assert [word for word in ("Rekenen", "VZ2B", str(lesson.pk), "Drie stappen") if word in html] == []


def test_a_person_with_many_roles_takes_as_many_queries(signed_in, school, sam, django_assert_num_queries):
    for number in range(12):
        team = factories.make_team(school, f"Team {number:02}")
        for role in ("teacher", "coach"):
            Membership.objects.create(user=sam, team=team, role=role)

    # person; somebody, their state, their roles, teams of the school
    with django_assert_num_queries(5):
        signed_in.get(page_of(sam))
