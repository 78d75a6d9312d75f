"""Line by line what a mirror counts, and what stands beside it and is not counted: held where the limits lie
(evidence.md 4.4)."""

import uuid
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from checklists.models import Checklist, Edition
from reports import actions as reports
from reports import mirror as mirrors
from reports.mirror import Reflection, make, make_all
from reports.models import Mirror, Period
from tests import factories
from tests.factories import answer, make_lesson, save
from tests.home.conftest import words
from tests.reports.test_mirror import OTHER, POINT, counts, day, give, lead, page, period, share, teachers  # noqa: F401
from tests.together.visits import opened, seen

pytestmark = pytest.mark.usefixtures("period")
STEP = "sc.p1.small_groups"


def mirror():
    make_all()
    return Mirror.objects.get()


def marked(teacher, coach, *, own=(), marks=(), parts=("coach_account",)):
    """An opened visit in the period with exactly these answers of both, released to the team."""
    start = timezone.now() - timedelta(days=10)
    lesson = make_lesson(teacher, coach=coach, start=start, end=None)
    opened(lesson, teacher=own, coach=marks or [answer("coach.saw_heard", "", "x")])
    for part in parts:
        give(lesson, part)
    return lesson


def said():
    return sorted(sentence.text for sentence in mirror().sentences.all())


# --- whose, and of which days -------------------------------------------------------------------


def test_a_team_that_began_on_the_last_day_has_one_and_one_of_another_school_has_none(team, school):
    person = factories.make_person("Ans Docent", team=team, role="teacher")
    person.memberships.update(since=day(1))
    elsewhere = factories.make_team(factories.make_school("Andere School"))
    factories.make_person("Vera Vreemd", team=elsewhere, role="lead")

    assert mirror().team == team


def test_a_visit_after_the_period_is_not_counted(teachers, coach):  # noqa: F811
    for teacher in teachers[:4]:
        share(teacher, coach, POINT)
    share(teachers[4], coach, POINT, before=0)

    assert mirror().counts == {}


def test_two_runs_in_the_same_instant_make_one_mirror_and_the_first_one_stays(team, period, teachers, coach):  # noqa: F811
    parts = ("coach_account", "sentence")
    visits = [share(teacher, coach, POINT, parts=parts, sentence="Zin.") for teacher in teachers]
    make_all()
    for visit in visits:
        reports.revoke_key(lesson=visit, by=visit.teacher, part="coach_account")

    assert make(team, period) is False
    assert counts() == {POINT: 6}
    assert Mirror.objects.get().sentences.count() == 6


def test_who_came_on_the_day_itself_reads_it_and_so_does_nobody_who_came_a_day_later(
    client,
    team,
    teachers,  # noqa: F811
    coach,
):
    for teacher in teachers:
        share(teacher, coach, POINT)
    person = factories.join(team, "Nieuw Hier")
    made = mirror()

    assert page(client, person).status_code == 200
    Mirror.objects.filter(pk=made.pk).update(made_on=day(1))
    assert page(client, person).status_code == 404


# --- how many -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("visits", "expected"), [([3, 2, 2, 1, 1], {POINT: 9}), ([4, 2, 2, 1, 1], {})])
def test_one_teacher_may_have_a_third_and_not_more(teachers, coach, visits, expected):  # noqa: F811
    for teacher, number in zip(teachers, visits, strict=False):
        for _visit in range(number):
            share(teacher, coach, POINT)
    make_all()

    assert counts() == expected


def test_where_the_whole_is_too_little_no_sentence_comes_out_alone(teachers, coach):  # noqa: F811
    """Five authors with a sentence each, and one of them with half of all that was shared."""
    for teacher in teachers[:5]:
        share(teacher, coach, POINT, parts=("sentence",), sentence="Zin.")
    for _visit in range(3):
        share(teachers[0], coach, POINT)

    assert (mirror().counts, said()) == ({}, [])


