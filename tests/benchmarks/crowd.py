"""A school with as many visits as it takes: one team made row by row, the others copied from it inside the
database."""

import uuid
from datetime import timedelta

from django.db import connection, models
from django.utils import timezone

from checklists.models import Edition
from observations.models import Answer, Key, Lesson, Observation, Step
from people.memberships import midnight
from people.models import Membership, Team, User
from tests import factories

VISITS, TEACHERS = 500, 20  # of a team
ROLES = ["teacher"] * TEACHERS + ["coach", "lead"]
COACH, LEAD = TEACHERS, TEACHERS + 1
FIRST = 1_000_000  # the key of the first team; the others follow it
LAST_ID = uuid.UUID(f"{0:08x}{'f' * 24}")


def numbered(number, tail):
    """The id of a row of team `number`: those of the first team begin with zeros, its copies with their
    number."""
    return uuid.UUID(f"{number:08x}{tail}")


def tails(count):
    return [uuid.uuid4().hex[8:] for _ in range(count)]


class Crowd:
    """Every team has twenty teachers, a coach, a lead and 500 opened visits with an account, an answer, a
    step and a key."""

    def __init__(self):
        self.school, self.day = factories.make_school("Groot College"), timezone.localdate()
        self.edition, self.people = Edition.objects.latest("number"), tails(len(ROLES))
        self.add_teams(range(1))
        self.fill([self.lesson(number, tail) for number, tail in enumerate(tails(VISITS))])
        self.team = Team.objects.get(pk=FIRST)

    def of_team(self, place):
        return User.objects.get(pk=numbered(0, self.people[place]))

    def grow(self, first, last):
        """Adds the teams with these numbers. The rows are the database's own work: that takes seconds, not
        minutes."""
        self.add_teams(range(first, last))
        with connection.cursor() as cursor:
            cursor.execute(HURRY[connection.vendor])
            for model, owner in ((Lesson, "id"), (Observation, "lesson"), (Answer, "observation"), (Step, "lesson"), (Key, "lesson")):  # fmt: skip
                of_first = model._meta.get_field(owner)
                cursor.execute(
                    copying(model, of_first.column),
                    [first, last, of_first.get_db_prep_value(LAST_ID, connection)],
                )

    def add_teams(self, numbers):
        teams = [Team(pk=FIRST + number, school=self.school, name=f"Team {number}") for number in numbers]
        people = [self.person(number, tail) for number in numbers for tail in self.people]
        since = self.day - timedelta(days=90)
        Team.objects.bulk_create(teams)
        User.objects.bulk_create(people)
        Membership.objects.bulk_create(
            Membership(
                user=person,
                team=teams[n // len(ROLES)],
                role=ROLES[n % len(ROLES)],
                since=since,
                began_at=midnight(since, self.school.zone),
            )
            for n, person in enumerate(people)
        )

    def person(self, number, tail):
        email, name = f"{tail[:8]}.{number}@school.example", f"Naam {tail[:4]}"
        return User(pk=numbered(number, tail), school=self.school, email=email, name=name, password="!")

    def lesson(self, number, tail):
        """Over the last fifty days: most of them are still on a start page."""
        start = timezone.now() - timedelta(days=1 + number % 50)
        teacher, coach = (numbered(0, self.people[place]) for place in (number % TEACHERS, COACH))
        return Lesson(
            id=numbered(0, tail), teacher_id=teacher, coach_id=coach, team_id=FIRST, edition=self.edition, planned_by_id=teacher,
            subject="Rekenen", group="VZ2B", start=start, accepted_at=start, opened_at=start,
        )  # fmt: skip

    def fill(self, lessons):
        items, bank = list(self.edition.items.filter(kind="point")), list(self.edition.suggestions.all())
        now, soon = timezone.now(), self.day + timedelta(days=30)
        accounts, answers, steps, keys = [], [], [], []
        for n, lesson in enumerate(lessons):
            of = {"lesson": lesson}
            accounts.append(
                Observation(
                    id=numbered(0, lesson.id.hex[8:]),
                    author_id=lesson.coach_id,
                    voice="coach",
                    ready_at=now,
                    **of,
                )
            )
            answers.append(
                Answer(
                    observation=accounts[-1],
                    item=items[n % len(items)],
                    kind="point",
                    value="seen",
                    noted_at=now,
                    received_at=now,
                )
            )
            steps.append(Step(slot=1, suggestion=bank[n % len(bank)], **of))
            keys.append(Key(part="coach_account", audience="team", until=soon, **of))  # fmt: skip
        for rows in (lessons, accounts, answers, steps, keys):
            type(rows[0]).objects.bulk_create(rows)


# --- copying ----------------------------------------------------------------------------------------

HURRY = {"sqlite": "PRAGMA cache_size = -300000", "postgresql": "SET session_replication_role = replica"}
COPIED_ID = {
    "sqlite": "printf('%%08x', number) || substr({0}, 9)",
    "postgresql": "(lpad(to_hex(number), 8, '0') || substr({0}::text, 9))::uuid",
}
OF_A_TEAM = (Lesson, Observation, User)


def copying(model, owner):
    """SQL that copies the rows of the first team, once for each number."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f"""
        INSERT INTO {model._meta.db_table} ({names})
        WITH RECURSIVE numbers(number) AS (
            SELECT CAST(%s AS integer) UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < %s
        )
        SELECT {", ".join(map(copied, fields))} FROM {model._meta.db_table}, numbers WHERE {owner} <= %s
    """


def copied(field):
    """What stands in the copy: another id where it is of the team, otherwise the same."""
    if field.is_relation and field.related_model is Team:
        return f'"{field.column}" + number'
    if field.primary_key or (field.is_relation and field.related_model in OF_A_TEAM):
        return COPIED_ID[connection.vendor].format(f'"{field.column}"')
    return f'"{field.column}"'
