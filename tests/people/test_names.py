"""What may be a name: one line that says something, in every form in which a name is typed."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from people.models import Holiday, School, Team, User
from people.names import one_line, says_something
from tests import factories

UNSEEN = ["\u200b", "\u200b\u200d\ufeff", "\u2060 \u00ad", "\u3164", "\u2800", "\u202e\u202c", "\x01\x02"]


@pytest.fixture
def admin(client, school):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True, language="en")
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jan\tde\r\nVries", "Jan de Vries"),
        ("  Jan  de Vries\u2028", "Jan de Vries"),
        ("Jan\x00\x1bVries", "Jan Vries"),
        ("\u202eseirV naJ", "seirV naJ"),
        ("Mar\u200cyam", "Mar\u200cyam"),  # a sign that Persian is written with
        ("C++ / ICT & 'zorg'", "C++ / ICT & 'zorg'"),
    ],
)
def test_a_name_is_one_line(typed, kept):
    assert one_line(typed) == kept
    says_something(kept)


@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_says_something_that_can_be_seen(name):
    with pytest.raises(ValidationError):
        says_something(name)


@pytest.mark.parametrize("name", UNSEEN)
def test_every_form_of_an_administrator_refuses_a_name_that_shows_nothing(client, admin, school, team, name):
    colleague = factories.make_person("Sam Bedacht", school=school)
    for address, sent in forms_of(school, team, colleague, name):
        reply = client.post(address, sent)
        assert (reply.status_code, "name" in reply.context["form"].errors) == (422, True), address
    assert not User.objects.filter(name=name).exists()


def forms_of(school, team, colleague, name):
    holiday = {"name": name, "first": "2050-01-01", "last": "2050-01-02"}
    return [
        (reverse("person_change", args=[colleague.pk]), {"name": name, "language": "nl"}),
        (reverse("teams"), {"name": name}),
        (reverse("team_change", args=[team.pk]), {"name": name}),
        (reverse("school"), {"name": name, "accent": ""}),
        (reverse("holiday_add"), holiday),
    ]


def test_what_came_along_with_a_paste_is_left_out(client, admin, school, team):
    colleague = factories.make_person("Sam Bedacht", school=school)
    for address, sent in forms_of(school, team, colleague, "Een\tnaam\n"):
        other = {"name": "Nog\teen"} if address == reverse("teams") else {}
        assert client.post(address, sent | other).status_code == 302, address

    assert set(User.objects.values_list("name", flat=True)) == {"Ada Beheer", "Een naam"}
    assert set(Team.objects.values_list("name", flat=True)) == {"Een naam", "Nog een"}
    assert (School.objects.get().name, Holiday.objects.get().name) == ("Een naam", "Een naam")


def test_the_first_person_of_an_installation_has_a_name_too(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-test-password")
    call_command(
        "createsuperuser", interactive=False, email="a@school.example", name="Ada\tBeheer", verbosity=0
    )

    assert User.objects.get().name == "Ada Beheer"
