"""The page on which a teacher links the own timetable."""

import html as entities
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from people.audit import AuditEvent
from tests.factories import in_timetable, make_administrator, make_person, make_timetable
from tests.far_end import said, turn
from tests.timetables.conftest import EMPTY
from tests.timetables.test_linking import a_while_ago, calendar, subjects
from timetables.models import Timetable
from timetables.why import Why
from timetables.words import OF_A_FILE, WORDS

LOGIN = said(b"<!doctype html><html><body><form>Inloggen</form></body></html>", "Content-Type: text/html")
PRESSES = ("timetable_yes", "timetable_no", "timetable_again", "timetable_unlink")


@pytest.fixture
def own(client, teacher):
    client.force_login(teacher)
    return client


def words(reply):
    return " ".join(
        html.document_fromstring(reply.content.decode()).xpath("//body")[0].text_content().split()
    )


def field(reply, name="address"):
    return html.document_fromstring(reply.content.decode()).xpath(f"//input[@name='{name}']")[0]


def give(client, address):
    return client.post(reverse("timetable"), {"address": address})


def give_file(client, data):
    return client.post(reverse("timetable"), {"by_file": "1", "file": SimpleUploadedFile("a.ics", data)})


def press(client, name):
    return client.post(reverse(name), follow=True)


def test_from_an_address_to_the_own_lessons(own, teacher, far_end, outer_world, monday):
    starts = [monday + timedelta(days=day, hours=9) for day in (28, 29, 30, 31, 32)]
    starts += [start + timedelta(hours=2) for start in starts]
    reply = own.post(reverse("timetable"), {"address": far_end(said(calendar(*starts))).url}, follow=True)
    assert "10 lessen gevonden" in words(reply) and "en nog 4 lessen, tot en met" in words(reply)
    assert "Zijn dit jouw lessen?" in words(reply)
    assert not subjects(teacher)
    reply = press(own, "timetable_yes")
    assert "Je rooster is gekoppeld." in words(reply) and "10 lessen in je rooster" in words(reply)
    assert len(subjects(teacher)) == 10


def test_no_takes_it_away(own, teacher, far_end, outer_world):
    give(own, far_end(said(EMPTY)).url)
    assert "Er is niets van bewaard." in words(press(own, "timetable_no"))
    assert "Koppel je rooster" in words(press(own, "timetable_no"))
    assert not Timetable.objects.exists()


def test_in_a_holiday_all_is_well(own, far_end, outer_world):
    give(own, far_end(said(EMPTY)).url)
    reply = own.get(reverse("timetable"))
    assert "Is het vakantie, dan klopt dat." in words(reply)
    assert "Je rooster is gekoppeld." in words(press(own, "timetable_yes"))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (LOGIN, Why.LOGIN),
        (said(b"{}"), Why.OTHER),
        (turn("/on"), Why.ROUND),
        (said(EMPTY[:-5]), Why.CUT),
        (b"", Why.SILENT),
    ],
)
def test_why_not_stands_beside_the_field_with_what_was_typed(answer, why, own, far_end, outer_world):
    url = far_end(answer).url
    reply = give(own, url)
    assert reply.status_code == 422
    assert field(reply).get("value") == url and field(reply).get("aria-invalid") == "true"
    page = html.document_fromstring(reply.content.decode())
    beside = page.get_element_by_id(field(reply).get("aria-describedby").split()[-1]).text_content()
    assert beside.split() == [*str(WORDS[why]).split()] or str(WORDS[why]) in words(reply)


def test_every_reason_has_words_for_a_teacher():
    assert set(WORDS) == set(OF_A_FILE) == set(Why)


@pytest.mark.parametrize(
    "typed", ["", "http://rooster.example/a", "rooster", "https://10.0.0.1/", "x" * 2001]
)
def test_what_is_no_address_comes_back(typed, own):
    reply = give(own, typed)
    assert reply.status_code == 422 and field(reply).get("value", "") == typed


def test_nobody_remembers_the_address(own, far_end, outer_world):
    """Not the browser, not the device, and after it was saved not a page either."""
    there = far_end(said(EMPTY))
    empty = own.get(reverse("timetable"))
    assert field(empty).get("autocomplete") == "off"
    assert "data-back" not in empty.content.decode() and 'name="draft' not in empty.content.decode()
    give(own, there.url)
    pages = [
        own.get(reverse("timetable")),
        press(own, "timetable_yes"),
        own.get(reverse("me")),
        own.get(reverse("plan")),
    ]
    for page in pages:
        assert "key=geheim" not in entities.unescape(page.content.decode())


def test_nothing_of_it_is_written_down(own, far_end, outer_world, caplog):
    give(own, far_end(said(b"", status="500 No")).url)
    give(own, far_end(said(EMPTY)).url)
    for name in PRESSES:
        press(own, name)
    assert not AuditEvent.objects.exists()
    assert not re.search("geheim|a\\.ics", caplog.text)


def test_a_file_is_read(own, teacher, monday):
    reply = give_file(own, calendar(monday + timedelta(hours=9)))
    assert reply.status_code == 302
    assert "1 les gevonden" in words(own.get(reverse("timetable")))
    press(own, "timetable_yes")
    assert "Haal opnieuw op" not in words(own.get(reverse("timetable")))
    assert "geen adres" in words(press(own, "timetable_again"))


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", Why.OTHER), (b"<!doctype html><html>", Why.LOGIN), (b"\xff\xd8\xff", Why.OTHER), (EMPTY[:-5], Why.CUT), (b"B" * 2_000_001, Why.LARGE)],
)  # fmt: skip
def test_what_is_no_calendar_says_so_beside_the_file(data, why, own):
    reply = give_file(own, data)
    assert reply.status_code == 422 and str(OF_A_FILE[why]) in words(reply)
    assert field(reply).get("aria-invalid") is None