@pytest.mark.parametrize("part", ["teacher_account", "students"])
def test_visits_of_which_nothing_is_counted_do_not_help_to_reach_the_limit(teachers, coach, part):  # noqa: F811
    for teacher in teachers:
        share(teacher, coach, POINT, parts=(part,))

    assert mirror().counts == {}


# --- points -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [("seen", {POINT: 6}), ("partly", {POINT: 6}), ("not_seen", {}), ("na", {})],
)
def test_clearly_and_partly_are_counted_alike_and_what_was_not_seen_is_no_news(
    teachers,  # noqa: F811
    coach,
    value,
    expected,
):
    for teacher in teachers:
        marked(teacher, coach, marks=[seen(POINT, value=value)])
    make_all()

    assert counts() == expected


def test_what_the_teacher_marked_is_never_counted(teachers, coach):  # noqa: F811
    """Also where the own account is under a key as well: the mirror tells what coaches saw."""
    for teacher in teachers:
        marked(
            teacher, coach, own=[seen(OTHER)], marks=[seen(POINT)], parts=("coach_account", "teacher_account")
        )
    make_all()

    assert counts() == {POINT: 6}


def test_a_draft_of_the_next_edition_takes_no_line_away(teachers, coach, edition):  # noqa: F811
    draft = Edition.objects.create(
        checklist=edition.checklist, number=edition.number + 1, words=edition.words
    )
    item = edition.items.get(key=POINT)
    item.pk, item.edition = None, draft
    item.save()
    for teacher in teachers:
        share(teacher, coach, POINT, edition=edition)

    assert mirror().counts["points"] == {str(edition.items.get(key=POINT).pk): 6}


# --- steps and sentences, each under its own key --------------------------------------------------


def test_steps_are_counted_under_the_key_to_the_steps_alone(teachers, coach, edition):  # noqa: F811
    bank = edition.suggestions.get(key=STEP)
    for number, teacher in enumerate(teachers):
        parts = ("coach_account", "steps") if number < 4 else ("coach_account",)
        share(teacher, coach, POINT, parts=parts, step={"suggestion": bank})

    assert mirror().counts["steps"] == {}


def test_sentences_are_those_under_their_own_key_and_nothing_else_that_was_written(teachers, coach):  # noqa: F811
    for number, teacher in enumerate(teachers):
        parts = ("coach_account", "teacher_account", *(["sentence"] if number else []))
        own = [answer("open.share", "", f"Zin {number}."), answer("open.inside", "", "prive")]
        marked(teacher, coach, own=[*own, seen(OTHER, "notitie")], marks=[seen(POINT)], parts=parts)

    assert said() == [f"Zin {number}." for number in range(1, 6)]


def test_a_sentence_that_was_cleared_again_is_none(teachers, coach):  # noqa: F811
    for number, teacher in enumerate(teachers):
        lesson = make_lesson(teacher, coach=coach, start=timezone.now() - timedelta(days=10), end=None)
        save(lesson, "teacher", answer("open.share", "", "Zin."))
        own = [answer("open.share", "", "", revision=1)] if number > 3 else []
        opened(lesson, teacher=own, coach=[seen(POINT)])
        for part in ("coach_account", "sentence"):
            give(lesson, part)

    assert (mirror().counts != {}, said()) == (True, [])


def test_a_sentence_keeps_the_language_of_its_author(client, teachers, coach, lead):  # noqa: F811
    for teacher in teachers:
        own = [answer("open.share", "", "A sentence.", lang="en")]
        marked(teacher, coach, own=own, marks=[seen(POINT)], parts=("coach_account", "sentence"))
    make_all()

    assert page(client, lead).content.decode().count('lang="en">A sentence.</p>') == 6


# --- on the page --------------------------------------------------------------------------------


def test_a_need_without_a_line_is_not_named(client, teachers, coach, lead):  # noqa: F811
    for teacher in teachers:
        share(teacher, coach, POINT)
    make_all()
    text = words(page(client, lead))

    assert ("Psychological safety" in text, "Relatedness" in text) == (True, False)


