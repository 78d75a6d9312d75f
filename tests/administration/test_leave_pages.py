"""The page before somebody leaves, what it says, and what it asks; and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from administration import leaving
from people.models import User
from tests import factories
from tests.home.conftest import words

A_DAY = timedelta(days=1)


@pytest.fixture
def page(client, administrator, teacher):
    User.objects.filter(pk=administrator.pk).update(language="en")
    client.force_login(administrator)
    return reverse("leave", args=[teacher.pk])


def sent(day, seen=None, **more):
    return {"last_day": day.isoformat(), "seen": (seen or day).isoformat(), "knows": "on"} | more


def again(person):
    return User.objects.get(pk=person.pk)


def test_the_diary_is_of_the_day_in_the_field_and_the_button_says_it(client, page, school):
    day = school.today.replace(month=12, day=20)
    text = words(client.get(page, {"day": day.isoformat()}))

    for said in ("Tijn is told", "The keys of Tijn close", "Tijn leaves on 20 December", "up to and including 2 January", "a former coach"):  # fmt: skip
        assert said in text, said
    assert text.index("20") < text.index("From midnight on Tijn can only take along")


def test_where_no_letter_leaves_the_administrator_tells_it(client, page, settings):
    settings.MAIL_HOST = ""
    text = words(client.get(page))

    assert "You tell Tijn yourself After signing in Tijn finds" in text
    assert "Tijn is told" not in text


def test_to_look_at_another_day_changes_nothing(client, page, teacher, school):
    day = school.today + 40 * A_DAY
    answer = client.post(page, {"last_day": day.isoformat(), "look": "1"})

    assert answer["Location"] == f"{page}?day={day.isoformat()}"
    assert again(teacher).leaves_on is None


def test_the_press_lets_go_and_says_so(client, page, teacher, school):
    day = school.today + 3 * A_DAY
    answer = client.post(page, sent(day), follow=True)

    assert again(teacher).leaves_on == day
    assert "Tijn Verzonnen leaves on" in answer.content.decode()
    assert "Tijn stays after all" in words(client.get(page))
    client.post(reverse("leave_undo", args=[teacher.pk]))
    assert again(teacher).leaves_on is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"knows": ""}, "First tell Tijn, then tick this."),
        ({"seen": "2026-01-01"}, "You chose another day."),
        ({"last_day": ""}, "Choose a day."),
        ({"last_day": "2020-01-01"}, "Choose today or a later day"),
    ],
)
def test_what_is_not_right_yet_is_said_and_nothing_happens(client, page, teacher, school, change, says):
    form = sent(school.today + 3 * A_DAY) | change
    answer = client.post(page, form)

    assert answer.status_code == 422
    assert says in words(answer)
    assert again(teacher).leaves_on is None
    if change.get("seen"):  # the diary is now of the day in the field: the next press holds
        assert f'name="seen" value="{form["last_day"]}"' in answer.content.decode()


def test_of_who_is_on_pause_it_says_when_the_pause_ends(client, page, teacher):
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    assert "After the last day the pause ends" in client.get(page).content.decode()


def test_who_leaves_today_is_closed_and_brought_back_with_one_press(client, page, teacher, school):
    text = client.post(page, sent(school.today), follow=True).content.decode()
    assert "Tijn Verzonnen has left." in text
    assert "Bring Tijn back" in text
    text = client.post(reverse("leave_undo", args=[teacher.pk]), follow=True).content.decode()

    assert "Tijn Verzonnen stays." in text
    assert again(teacher).closed_at is None


def test_an_administrator_does_not_learn_whether_there_are_visits(client, page, teacher, coach, edition):
    before = words(client.get(page))
    factories.make_lesson(teacher, coach=coach)

    assert words(client.get(page)) == before


def test_the_last_administrator_reads_why_not(client, page, administrator, school):
    second = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    leaving.let_go(by=administrator, person=second, last_day=school.today + A_DAY)
    User.objects.filter(pk=second.pk).update(language="en")
    client.force_login(second)
    text = words(client.get(reverse("leave", args=[administrator.pk])))

    assert "Nobody else would look after people and teams then." in text
    assert "<button" not in text


def test_nobody_else_has_the_page(client, teacher, coach, administrator):
    stranger = factories.make_person(
        "Vera Vreemd", school=factories.make_school("Elders"), is_administrator=True
    )
    for person in (coach, stranger):
        client.force_login(person)
        for name in ("leave", "leave_undo"):
            assert client.post(reverse(name, args=[teacher.pk])).status_code == 404
    client.force_login(administrator)
    assert client.get(reverse("leave", args=[administrator.pk])).status_code == 404


# --- what is one's own ------------------------------------------------------------------------------------


def test_before_the_day_it_stands_under_about_you(client, teacher, administrator, school):
    User.objects.filter(pk=teacher.pk).update(language="en")
    client.force_login(teacher)
    assert "last day" not in words(client.get(reverse("me")))
    leaving.let_go(by=administrator, person=teacher, last_day=school.today + A_DAY)

    assert "Your last day here is" in words(client.get(reverse("me")))
    assert "everything works as always" in words(client.get(reverse("take_along")))
