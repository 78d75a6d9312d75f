"""Who comes back after three weeks or more reads in two sentences where they were and the one thing to do; on
that day, until something was done. Through the sign-in, with a clock that moves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from home.returning import NOW, words_for
from observations import actions
from observations.models import Audience, Part, Stage, Voice
from observations.next import LINES, Next
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import PASSWORD, bring_to, fresh
from tests.home.conftest import words
from together import actions as together

pytestmark = pytest.mark.usefixtures("english")
LEFT = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
BACK = LEFT + timedelta(days=24)
HELLO = "Good to see you again"


@pytest.fixture
def clock():
    with time_machine.travel(LEFT, tick=False) as travel:
        yield travel


@pytest.fixture
def here(clock, edition, teacher, coach, english):
    """Both were here today; a lesson of today."""
    for person in (teacher, coach):
        person.here_on = LEFT.date()
        person.save(update_fields=["here_on"])
    english()
    return factories.make_lesson(teacher, coach=coach, start=LEFT, end=LEFT + timedelta(minutes=50))


def sign_in(person, client=None):
    """The start page as it is after signing in, where it leads to."""
    client = client or Client()
    sent = {"login": person.email, "password": PASSWORD}
    response = client.post(reverse("account_login"), sent)
    assert response.url == reverse("home")
    return client.get(response.url)


def note(response):
    """The two sentences, or nothing."""
    html = response.content.decode()
    assert ('class="mk-returning' in html) == (HELLO in html)
    return html.split('<p class="mk-returning mk-measure">')[1].split("</p>")[0] if HELLO in html else ""


# --- what it says ---------------------------------------------------------------------------------


def test_a_teacher_reads_where_they_were_and_what_to_do(here, clock, teacher):
    bring_to(Stage.WAITING_FOR_TEACHER, here)
    clock.move_to(BACK)

    response = sign_in(teacher)

    assert note(response) == (
        "On 14 September Coba was ready with a story about the lesson Rekenen. "
        "You can now look back on that lesson; a few words are enough."
    )
    text = words(response)
    assert "Good to see you again, Tijn" in text
    assert "Coba is ready" not in text, "what the note says is not said twice"
    assert reverse("look_back", args=[here.pk]) in response.content.decode()


def test_a_coach_reads_it_too(here, clock, coach):
    bring_to(Stage.WAITING_FOR_COACH, here)
    clock.move_to(BACK)

    assert note(sign_in(coach)) == (
        "On 14 September Tijn was ready with a story about the lesson Rekenen. "
        "You can now write down what you saw, or finish that."
    )


def test_in_dutch(here, clock, teacher):
    bring_to(Stage.READY, here)
    User.objects.update(language="nl")
    clock.move_to(BACK)

    text = words(sign_in(teacher))

    assert "Fijn dat je er weer bent, Tijn" in text
    assert "Jullie zijn allebei klaar: je kunt nu samen openen." in text


def test_where_nothing_waits_it_says_so(here, clock, coach, teacher):
    bring_to(Stage.OPEN, here)
    clock.move_to(BACK)

    assert note(sign_in(coach)) == (
        "On 14 September Tijn opened the stories about the lesson Rekenen. Nothing is waiting for you now."
    )


def test_the_last_visit_of_before_is_named_where_none_is_listed_any_more(here, clock, coach):
    bring_to(Stage.OPEN, here)
    clock.move_to(LEFT + timedelta(days=90))

    text = words(sign_in(coach))

    assert "On 14 September Tijn opened the stories about the lesson Rekenen." in text
    assert "Nothing is waiting for you now." in text


def test_who_never_had_a_visit_is_welcomed_as_always(here, clock, team):
    new = factories.make_person("Noor Fictief", team=team, role="teacher", language="en")
    clock.move_to(BACK)

    response = sign_in(new)

    assert note(response) == ""
    assert "Hello Noor, welcome" in words(response)


def test_a_lead_is_led_to_what_was_shared(here, clock, teacher, team):
    lead = factories.make_person("Lotte Nepnaam", team=team, role="lead", language="en")
    bring_to(Stage.OPEN, here)
    lesson = fresh(here)
    until = (LEFT + timedelta(days=60)).date()
    reports.give_key(lesson=lesson, by=teacher, part=Part.COACH_ACCOUNT, audience=Audience.LEAD, until=until)
    clock.move_to(BACK)

    assert (
        note(sign_in(lead))
        == "You are back with your team. What your colleagues share is here for you to read."
    )


def test_a_small_step_whose_day_came(here, clock, teacher):
    bring_to(Stage.OPEN, here)
    day = (LEFT + timedelta(days=7)).date()
    together.choose_step(
        lesson=fresh(here),
        by=teacher,
        id=here.pk,
        suggestion=None,
        text="Eerder beginnen",
        look_back_on=day,
        lang="nl",
    )
    clock.move_to(BACK)

    assert note(sign_in(teacher)) == (
        "On 14 September you chose a small step after the lesson Rekenen. "
        "The day has come to look back on your small step."
    )


def test_a_coach_who_said_no_is_named_and_nothing_else_of_it(here, clock, teacher, coach):
    ahead = factories.make_lesson(
        teacher, coach=coach, subject="Engels", start=BACK + timedelta(days=9), end=None
    )
    actions.cancel(lesson=here, by=teacher)
    actions.decline(lesson=fresh(ahead), by=coach)
    clock.move_to(BACK)

    assert note(sign_in(teacher)) == (
        "Coba cannot look along in the lesson Engels of 17 October. You can now choose how to go on."
    )


def test_that_the_teacher_began_is_not_told_to_the_coach(here, clock, teacher, coach):
    factories.save(here, Voice.TEACHER, factories.answer("com.checks_start", "seen"))
    clock.move_to(BACK)

    told = note(sign_in(coach))

    assert told.startswith("The lesson Rekenen was on 14 September.")


@pytest.mark.parametrize("key", [key for key, line in LINES.items() if line.is_yours], ids=str)
def test_whatever_waits_has_a_sentence(key):
    assert words_for(Next(None, *key))


def test_no_sentence_is_left_over():
    lines = [(phase, line) for (phase, _role), line in LINES.items() if line.is_yours]
    used = {name for phase, line in lines for name in (phase, line.place or line.url_name)}
    assert NOW.keys() <= used


# --- when it is there -----------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (14, False), (20, False), (21, True), (400, True)])
def test_from_three_weeks_on(here, clock, teacher, days, is_told):
    clock.move_to(LEFT + timedelta(days=days))

    assert bool(note(sign_in(teacher))) is is_told


def test_the_days_are_those_of_the_school(here, clock, teacher):
    """Half past one in the night of the twenty-first day in Amsterdam, the evening before in UTC."""
    clock.move_to(datetime(2026, 10, 4, 23, 30, tzinfo=UTC))

    assert note(sign_in(teacher))


def test_it_stays_that_day_and_is_gone_the_next(here, clock, teacher):
    client = Client()
    clock.move_to(BACK)
    first = note(sign_in(teacher, client))
    clock.move_to(BACK + timedelta(hours=5))

    assert note(client.get(reverse("home"))) == first
    clock.move_to(BACK + timedelta(days=1))
    assert note(client.get(reverse("home"))) == ""


def test_it_is_gone_once_something_is_done(here, clock, teacher):
    bring_to(Stage.READY, here)
    client = Client()
    clock.move_to(BACK)
    assert note(sign_in(teacher, client))

    clock.move_to(BACK + timedelta(minutes=5))
    client.post(reverse("open", args=[here.pk]))

    assert note(client.get(reverse("home"))) == ""


def test_a_second_sign_in_that_day_is_as_always(here, clock, teacher):
    clock.move_to(BACK)
    assert note(sign_in(teacher))

    assert note(sign_in(teacher)) == ""


def test_who_came_by_letters_all_the_time_was_here(here, clock, teacher):
    """Any page counts, not the start page alone."""
    for days in (10, 20, 30):
        client = Client()
        clock.move_to(LEFT + timedelta(days=days))
        client.post(reverse("account_login"), {"login": teacher.email, "password": PASSWORD})
        client.get(reverse("visit", args=[here.pk]))

    clock.move_to(LEFT + timedelta(days=40))
    assert note(sign_in(teacher)) == ""


def test_of_the_time_before_the_upgrade_nothing_is_known(here, clock, teacher):
    User.objects.update(here_on=None)
    clock.move_to(BACK)

    assert note(sign_in(teacher)) == ""


# --- what it costs, and who reads it ------------------------------------------------------------------


def test_a_day_is_one_write_and_other_requests_take_none(
    here, clock, teacher, client, django_assert_num_queries
):
    clock.move_to(LEFT + timedelta(days=1))
    client.force_login(teacher)
    with django_assert_num_queries(2):  # person; the day
        client.get(reverse("how"))
    with django_assert_num_queries(1):
        client.get(reverse("how"))

    teacher.refresh_from_db()
    assert teacher.here_on == (LEFT + timedelta(days=1)).date()


@pytest.mark.parametrize("count", [1, 12])
def test_coming_back_takes_no_query_more(here, clock, teacher, coach, django_assert_num_queries, count):
    for days in range(1, count):
        start = LEFT - timedelta(days=days)
        bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach, start=start, end=None))
    client = Client()
    clock.move_to(BACK)
    sign_in(coach, client)

    with django_assert_num_queries(7 if count > 1 else 6):  # as on every day (test_start_page)
        assert note(client.get(reverse("home")))


def test_an_administrator_finds_it_nowhere(here, clock, teacher, client, team):
    boss = factories.make_person(
        "Iris Verzinsel", school=team.school, is_administrator=True, is_superuser=True
    )
    User.objects.filter(pk=teacher.pk).update(here_on=datetime(2011, 3, 17, tzinfo=UTC).date())
    client.force_login(boss)
    for url in (
        reverse("people"), reverse("person", args=[teacher.pk]), reverse("people_file", args=["csv"]),
    ):  # fmt: skip
        html = client.get(url).content.decode()
        assert teacher.name in html
        assert "2011" not in html
