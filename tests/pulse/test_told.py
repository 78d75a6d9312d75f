"""What students read about who may read the numbers, before they answer, is what happens afterwards."""

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils.translation import override

from observations import actions
from pulse import access
from pulse import actions as pulses
from pulse.heard import heard
from pulse.models import Pulse
from pulse.views.students import READERS
from reports import actions as reports
from tests import factories
from tests.factories import fresh
from tests.home.conftest import words
from tests.pulse.conftest import asked, open_pulse
from tests.reports.test_keys import give
from tests.together.visits import opened, seen

POINT = "saf.other_views"


def open_up(lesson):
    opened(lesson, teacher=[seen(POINT)], coach=[seen(POINT)])
    pulses.hear(lesson=lesson, by=lesson.teacher)
    return fresh(lesson)


@pytest.mark.parametrize("colleagues", [True, False])
@pytest.mark.parametrize("with_coach", [True, False])
def test_the_page_names_everybody_who_may_read_and_nobody_else(
    client, edition, teacher, coach, with_coach, colleagues
):
    lesson = factories.make_lesson(teacher, coach=coach if with_coach else None)
    pulse = open_pulse(lesson, colleagues=colleagues)
    html = client.get(reverse("pulse_answer", args=[pulse.code])).content.decode()
    said = {}
    for language in ("nl", "en"):
        with override(language):
            said = {which: f'<span lang="{language}">{text}</span>' for which, text in READERS.items()}
        assert [which for which, text in said.items() if text in html] == [(with_coach, colleagues)]

    nl = words(client.get(reverse("pulse_answer", args=[pulse.code])))
    assert ("coach" in nl, "teamleider" in nl) == (with_coach, colleagues)


@pytest.mark.parametrize("colleagues", [True, False])
def test_a_key_lets_colleagues_read_only_where_students_read_that(lesson, team, colleagues):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    asked(lesson, 6, colleagues=colleagues)
    lesson = open_up(lesson)
    give(lesson, "students")

    assert bool(heard(fresh(lesson), lead)) is colleagues


def test_the_choice_is_the_teachers_is_off_by_default_and_stays_once_students_were_asked(client, lesson):
    client.force_login(lesson.teacher)
    address = reverse("pulse", args=[lesson.pk])
    assert 'name="colleagues_may_read"' in client.get(address).content.decode()
    assert (
        'name="colleagues_may_read" class="form-check-input" checked'
        not in client.get(address).content.decode()
    )
    client.post(address, {"minutes": 15, "colleagues_may_read": "on"})
    assert Pulse.objects.get().colleagues_may_read is True
    client.post(address, {"minutes": 15, "open": "1"})
    assert Pulse.objects.get().colleagues_may_read is False

    assert client.post(address, {"minutes": 15, "colleagues_may_read": "on"}).status_code == 423
    assert Pulse.objects.get().colleagues_may_read is False


def test_the_next_coach_was_not_in_the_lesson_and_never_reads(client, lesson, team):
    """Students read of the coach who was there."""
    asked(lesson, 6)
    new = factories.make_person("Noor Fictief", team=team, role="coach")
    actions.choose_coach(lesson=fresh(lesson), by=lesson.teacher, coach=new)
    lesson = open_up(fresh(lesson))
    with pytest.raises(Http404):
        pulses.release(lesson=lesson, by=lesson.teacher)
    Pulse.objects.update(released_at=lesson.opened_at)

    assert heard(fresh(lesson), new) is None
    type(lesson.teacher).objects.update(language="en")
    client.force_login(lesson.teacher)
    text = words(client.get(reverse("pulse", args=[lesson.pk])))
    assert "Noor was not the coach when your students answered" in text
    assert "Let Noor read it too" not in text


def test_who_came_when_students_had_answered_for_the_teacher_alone_reads_nothing(edition, teacher, coach):
    lesson = factories.make_lesson(teacher)
    asked(lesson, 6)
    actions.choose_coach(lesson=fresh(lesson), by=teacher, coach=coach)
    lesson = open_up(fresh(lesson))

    assert not access.is_for_coach(lesson, access.pulse_of(lesson))
    with pytest.raises(Http404):
        pulses.release(lesson=lesson, by=teacher)


def test_who_gave_a_key_does_not_read_that_nobody_else_reads(client, lesson, team):
    asked(lesson, 6, colleagues=True)
    lesson = open_up(lesson)
    type(lesson.teacher).objects.update(language="en")
    client.force_login(lesson.teacher)
    address = reverse("pulse", args=[lesson.pk])
    assert "Only you. You can let Coba read the counts too" in words(client.get(address))
    give(lesson, "students")
    text = words(client.get(address))

    assert "You gave the team a key: the counts can be read there too" in text
    assert "Only you." not in text
    assert "You can let Coba read the counts too" in text
    reports.revoke_key(lesson=lesson, by=lesson.teacher, part="students")
    assert "Only you." in words(client.get(address))
