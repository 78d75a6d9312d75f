"""Schools with as many visits as it takes: one team made row by row, the others copied from it inside the
database."""

import uuid
from datetime import timedelta
from secrets import token_bytes

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from checklists.models import Edition, Kind
from observations.models import (
    Addition,
    Answer,
    Key,
    LedgerEntry,
    LensPoint,
    Lesson,
    Moment,
    Observation,
    Step,
    Talk,
)
from people.drafts import SavedDraft
from people.memberships import midnight
from people.models import Membership, Team, User
from pulse.models import Choice, Pulse
from reports.models import Bundle, Mirror, Period
from tests import factories
from tests.benchmarks import rooms
from tests.benchmarks.copying import copy

VISITS, TEACHERS = 500, 20  # of a team
ROLES = ["teacher"] * TEACHERS + ["coach", "lead"]
COACH, LEAD = TEACHERS, TEACHERS + 1
OWN, OTHER = 2, 20  # teams of the school that is asked for, and of any other
FIRST = 1_000_000  # the key of the first team; the others follow it
ASKED = 5  # every fifth visit has a pulse
TERMS, TERM = 12, timedelta(weeks=10)  # periods of each school that are over, with the mirrors of its teams
NOTE = "Drie stappen op het bord; bij de tweede keek Naam twee op en begon."
TABLES = [
    (Lesson, "id", False), (Observation, "lesson", False), (Answer, "observation", False),
    (Moment, "observation", False), (LensPoint, "lesson", False), (Talk, "lesson", False),
    (Step, "lesson", False), (Key, "lesson", False), (Addition, "lesson", False),
    (LedgerEntry, "lesson", False), (Pulse, "lesson", False), (SavedDraft, "person", True),
]  # fmt: skip


def numbered(number, tail):
    """The id of a row of team `number`: those of the first team begin with zeros, its copies with their
    number."""
    return uuid.UUID(f"{number:08x}{tail}")


def tails(count):
    return [uuid.uuid4().hex[8:] for _ in range(count)]


