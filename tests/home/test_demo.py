"""The demo: people and visits to look around in, in every stage, in words a school could have written."""

import re
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from checklists.actions import load_all
from checklists.models import Edition, Kind, When
from echo.batches import heard
from echo.models import Batch
from home import demo
from home.demo import people
from home.demo.calendar import lesson_of_now, school_day
from home.demo.people import PEOPLE
from letters.postman import deliver
from line import road
from observations import newcomers
from observations.models import (
    Addition,
    Answer,
    Key,
    LedgerEntry,
    Lesson,
    Moment,
    Observation,
    Stage,
    Step,
    ToTell,
    Voice,
)
from people.audit import AuditEvent, Done
from people.models import Membership, School, Team, User
from pulse.models import Pulse, PulseText
from reports.models import Mirror
from signing_in.views.sign_in import DEMO_PASSWORD
from studio.models import Proposal
from tests import factories
from together.report import build

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUTCH = """
    aan bij dan dat de deze die dit eerst een eerste en er geen heb het hoe ik ja je jij kan maar met mijn naar niet om ook
    op te uit van voor was wat wel ze zit zonder één
"""
ENGLISH = """
    and are at by did do for from had i if it my not on one or that the their them then they this to was were what when
    with you
"""


def visits():
    return Lesson.objects.with_people().with_accounts()


def in_stage(stage, **facts):
    return [lesson for lesson in visits().filter(**facts) if lesson.stage == stage]


def people_of(lesson):
    return [person for person in (lesson.teacher, lesson.coach) if person]


def everything():
    """Every row of these rooms, to see that nothing changed."""
    rooms = [apps.get_app_config(name) for name in ("people", "checklists", "observations", "pulse")]
    return {
        model: list(model.objects.order_by("pk").values()) for room in rooms for model in room.get_models()
    }


def texts_of_people():
    """(language, text, voice) of everything that somebody wrote."""
    for row in Answer.objects.exclude(note="").select_related("observation"):
        yield row.lang, row.note, row.observation.voice
    for row in Moment.objects.select_related("observation"):
        yield row.lang, row.text, row.observation.voice
    for row in Addition.objects.select_related("lesson"):
        yield row.lang, row.text, row.lesson.voice_of(row.author)
    for row in Step.objects.all():
        yield from ((row.lang, text, Voice.TEACHER) for text in (row.text, row.outcome) if text)
    for row in Lesson.objects.all():
        yield from ((row.question_lang, text, Voice.TEACHER) for text in [row.learning_question] if text)
        yield from ((row.language, text, Voice.COACH) for text in [row.message] if text)


def language_of(text):
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    dutch, english = (len(words.intersection(known.split())) for known in (DUTCH, ENGLISH))
    return "nl" if dutch > english else "en" if english > dutch else "?"


def stamps_ahead():
    columns = [
        (Lesson, ["created_at", "accepted_at", "coach_accepted_at", "opened_at", "cancelled_at", "alone_at"]),
        (Observation, ["started_at", "ready_at", "set_aside_at"]),
        (Answer, ["noted_at"]),
        (Moment, ["noted_at"]),
        (Addition, ["created_at"]),
        (Step, ["created_at", "looked_back_at"]),
    ]
    stamps = [
        (model.objects.values_list(name, flat=True), name) for model, names in columns for name in names
    ]
    return [(time, name) for times, name in stamps for time in times if time and time > timezone.now()]


