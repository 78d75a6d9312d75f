"""Somebody's own feed: what a calendar program gets at its address, and the page where one makes, renews and
withdraws it. Through URLs, with visits that real actions made."""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from config.logs import Frames
from letters.models import OwnCalendar
from letters.postman import deliver
from observations import actions
from observations.models import Appointment, Lesson, ToTell
from people.models import User
from reports import actions as reports
from tests.factories import fresh, make_lesson, make_person

NOW = datetime(2027, 2, 9, 11, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_a_known_moment():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def address(client, teacher):
    return make(client, teacher)


@pytest.fixture
def visit(edition, teacher, coach):
    return ahead(teacher, coach=coach)


def ahead(teacher, days=3, **facts):
    start = timezone.now() + days * A_DAY
    return make_lesson(teacher, **({"start": start, "end": start + timedelta(minutes=50)} | facts))


def make(client, person, press="address"):
    """The path of a new address, as the page shows it."""
    client.force_login(person)
    page = client.post(reverse("calendar_address"), {"offer": offered(client)})
    return shown(page)


def offered(client):
    page = html.fromstring(client.get(reverse("own_calendar")).content.decode())
    return page.xpath("//input[@name='offer']/@value")[0]


def shown(page):
    [value] = html.fromstring(page.content.decode()).xpath("//input[@id='own-address' and @readonly]/@value")
    assert value.startswith(settings.SITE_URL)
    return urlsplit(value).path


def look(address, **headers):
    """A calendar program: it keeps no cookie and signs in nowhere."""
    return Client().get(address, headers=headers)


def events(address):
    """(state, summary, sequence) by the id of the visit, as icalendar reads them."""
    reply = look(address)
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(reply.content)
    assert not calendar.errors
    return {
        str(each["uid"]): (str(each["status"]), str(each["summary"]), each["sequence"])
        for each in calendar.events
    }


def choose(client, person, **chosen):
    client.force_login(person)
    reply = client.post(reverse("own_calendar"), {"says": "nothing"} | chosen)
    assert reply.status_code == 302


# --- what is in it --------------------------------------------------------------------------------------


def test_it_holds_own_visits_and_says_nothing_of_them(client, teacher, coach, team, visit, address):
    sam = make_person("Sam Bedacht", team=team, role="teacher")
    ahead(sam, coach=coach)
    alone = ahead(teacher, days=5)
    asked = ahead(teacher, days=6, coach=coach, by=coach)

    assert events(address) == {
        str(visit.pk): ("CONFIRMED", "Afspraak", 0),
        str(alone.pk): ("CONFIRMED", "Afspraak", 0),
        str(asked.pk): ("TENTATIVE", "Voorstel: Afspraak", 0),
    }
    text = look(address).content.decode()
    for word in (coach.name, coach.email, teacher.name, teacher.email, "Rekenen", "VZ2B", "1.14"):
        assert word not in text


def test_times_are_right_in_winter_and_summer(client, teacher, address, edition):
    july = datetime(2027, 7, 6, 8, 15, tzinfo=UTC)
    ahead(teacher)
    ahead(teacher, start=july, end=None)

    text = look(address).content.decode()
    for line in ("DTSTART:20270212T110000Z", "DTEND:20270212T115000Z", "DTSTART:20270706T081500Z", "DTEND:20270706T091500Z"):  # fmt: skip
        assert line in text


def test_a_coach_who_was_asked_has_it_as_proposed_until_the_yes(client, teacher, coach, edition):
    lesson, address = ahead(teacher, coach=coach, is_answered=False), make(client, coach)
    before = events(address)
    actions.accept(lesson=lesson, by=coach)

    assert [before[str(lesson.pk)][0], events(address)[str(lesson.pk)][0]] == ["TENTATIVE", "CONFIRMED"]


def test_what_is_over_stays_thirty_days(teacher, address, edition, at_a_known_moment):
    lesson = ahead(teacher)
    at_a_known_moment.move_to(lesson.start + timedelta(days=29))
    assert str(lesson.pk) in events(address)
    at_a_known_moment.move_to(lesson.start + timedelta(days=31))
    assert events(address) == {}


def test_practice_is_no_visit(client, teacher, address, edition):
    client.force_login(teacher)
    client.post(reverse("practice"), {"voice": "teacher"})

    assert Lesson.with_practice.filter(teacher=teacher).exclude(practice="").exists()
    assert events(address) == {}


@pytest.mark.parametrize(
    ("says", "nl", "en"),
    [
        ("nothing", "Afspraak", "Appointment"),
        ("visit", "Lesbezoek", "Visit to a lesson"),
        ("lesson", "Rekenen, VZ2B", "Rekenen, VZ2B"),
    ],
)
def test_it_says_what_its_person_chose_in_their_language(client, teacher, visit, address, says, nl, en):
    choose(client, teacher, says=says)
    said = [events(address)[str(visit.pk)][1]]
    User.objects.filter(pk=teacher.pk).update(language="en")
    said.append(events(address)[str(visit.pk)][1])

    assert said == [nl, en]
    assert look(address)["Content-Language"] == "en"


# --- what is withdrawn ----------------------------------------------------------------------------------


@pytest.mark.parametrize("says", ["nothing", "lesson"])
def test_what_is_withdrawn_stays_as_cancelled_with_the_time_alone(
    client, teacher, coach, team, edition, at_a_known_moment, says
):
    names = ("cancelled", "another coach", "deleted")
    lessons = {name: ahead(teacher, days=60, coach=coach) for name in names}
    address = make(client, coach)
    choose(client, coach, says=says)
    new = make_person("Iris Bedacht", team=team, role="coach")
    actions.cancel(lesson=lessons["cancelled"], by=teacher)
    actions.choose_coach(lesson=lessons["another coach"], by=teacher, coach=new)
    reports.delete(lesson=lessons["deleted"], by=teacher)

    gone = {str(lesson.pk): ("CANCELLED", "Afgezegd: Afspraak", 2) for lesson in lessons.values()}
    assert events(address) == gone
    assert "Rekenen" not in look(address).content.decode()
    at_a_known_moment.shift(timedelta(days=29))
    assert events(address) == gone
    at_a_known_moment.shift(timedelta(days=2))
    assert events(address) == {}


def test_a_visit_that_is_forgotten_leaves_nothing_also_while_somebody_is_to_be_told(
    client, teacher, coach, visit, address, at_a_known_moment
):
    reports.delete(lesson=visit, by=teacher)
    assert events(address)[str(visit.pk)][0] == "CANCELLED"
    at_a_known_moment.shift(timedelta(hours=25))
    reports.forget()

    assert Appointment.objects.filter(lesson=visit.pk).exists()  # its letters wait
    assert ToTell.objects.untold().exists()
    assert events(address) == {}


def test_a_proposal_that_was_declined_had_no_letter_before(client, teacher, coach, edition):
    lesson, address = ahead(teacher, coach=coach, by=coach), make(client, coach)
    actions.cancel(lesson=lesson, by=teacher)

    assert events(address) == {str(lesson.pk): ("CANCELLED", "Afgezegd: Afspraak", 0)}


def test_after_the_no_of_a_coach_it_stays_the_teachers(client, teacher, coach, edition):
    lesson = ahead(teacher, coach=coach, is_answered=False)
    addresses = [make(client, person) for person in (teacher, coach)]
    actions.decline(lesson=lesson, by=coach)

    assert [events(address)[str(lesson.pk)][0] for address in addresses] == ["CONFIRMED", "CANCELLED"]


def test_a_deleted_visit_that_is_brought_back_is_there_again(client, teacher, coach, visit, address):
    reports.delete(lesson=visit, by=teacher)
    reports.undelete(lesson=visit, by=teacher)

    assert events(address)[str(visit.pk)] == ("CONFIRMED", "Afspraak", 2)


# --- the same rows, the same bytes ------------------------------------------------------------------------


def test_the_same_bytes_twice_and_nothing_new_is_nothing_sent(visit, address, at_a_known_moment):
    first = look(address)
    at_a_known_moment.shift(timedelta(hours=5))
    again, known = look(address), look(address, if_none_match=first["ETag"])

    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])