class Crowd:
    """Every team has twenty teachers, a coach, a lead and 500 opened visits with two accounts, what came
    after opening, a key and its ledger. The school that is asked for has two teams, also when there are
    thousands."""

    coach = COACH

    def __init__(self):
        self.day, self.people = timezone.localdate(), tails(len(ROLES))
        self.edition, self.schools = Edition.objects.latest("number"), []
        self.add_teams(range(1))
        self.school, self.team = self.schools[0], Team.objects.get(pk=FIRST)
        self.visits = tails(VISITS)
        self.fill([self.lesson(number, tail) for number, tail in enumerate(self.visits)])
        rooms.fill(self, range(1))
        self.of_these_days()

    def of_team(self, place):
        return User.objects.get(pk=numbered(0, self.people[place]))

    def grow(self, first, last):
        """Adds the teams with these numbers. The rows are the database's own work."""
        self.add_teams(range(first, last))
        copy(first, last, *TABLES)
        rooms.fill(self, range(first, last))

    def numbered(self, number, place):
        return numbered(number, self.people[place])

    def visit(self, number, place):
        """The first one of this teacher."""
        return numbered(number, self.visits[place])

    # --- schools, teams and their people

    def school_of(self, number):
        place = 0 if number < OWN else 1 + (number - OWN) // OTHER
        while len(self.schools) <= place:
            self.schools.append(factories.make_school(f"Groot College {len(self.schools)}"))
            starts = [self.day - term * TERM for term in range(1, TERMS + 1)]
            last = TERM - timedelta(days=1)
            Period.objects.bulk_create(
                Period(school=self.schools[-1], start=start, end=start + last) for start in starts
            )
        return self.schools[place]

    def add_teams(self, numbers):
        teams = [Team(pk=FIRST + number, school=self.school_of(number), name=f"Team {number}") for number in numbers]  # fmt: skip
        people = [self.person(number, tail) for number in numbers for tail in self.people]
        for rows in (
            teams,
            people,
            self.addresses(people),
            self.memberships(teams, people),
            self.mirrors(teams),
        ):
            type(rows[0]).objects.bulk_create(rows, batch_size=5_000)
        self.sessions(numbers)
        self.practice(people[:: len(ROLES)])
        self.files(numbers)

    def person(self, number, tail):
        email, name = f"{tail[:8]}.{number}@school.example", f"Naam {tail[:4]}"
        return User(
            pk=numbered(number, tail), school=self.school_of(number), email=email, name=name, password="!"
        )

    def addresses(self, people):
        return [
            EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
        ]

    def memberships(self, teams, people):
        since, each = self.day - TERMS * TERM, len(ROLES)
        began_at = midnight(since, teams[0].school.zone)
        return [
            Membership(
                user=person, team=teams[n // each], role=ROLES[n % each], since=since, began_at=began_at
            )
            for n, person in enumerate(people)
        ]

    def mirrors(self, teams):
        periods = {school.pk: list(school.periods.all()) for school in self.schools}
        counts = {"points": {str(item.pk): 5 for item in self.edition.items.filter(kind="point")[:12]}}
        return [
            Mirror(team=team, period=period, made_on=period.mirror_day, counts=counts | {"steps": {}})
            for team in teams
            for period in periods[team.school_id]
        ]

    def sessions(self, numbers):
        """Somebody's phone, laptop and the computer of a classroom."""
        ends, each = timezone.now() + timedelta(days=7), 3 * len(ROLES)
        keys = (f"{number:08x}x{place:022}" for number in numbers for place in range(each))
        Session.objects.bulk_create(
            (Session(session_key=key, session_data="e" * 200, expire_date=ends) for key in keys),
            batch_size=10_000,
        )

    def practice(self, people):
        now = timezone.now()
        facts = {
            "edition": self.edition,
            "subject": "Oefenen",
            "group": "alleen jij",
            "start": now,
            "practice": "teacher",
        }
        Lesson.objects.bulk_create(Lesson(teacher=one, planned_by=one, **facts) for one in people)

    def files(self, numbers):
        """One lead in twenty asked for all reports today."""
        now, some = timezone.now(), [number for number in numbers if number % OTHER == 0]
        facts = {
            "first": self.day - TERM,
            "last": self.day,
            "kind": "zip",
            "language": "nl",
            "finished_at": now,
        }
        Bundle.objects.bulk_create(
            Bundle(
                reader_id=numbered(number, self.people[LEAD]), team_id=FIRST + number, file=token_bytes(500_000), **facts
            )
            for number in some
        )  # fmt: skip

    # --- what the first team did

    def lesson(self, number, tail):
        """Over the last fifty days: most of them are still on a start page."""
        start = timezone.now() - timedelta(days=1 + number % 50)
        teacher, coach = (numbered(0, self.people[place]) for place in (number % TEACHERS, COACH))
        return Lesson(
            id=numbered(0, tail), teacher_id=teacher, coach_id=coach, team_id=FIRST, edition=self.edition, planned_by_id=teacher,
            subject="Rekenen", group="VZ2B", start=start, created_at=start, accepted_at=start, coach_accepted_at=start, opened_at=start,
        )  # fmt: skip

    def fill(self, lessons):
        bank, soon = list(self.edition.suggestions.all()), self.day + timedelta(days=30)
        rows = {model: [] for model, *_how in TABLES[:-1]} | {Lesson: lessons}
        for n, lesson in enumerate(lessons):
            of, at = {"lesson": lesson}, lesson.start
            for voice, author, marks in (("coach", lesson.coach_id, 3), ("teacher", lesson.teacher_id, 1)):
                account = Observation(
                    id=numbered(0, uuid.uuid4().hex[8:]), author_id=author, voice=voice, started_at=at, ready_at=at, **of
                )  # fmt: skip
                rows[Observation].append(account)
                rows[Answer] += [self.answer(account, n + place, at) for place in range(marks)]
            rows[Moment].append(Moment(id=numbered(0, uuid.uuid4().hex[8:]), observation=rows[Observation][-2], kind="saw", text=NOTE, noted_at=at, received_at=at))  # fmt: skip
            rows[LensPoint].append(LensPoint(item=self.point(n), slot=1, **of))
            rows[Talk].append(Talk(core=NOTE, core_need="", **of))
            rows[Step].append(Step(id=numbered(0, uuid.uuid4().hex[8:]), slot=1, suggestion=bank[n % len(bank)], created_at=at, **of))  # fmt: skip
            rows[Key].append(Key(id=numbered(0, uuid.uuid4().hex[8:]), part="coach_account", audience="team", until=soon, **of))  # fmt: skip
            rows[Addition].append(Addition(id=numbered(0, uuid.uuid4().hex[8:]), author_id=lesson.teacher_id, kind="reply", text=NOTE, created_at=at, **of))  # fmt: skip
            for what in ("gave", "report"):
                rows[LedgerEntry].append(LedgerEntry(who_id=lesson.teacher_id, what=what, parts=["coach_account"], at=at, **of))  # fmt: skip
            if n % ASKED == 0:
                rows[Pulse].append(self.pulse(n, lesson))
        for model, found in rows.items():
            model.objects.bulk_create(found)

    def point(self, number):
        if not hasattr(self, "points"):
            self.points = list(self.edition.items.filter(kind="point"))
        return self.points[number % len(self.points)]

    def answer(self, account, number, at):
        return Answer(
            observation=account, item=self.point(number), kind="point", value="seen", note=NOTE, noted_at=at, received_at=at
        )  # fmt: skip

    def pulse(self, number, lesson):
        said = dict.fromkeys(Choice.values, 3)
        counts = {item.key: said for item in self.edition.items.filter(kind=Kind.PULSE, default=True)}
        return Pulse(
            lesson=lesson, code=f"0000{number // ASKED:02X}", closes_at=lesson.start, answers=15, counts=counts,
            told_coach_id=lesson.coach_id, is_settled=True,
        )  # fmt: skip

    def of_these_days(self):
        """Numbers of saved drafts, and what the worker printed."""
        lead, now = self.of_team(LEAD), timezone.now()
        SavedDraft.objects.bulk_create(
            SavedDraft(id=numbered(0, tail), person=lead, at=now - timedelta(days=number))
            for number, tail in enumerate(tails(80))
        )
        DBTaskResult.objects.bulk_create(
            DBTaskResult(
                args_kwargs={"args": [], "kwargs": {}}, task_path="reports.tasks.make_bundle", backend_name="default",
                run_after=now, status="SUCCESSFUL", finished_at=now,
            )
            for _ in range(5)
        )  # fmt: skip