class TestTheDemo(TestCase):
    """A TestCase, because that loads the demo once for all questions and takes it away after the last."""

    @classmethod
    def setUpTestData(cls):
        with CaptureQueriesContext(connection) as queries:
            demo.load()
        cls.queries = len(queries)

    def test_has_visits_in_every_stage(self):
        stages = Counter(lesson.stage for lesson in visits())

        assert stages == {
            Stage.PROPOSED: 1,
            Stage.PLANNED: 5,
            Stage.LOOKING: 3,
            Stage.WAITING_FOR_COACH: 1,
            Stage.WAITING_FOR_TEACHER: 1,
            Stage.READY: 1,
            Stage.OPEN: 4,
            Stage.LOOKED_BACK: 14,
            Stage.CANCELLED: 1,
        }
        assert set(stages) == set(Stage)

    def test_begins_with_a_few_letters_of_many_kinds(self):
        """To who takes part, and never one of a kind twice; of what is shared to who asks for it."""
        deliver.call()
        letters = [(letter.to[0].split("@")[0], letter.subject) for letter in mail.outbox]

        assert {to for to, _subject in letters} >= {"coba", "joost", "tijn", "noor", "puck", "robin"}
        assert len(set(letters)) == len(letters) < 60
        subjects = {subject for _to, subject in letters}
        for kind in (
            "Jij bent aan de beurt", "Jullie zijn allebei klaar", "Coba Voorbeeld wil bij je meekijken",
            "Coba Voorbeeld kijkt bij je mee", "Sam Bedacht vraagt of je meekijkt",
        ):  # fmt: skip
            assert kind in subjects
        assert not ToTell.objects.untold().exists()

    def test_has_the_kinds_of_visit_that_a_school_knows(self):
        planned = [(lesson.lens.exists(), lesson.is_flash) for lesson in in_stage(Stage.PLANNED)]
        opened = [lesson.steps.count() for lesson in in_stage(Stage.OPEN)]
        alone = Counter(lesson.stage for lesson in visits() if not lesson.has_coach)

        assert sorted(planned) == [*[(False, False)] * 3, (False, True), (True, False)]
        assert sorted(opened) == [0, 1, 2, 2]
        assert alone == {Stage.LOOKING: 2, Stage.OPEN: 1}
        assert Lesson.objects.filter(language="en").count() == 1

    def test_has_one_visit_whose_coach_is_asked(self):
        asked = [lesson for lesson in visits() if lesson.awaits_coach]

        assert [(lesson.teacher.name, lesson.coach.name) for lesson in asked] == [
            ("Sam Bedacht", "Coba Voorbeeld")
        ]

    def test_has_a_checklist_of_the_schools_own_with_visits_a_draft_and_two_proposals(self):
        coba = User.objects.get(email="coba@fictief.example")
        own = Edition.objects.get(checklist__school=coba.school, published_at__isnull=False)
        draft = own.checklist.editions.get(published_at=None)
        first, second = [set(each.items.values_list("key", "text_nl")) for each in (own, draft)]

        assert (coba.edits_checklists, coba.school.open_proposals) == (True, 1)
        assert Counter(lesson.stage for lesson in visits().filter(edition=own)) == {
            Stage.PROPOSED: 1, Stage.PLANNED: 1, Stage.LOOKED_BACK: 1,
        }  # fmt: skip
        assert own in Edition.objects.newest_for(coba.school_id)
        assert len(second - first) == 3
        assert draft.changes.exists()
        proposals = Proposal.objects.values_list("by__name", "state")
        assert set(proposals) == {("Tijn Verzonnen", "open"), ("Noor Fictief", "taken")}
        assert not Proposal.objects.filter(made_at__gt=timezone.now()).exists()

    def test_has_one_batch_of_five_that_coba_reads_and_nothing_open(self):
        [batch] = heard(User.objects.get(name="Coba Voorbeeld"))

        assert [bool(sentence.rows) for sentence in batch.sentences] == [False, True, True, True]
        assert Batch.objects.count() == 1

    def test_has_pulses_with_four_seven_and_fourteen_answers_and_one_prepared(self):
        """So that every form can be seen: too few, a small number, enough with what students wrote, and
        nothing read yet."""
        pulses = Pulse.objects.select_related("lesson")
        asked = {pulse.answers: pulse for pulse in pulses if pulse.is_opened}

        assert sorted(asked) == [4, 7, 11, 14]
        assert all(pulse.is_closed for pulse in asked.values())
        assert all(pulse.closes_at == pulse.lesson.end for pulse in asked.values())
        assert (asked[14].present, bool(asked[14].released_at), bool(asked[14].try_next)) == (22, True, True)
        assert PulseText.objects.filter(pulse=asked[14]).count() == 6
        assert [bool(asked[n].lesson.students_heard_at) for n in (4, 7, 11, 14)] == [False, True, False, True]
        assert [pulse.opener_id for pulse in pulses if not pulse.is_opened] == [PEOPLE[0].id]

    def test_has_a_visit_of_which_the_team_may_read_two_parts(self):
        recent = Key.objects.valid().filter(lesson__start__gt=timezone.now() - timedelta(days=40))

        assert {(key.part, key.audience) for key in recent} == {("steps", "team"), ("sentence", "lead")}
        assert LedgerEntry.objects.filter(what="downloaded").count() == 1

    def test_has_a_teacher_with_a_line_over_four_visits_and_two_coaches(self):
        """From three lessons on a point is counted; one lesson does not count, and says so."""
        tijn = User.objects.get(email="tijn@fictief.example")
        found = road.read(tijn, "all")
        points = {point.key: point for group in found.groups for point in group.points}

        assert [visit.coach for visit in found.visits] == ["Coba", "Sam", "Coba", "Coba"]
        assert all(visit.lesson.learning_question and visit.steps for visit in found.visits)
        assert sum(bool(step.outcome) for visit in found.visits for step in visit.steps) == 3
        counts = [(tally.seen, tally.of) for tally in points["com.steps_first_step"].tallies]
        assert counts == [(4, 4), (3, 4)]
        assert points["com.checks_start"].not_counted
        assert len(points) >= 3

    def test_has_a_team_mirror_of_six_teachers_and_none_of_the_smaller_team(self):
        mirrors = {mirror.team.name: mirror for mirror in Mirror.objects.select_related("team")}
        counts = mirrors["Zorg en welzijn"].counts

        assert len(counts["points"]) >= 5
        assert len(counts["steps"]) == 2
        assert mirrors["Zorg en welzijn"].sentences.count() == 5
        assert mirrors["Techniek en horeca"].counts == {}

    def test_has_two_schools_with_people_in_every_role_and_some_with_two(self):
        work = User.objects.values_list("memberships__role", "pk").distinct()
        roles = Counter(role for role, _person in work)
        several = Counter(person for _role, person in work)
        both = {user.name for user in User.objects.filter(pk__in=[pk for pk, n in several.items() if n > 1])}

        assert (School.objects.count(), Team.objects.count(), User.objects.count()) == (2, 3, 21)
        assert roles == {"teacher": 13, "coach": 7, "lead": 1, None: 2}
        assert both == {"Sam Bedacht", "Daan Zogenaamd"}

    def test_has_an_operator_and_a_second_administrator_who_is_none(self):
        found = User.objects.filter(is_administrator=True).values_list("name", "is_superuser", "school__name")

        assert set(found) == {
            ("Iris Verzinsel", True, "Fictief College"), ("Olivia Hersenschim", False, "Verzonnen Academie"),
        }  # fmt: skip

    def test_has_somebody_in_each_state_that_an_administrator_meets(self):
        invited, paused, leaving, gone = (
            User.objects.get(pk=next(person.id for person in PEOPLE if person.state == state))
            for state in ("invited", "paused", "leaving", "gone")
        )

        assert (invited.name, invited.last_login, invited.has_usable_password()) == (
            "Fleur Fantasie",
            None,
            False,
        )
        assert (paused.name, paused.is_active, paused.left_at) == ("Hidde Hypothese", False, None)
        assert (leaving.name, leaving.closed_at, leaving.leaves_on) == ("Sanne Schijn", None, school_day(10))
        assert (gone.full_name, gone.email, gone.memberships.not_ended().count()) == (
            "voormalige collega",
            None,
            0,
        )
        assert visits().filter(coach=gone).count() == 1

    def test_has_two_holidays_and_a_log_of_months(self):
        """That of its administrators, which says what is so."""
        school = User.objects.get(email="iris@fictief.example").school
        holidays = list(school.holidays.all())
        assert len(holidays) == 2
        ahead = Lesson.objects.filter(start__date__gte=min(day.first for day in holidays))
        assert not ahead.exists()
        log = AuditEvent.objects.of_school(school)
        assert log.count() > 50
        assert log.filter(
            at__lt=timezone.now() - timedelta(days=60), at__gt=timezone.now() - timedelta(days=90)
        ).exists()
        given = log.filter(what=Done.ROLE_GIVEN).filter(about__left_at=None)
        held = Membership.objects.filter(team__school=school)
        for line in given:
            assert held.filter(
                user=line.about, role=line.detail["role"], team__name=line.detail["team"]
            ).exists()
        assert not AuditEvent.objects.filter(at__gt=timezone.now()).exists()

    def test_the_second_school_has_a_visit_that_nobody_of_the_first_is_part_of(self):
        [lesson] = visits().filter(teacher__school__name="Verzonnen Academie")

        assert {person.school.name for person in people_of(lesson)} == {"Verzonnen Academie"}
        assert lesson.stage == Stage.PLANNED

    def test_shows_on_the_sign_in_page_who_can_sign_in_and_the_second_school_folded(self):
        with override_settings(DEMO=True):
            page = html.document_fromstring(self.client.get(reverse("account_login")).content.decode())
        listed = page.xpath("//section[contains(@class, 'mk-demo')]/ul//b/text()")
        folded = page.xpath("//section[contains(@class, 'mk-demo')]/details//b/text()")

        assert sorted(listed) == sorted(one.name for one in PEOPLE[:15])
        assert folded == ["Floor Verdicht", "Guus Gefingeerd", "Olivia Hersenschim"]
        for person in PEOPLE:
            sent = {"login": person.email, "password": DEMO_PASSWORD}
            reply = self.client.post(reverse("account_login"), sent, follow=True)
            assert (person.name, person.signs_in) == (person.name, reply.wsgi_request.user.is_authenticated)
            self.client.logout()

    def test_who_came_back_meanwhile_stays_and_who_leaves_goes_on_to_do_so(self):
        User.objects.filter(email="hidde@fictief.example").update(is_active=True)
        User.objects.filter(email="sanne@fictief.example").update(leaves_on=school_day(1))
        demo.load()

        assert User.objects.get(email="hidde@fictief.example").is_active
        assert User.objects.get(email="sanne@fictief.example").leaves_on == school_day(10)

    def test_asks_nobody_about_newcomers(self):
        """Its people were there before the keys that its teachers gave."""
        asked = {user.name: newcomers.waiting(user) for user in User.objects.all()}

        assert {name for name, found in asked.items() if found} == set()

    def test_has_no_address_that_a_mail_server_answers_to(self):
        addresses = list(User.objects.exclude(email=None).values_list("email", flat=True))
        places = Counter(address.partition("@")[2] for address in addresses)

        assert places == {"fictief.example": 17, "verzonnen.example": 3}
        assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.all()[:2])

    def test_has_an_account_that_was_set_aside_and_that_only_its_author_can_read(self):
        account = Observation.objects.select_related("lesson").get(set_aside_at__isnull=False)

        assert account.author.name == "Coba Voorbeeld"
        assert account.lesson.coach is None
        assert account.moments.count() == 2

    def test_begins_every_lesson_but_that_of_now_in_school_hours_and_never_twice_at_once(self):
        starts = [timezone.localtime(lesson.start) for lesson in visits()]
        starts = [start for start in starts if start.date() != timezone.localdate()]
        busy = Counter((person, lesson.start) for lesson in visits() for person in people_of(lesson))

        assert [start for start in starts if start.weekday() > 4 or not 8 <= start.hour < 16] == []
        assert set(busy.values()) == {1}

    def test_stamps_nothing_in_the_future(self):
        assert stamps_ahead() == []

    def test_lets_every_person_write_in_the_language_the_text_claims(self):
        found = list(texts_of_people())

        assert len(found) > 200
        assert [(lang, text) for lang, text, _voice in found if language_of(text) != lang] == []
        assert {lang for lang, _text, _voice in found} == {"nl", "en"}

    def test_judges_nobody(self):
        """The words that the app itself would ask a coach to look at again (the content's own list)."""
        judging = load_all()[-1].words["judging_words"]
        found = [
            (word, text) for lang, text, _voice in texts_of_people() for word in judging[lang]
            if re.search(rf"\b{re.escape(word)}\b", text.lower())
        ]  # fmt: skip

        assert found == []

    def test_asks_learning_questions_that_open_something_up(self):
        questions = visits().exclude(learning_question="").values_list("learning_question", flat=True)
        inviting = re.compile(r"(Hoe|Wat gebeurt er als|What happens when) [^?]+\?")

        assert len(questions) == 17
        assert [question for question in questions if not inviting.fullmatch(question)] == []

    def test_has_one_emoji(self):
        texts = [text for _lang, text, _voice in texts_of_people()]
        emoji = "Op één briefje staat alleen 🤷. Puck leest het voor als ‘nog geen mening, dat kan ook’."

        assert [text for text in texts if any(ord(sign) > 0xFFFF for sign in text)] == [emoji]

    def test_has_one_visit_that_fills_every_part_of_a_report(self):
        [lesson] = in_stage(Stage.OPEN, teacher__name="Tijn Verzonnen")
        report = build(lesson, lesson.teacher)
        words = {line.comparison.key for need in report.needs for line in need.points}
        talk = [line.comparison.key for line in report.talk]
        kinds = Counter(Moment.objects.filter(observation__lesson=lesson).values_list("kind", flat=True))

        assert words == {row["key"] for row in lesson.content.words["comparison"]}
        assert talk == [
            "coach_more",
            "teacher_more",
            "coach_only",
            "coach_only",
            "applicability",
        ]  # agreed points first
        assert kinds == {"saw": 3, "students": 3, "wonder": 1, "told": 1}
        assert all((report.signals.seen, report.growth.seen, report.moments))
        assert all(column.rows for column in report.responses)
        assert [len(need.examples) for need in report.needs] == [1, 1, 0, 1]
        assert (len(report.lens), len(report.steps), len(report.private)) == (5, 2, 7)

    def test_answers_every_question_of_the_road_in_that_visit(self):
        [lesson] = in_stage(Stage.OPEN, teacher__name="Tijn Verzonnen")
        answers = Answer.objects.filter(observation__lesson=lesson).select_related("item", "observation")
        rows = answers.exclude(note="", value="")
        prompts = Counter(row.item.when for row in rows if row.kind == Kind.PROMPT)
        kinds = {(row.observation.voice, row.kind) for row in rows}

        assert prompts == {When.BEFORE: 4, When.VISIT: 5, When.AFTER: 12}
        assert kinds == {(voice, kind) for voice in Voice for kind in (*list(Kind)[:4], Kind.PROMPT)}

    def test_reads_as_a_report_for_everyone_in_every_visit(self):
        read = [(build(lesson, person), lesson) for lesson in visits() for person in people_of(lesson)]

        assert len(read) == 59
        assert [lesson for report, lesson in read if lesson.opened_at and report.is_empty] == []

    def test_is_there_once_however_often_it_is_loaded(self):
        before = everything()

        # what is ahead, one by one, both schools, the editions, the own one, log and holidays
        with self.assertNumQueries(33):
            again = demo.load()

        assert again is False
        assert everything() == before

    def test_lists_its_people_with_their_password_the_second_time_too(self):
        out = StringIO()
        call_command("load_demo", stdout=out)

        lines = out.getvalue().splitlines()
        assert lines[0] == "The demo is there."
        signs_in = [person.name for person in PEOPLE if person.state not in ("invited", "paused", "gone")]
        assert [line.split("  ")[0] for line in lines[1:-1]] == signs_in
        assert re.split("  +", lines[1]) == [
            "Coba Voorbeeld",
            "coach, Zorg en welzijn",
            "coba@fictief.example",
        ]
        assert lines[-1] == "Password of everyone: meekijken-demo"

    def test_stays_when_somebody_real_comes_later(self):
        School.objects.first().people.create(name="Iemand", email="iemand@school.nl")

        assert demo.load() is False

    def test_is_loaded_in_a_few_thousand_queries(self):
        """That is seconds; how many of them is a matter of the machine."""
        assert self.queries < 3500


