"""What there is to save into, and what of it is there afterwards: every acknowledged word is looked up in the
database."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from django.db import connection
from django.test import Client
from django.utils import timezone

from observations.models import Moment
from pulse import actions as pulses
from pulse.models import Pulse
from tests import factories
from tests.failover import people
from tests.failover.many import wait_for
from tests.reports.test_mirror import share

COACHES, REPORTS = 10, 8
SLOW = 1.0  # seconds; a save that took longer, and longer than any before the fault, was held up


@dataclass
class Outcome:
    """What one fault did. `seconds`: from it until everybody saves again."""

    acknowledged: int = 0
    stored: int = 0
    lost: list = field(default_factory=list)
    twice: list = field(default_factory=list)
    troubles: Counter = field(default_factory=Counter)
    seconds: float = 0.0
    wrong: list = field(default_factory=list)


class School:
    """Its people, and reports that a lead may read."""

    def __init__(self, reports=REPORTS):
        self.reports = reports
        self.team = factories.make_team(factories.make_school())
        self.teacher = factories.make_person("Tijn Verzonnen", team=self.team, role="teacher", password=None)
        self.lead = factories.make_person("Lotte Leiding", team=self.team, role="lead", password=None)
        self.coaches = [
            factories.make_person(f"Coach {number}", team=self.team, role="coach", password=None)
            for number in range(COACHES)
        ]
        for number in range(reports):
            author = factories.make_person(f"Docent {number}", team=self.team, role="teacher", password=None)
            share(author, self.coaches[0], before=10 + number)
        everybody = [self.lead, *self.coaches]
        self.sessions = {person.pk: session(person) for person in everybody}

    @property
    def days(self):
        today = timezone.localdate()
        first = today - timedelta(days=60)
        return {
            "team": str(self.team.pk),
            "kind": "zip",
            "first": first.isoformat(),
            "last": today.isoformat(),
        }


def session(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


class Scene:
    """Everybody at work for one fault: visits and a pulse of its own."""

    def __init__(self, many, school, settled=2):
        self.many, self.reports, self.settled = many, school.reports, settled
        lessons = [factories.make_lesson(school.teacher, coach=coach) for coach in school.coaches]
        self.pulse = opened_pulse(lessons[0], school.teacher)
        sessions = school.sessions
        self.coaches = [people.Coach(many, lesson, sessions[lesson.coach.pk]) for lesson in lessons]
        code = self.pulse.code
        self.students = [
            people.Student(many, code, after=settled * number / 10) for number in range(people.STUDENTS)
        ]
        self.leads = [people.Lead(many, sessions[school.lead.pk], school.days)] if school.reports else []
        connection.close()

    @property
    def everybody(self):
        return [*self.coaches, *self.students, *self.leads]

    def begin(self):
        for each in self.everybody:
            each.start()
        wait_for(
            "first saves of each", lambda: all(len(coach.landed) > 4 * self.settled for coach in self.coaches)
        )

    def wait_until_back(self, since, patience):
        wait_for("everybody saving again", lambda: self.is_back(since), patience)

    def is_back(self, since):
        """Each coach saved something that was written a little after the fault, and nothing went wrong for as
        long."""
        now = time.monotonic()
        return now > since + 2 * self.settled and all(
            self.saves_again(coach, since, now) for coach in self.coaches
        )

    def saves_again(self, coach, since, now):
        is_fresh = coach.landed[-1][0] > since + self.settled
        return is_fresh and not any(
            each.ended > now - self.settled and each.said != "200" for each in coach.wire.tries
        )

    def end(self):
        for each in self.everybody:
            each.stopping.set()
        for each in self.everybody:
            each.join(200)

    # --- afterwards

    def outcome(self, since, is_long=False):
        connection.close()  # it may lead to a server that is gone
        found = Outcome(troubles=people.troubles([each.wire for each in self.everybody]))
        found.seconds = self.longest(since) if is_long else self.seconds(since)
        for coach in self.coaches:
            self.look_up(coach, found)
        self.count_answers(found)
        self.look_at_file(found)
        found.wrong += [f"{type(each).__name__}: {each.error!r}" for each in self.everybody if each.error]
        connection.close()
        return found

    def seconds(self, since):
        """Until the last of those saves landed that the fault held up; at least the first one of each coach
        after it."""
        ends, slow = (
            [since],
            max(
                SLOW,
                *(landed - put for coach in self.coaches for put, landed in coach.landed if landed < since),
            ),
        )
        for coach in self.coaches:
            after = [(put, landed) for put, landed in coach.landed if landed > since]
            failed = [each.ended for each in coach.wire.tries if each.ended > since and each.said != "200"]
            ends += [landed for put, landed in after[:1]]
            ends += [
                landed
                for put, landed in after
                if landed - put > slow or any(put < end < landed for end in failed)
            ]
        return max(ends) - since

    def longest(self, since):
        """For how long one save was held up at most."""
        return max(landed - put for coach in self.coaches for put, landed in coach.landed if landed > since)

    def look_up(self, coach, found):
        rows = {str(row.pk): row for row in Moment.objects.filter(observation__lesson=coach.lesson)}
        known = {row.id: row for row in coach.rows}
        acknowledged = [row for row in coach.rows if row.acknowledged]
        found.acknowledged += len(acknowledged)
        found.stored += sum(row.id in rows for row in acknowledged)
        found.lost += [row.id for row in acknowledged if row.id not in rows or not holds(rows[row.id], row)]
        firsts = Counter(row.text.split()[0] for row in rows.values())
        found.twice += [text for text, count in firsts.items() if count > 1] + [
            key for key in rows if key not in known
        ]
        found.wrong += [f"a moment was held: {row.held}" for row in coach.rows if row.held]
        found.wrong += ["moments that are not acknowledged at the end" for row in coach.rows if row.is_open]

    def count_answers(self, found):
        """Which answer is whose is kept nowhere; so how many there are is all that can be compared."""
        thanked, counted = (
            sum(each.is_thanked for each in self.students),
            Pulse.objects.get(pk=self.pulse.pk).answers,
        )
        found.acknowledged += thanked
        found.stored += min(counted, thanked)
        found.lost += ["answer of a student"] * max(0, thanked - counted)
        found.twice += ["answer of a student"] * max(0, counted - people.STUDENTS)

    def look_at_file(self, found):
        """One whole report of each visit, once."""
        for lead in self.leads:
            names = ZipFile(BytesIO(lead.file)).namelist() if lead.file else []
            if len(names) != self.reports:
                found.wrong.append(f"the file holds {len(names)} of {self.reports} reports")


def holds(stored, row):
    """What was acknowledged last, or what was sent after it."""
    return stored.text in (row.acknowledged, row.text) and stored.revision >= row.revision


def opened_pulse(lesson, teacher):
    pulses.prepare(lesson=lesson, by=teacher, chosen=[])
    pulses.open_pulse(lesson=lesson, by=teacher)
    return Pulse.objects.get(lesson=lesson)