def test_lines_of_one_need_stand_in_the_order_of_their_edition(client, teachers, coach, lead, edition):  # noqa: F811
    points = list(edition.items.filter(theme="competence", kind="point"))[:3]
    for teacher in teachers:
        share(teacher, coach, *(item.key for item in reversed(points)))
    make_all()
    text = words(page(client, lead))
    places = [text.index(item.short_en or item.text_en) for item in points]

    assert places == sorted(places)


def test_lines_of_two_checklists_do_not_mix(teachers, coach, school, edition):  # noqa: F811
    checklist = Checklist.objects.create(school=school, key="eigen", name_nl="Eigen", name_en="Own")
    own = Edition.objects.create(checklist=checklist, number=1, words=edition.words)
    for item in edition.items.all():
        item.pk, item.edition = None, own
        item.save()
    own.publish()
    for teacher in teachers[:5]:
        for its in (edition, own):
            share(teacher, coach, POINT, OTHER, edition=its)
    lines = Reflection(mirror()).lines

    assert len(lines) == 4
    assert len(list(groupby(item.edition_id for item, _lessons in lines))) == 2


@pytest.mark.parametrize("name", ["mirror", "mirror_pdf"])
def test_a_mirror_that_is_not_there_is_404(client, lead, name):  # noqa: F811
    client.force_login(lead)

    assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_the_paper_is_not_kept_on_the_way_and_stands_in_no_frame(client, team, teachers, coach, lead):  # noqa: F811
    for teacher in teachers:
        share(teacher, coach, POINT)
    client.force_login(lead)
    reply = client.get(reverse("mirror_pdf", args=[mirror().pk]))

    assert "no-store" in reply.headers["Cache-Control"]
    assert (
        reply.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    )  # else a browser shows it blank


# --- when there is nothing left to make of a period -------------------------------------------------


def test_a_period_whose_mirrors_are_made_is_asked_nothing_any_more(team, school, period):  # noqa: F811
    factories.make_person("Ans Docent", team=team, role="teacher")
    make_all()
    Period.objects.create(school=school, start=day(-1), end=day(-40))  # it has not begun

    with CaptureQueriesContext(connection) as asked:
        assert make_all() == 0

    assert len(asked) == 1


def test_a_team_whose_mirror_could_not_be_made_has_it_an_hour_later(school, period, monkeypatch):  # noqa: F811
    for name in ("Team Zorg", "Team Bouw"):
        factories.make_person("Ans Docent", team=factories.make_team(school, name), role="teacher")

    def breaks(mirrored, period):
        if mirrored.name == "Team Bouw":
            raise ValueError
        return make(mirrored, period)

    monkeypatch.setattr(mirrors, "make", breaks)
    with pytest.raises(ValueError):
        make_all()
    monkeypatch.undo()
    make_all()

    assert {mirror.team.name for mirror in Mirror.objects.all()} == {"Team Zorg", "Team Bouw"}


def test_points_in_own_words_are_counted_for_nobody_also_not_six_at_one_place(teachers, coach, lead, client):  # noqa: F811
    """They stand in their visit alone (docs/adr/0080), and are of one place in all six."""
    for number, teacher in enumerate(teachers):
        lesson = make_lesson(teacher, coach=coach, start=timezone.now() - timedelta(days=10), end=None)
        words = {"text": f"Eigen kijkpunt {number}", "theme": "safety", "slot": 1, "revision": 0}
        opened(
            lesson, before=[{"type": "own"} | words],
            teacher=[seen("own-point.safety.1")], coach=[seen("own-point.safety.1"), seen(POINT)],
        )  # fmt: skip
        give(lesson, "coach_account")
        give(lesson, "teacher_account")

    assert counts(mirror()) == {POINT: 6}
    assert list(mirror().counts["points"].values()) == [6]
    assert "Eigen kijkpunt" not in page(client, lead).content.decode()
