"""After an action its page says whether the other one gets a letter: only where letters leave, to who wants
that kind, and of what is told."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from letters import wishes
from letters.models import How
from letters.postman import deliver
from observations import actions
from observations.models import News
from people.models import User
from tests import factories

TIJN, COBA = "Tijn gets a letter.", "Coba gets a letter."
MAIL = "gets a letter"


@pytest.fixture
def proposal(edition, teacher, coach):
    User.objects.update(language="en")
    start = (timezone.now() + timedelta(days=3)).replace(hour=9, minute=15, second=0, microsecond=0)
    lesson = factories.make_lesson(
        teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50)
    )
    deliver.call()
    mail.outbox.clear()
    with translation.override("en"):
        yield lesson


@pytest.fixture
def agreed(proposal, teacher):
    actions.accept(lesson=proposal, by=teacher)
    deliver.call()
    mail.outbox.clear()
    return proposal


def after(client, person, name, lesson, **sent):
    """The messages after this press, and to whom letters then left."""
    client.force_login(person)
    response = client.post(reverse(name, args=[lesson.pk]), sent, follow=True)
    assert response.status_code == 200
    deliver.call()
    shown = " ".join(str(message) for message in response.context["messages"])
    return shown, {to for letter in mail.outbox for to in letter.to} - {person.email}


def moved(lesson, **changed):
    start, end = timezone.localtime(lesson.start), timezone.localtime(lesson.end)
    facts = {
        "date": start.date(), "begin": f"{start:%H:%M}", "finish": f"{end:%H:%M}", "subject": lesson.subject,
        "group": lesson.group, "place": lesson.place,
    }  # fmt: skip
    return facts | changed


def test_a_yes(client, proposal, teacher, coach):
    shown, letters = after(client, teacher, "accept", proposal)

    assert (COBA in shown, letters) == (True, {coach.email})


def test_a_no(client, proposal, teacher, coach):
    shown, letters = after(client, teacher, "cancel", proposal)

    assert (COBA in shown, letters) == (True, {coach.email})


def test_cancelled(client, agreed, teacher, coach):
    shown, letters = after(client, coach, "cancel", agreed)

    assert (TIJN in shown, letters) == (True, {teacher.email})


def test_a_coach_says_no(client, agreed, teacher, coach):
    shown, letters = after(client, coach, "decline", agreed)

    assert (TIJN in shown, letters) == (True, {teacher.email})


def test_moved(client, agreed, teacher, coach):
    day = timezone.localdate(agreed.start) + timedelta(days=1)
    shown, letters = after(client, coach, "move", agreed, **moved(agreed, date=day))

    assert "The appointment has been changed" in shown
    assert (TIJN in shown, letters) == (True, {teacher.email})


def test_another_room(client, agreed, teacher, coach):
    shown, letters = after(client, teacher, "move", agreed, **moved(agreed, place="2.20"))

    assert "The appointment has been changed" in shown
    assert (COBA in shown, letters) == (True, {coach.email})


def test_another_coach_and_none(client, agreed, teacher, coach, team):
    new = factories.make_person("Iris Bedacht", team=team, role="coach", language="en")
    shown, letters = after(client, teacher, "coach", agreed, coach=str(new.pk))
    assert "Iris gets a letter." in shown
    assert letters == {new.email, coach.email}

    mail.outbox.clear()
    shown, letters = after(client, teacher, "coach", agreed, coach=str(new.pk))
    assert (MAIL in shown, letters) == (False, set())

    shown, letters = after(client, teacher, "coach", agreed, coach="")
    assert ("Iris gets a letter." in shown, letters) == (True, {new.email})


def test_who_wants_none_of_this_kind_is_not_named(client, proposal, teacher, coach):
    wishes.choose(coach, {News.AGREED: How.OFF})

    shown, letters = after(client, teacher, "accept", proposal)

    assert shown == "Agreed. You can now choose what to look at."
    assert letters == set()


def test_where_no_mail_leaves_that_is_said(client, proposal, teacher, settings):
    settings.MAIL_HOST = ""

    shown, _letters = after(client, teacher, "accept", proposal)

    assert "No mail is sent here, so tell Coba yourself." in shown
    assert MAIL not in shown


def test_a_plan_asks_and_who_plans_alone_tells_nobody(client, agreed, teacher, coach):
    client.force_login(teacher)
    for chosen, is_told in ((str(coach.pk), True), ("", False)):
        mail.outbox.clear()
        day = timezone.localdate() + timedelta(days=20 + is_told)
        sent = {
            "id": uuid.uuid4(), "date": day, "begin": "10:15", "finish": "11:05", "subject": "Rekenen", "group": "VZ2B",
            "membership": teacher.memberships.get().pk, "place": "", "is_flash": "", "coach": chosen, "language": "nl", "edition": agreed.edition_id,
        }  # fmt: skip
        response = client.post(reverse("plan"), sent, follow=True)
        deliver.call()
        shown = " ".join(str(message) for message in response.context["messages"])
        assert "The visit is planned" in shown
        assert (COBA in shown, [letter.to for letter in mail.outbox]) == (is_told, [[coach.email]] * is_told)


# --- before it is done ----------------------------------------------------------------------------------


def asks(client, person, name, lesson):
    client.force_login(person)
    return " ".join(
        re.sub(r"<[^>]+>", " ", client.get(reverse(name, args=[lesson.pk])).content.decode()).split()
    )


@pytest.mark.parametrize(("by", "name", "kind"), [
    ("teacher", "cancel", News.CANCELLED), ("coach", "cancel", News.CANCELLED), ("coach", "decline", News.DECLINED), ("coach", "move", News.MOVED), ("teacher", "move", News.MOVED),
    ("teacher", "coach", News.NOT_COACH), ("teacher", "delete", News.DELETED),
])  # fmt: skip
def test_the_page_that_asks_says_so_too_and_only_where_it_is_so(client, agreed, settings, by, name, kind):
    person = getattr(agreed, by)
    other = agreed.other(person)
    said = f"{other.short_name} gets a letter."

    assert said in asks(client, person, name, agreed)
    wishes.choose(other, {kind: How.OFF})
    assert MAIL not in asks(client, person, name, agreed)
    settings.MAIL_HOST = ""
    page = asks(client, person, name, agreed)
    assert f"No mail is sent here, so tell {other.short_name} yourself." in page
    assert MAIL not in page


def test_of_a_no_to_a_proposal_and_of_one_that_is_taken_back(client, proposal, teacher, coach):
    wishes.choose(coach, {News.DECLINED: How.OFF})

    assert MAIL not in asks(client, teacher, "cancel", proposal)
    assert TIJN in asks(client, coach, "cancel", proposal)


def test_deleted(client, agreed, teacher, coach):
    shown, letters = after(client, teacher, "delete", agreed)

    assert (shown, letters) == (f"The visit is deleted. {COBA}", {coach.email})


def test_of_a_visit_of_ones_own_nobody_is_told(client, edition, teacher):
    User.objects.update(language="en")
    alone = factories.make_lesson(teacher, coach=None)

    assert MAIL not in asks(client, teacher, "delete", alone)
    assert MAIL not in asks(client, teacher, "cancel", alone)


def test_who_gives_a_key_reads_that_who_asked_for_letters_gets_one(client, lesson, teacher, settings):
    said = "Who may read it and asked for letters gets one that says that you share something, not what."
    User.objects.update(language="en")
    factories.bring_to("open", lesson)

    assert said in asks(client, teacher, "keys", lesson)
    settings.MAIL_HOST = ""
    assert said not in asks(client, teacher, "keys", lesson)
