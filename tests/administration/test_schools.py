"""Who operates the installation sees that schools are there and who looks after them, and adds one."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from administration import inviting
from letters import due
from letters.postman import deliver
from people import invitations
from people.audit import AuditEvent, Done
from people.models import School, User
from tests import factories

SENT = {
    "school": "Verzonnen Academie", "time_zone": "America/Kralendijk", "name": "Olivia Hersenschim",
    "email": "Olivia@Verzonnen.example",
}  # fmt: skip


@pytest.fixture
def operator(client, school):
    person = factories.make_person(
        "Su Per", school=school, is_administrator=True, is_superuser=True, language="en"
    )
    client.force_login(person)
    return person


def text(client):
    page = html.document_fromstring(client.get(reverse("schools")).content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_the_page_names_schools_and_who_administers_them_and_nothing_else(client, operator, lesson):
    other = factories.make_school("Andere School")
    factories.make_person("Ada Beheer", school=other, is_administrator=True)
    factories.make_person("Bo Weg", school=other, is_administrator=True, is_active=False)
    factories.make_person("Vera Vreemd", team=factories.make_team(other, "Team Vreemd"), role="teacher")
    said = text(client)

    assert "Andere School" in said and "Fictief College" in said
    assert "Ada Beheer" in said and "Su Per" in said
    for hidden in ("Vera", "Team Vreemd", "Bo Weg", "Tijn", "@"):
        assert hidden not in said


@pytest.mark.parametrize("who", ["administrator", "teacher", "nobody"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_nobody_else_there_is_such_a_page(client, school, teacher, who, method):
    person = {
        "administrator": factories.make_person("Ada Beheer", school=school, is_administrator=True),
        "teacher": teacher, "nobody": None,
    }[who]  # fmt: skip
    if person:
        client.force_login(person)
    expected = 404 if person else {"get": 302, "post": 403}[method]

    assert getattr(client, method)(reverse("schools"), SENT).status_code in (
        expected,
        302 if not person else 404,
    )
    assert School.objects.count() == 1


def test_a_school_is_added_with_an_administrator_who_is_invited(client, operator):
    assert client.post(reverse("schools"), SENT).status_code == 302
    person = User.objects.get(email="olivia@verzonnen.example")
    deliver.call()

    assert (person.school.name, person.school.time_zone) == ("Verzonnen Academie", "America/Kralendijk")
    assert person.is_administrator and not person.is_superuser and not person.has_usable_password()
    assert invitations.holds(person)
    assert [letter.to for letter in mail.outbox] == [["olivia@verzonnen.example"]]
    assert "invited, not in yet" in text(client)


def body_of_letter(number):
    return " ".join(mail.outbox[number].body.split())


def test_who_invites_from_another_school_is_said_to_look_after_the_installation(client, operator):
    """In the letter, in its reminder and on the page that they lead to: not to be of the new school."""
    client.post(reverse("schools"), SENT)
    deliver.call()
    with time_machine.travel(timezone.now() + timedelta(days=7, hours=1)):
        due.note()
    with time_machine.travel(timezone.now() + timedelta(days=10)):  # letters leave by day
        deliver.call()
    person = User.objects.get(email="olivia@verzonnen.example")
    page = Client().get(reverse("welcome", args=[invitations.token(person)])).content.decode()
    who = "Su Per, who looks after this installation of Meekijken,"

    assert f"{who} made a place for Verzonnen Academie and for you." in body_of_letter(0)
    assert f"a week ago {who} made a place for Verzonnen Academie and for you." in body_of_letter(1)
    assert f"{who} made a place for you." in page
    assert "Su Per of" not in body_of_letter(0) + body_of_letter(1)


def test_who_administers_the_own_school_invites_as_of_that_school(client, operator, school):
    person = factories.make_person("Fleur Fantasie", school=school, password=None, language="en")
    inviting.invite_again(person=person, by=operator)
    deliver.call()
    person.refresh_from_db()
    page = Client().get(reverse("welcome", args=[invitations.token(person)])).content.decode()

    assert "Su Per of Fictief College made a place for you." in body_of_letter(0)
    assert "Su Per made a place for you." in page


def test_sent_twice_it_is_one_school_and_one_invitation(client, operator):
    replies = [client.post(reverse("schools"), SENT).status_code for _time in range(2)]

    assert replies == [302, 302]
    assert School.objects.filter(name="Verzonnen Academie").count() == 1
    assert User.objects.filter(is_administrator=True).count() == 2


def test_an_address_that_somebody_has_is_refused_without_saying_who(client, operator, teacher):
    reply = client.post(reverse("schools"), SENT | {"email": teacher.email})

    assert reply.status_code == 422
    assert "cannot be invited" in reply.content.decode()
    assert "Tijn" not in reply.content.decode()
    assert 'value="Olivia Hersenschim"' in reply.content.decode()
    assert School.objects.count() == 1


def test_the_link_is_shown_where_no_mail_leaves_and_leads_in(client, operator, settings):
    settings.MAIL_HOST = ""
    client.post(reverse("schools"), SENT)
    person = User.objects.get(email="olivia@verzonnen.example")
    link = invitations.link(person)
    assert link in client.get(reverse("schools")).content.decode()

    settings.MAIL_HOST = "mail.example"
    assert link not in client.get(reverse("schools")).content.decode()


def test_who_never_came_in_is_invited_again_and_nobody_else(client, operator, teacher):
    client.post(reverse("schools"), SENT)
    person = User.objects.get(email="olivia@verzonnen.example")
    before = person.invited_at

    assert client.post(reverse("school_again", args=[person.pk])).status_code == 302
    assert User.objects.get(pk=person.pk).invited_at > before
    for other in (operator, teacher):
        assert client.post(reverse("school_again", args=[other.pk])).status_code == 404
    client.force_login(factories.make_person("Ada Beheer", school=operator.school, is_administrator=True))
    assert client.post(reverse("school_again", args=[person.pk])).status_code == 404


def test_the_operator_administers_the_own_school_alone(client, operator):
    client.post(reverse("schools"), SENT)
    person = User.objects.get(email="olivia@verzonnen.example")
    client.get(reverse("schools"))  # which says that it was done

    assert "Olivia" not in client.get(reverse("first_steps")).content.decode()
    client.force_login(person)
    page = client.get(reverse("first_steps")).content.decode()
    assert "Verzonnen Academie" in page and "Fictief College" not in page


def test_the_page_asks_as_much_for_many_schools(client, operator, django_assert_num_queries):
    for number in range(20):
        place = factories.make_school(f"School {number}")
        factories.make_person(f"Beheer {number}", school=place, is_administrator=True)
    client.get(reverse("schools"))
    with django_assert_num_queries(3):  # who asks, schools, administrators
        client.get(reverse("schools"))


def test_a_school_that_stops_is_said_and_one_that_is_gone_is_not_there(client, operator):
    now, day = timezone.now(), timezone.localdate()
    factories.make_school("Stopt College", leaves_on=day, closed_at=now)
    factories.make_school("Weg College", leaves_on=day, closed_at=now, left_at=now)
    factories.make_school("Leeg College")
    said = text(client)

    assert "Stopt College Clock of the Netherlands This school stops with Meekijken." in said
    assert "Leeg College Clock of the Netherlands Nobody looks after this school now." in said
    assert "Weg College" not in said


def test_only_who_operates_is_led_there(client, operator, school):
    assert reverse("schools") in client.get(reverse("me")).content.decode()
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    assert reverse("schools") not in client.get(reverse("me")).content.decode()


# --- on the command line ----------------------------------------------------------------------------------


def invite(*args):
    return call_command("invite", *args).strip()


def follow(link):
    browser = Client()
    return browser, browser.get(link.removeprefix("http://localhost:8000"), follow=True)


def test_who_lost_password_and_mailbox_chooses_another_one_by_the_printed_link(teacher):
    client = Client()
    client.force_login(teacher)
    browser, page = follow(invite(teacher.email.upper()))
    sent = {"password1": "drie gele schoenen", "password2": "drie gele schoenen"}
    browser.post(page.redirect_chain[-1][0], sent)

    assert User.objects.get(pk=teacher.pk).check_password("drie gele schoenen")


def test_whose_phone_is_lost_too_comes_in_without_the_second_step(teacher):
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXP")
    invite(teacher.email)
    assert teacher.authenticator_set.exists()
    for _time in range(2):
        invite(teacher.email, "--without-second-step")

    assert not teacher.authenticator_set.exists()
    assert AuditEvent.objects.filter(about=teacher, by=None, what=Done.STEP_REMOVED).count() == 1


def test_who_was_invited_and_never_came_gets_a_new_link(school):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True, password=None)
    inviting.invite([person], by=None)
    old = invitations.link(User.objects.get(pk=person.pk))
    new = invite(person.email)

    assert new != old
    assert follow(new)[1].status_code == 200
    assert follow(old)[1].status_code == 410


def test_a_school_whose_administrators_are_gone_gets_a_new_one(school):
    link = invite("ada@school.example", "--name", "Ada Beheer")
    person = User.objects.get(email="ada@school.example")

    assert (person.school, person.is_administrator, person.is_superuser) == (school, True, False)
    assert follow(link)[1].status_code == 200


def test_what_cannot_be_is_said(school, teacher):
    with pytest.raises(CommandError, match="With --name"):
        invite("niemand@school.example")
    with pytest.raises(CommandError, match="no e-mail address"):
        invite("niemand", "--name", "Niemand")
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    with pytest.raises(CommandError, match="on pause or closed"):
        invite(teacher.email)
    factories.make_school("Andere School")
    with pytest.raises(CommandError, match="one of ‘Andere School’, ‘Fictief College’"):
        invite("ada@school.example", "--name", "Ada Beheer")
    invite("ada@school.example", "--name", "Ada Beheer", "--school", "Andere School")
    assert User.objects.get(email="ada@school.example").school.name == "Andere School"


def test_where_no_school_is_it_says_where_one_begins(db):
    with pytest.raises(CommandError, match="prints where one begins"):
        invite("ada@school.example", "--name", "Ada Beheer")


def test_another_administrator_becomes_operator_and_nobody_who_takes_part(school, teacher):
    ada = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    invite(ada.email, "--operator")
    assert User.objects.get(pk=ada.pk).is_superuser

    with pytest.raises(CommandError, match="takes part in visits"):
        invite(teacher.email, "--operator")
