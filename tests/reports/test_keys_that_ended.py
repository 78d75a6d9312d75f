"""Keys from before a promise was kept: they end, and the teacher reads why. And what goes with the coach's
account from now on."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from observations import access, actions
from observations.models import Key, LedgerEntry
from pulse import actions as pulses
from pulse.heard import heard
from pulse.models import Pulse
from reports import actions as reports
from tests import factories
from tests.factories import fresh
from tests.home.conftest import words
from tests.pulse.conftest import asked
from tests.reports.test_keys import POINT, english, give, html_of, lead, visit  # noqa: F401

T, C, S = "teacher_account", "coach_account", "students"


def before(lesson, part, audience="team", days=30):
    """A row as it was before: given without knowing."""
    until = timezone.localdate() + timedelta(days=days)
    return Key.objects.create(lesson=lesson, part=part, audience=audience, until=until)


def migrate():
    import_module("observations.migrations.0009_coachs_account_alone").end_keys(apps, None)
    migration = import_module("pulse.migrations.0004_answered_under_the_old_sentence")
    migration.say_who_was_told(apps, None)
    migration.end_keys(apps, None)


def running(lesson):
    return sorted(lesson.keys.filter(revoked_at=None).values_list("part", flat=True))


# --- the migrations -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "stay"),
    [
        ([(C, "team")], []),
        ([(C, "team"), ("steps", "team")], ["steps"]),
        ([(C, "team"), (T, "team")], [C, T]),
        ([(C, "lead"), (T, "lead")], [C, T]),
        ([(C, "lead"), (T, "team")], [T]),
        ([(C, "team"), (T, "lead")], [T]),
        ([(C, "team"), (T, "team", -1)], [T]),
        ([(C, "team", 30), (T, "team", 29)], [T]),
        ([(C, "team", 29), (T, "team", 30)], [C, T]),
        ([(C, "team", -1)], [C]),
    ],
)
def test_a_key_to_the_coachs_account_alone_ends(visit, keys, stay):  # noqa: F811
    for key in keys:
        before(visit, *key)
    migrate()

    assert running(visit) == stay
    ended = [] if C in stay else [("ended", [C], "goes_along", visit.teacher_id)]
    assert [(row.what, row.parts, row.reason, row.who_id) for row in visit.ledger.all()] == ended


def test_keys_to_what_students_said_end_and_only_the_coach_they_were_told_of_stays(visit, lead):  # noqa: F811
    for part in (S, "steps"):
        before(visit, part)
    Pulse.objects.update(told_coach=None)
    migrate()

    assert running(visit) == ["steps"]
    assert [row.reason for row in visit.ledger.all()] == ["not_told"]
    assert Pulse.objects.get().told_coach == visit.coach
    assert access.parts(lead, fresh(visit)) == {"steps"}


def test_where_the_coach_changed_nobody_knows_whom_students_meant(edition, teacher, coach, team):
    lesson = factories.make_lesson(teacher, coach=coach)
    asked(lesson, 6)
    factories.look(lesson)
    actions.choose_coach(
        lesson=fresh(lesson), by=teacher, coach=factories.make_person("Noor Fictief", team=team, role="coach")
    )
    Pulse.objects.update(told_coach=None)
    migrate()

    assert Pulse.objects.get().told_coach is None


def test_the_teacher_reads_why_on_the_start_page_until_looked_at_and_on_the_page_of_the_keys(client, visit):  # noqa: F811
    before(visit, C)
    before(visit, S)
    migrate()
    english(client, visit.teacher)
    home, keys = reverse("home"), reverse("keys", args=[visit.pk])
    text = words(client.get(home))
    assert "the story of the coach. Read why." in text
    assert "the students’ voice. Read why." in text

    for _time in range(2):  # it stays on this page
        text = words(client.get(keys))
        assert (
            text.count("You did not know that when you gave this key.") == 2
        )  # at the part, and in the ledger
        assert (
            text.count("Your students did not read beforehand that colleagues may read these numbers.") == 2
        )
    assert "Read why." not in words(client.get(home))
    give(visit, C)
    assert words(client.get(keys)).count("You did not know that when you gave this key.") == 1
    client.force_login(visit.coach)
    assert "Read why." not in words(client.get(home))


# --- what goes with the coach's account ------------------------------------------------------------


def test_the_form_shows_what_goes_along_and_so_does_the_page_while_the_key_runs(client, visit, lead):  # noqa: F811
    english(client, visit.teacher)
    address = reverse("keys", args=[visit.pk])
    for _before_and_after in range(2):
        text = words(client.get(address))
        agreed = [visit.content.by_key[key] for key in (POINT, "com.steps_first_step")]
        assert all(
            (item.short_en or item.text_en) in text.split("What you agreed to look at: ")[1][:200]
            for item in agreed
        )
        along = text.split("What you said to something that Coba wrote:")[1].split("What you say later")[0]
        assert along.split() == [
            "antwoord-van-docent",
            "bij-moment-van-docent",
            "docent-bij-dat-punt",
            "docent-bij-vraag",
        ]
        give(visit, C)

    html = html_of(visit, lead)
    assert all(word in html for word in along.split())


def test_a_reply_that_comes_later_goes_along_and_the_page_says_so_beforehand(client, visit, lead):  # noqa: F811
    english(client, visit.teacher)
    address = reverse("reply", args=[visit.pk]) + f"?item={POINT}"
    assert "wrote goes along with that account" not in words(client.get(address))
    give(visit, C)
    assert (
        "What you say to something that Coba wrote goes along with that story: the team can read it"
        in words(client.get(address))
    )
    client.post(address, {"kind": "context", "text": "later-nog", "item": POINT})
    assert "later-nog" in html_of(visit, lead)
    english(client, visit.coach)
    assert "wrote goes along with that account" not in words(client.get(address))

    reports.revoke_key(lesson=visit, by=visit.teacher, part=C)
    assert access.parts(lead, fresh(visit)) == set()


# --- what students were told ------------------------------------------------------------------------


def test_without_having_told_students_there_is_no_key_and_the_page_says_why(client, lesson, lead):  # noqa: F811
    asked(lesson, 12)
    for walk in (
        factories.look,
        factories.look_back,
        factories.coach_ready,
        factories.teacher_ready,
        factories.open_it,
    ):
        walk(lesson)
    pulses.hear(lesson=lesson, by=lesson.teacher)
    english(client, lesson.teacher)
    sent = {"part": S, "audience": "team", "until": timezone.localdate()}

    assert "these numbers stay with you and your coach. So there is no key for them." in words(
        client.get(reverse("keys", args=[lesson.pk]))
    )
    assert client.post(reverse("key_give", args=[lesson.pk]), sent).status_code == 404
    give(lesson, S)  # as a row from before would
    assert heard(fresh(lesson), lead) is None
    assert "What students said" not in html_of(fresh(lesson), lead)
    assert LedgerEntry.objects.filter(what="gave").exists()


def test_who_has_no_role_today_reads_it_too(client, visit):  # noqa: F811
    before(visit, C)
    migrate()
    visit.teacher.memberships.update(until=timezone.localdate())
    english(client, visit.teacher)

    assert "the story of the coach. Read why." in words(client.get(reverse("home")))