def test_without_a_file_nothing_is_read(own):
    reply = own.post(reverse("timetable"), {"by_file": "1"})
    assert reply.status_code == 422 and "Kies eerst een bestand." in words(reply)


def test_a_trial_that_fails_leaves_the_own_one(own, teacher, far_end, outer_world, monday):
    make_timetable(teacher, in_timetable(monday))
    give(own, far_end(LOGIN).url)
    assert subjects(teacher) == ["Rekenen"]
    give(own, far_end(said(EMPTY)).url)
    assert "Tot je ja zegt, blijft je rooster zoals het was." in words(own.get(reverse("timetable")))
    press(own, "timetable_no")
    assert subjects(teacher) == ["Rekenen"]


def test_who_tries_often_waits(own, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"timetable": "2/h/user"}
    for _time in range(2):
        assert str(WORDS[Why.WITHIN]) in words(give(own, "https://10.0.0.1/"))
    reply = give(own, "https://10.0.0.1/")
    assert "Wacht een uur" in words(reply) and field(reply).get("value") == "https://10.0.0.1/"


# --- fetched again


def test_fetched_again_at_most_every_ten_minutes(own, teacher, far_end, outer_world, monday):
    there = far_end(said(calendar(monday + timedelta(hours=9))))
    make_timetable(teacher, address=there.url)
    assert re.search(r"Vanaf \d+\.\d\d uur kan het weer", words(press(own, "timetable_again")))
    assert there.asked == []
    a_while_ago(teacher, 1)
    assert "Dit is je rooster van nu." in words(press(own, "timetable_again"))
    assert subjects(teacher) == ["Rekenen 0"]


def test_what_could_not_be_fetched_says_of_when_the_copy_is(own, teacher, far_end, outer_world, monday):
    make_timetable(
        teacher, in_timetable(monday), address=far_end(LOGIN).url, read_at=timezone.now() - timedelta(days=1)
    )
    a_while_ago(teacher, 1)
    reply = press(own, "timetable_again")
    assert "Je houdt de lessen die je had." in words(reply)
    assert re.search(r"Je ziet de lessen van gisteren, \d+\.\d\d uur", words(reply))
    assert str(WORDS[Why.LOGIN]) in words(reply)
    assert subjects(teacher) == ["Rekenen"]


def test_unlinked_nothing_is_left(own, teacher, monday):
    make_timetable(teacher, in_timetable(monday))
    assert "gaan meteen weg" in words(own.get(reverse("timetable")))
    assert "Je rooster is ontkoppeld." in words(press(own, "timetable_unlink"))
    assert press(own, "timetable_unlink").status_code == 200
    assert not Timetable.objects.exists()


# --- whose


def test_who_does_not_teach_has_none(client, coach, teacher, team):
    both = make_administrator(make_person("Iris Verzinsel", team=team, role="teacher"))
    for person in (coach, both):
        client.force_login(person)
        assert client.get(reverse("timetable")).status_code == 404
        assert [client.post(reverse(name)).status_code for name in PRESSES] == [404] * 4
        assert "/me/timetable/" not in client.get(reverse("me")).content.decode()


def test_who_taught_can_still_unlink(client, teacher):
    make_timetable(teacher)
    teacher.memberships.update(until=timezone.localdate())
    client.force_login(teacher)
    assert reverse("timetable") in client.get(reverse("me")).content.decode()
    assert client.get(reverse("timetable")).status_code == 200
    press(client, "timetable_unlink")
    assert client.get(reverse("timetable")).status_code == 404


def test_everybody_sees_the_own_one_alone(client, teacher, team, monday):
    other = make_person("Noor Bedacht", team=team, role="teacher")
    make_timetable(teacher, in_timetable(monday, subject="Geheime les"))
    client.force_login(other)
    assert "Geheime les" not in words(client.get(reverse("timetable")))
    for name in PRESSES:
        press(client, name)
    assert subjects(teacher) == ["Geheime les"]


def test_no_page_of_anybody_else_tells_that_there_is_one(
    client,
    teacher,
    coach,
    team,
    lesson,
    monday,
    time_machine,
):
    """Letter for letter the same, with a timetable and without."""
    time_machine.move_to(timezone.now(), tick=False)
    people = [
        coach,
        make_person("Lotte Nepnaam", team=team, role="lead"),
        make_administrator(make_person("Iris Verzinsel", team=team)),
    ]

    def pages():
        found = {}
        for person in people:
            client.force_login(person)
            for name, args in (
                ("home", []),
                ("coaching", []),
                ("earlier", []),
                ("team", []),
                ("propose", []),
                ("people", []),
                ("log", []),
                ("person", [teacher.pk]),
                ("visit", [lesson.pk]),
            ):
                text = client.get(reverse(name, args=args)).content.decode()
                found[person.name, name] = re.sub(r'value="([0-9a-f-]{36}|\w{64})"', "", text)
        return found

    before = pages()
    make_timetable(
        teacher,
        *(in_timetable(monday + timedelta(hours=hours), subject="Geheime les") for hours in range(60, 70)),
    )
    assert pages() == before


def test_the_page_takes_few_queries(own, teacher, monday, django_assert_num_queries):
    lessons = [in_timetable(monday + timedelta(hours=hours)) for hours in range(100)]
    make_timetable(teacher, *lessons)
    own.get(reverse("timetable"))
    with django_assert_num_queries(5):
        own.get(reverse("timetable"))
