"""The demo has a timetable of its own: linked without a network, moving along, and at an address where the
demo is served to this machine only."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.demo import timetable
from tests.factories import make_timetable
from timetables import keeping

HERE = "http://127.0.0.1:8000/demo/timetable.ics"


@pytest.fixture
def people(teacher):
    return {timetable.WHO: teacher}


def lessons(people):
    return list(keeping.lessons_of(people[timetable.WHO]))


def test_it_is_there_in_the_demo_alone(client, settings):
    assert client.get(reverse("demo_timetable")).status_code == 404
    settings.DEMO_TIMETABLE = HERE
    reply = client.get(reverse("demo_timetable"))
    assert reply.content == timetable.feed() and reply["Content-Type"].startswith("text/calendar")
    again = client.get(reverse("demo_timetable"), headers={"If-None-Match": reply["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["", HERE])
def test_tijn_has_it_with_subject_group_and_room(address, people, settings):
    settings.DEMO_TIMETABLE = address
    timetable.link(people)
    found = lessons(people)
    assert len(found) == 5 * len(timetable.WEEK)
    assert (found[0].subject, found[0].group, found[0].place) == ("Rekenen", "VZ1A", "1.14")
    assert keeping.own(people[timetable.WHO]).address == address
    assert keeping.on_trial(people[timetable.WHO]) is None


@pytest.mark.parametrize("address", ["", HERE])
def test_it_moves_along(address, people, settings, time_machine):
    settings.DEMO_TIMETABLE = address
    time_machine.move_to(timezone.now(), tick=False)
    timetable.link(people)
    numbers = {lesson.pk for lesson in lessons(people)}
    time_machine.shift(timedelta(weeks=1))
    settings.DEMO_TIMETABLE = address.replace("8000", "8001")
    timetable.go_on(people)
    assert len(lessons(people)) == 5 * len(timetable.WEEK)
    assert len(numbers & {lesson.pk for lesson in lessons(people)}) == 4 * len(timetable.WEEK)
    assert keeping.own(people[timetable.WHO]).address == settings.DEMO_TIMETABLE


def test_unlinked_or_another_one_it_stays_so(people, teacher):
    timetable.link(people)
    keeping.unlink(teacher)
    timetable.go_on(people)
    assert keeping.own(teacher) is None
    make_timetable(teacher, address="")
    timetable.go_on(people)
    assert lessons(people) == []