@pytest.mark.django_db
def test_a_demo_of_before_there_were_two_schools_gets_what_is_new(editions):
    every, is_old = (
        list(demo.visits()),
        lambda facts: not {facts["teacher"], facts.get("coach")} & {"floor", "ties"},
    )
    with pytest.MonkeyPatch.context() as before:
        before.setattr(people, "PEOPLE", people.PEOPLE[:14])
        before.setattr(people, "HOUSES", people.HOUSES[:1])
        before.setattr(demo, "visits", lambda: [known for known in every if is_old(known[1])])
        demo.load()
        assert (School.objects.count(), Team.objects.count(), User.objects.count()) == (1, 2, 14)

    assert demo.load() is False
    assert (School.objects.count(), Team.objects.count(), User.objects.count()) == (2, 3, 21)
    assert [lesson.stage for lesson in visits().filter(teacher__school__name="Verzonnen Academie")] == [
        Stage.PLANNED
    ]
    assert User.objects.get(email="hidde@fictief.example").is_active is False


@pytest.mark.django_db
def test_demo_people_never_join_real_ones():
    factories.make_school().people.create(name="Iemand", email="iemand@school.nl")

    with pytest.raises(CommandError, match=r"does not end in \.example"):
        call_command("load_demo")

    assert [user.name for user in User.objects.all()] == ["Iemand"]


