"""Who is told what, after which action: once, in order, and only what is still so. Through real actions and
the real postman; the letters stay in memory."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from letters import due, wishes
from letters.models import How
from letters.postman import deliver
from observations import actions
from observations.models import Appointment, Audience, News, Part, ToTell
from people.models import User
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh, make_lesson, make_person
from together import actions as together

TOMORROW = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english(teacher, coach, team):
    for person in (teacher, coach):
        person.language = "en"
        person.save(update_fields=["language"])


@pytest.fixture
def visit(edition, teacher, coach):
    """Proposed by the coach, for tomorrow; told."""
    start = timezone.now() + TOMORROW
    lesson = make_lesson(teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50))
    told()
    return lesson


def told():
    """(first name, subject) of every letter that leaves now."""
    mail.outbox.clear()
    deliver.call()
    people = {address: name for name, address in names()}
    return [(people[letter.to[0]], letter.subject) for letter in mail.outbox]


def names():
    return [(person.short_name, person.email) for person in User.objects.all()]


# --- about time ---------------------------------------------------------------------------------------


def test_a_proposal_and_a_yes(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    actions.accept(lesson=visit, by=teacher)  # a double click

    assert told() == [
        ("Tijn", "You agreed on a moment with Coba Voorbeeld"),
        ("Coba", "You look along with Tijn Verzonnen"),
    ]


def test_a_proposal_says_when_and_where_and_leads_to_three_answers(edition, teacher, coach):
    start = timezone.localtime().replace(hour=9, minute=15) + timedelta(days=400)
    visit = make_lesson(teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50))
    assert told() == [("Tijn", "Coba Voorbeeld would like to look along with you")]

    letter = mail.outbox[0]
    page = f"{settings.SITE_URL}/visits/{visit.pk}/"
    for body in (letter.body, letter.alternatives[0].content):
        assert "9:15 to 10:05" in body
        assert "Rekenen, group VZ2B, room 1.14" in body
        assert [body.count(page + way) for way in ("#answer", "move/", "cancel/")] == [1, 1, 1]


def test_not_now(visit, teacher):
    actions.cancel(lesson=visit, by=teacher)

    assert told() == [
        ("Tijn", "You said: not now"),
        ("Coba", "Tijn Verzonnen would rather have no visit now"),
    ]


def test_cancelled(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    told()
    actions.cancel(lesson=visit, by=coach)
    actions.cancel(lesson=visit, by=coach)

    assert told() == [
        ("Tijn", "Your visit with Coba Voorbeeld does not go on"),
        ("Coba", "You cancelled your visit with Tijn Verzonnen"),
    ]


def test_moved_twice_before_the_postman_came_is_told_as_it_is_now(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    told()
    for days in (3, 4):
        actions.move(lesson=fresh(visit), by=coach, start=visit.start + timedelta(days=days), end=None)

    assert told() == [
        ("Tijn", "Coba Voorbeeld asks for another moment"),
        ("Coba", "You chose another moment"),
    ]
    assert ToTell.objects.untold().count() == 0


def test_another_coach(visit, teacher, coach, team):
    new = make_person("Iris Bedacht", team=team, role="coach", language="en")
    actions.accept(lesson=visit, by=teacher)
    told()
    actions.choose_coach(lesson=fresh(visit), by=teacher, coach=new)

    assert told() == [
        ("Coba", "You no longer look along with Tijn Verzonnen"),
        ("Iris", "Tijn Verzonnen asks you to look along"),
    ]
    held = {row.person.short_name: row.state for row in Appointment.objects.select_related("person")}
    assert held == {"Tijn": "confirmed", "Coba": "cancelled", "Iris": "tentative"}


def test_every_letter_about_time_has_a_higher_number(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    actions.move(lesson=fresh(visit), by=teacher, start=visit.start + TOMORROW, end=None)
    actions.cancel(lesson=fresh(visit), by=teacher)

    rows = ToTell.objects.filter(person=coach).order_by("pk").values_list("kind", "state", "sequence")
    assert list(rows) == [
        (News.AGREED, "confirmed", 0),
        (News.MOVED, "tentative", 1),  # asked anew
        (News.CANCELLED, "cancelled", 2),
    ]


def test_who_looks_back_alone_gets_no_letter(edition, teacher):
    lesson = make_lesson(teacher, start=timezone.now() + TOMORROW, end=None)
    actions.move(lesson=lesson, by=teacher, start=lesson.start + TOMORROW, end=None)
    actions.cancel(lesson=fresh(lesson), by=teacher)

    assert not ToTell.objects.exists()


# --- the life of a visit ------------------------------------------------------------------------------


def test_turn_ready_and_opened(lesson, teacher, coach):
    told()
    bring_to("waiting_for_teacher", lesson)
    assert told() == [("Tijn", "It is your turn")]
    factories.look_back(lesson)
    factories.teacher_ready(lesson)
    assert told() == [("Coba", "You are both ready")]
    factories.open_it(lesson)
    assert told() == [("Coba", "Tijn Verzonnen opened your visit")]


def test_whose_turn_it_is_no_longer_is_not_told(lesson, coach):
    told()
    bring_to("waiting_for_teacher", lesson)
    actions.withdraw_ready(lesson=fresh(lesson), by=coach)

    assert told() == []
    assert not ToTell.objects.untold().exists()


def test_replies_of_a_quarter_of_an_hour_are_one_letter(lesson, teacher, coach):
    bring_to("open", lesson)
    told()
    for text in ("Een", "Twee", "Drie"):
        together.add(lesson=fresh(lesson), by=teacher, kind="reply", text=text)

    assert told() == []
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert told() == [("Coba", "Tijn Verzonnen replied to you")]
        assert told() == []


def test_what_is_released_is_told_to_who_may_read_it(lesson, teacher, team):
    lead = make_person("Lotte Bedacht", team=team, role="lead", language="en")
    wishes.choose(lead, {News.RELEASED: How.NOW})  # who wants it asks for it
    bring_to("open", lesson)
    told()
    until = timezone.localdate() + timedelta(days=90)
    for part in (Part.STEPS, Part.TEACHER_ACCOUNT):
        reports.give_key(lesson=fresh(lesson), by=teacher, part=part, audience=Audience.LEAD, until=until)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert told() == [("Lotte", "Tijn Verzonnen shares something with you")]
    assert f"/team/{lesson.pk}/" in mail.outbox[0].body
    assert lead.email == mail.outbox[0].to[0]


def test_a_visit_that_is_deleted_is_told_after_it_is_gone(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    told()
    reports.delete(lesson=fresh(visit), by=teacher)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert reports.forget() == 1
        rows = list(ToTell.objects.values("by", "thing", "start"))
        assert told() == [("Tijn", "You deleted a visit"), ("Coba", "Your colleague deleted a visit")]

    assert {(row["by"], row["thing"], row["start"]) for row in rows} == {
        (None, "", visit.start),
        (teacher.pk, "", visit.start),
    }


# --- what a day brings --------------------------------------------------------------------------------


def test_the_day_of_a_step_is_told_once(lesson, teacher):
    bring_to("open", lesson)
    told()
    facts = {"id": ToTell().uid, "text": "Ik wacht vijf tellen.", "look_back_on": timezone.localdate() + timedelta(days=21)}  # fmt: skip
    together.choose_step(lesson=fresh(lesson), by=teacher, **facts)
    assert due.note() == 0
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        assert (due.note(), due.note()) == (1, 0)
        assert told() == [("Tijn", "You wanted to look back on a small step")]
        assert "vijf tellen" not in mail.outbox[0].body
        assert (due.note(), told()) == (0, [])


def test_a_key_that_ends_and_a_new_reader(lesson, teacher, team):
    bring_to("open", lesson)
    told()
    until = timezone.localdate() + timedelta(days=30)
    reports.give_key(lesson=fresh(lesson), by=teacher, part=Part.STEPS, audience=Audience.TEAM, until=until)
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        told()
        factories.join(team, "Noor Bedacht")
        assert (due.note(), due.note()) == (1, 0)
        assert told() == [("Tijn", "There is a question for you")]
        assert "Noor" not in mail.outbox[0].body
    with time_machine.travel(timezone.now() + timedelta(days=28)):
        assert (due.note(), due.note()) == (1, 0)
        assert told() == [("Tijn", "Your key ends soon")]


# --- always -------------------------------------------------------------------------------------------


def test_nothing_that_was_written_stands_in_a_letter(edition, teacher, coach, team):
    lesson = make_lesson(teacher, coach=coach, by=coach, message="Geheim bericht")
    actions.accept(lesson=lesson, by=teacher)
    entries = [{"type": "question", "text": "Geheime vraag?", "revision": 0}]
    factories.save(lesson, "teacher", *entries)
    factories.record_everything(lesson, "teacher")
    factories.record_everything(lesson, "coach")
    for person in (coach, teacher):
        actions.mark_ready(lesson=fresh(lesson), by=person)
    told()
    letters = [letter.body + letter.alternatives[0].content for letter in mail.outbox]

    assert len(letters) >= 2
    for word in ("Geheim", "Notitie", "Antwoord op", "Moment 1"):
        assert not any(word in letter for letter in letters)


def test_who_has_left_gets_nothing(visit, teacher, coach):
    actions.accept(lesson=visit, by=teacher)
    type(coach).objects.filter(pk=coach.pk).update(is_active=False)

    assert told() == [("Tijn", "You agreed on a moment with Coba Voorbeeld")]
    assert not ToTell.objects.untold().exists()


def test_a_letter_is_in_the_language_of_its_reader(visit, teacher, coach):
    coach.language = "nl"
    coach.save(update_fields=["language"])
    actions.accept(lesson=visit, by=teacher)
    told()

    assert [letter.subject for letter in mail.outbox] == [
        "You agreed on a moment with Coba Voorbeeld",
        "Je kijkt mee bij Tijn Verzonnen",
    ]


def test_the_action_itself_calls_the_postman(visit, teacher, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(lesson=visit, by=teacher)

    assert len(mail.outbox) == 2


def test_where_no_postman_can_be_called_the_action_stands(
    visit, teacher, django_capture_on_commit_callbacks, settings
):
    settings.POSTMAN = "letters.postman.nobody"
    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(lesson=visit, by=teacher)

    assert fresh(visit).accepted_at
    assert len(told()) == 2


def test_the_hourly_work_brings_what_is_left(visit, teacher, capsys):
    actions.accept(lesson=visit, by=teacher)
    call_command("hourly")

    assert "letters told: 2" in capsys.readouterr().out


# --- the calendar -------------------------------------------------------------------------------------


def calendars():
    """Of the letters that left last: (first name, what the file says), where there is one."""
    people = {address: name for name, address in names()}
    files = [(people[letter.to[0]], file_of(letter)) for letter in mail.outbox]
    return [
        (name, [line for line in file.splitlines() if line.startswith(SAYS)]) for name, file in files if file
    ]


SAYS = ("METHOD", "SEQUENCE", "STATUS")


def file_of(letter):
    return next(
        (part.content for part in letter.alternatives if part.mimetype.startswith("text/calendar")), ""
    )


def test_a_letter_about_time_carries_the_appointment(visit, teacher):
    assert calendars() == [("Tijn", ["METHOD:REQUEST", "SEQUENCE:0", "STATUS:TENTATIVE"])]
    assert f"UID:{visit.pk}" in file_of(mail.outbox[0])
    actions.accept(lesson=visit, by=teacher)
    told()

    assert calendars() == [
        ("Tijn", ["METHOD:REQUEST", "SEQUENCE:1", "STATUS:CONFIRMED"]),
        ("Coba", ["METHOD:REQUEST", "SEQUENCE:0", "STATUS:CONFIRMED"]),
    ]


def test_only_a_calendar_that_was_given_it_is_told_to_take_it_away(visit, teacher):
    """The coach's has nothing of a visit that the teacher never agreed to."""
    actions.cancel(lesson=visit, by=teacher)
    told()

    assert calendars() == [("Tijn", ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"])]


def test_a_letter_without_a_file_gives_a_calendar_nothing_to_take_away(edition, teacher, coach):
    """Programs add what they are told to cancel and do not know."""
    start = timezone.now() + TOMORROW
    visit = make_lesson(teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50))
    actions.cancel(lesson=visit, by=coach)  # before the postman came
    assert told() == []  # who never heard of it hears of no end either
    reports.delete(lesson=fresh(visit), by=teacher)
    assert told() == [("Coba", "Tijn Verzonnen deleted a visit")]

    assert calendars() == []


def test_of_a_lesson_that_is_over_no_calendar_is_told(lesson, teacher, coach):
    told()
    with time_machine.travel(lesson.until + timedelta(days=1)):
        reports.delete(lesson=fresh(lesson), by=teacher)
        assert told() == [("Coba", "Tijn Verzonnen deleted a visit")]

    assert calendars() == []


# --- a coach is asked (docs/adr/0041) -----------------------------------------------------------------


@pytest.fixture
def asked(edition, teacher, coach):
    """Planned by the teacher, for tomorrow; the coach has not answered."""
    start = timezone.now() + TOMORROW
    return make_lesson(
        teacher, coach=coach, is_answered=False, start=start, end=start + timedelta(minutes=50)
    )


def test_who_is_named_is_asked_and_each_answer_leads_to_a_page(asked, coach):
    assert told() == [("Coba", "Tijn Verzonnen asks you to look along")]
    assert calendars() == [("Coba", ["METHOD:REQUEST", "SEQUENCE:0", "STATUS:TENTATIVE"])]
    page = f"{settings.SITE_URL}/visits/{asked.pk}/"
    for body in (mail.outbox[0].body, mail.outbox[0].alternatives[0].content):
        assert [body.count(page + way) for way in ("#answer", "move/", "decline/")] == [1, 1, 1]


def test_the_yes_of_a_coach_is_told_once(asked, coach):
    told()
    actions.accept(lesson=asked, by=coach)
    actions.accept(lesson=asked, by=coach)  # a double click

    assert told() == [
        ("Tijn", "Coba Voorbeeld looks along with you"),
        ("Coba", "You agreed on a moment with Tijn Verzonnen"),
    ]
    assert calendars() == [
        ("Tijn", ["METHOD:REQUEST", "SEQUENCE:0", "STATUS:CONFIRMED"]),
        ("Coba", ["METHOD:REQUEST", "SEQUENCE:1", "STATUS:CONFIRMED"]),
    ]


def test_the_no_of_a_coach_leaves_the_teachers_calendar_as_it_is(asked, teacher, coach):
    actions.accept(lesson=asked, by=coach)
    told()
    actions.decline(lesson=fresh(asked), by=coach)

    assert told() == [("Tijn", "Coba Voorbeeld cannot look along this time"), ("Coba", "You said: not now")]
    assert calendars() == [
        ("Tijn", ["METHOD:REQUEST", "SEQUENCE:1", "STATUS:CONFIRMED"]),
        ("Coba", ["METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED"]),
    ]
    assert f"{settings.SITE_URL}/visits/{asked.pk}/#answer" in mail.outbox[0].body


def test_a_yes_that_became_a_no_before_the_postman_came_is_no_yes(asked, coach):
    told()
    actions.accept(lesson=asked, by=coach)
    actions.decline(lesson=fresh(asked), by=coach)

    assert told() == [("Tijn", "Coba Voorbeeld cannot look along this time"), ("Coba", "You said: not now")]


def test_another_moment_of_the_teacher_asks_the_coach_anew(asked, teacher, coach):
    actions.accept(lesson=asked, by=coach)
    told()
    actions.move(lesson=fresh(asked), by=teacher, start=asked.start + TOMORROW, end=None)

    assert told() == [("Tijn", "You chose another moment"), ("Coba", "Tijn Verzonnen chose another moment")]
    assert dict(calendars())["Coba"] == ["METHOD:REQUEST", "SEQUENCE:2", "STATUS:TENTATIVE"]


def test_who_has_not_answered_is_not_told_that_it_is_their_turn(asked, teacher, coach):
    told()
    actions.bring_forward(lesson=asked, by=teacher)
    factories.teacher_ready(asked)

    assert told() == []


def test_the_calendar_of_who_goes_on_alone_still_follows(asked, teacher, coach):
    """It holds the visit from when somebody looked along; whose calendar holds nothing gets no letter."""
    actions.accept(lesson=asked, by=coach)
    told()
    actions.decline(lesson=fresh(asked), by=coach)
    told()
    actions.move(lesson=fresh(asked), by=teacher, start=asked.start + TOMORROW, end=None)
    assert told() == [("Tijn", "You chose another moment")]
    assert calendars() == [("Tijn", ["METHOD:REQUEST", "SEQUENCE:2", "STATUS:CONFIRMED"])]
    assert "Your visit has another time." in mail.outbox[0].body

    actions.choose_coach(lesson=fresh(asked), by=teacher, coach=None)
    assert told() == []
    actions.cancel(lesson=fresh(asked), by=teacher)
    assert told() == [("Tijn", "You cancelled your visit")]
    assert calendars() == [("Tijn", ["METHOD:CANCEL", "SEQUENCE:3", "STATUS:CANCELLED"])]
