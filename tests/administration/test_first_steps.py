"""Five steps from an empty school to a first lesson visit, each read from its rows."""

import pytest
from django.urls import reverse
from lxml import html

from administration.steps import Steps
from people.audit import AuditEvent
from people.models import Membership, Team, User
from tests import factories


@pytest.fixture
def administrator(client, school):
    person = factories.make_person("Iris Verzinsel", school=school, is_administrator=True, language="en")
    client.force_login(person)
    return person


def send(client, step, **fields):
    sent = {"step": step} | {f"{step}-{name}": value for name, value in fields.items()}
    return client.post(reverse("first_steps"), sent)


def page(client):
    return html.document_fromstring(client.get(reverse("first_steps")).content.decode())


def done(client):
    """Numbers of the steps that are done, as the page says it."""
    rows = page(client).xpath("//main//ol/li")
    return [number for number, row in enumerate(rows, 1) if row.xpath(".//span[text()='done']")]


def asked(client):
    return page(client).xpath("//main//input[@name='step']/@value")


def test_each_step_follows_from_what_is_there(client, administrator, school):
    assert (done(client), asked(client)) == ([1], ["team"])

    assert send(client, "team", name="Zorg").status_code == 302
    assert (done(client), asked(client)) == ([1, 2], ["teacher"])

    assert send(client, "teacher", name="Tijn Verzonnen", email="Tijn@School.example").status_code == 302
    assert (done(client), asked(client)) == ([1, 2, 3], ["other"])

    assert send(client, "other", name="Coba Voorbeeld", email="coba@school.example").status_code == 302
    assert (done(client), asked(client)) == ([1, 2, 3, 4], [])

    tijn = User.objects.get(email="tijn@school.example")
    client.force_login(tijn)  # comes in
    client.force_login(administrator)
    assert done(client) == [1, 2, 3, 4, 5]
    roles = Membership.objects.values_list("user__name", "role", "team__name")
    assert set(roles) == {("Tijn Verzonnen", "teacher", "Zorg"), ("Coba Voorbeeld", "coach", "Zorg")}
    assert list(AuditEvent.objects.filter(school=school, what="team").values_list("detail", flat=True)) == [
        {"team": "Zorg"}
    ]


def test_the_page_goes_on_where_one_is(client, administrator):
    """And not at its head, from which one scrolls down again after each step."""
    at = [
        send(client, "team", name="Zorg").url,
        send(client, "teacher", name="Tijn Verzonnen", email="tijn@school.example").url,
        send(client, "other", name="Coba Voorbeeld", email="coba@school.example").url,
    ]

    assert [url.partition("#")[2] for url in at] == ["teacher", "teacher", "other"]
    assert page(client).xpath("//main//li[@id='teacher' or @id='other']")


def test_the_start_page_says_the_next_step_until_a_visit_can_begin(client, administrator, school):
    def said():
        return html.document_fromstring(client.get(reverse("home")).content.decode()).text_content()

    assert "Now comes the first team" in said()
    team = factories.make_team(school)
    assert "Now comes the first teacher" in said()
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
    assert "waits for the first teacher to come in" in said()
    client.force_login(teacher)
    client.force_login(administrator)
    assert "first steps" not in said()


def test_a_teacher_who_may_not_sign_in_is_no_first_teacher(school, team, teacher):
    assert Steps(school).next == "visit"
    for changed in ({"is_active": False}, {"is_administrator": True}):
        User.objects.filter(pk=teacher.pk).update(**{"is_active": True, "is_administrator": False} | changed)
        assert Steps(school).next == "teacher"


def test_people_of_another_school_are_no_step_here(school, teacher):
    assert Steps(factories.make_school("Andere School")).next == "team"


def test_what_is_sent_twice_is_one_thing(client, administrator):
    for _time in range(2):
        assert send(client, "team", name="Zorg").status_code == 302
    for _time in range(2):
        assert send(client, "teacher", name="Tijn Verzonnen", email="tijn@school.example").status_code == 302

    assert (Team.objects.count(), Membership.objects.count(), User.objects.count()) == (1, 1, 2)


def test_the_own_address_is_refused_with_the_reason(client, administrator, team):
    reply = send(client, "teacher", name="Iris Verzinsel", email=administrator.email.upper())

    assert reply.status_code == 422
    assert "looks after people and teams, and so takes part in no visit" in reply.content.decode()
    assert 'value="Iris Verzinsel"' in reply.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("facts", [{}, {"is_administrator": True}, {"is_active": False}])
def test_an_address_of_another_school_says_nothing_of_whose_it_is(client, administrator, team, facts):
    other = factories.make_person("Vera Vreemd", school=factories.make_school("Andere School"), **facts)
    reply = send(client, "teacher", name="Vera", email=other.email)

    assert reply.status_code == 422
    assert "This address cannot be invited" in reply.content.decode()
    assert "Vreemd" not in reply.content.decode()


def test_nobody_comes_before_there_is_a_team(client, administrator):
    assert send(client, "teacher", name="Tijn Verzonnen", email="tijn@school.example").status_code == 404
    assert User.objects.count() == 1


def test_the_page_asks_the_same_number_of_questions_however_many_people_there_are(
    client, administrator, team, django_assert_num_queries
):
    for number in range(25):
        factories.make_person(f"Docent {number}", team=team, role="teacher", password=None)
    client.get(reverse("first_steps"))
    with django_assert_num_queries(4):  # who asks, the steps, the team, its teachers
        client.get(reverse("first_steps"))