@pytest.mark.django_db
def test_demo_can_be_loaded_on_a_sunday_in_the_hour_that_does_not_exist():
    with time_machine.travel(datetime(2026, 3, 29, 2, 30, tzinfo=AMSTERDAM), tick=False):
        demo.load()
        stages, ahead = {lesson.stage for lesson in visits()}, stamps_ahead()

    assert stages == set(Stage)
    assert ahead == []


def test_school_days_are_never_in_a_weekend_and_count_on_from_today():
    new_year = datetime(2026, 1, 1, 12, tzinfo=AMSTERDAM)
    for noon in (new_year + timedelta(days=number) for number in range(366)):
        with time_machine.travel(noon, tick=False):
            days = [school_day(number) for number in range(-40, 20)]

        assert [day for day in days if day.weekday() > 4] == []
        assert sorted(set(days)) == days
        assert (days[40] == noon.date()) is (noon.weekday() < 5)
        assert days[39] < noon.date()


@pytest.mark.parametrize(
    ("clock", "begin"),
    [("06:00", "08:30"), ("08:49", "08:30"), ("08:50", "09:20"), ("10:12", "10:15"), ("15:14", "14:55"), ("15:15", "15:15"), ("22:03", "22:00")],
)  # fmt: skip
def test_the_lesson_of_now_goes_on_for_half_an_hour_or_is_the_next_and_there_is_always_one(clock, begin):
    now = datetime.fromisoformat(f"2026-11-24 {clock}").replace(tzinfo=AMSTERDAM)
    with time_machine.travel(now, tick=False):
        start, end = lesson_of_now()

    assert timezone.localtime(start).strftime("%H:%M") == begin
    assert end - start == timedelta(minutes=50)
