"""Somebody leaves: nothing changes until the last day is over; then the account closes, and for a fortnight
one press undoes it."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from administration import accounts, inviting, leaving
from administration.refusals import NotNow
from letters.models import OwnCalendar
from letters.postman import deliver
from observations import access, actions
from observations.models import Appointment, LedgerEntry, News, ToTell
from people import invitations
from people.audit import AuditEvent, Done
from people.models import Membership, User
from pulse import actions as pulses
from pulse.models import Pulse
from reports import actions as reports
from reports import bundles
from reports.models import Bundle
from tests import factories
from tests.factories import bring_to, fresh, make_lesson
from together import actions as together

A_DAY = timedelta(days=1)
QUERIES = {"leave": 3, "take_along": 5}


@pytest.fixture
def today(school):
    return school.today


def again(person):
    return User.objects.get(pk=person.pk)


def leaves(person, by, day):
    leaving.let_go(by=by, person=person, last_day=day)
    return again(person)


def noted(person):
    return [*AuditEvent.objects.filter(about=person).order_by("pk").values_list("what", flat=True)]


def to_come(teacher, coach, days=3, **facts):
    start = timezone.now() + days * A_DAY
    return make_lesson(teacher, coach=coach, start=start, end=start + timedelta(minutes=50), **facts)


def test_until_the_end_of_the_last_day_nothing_changes(lesson, teacher, administrator, today):
    bring_to("open", lesson)
    reports.give_key(lesson=lesson, by=teacher, part="steps", audience="team", until=today + 9 * A_DAY)
    teacher = leaves(teacher, administrator, today + 3 * A_DAY)

    assert (teacher.is_leaving, teacher.closed_at) == (True, None)
    assert teacher.teaching().exists()
    assert access.running_keys(lesson.pk)
    with time_machine.travel(timezone.now() + 3 * A_DAY):
        assert leaving.close_those_due() == 0
    assert noted(teacher) == [Done.LEAVES]
    assert [*ToTell.objects.filter(kind=News.LEAVING).values_list("person", "thing")] == [
        (teacher.pk, (today + 3 * A_DAY).isoformat())
    ]


def test_after_it_the_account_closes_by_itself(client, lesson, teacher, coach, administrator, today):
    bring_to("open", lesson)
    reports.give_key(lesson=lesson, by=teacher, part="steps", audience="team", until=today + 9 * A_DAY)
    client.force_login(teacher)
    client.get(reverse("home"))
    calendar = OwnCalendar.of(teacher)
    calendar.give_address("token", 0)
    leaves(teacher, administrator, today + A_DAY)
    with time_machine.travel(timezone.now() + 2 * A_DAY):
        call_command("hourly")
        call_command("hourly")

    teacher = again(teacher)
    assert teacher.closed_at
    assert noted(teacher) == [Done.LEAVES, Done.CLOSED]
    assert AuditEvent.objects.get(what=Done.CLOSED).by is None
    assert not teacher.memberships.not_ended(today + 2 * A_DAY).exists()
    assert not access.running_keys(lesson.pk)
    ended = LedgerEntry.objects.get(what=LedgerEntry.What.ENDED)
    assert (ended.who, ended.parts, ended.reason) == (teacher, ["steps"], "closed")
    assert client.get(reverse("home")).status_code == 302
    assert OwnCalendar.at("token") is None


def test_where_the_last_day_is_today_it_closes_at_once(teacher, administrator, today):
    teacher = leaves(teacher, administrator, today)

    assert teacher.closed_at
    assert noted(teacher) == [Done.LEAVES, Done.CLOSED]
    assert [*ToTell.objects.values_list("kind", flat=True)] == [News.CLOSED]


@pytest.mark.parametrize("days", [0, 1])
def test_who_is_on_pause_is_told_and_takes_along_like_everybody(
    client, teacher, administrator, today, mailoutbox, days
):
    """A teacher who is ill loses nothing without having heard of it."""
    accounts.pause(by=administrator, person=teacher)
    leaves(teacher, administrator, today + days * A_DAY)
    with time_machine.travel(timezone.now() + 2 * days * A_DAY):
        call_command("hourly")
        client.force_login(again(teacher))
        assert client.get(reverse("take_along")).status_code == 200
    told = ToTell.objects.get(kind=News.CLOSED, person=teacher)
    assert (told.is_void, [Done.RESUMED, Done.CLOSED]) == (False, noted(teacher)[-2:])


def test_where_the_hourly_work_stood_still_the_fortnight_begins_once_it_goes_on(
    lesson, teacher, administrator, today
):
    leaves(teacher, administrator, today + A_DAY)
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        call_command("hourly")
        person = again(teacher)
        assert (person.left_at, person.can_come_back) == (None, True)
        assert person.back_until == today + 32 * A_DAY
    with time_machine.travel(timezone.now() + 33 * A_DAY):
        call_command("hourly")
        assert again(teacher).left_at


def test_an_invitation_that_was_not_used_holds_again_for_who_stays(teacher, administrator, today):
    User.objects.filter(pk=teacher.pk).update(last_login=None)
    inviting.invite([teacher], by=administrator)
    link = invitations.token(again(teacher))
    leaves(teacher, administrator, today)
    assert invitations.invited(link) is None
    leaving.undo(by=administrator, person=again(teacher))
    assert invitations.invited(link) == teacher


def test_visits_to_come_of_a_teacher_are_cancelled_and_told(edition, teacher, coach, administrator, today):
    agreed, proposed = to_come(teacher, coach), to_come(teacher, coach, by=coach)
    over = bring_to("looking", make_lesson(teacher, coach=coach))
    ToTell.objects.all().delete()
    leaves(teacher, administrator, today)

    assert [fresh(each).stage for each in (agreed, proposed, over)] == ["cancelled", "cancelled", "looking"]
    told = ToTell.objects.untold().filter(person=coach)
    assert set(told.values_list("lesson", "kind")) == {(agreed.pk, "cancelled"), (proposed.pk, "declined")}
    assert not ToTell.objects.untold().filter(person=teacher).exclude(kind=News.CLOSED).exists()


def test_a_pulse_that_runs_closes_with_the_account_of_its_teacher(
    client, edition, teacher, coach, administrator, today
):
    """What students would still say nobody hears any more."""
    now = timezone.now()
    one, other = timedelta(minutes=10), timedelta(minutes=40)
    lesson = make_lesson(teacher, coach=coach, start=now - other, end=now + one)
    pulses.open_pulse(lesson=lesson, by=teacher)
    pulse = Pulse.objects.get()
    leaves(coach, administrator, today)
    assert Pulse.objects.get().is_running
    leaves(teacher, administrator, today)

    assert Pulse.objects.get().is_settled
    assert client.get(reverse("pulse_answer", args=[pulse.code])).status_code == 410


def test_papers_of_before_are_no_way_in(client, lesson, teacher, coach, administrator, today):
    """A report that a coach asked for would else be made anew, with what the teacher wrote since."""
    bring_to("open", lesson)
    facts = {"kind": Bundle.Kind.REPORT, "lesson": lesson, "language": "nl"}
    paper = Bundle.objects.create(reader=coach, **facts)
    others = Bundle.objects.create(reader=teacher, **facts)
    own = bundles.own_asked(coach, "nl")
    client.force_login(coach)
    assert client.get(reverse("bundle", args=[paper.pk])).status_code == 200
    leaves(coach, administrator, today)
    client.force_login(again(coach))

    assert client.get(reverse("bundle", args=[paper.pk])).status_code == 404
    assert client.get(reverse("bundle_file", args=[paper.pk])).status_code == 404
    assert client.get(reverse("bundle", args=[own.pk])).status_code == 200
    assert set(Bundle.objects.values_list("pk", flat=True)) == {own.pk, others.pk}


def test_where_a_coach_leaves_the_teacher_keeps_the_visit_and_chooses(
    edition, teacher, coach, administrator, today
):
    agreed, proposed = to_come(teacher, coach), to_come(teacher, coach, by=coach)
    begun, ready, opened = (
        bring_to(stage, make_lesson(teacher, coach=coach))
        for stage in ("looking", "waiting_for_teacher", "open")
    )
    leaves(coach, administrator, today)

    for visit in (agreed, begun):
        assert (fresh(visit).coach, fresh(visit).is_declined, fresh(visit).cancelled_at) == (None, True, None)
    assert fresh(proposed).cancelled_at
    assert [fresh(visit).coach for visit in (ready, opened)] == [coach, coach]
    assert begun.observations.get(author=coach).set_aside_at
    told = ToTell.objects.untold().filter(person=teacher, by=coach, kind__in=["declined", "cancelled"])
    assert set(told.values_list("lesson", "kind")) == {
        (agreed.pk, "declined"),
        (begun.pk, "declined"),
        (proposed.pk, "cancelled"),
    }
    factories.look_back(ready)
    factories.teacher_ready(fresh(ready))
    actions.open_together(lesson=fresh(ready), by=teacher)
    assert fresh(ready).opened_at


def test_who_was_only_asked_hears_no_more_of_it(edition, teacher, coach, administrator, today):
    to_come(teacher, coach, is_answered=False)
    leaves(coach, administrator, today)

    assert not ToTell.objects.untold().filter(person=coach).exclude(kind=News.CLOSED).exists()
    assert Appointment.objects.get(person=coach).state == "cancelled"


def test_bringing_back_begins_roles_anew_and_leaves_keys_shut(lesson, teacher, administrator, today):
    bring_to("open", lesson)
    reports.give_key(lesson=lesson, by=teacher, part="steps", audience="team", until=today + 60 * A_DAY)
    before = teacher.memberships.get()
    leaves(teacher, administrator, today)
    with time_machine.travel(timezone.now() + 13 * A_DAY):
        leaving.undo(by=administrator, person=teacher)
        leaving.undo(by=administrator, person=teacher)
        day = teacher.school.today
        teacher = again(teacher)
        assert (teacher.leaves_on, teacher.closed_at, teacher.roles_before) == (None, None, [])
        new = teacher.memberships.not_ended().get()
        assert (new.team, new.role, new.since, new.until) == (before.team, "teacher", day, None)
        assert new.began_at > before.began_at

    before.refresh_from_db()
    assert before.until == today
    assert not access.running_keys(lesson.pk)
    assert noted(teacher) == [Done.LEAVES, Done.CLOSED, Done.BROUGHT_BACK]


def test_a_role_that_was_to_end_comes_back_with_that_end(teacher, team, administrator, today):
    ends = today + 20 * A_DAY
    Membership.objects.filter(user=teacher).update(until=ends)
    later = Membership.objects.create(user=teacher, team=team, role="coach", since=today + 5 * A_DAY)
    leaves(teacher, administrator, today)
    later.refresh_from_db()
    assert later.until == later.since
    leaving.bring_back(by=administrator, person=teacher)

    rows = teacher.memberships.not_ended(today).exclude(until=F("since"))
    assert set(rows.values_list("role", "since", "until")) == {
        ("teacher", today, ends),
        ("coach", today + 5 * A_DAY, None),
    }


def test_not_after_the_fortnight(teacher, administrator, today):
    leaves(teacher, administrator, today)
    with time_machine.travel(timezone.now() + 14 * A_DAY):
        assert not again(teacher).can_come_back
        leaving.bring_back(by=administrator, person=teacher)

    assert again(teacher).closed_at


def test_before_the_day_one_press_undoes_it_and_what_was_told_is_told_otherwise(
    teacher, administrator, today
):
    leaves(teacher, administrator, today + 5 * A_DAY)
    leaving.stays(by=administrator, person=teacher)
    leaving.stays(by=administrator, person=teacher)

    assert again(teacher).leaves_on is None
    assert noted(teacher) == [Done.LEAVES, Done.STAYS]


def test_twice_is_once_and_another_day_takes_its_place(teacher, administrator, today):
    for day in (5, 5, 6, 6):
        leaves(teacher, administrator, today + day * A_DAY)

    assert again(teacher).leaves_on == today + 6 * A_DAY
    assert noted(teacher) == [Done.LEAVES, Done.LEAVES]


def test_nobody_lets_oneself_go_and_only_an_administrator_of_the_school_lets_somebody_go(
    teacher, coach, administrator, today
):
    stranger = factories.make_person(
        "Vera Vreemd", school=factories.make_school("Elders"), is_administrator=True
    )
    for by, person in [(administrator, administrator), (coach, teacher), (stranger, teacher)]:
        with pytest.raises(Http404):
            leaving.let_go(by=by, person=person, last_day=today)
        with pytest.raises(Http404):
            leaving.undo(by=by, person=person)

    assert not User.objects.filter(leaves_on__isnull=False).exists()


def test_the_last_administrator_stays(administrator, school, today):
    second = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    leaves(second, administrator, today + 9 * A_DAY)
    with pytest.raises(NotNow, match="last_administrator"):
        leaves(administrator, second, today)

    assert again(administrator).leaves_on is None


def test_a_day_that_is_over_is_none(teacher, administrator, today):
    with pytest.raises(NotNow, match="day"):
        leaves(teacher, administrator, today - A_DAY)


def test_the_day_ends_where_the_school_stands(teacher, administrator, today):
    User.objects.filter(pk=teacher.pk).update(leaves_on=today)
    type(teacher.school).objects.update(time_zone="America/Kralendijk")
    late = datetime.combine(
        today, time(23, 30), again(teacher).school.zone
    )  # in Amsterdam it is tomorrow by then
    with time_machine.travel(late, tick=False):
        assert leaving.close_those_due() == 0
    with time_machine.travel(late + timedelta(hours=1), tick=False):
        assert leaving.close_those_due() == 1


def after_the_last_day():
    """Midnight is over, and the hourly work was not there yet."""
    return time_machine.travel(timezone.now() + A_DAY)


@pytest.mark.parametrize("who", ["person", "school"])
def test_nothing_is_open_after_midnight_also_before_the_hourly_work(client, lesson, teacher, school, today, who):  # fmt: skip
    row = {"person": teacher, "school": school}[who]
    type(row).objects.filter(pk=row.pk).update(leaves_on=today)
    client.force_login(again(teacher))
    visit = reverse("visit", args=[lesson.pk])
    assert client.get(visit).status_code == 200
    with after_the_last_day():
        client.force_login(again(teacher))  # sessions of a test last no day
        assert client.get(visit)["Location"] == reverse("take_along")
        saved = client.post(visit, "{}", content_type="application/json")
        page = client.get(reverse("take_along")).content.decode()

    assert saved.status_code == 401
    assert "Je laatste dag was" in page
    assert f'"{reverse("me")}"' not in page


def test_an_administrator_whose_last_day_is_over_can_go_on_until_it_is_closed(client, administrator, today):
    """It may be the only one, whose account does not close (refusals.py)."""
    User.objects.filter(pk=administrator.pk).update(leaves_on=today)
    with after_the_last_day():
        client.force_login(again(administrator))
        assert client.get(reverse("people")).status_code == 200


# --- signing in when it is closed ----------------------------------------------------------------------


def test_who_signs_in_then_comes_to_one_page(client, lesson, teacher, administrator, today):
    bring_to("open", lesson)
    leaves(teacher, administrator, today)
    client = Client()
    typed = {"login": teacher.email, "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), typed).status_code == 302

    along = reverse("take_along")
    for name, args in [("home", []), ("visit", [lesson.pk]), ("together", [lesson.pk]), ("plan", []), ("me", []), ("wishes", []), ("earlier", [])]:  # fmt: skip
        assert client.get(reverse(name, args=args))["Location"] == along
    assert client.post(reverse("cancel", args=[lesson.pk]))["Location"] == along
    entry = client.post(reverse("entries", args=[lesson.pk]), "{}", content_type="application/json")
    assert entry.status_code == 401
    for name in ("take_along", "data", "about"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("data_file", args=[teacher.pk, "all.xlsx"])).status_code == 200


def test_who_does_not_leave_has_no_such_page(client, teacher):
    client.force_login(teacher)

    assert client.get(reverse("take_along")).status_code == 404


def test_a_former_administrator_administers_nothing(client, administrator, school, today):
    second = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    leaves(second, administrator, today)
    with pytest.raises(Http404):
        leaving.let_go(by=again(second), person=administrator, last_day=today)


def test_who_became_the_only_administrator_meanwhile_stays_until_there_is_another(
    administrator, school, today
):
    second = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    leaves(second, administrator, today + A_DAY)
    User.objects.filter(pk=administrator.pk).update(is_administrator=False)
    with time_machine.travel(timezone.now() + 3 * A_DAY):
        assert leaving.close_those_due() == 0
        User.objects.filter(pk=administrator.pk).update(is_administrator=True)
        assert leaving.close_those_due() == 1


def test_an_administrator_who_leaves_too_lets_others_go(administrator, school, teacher, today):
    second = factories.make_person("Bo Beheer", school=school, is_administrator=True)
    leaves(administrator, second, today + A_DAY)

    assert leaves(teacher, again(administrator), today).closed_at


def test_who_was_never_here_gets_no_letter_about_leaving(client, team, administrator, today, mailoutbox):
    person = factories.make_person("Olaf Verzonnen", team=team, role="teacher", password=None)
    for day in (today + A_DAY, today):
        leaves(person, administrator, day)
        deliver.call()

    assert mailoutbox == []
    assert again(person).closed_at


def test_a_pause_ends_so_that_who_was_on_pause_takes_things_along(client, teacher, administrator, today):
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    leaves(teacher, administrator, today)
    client.force_login(again(teacher))

    assert client.get(reverse("take_along")).status_code == 200


def test_a_closed_account_hears_of_that_and_nothing_else(
    lesson, teacher, coach, administrator, today, mailoutbox
):
    bring_to("open", lesson)
    leaves(teacher, administrator, today)
    together.add(lesson=fresh(lesson), by=coach, kind="reply", text="Dank je.")
    with time_machine.travel(timezone.now() + timedelta(hours=20)):
        deliver.call()

    assert [letter.subject for letter in mailoutbox if letter.to == [teacher.email]] == [
        "Meekijken is voor jou gesloten"
    ]


def test_its_pages_ask_the_same_however_much_there_is(
    client, lesson, teacher, coach, administrator, today, django_assert_num_queries
):
    bring_to("open", lesson)
    client.force_login(administrator)
    address = reverse("leave", args=[teacher.pk])
    client.get(address)
    with django_assert_num_queries(QUERIES["leave"]):
        client.get(address)
    leaves(teacher, administrator, today)
    client.force_login(again(teacher))
    client.get(reverse("take_along"))
    with django_assert_num_queries(QUERIES["take_along"]):
        client.get(reverse("take_along"))


def test_who_teaches_nothing_takes_along_what_is_kept_of_them_too(client, administrator, school):
    """As on the page of one's own data: how one wants letters, and what the log says of one."""
    sanne = factories.make_person("Sanne Schijn", school=school)
    leaving.let_go(by=administrator, person=sanne, last_day=sanne.today)
    client.force_login(User.objects.get(pk=sanne.pk))
    file = reverse("data_file", args=[sanne.pk, "all.json"])

    assert file in client.get(reverse("take_along")).content.decode()
    assert client.get(file).status_code == 200