def test_what_a_proxy_packed_is_known_again(visit, address):
    for number in range(5):
        ahead(visit.teacher, days=number + 4)
    packed = look(address, accept_encoding="gzip")
    known = look(address, accept_encoding="gzip", if_none_match=packed["ETag"])

    assert (packed["Content-Encoding"], packed["ETag"][:2], known.status_code) == ("gzip", "W/", 304)


def test_a_changed_visit_is_another_etag_and_a_higher_sequence(visit, teacher, address):
    tags, numbers = [look(address)["ETag"]], [events(address)[str(visit.pk)][2]]
    for days in (4, 5):
        actions.move(lesson=fresh(visit), by=teacher, start=visit.start + days * A_DAY, end=None)
        assert look(address, if_none_match=tags[-1]).status_code == 200
        tags.append(look(address)["ETag"])
        numbers.append(events(address)[str(visit.pk)][2])

    assert len(set(tags)) == 3
    assert numbers == sorted(set(numbers))


def test_head_is_the_same_without_the_words(visit, address):
    get, head = look(address), Client().head(address)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Content-Language", "Content-Disposition"):
        assert head[name] == get[name]
    assert Client().head(address, headers={"if-none-match": get["ETag"]}).status_code == 304


def test_nobody_keeps_it_but_who_asked_and_no_cookie_is_set(visit, address):
    reply = look(address)

    assert set(reply["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert not reply.cookies
    assert "X-Person" not in reply


def test_the_page_takes_as_many_queries_with_an_address_as_without(
    client, teacher, django_assert_num_queries
):
    client.force_login(teacher)
    for _time in range(2):
        with django_assert_num_queries(2):  # person, what they chose
            client.get(reverse("own_calendar"))
        make(client, teacher)


@pytest.mark.parametrize("visits", [1, 12])
def test_three_queries(teacher, coach, edition, address, visits, django_assert_num_queries):
    for number in range(visits):
        lesson = ahead(teacher, days=number + 2, coach=coach, is_answered=number % 3 == 1)
        if number % 3 == 0:
            actions.decline(lesson=lesson, by=coach)
        elif number % 3 == 1:
            actions.cancel(lesson=lesson, by=teacher)
    with django_assert_num_queries(3):
        look(address)
    with django_assert_num_queries(1):
        look(reverse("calendar", args=["nobody"]))


# --- its address ------------------------------------------------------------------------------------------


def test_only_a_fingerprint_of_the_address_is_kept(client, teacher, address):
    token = address.removeprefix("/calendar/").removesuffix(".ics")

    assert len(token) >= 43
    assert OwnCalendar.objects.get().address == hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in repr(cursor.fetchall()), table
    assert token not in client.get(reverse("own_calendar")).content.decode()


def test_the_page_that_shows_it_leads_a_program_there(client, teacher):
    client.force_login(teacher)
    page = client.post(reverse("calendar_address"), {"offer": offered(client)})

    [link] = html.fromstring(page.content.decode()).xpath("//a[starts-with(@href, 'webcal://')]/@href")
    assert urlsplit(link)[1:] == (urlsplit(settings.SITE_URL).netloc, shown(page), "", "")
    assert page["Cache-Control"] == "no-store"


def test_a_second_click_and_a_reload_show_the_same_address(client, teacher, edition):
    client.force_login(teacher)
    offer = offered(client)
    first, second = (shown(client.post(reverse("calendar_address"), {"offer": offer})) for _time in range(2))

    assert first == second
    assert look(first).status_code == 200


def test_a_new_address_stops_the_old_one_for_good(client, teacher):
    client.force_login(teacher)
    before = offered(client)
    old = shown(client.post(reverse("calendar_address"), {"offer": before}))
    new = make(client, teacher)
    assert [look(old).status_code, look(new).status_code] == [404, 200]

    late = client.post(reverse("calendar_address"), {"offer": before}, follow=True)  # a tab of before
    assert "maar één keer te zien" in late.content.decode()
    assert [look(old).status_code, look(new).status_code] == [404, 200]


def test_withdrawn_there_is_none(client, teacher):
    client.force_login(teacher)
    offer = offered(client)
    old = shown(client.post(reverse("calendar_address"), {"offer": offer}))
    for _time in range(2):
        assert client.post(reverse("calendar_withdraw")).status_code == 302
    client.post(reverse("calendar_address"), {"offer": offer})

    assert look(old).status_code == 404
    assert OwnCalendar.objects.get().address is None


@pytest.mark.parametrize("offer", ["", "x", "WyJ4Il0:1abc:def"])
def test_an_offer_that_we_did_not_make_makes_nothing(client, teacher, offer):
    client.force_login(teacher)

    assert client.post(reverse("calendar_address"), {"offer": offer}).status_code == 302
    assert not OwnCalendar.objects.exists()


def test_what_was_offered_to_somebody_else_makes_nothing(client, teacher, coach):
    client.force_login(coach)
    offer = offered(client)
    client.force_login(teacher)

    assert client.post(reverse("calendar_address"), {"offer": offer}).status_code == 302
    assert not OwnCalendar.objects.exists()


LEFT = {"left_at": NOW, "email": None, "name": "", "is_active": False}


@pytest.mark.parametrize("became", [LEFT, {"is_active": False}], ids=["left", "may not sign in"])
def test_of_whoever_may_not_sign_in_there_is_as_little_as_of_nobody(client, teacher, address, became):
    for name, value in became.items():
        setattr(teacher, name, value)
    teacher.save()
    refused, never = look(address), look(reverse("calendar", args=["never-was"]))

    assert (refused.status_code, never.status_code) == (404, 404)
    assert refused.headers.keys() == never.headers.keys()
    texts = [reply.content.decode().count("\n") for reply in (refused, never)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"])
def test_a_program_that_would_write_there_hears_that_one_only_reads(address, method):
    """Not that a token is missing: some programs ask with PROPFIND first, and would ask for a password."""
    reply = Client(enforce_csrf_checks=True).generic(method, address)

    assert (reply.status_code, reply["Allow"]) == (405, "GET, HEAD")


def test_the_log_tells_it_to_nobody(address, monkeypatch, caplog):
    monkeypatch.setattr("letters.views.feed.file", lambda own: 1 / 0)
    assert Client(raise_request_exception=False).get(address).status_code == 500

    [told] = [Frames().format(record) for record in caplog.records if record.levelname == "ERROR"]
    assert "ZeroDivisionError" in told
    assert address.removeprefix("/calendar/").removesuffix(".ics") not in told


# --- letters ------------------------------------------------------------------------------------------------


def files_of(person):
    """What this person's letters bring into the calendar: (method, summary) or None, one for each letter."""
    mail.outbox.clear()
    deliver.call()
    return [file_of(letter) for letter in mail.outbox if letter.to == [person.email]]


def file_of(letter):
    if not letter.attachments:
        return None
    calendar = icalendar.Calendar.from_ical(letter.attachments[0].content)
    return str(calendar["method"]), str(calendar.events[0]["summary"])


def test_letters_call_it_as_the_feed_does(client, teacher, coach, edition):
    choose(client, teacher, says="lesson")
    choose(client, coach, says="visit")
    lesson = ahead(teacher, coach=coach)
    files_of(teacher)
    actions.move(lesson=fresh(lesson), by=teacher, start=lesson.start + A_DAY, end=None)
    deliver.call()
    ours = {letter.to[0]: file_of(letter) for letter in mail.outbox}
    actions.cancel(lesson=fresh(lesson), by=teacher)

    assert ours[teacher.email] == ("REQUEST", "Rekenen, VZ2B")
    assert ours[coach.email][1].endswith("Lesbezoek")
    assert files_of(teacher) == [("CANCEL", "Afgezegd: Afspraak")]


def test_whoever_wants_no_files_gets_letters_without_them(client, teacher, coach, edition):
    choose(client, coach, without_files="on")
    lesson = ahead(teacher, coach=coach, is_answered=False)
    assert files_of(coach) == [None]
    actions.accept(lesson=lesson, by=coach)
    assert files_of(coach) == []  # what one did oneself is told for the calendar alone
    actions.cancel(lesson=fresh(lesson), by=teacher)
    assert files_of(coach) == [None]  # and no calendar is told to cancel what it does not know


def test_what_a_letter_brought_before_keeps_following(client, teacher, coach, edition):
    lesson = ahead(teacher, coach=coach)
    assert None not in files_of(coach)
    choose(client, coach, without_files="on")
    actions.move(lesson=fresh(lesson), by=teacher, start=lesson.start + A_DAY, end=None)
    assert [method for method, _summary in files_of(coach)] == ["REQUEST"]
    actions.cancel(lesson=fresh(lesson), by=teacher)

    assert [method for method, _summary in files_of(coach)] == ["CANCEL"]


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_keeps_what_was_chosen(client, teacher):
    choose(client, teacher, says="lesson", without_files="on")
    page = html.fromstring(client.get(reverse("own_calendar")).content.decode())

    assert page.xpath("//input[@name='says' and @checked]/@value") == ["lesson"]
    assert page.xpath("//input[@name='without_files' and @checked]")


def test_a_word_that_is_no_choice_is_refused_beside_its_field(client, teacher):
    client.force_login(teacher)
    reply = client.post(reverse("own_calendar"), {"says": "Coba Voorbeeld", "without_files": "on"})

    assert reply.status_code == 422
    assert not OwnCalendar.objects.exists()


@pytest.mark.parametrize("host", ["mail.school.example", None])
def test_it_counts_on_letters_only_where_they_leave(client, teacher, settings, host):
    settings.MAIL_HOST = host
    client.force_login(teacher)
    pages = [
        client.get(reverse("own_calendar")),
        client.post(reverse("calendar_address"), {"offer": offered(client)}),
    ]

    for page in pages:
        text = page.content.decode()
        assert "op de startpagina klopt het altijd" in text
        assert ("Een mail vertelt het je eerder." in text) == bool(host)
        assert ("Samen met mails" in text) == bool(host)


def test_one_finds_it_from_about_you(client, teacher):
    client.force_login(teacher)

    assert f'href="{reverse("own_calendar")}"' in client.get(reverse("me")).content.decode()


def test_the_hourly_work_leaves_it_alone(address, visit):
    call_command("hourly", stdout=None)

    assert str(visit.pk) in events(address)
