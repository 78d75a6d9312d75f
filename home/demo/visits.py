"""One visit of the demo, walked along the road by the actions that the pages call."""

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, DateTimeField, Value, When
from django.http import Http404
from django.utils import timezone

from checklists.models import Theme
from echo import saying
from echo.models import Batch
from home.demo.calendar import at, hours_of, lesson_of_now, school_day
from home.demo.people import HERE
from observations import actions, recording, refusals
from observations.models import Addition, Key, LedgerEntry, Lesson, Observation, Step, Talk, Voice
from pulse import actions as pulses
from pulse.models import Pulse
from reports import actions as reports
from together import actions as together

# Sections of a visit's file in the order of the road; each is a method of Visit, and any may be left out.
ROAD = (
    "accepted", "before", "look", "alone", "students", "look_back", "open", "told", "guesses", "additions", "talk", "steps",
    "echo", "keys", "cancelled_by",
)  # fmt: skip
STAMPS = (  # of which rows there are some where the visit was at this station
    ("", Lesson, "pk", {"created_at": -6, "accepted_at": -5, "coach_accepted_at": -5, "cancelled_at": -1, "alone_at": 1, "opened_at": 1, "students_heard_at": 1}),
    ("", Observation, "lesson", {"started_at": 0, "ready_at": 0, "set_aside_at": 1}),
    ("additions", Addition, "lesson", {"created_at": 2}),
    ("talk", Talk, "lesson", {"chosen_at": 1}),
    ("steps", Step, "lesson", {"created_at": 1}),
    ("students", Pulse, "lesson", {"released_at": 2}),
    ("keys", Key, "lesson", {"given_at": 3}),
    ("keys", LedgerEntry, "lesson", {"at": 3}),
)  # fmt: skip


def is_current(lesson):
    """It lies ahead, or somebody did something with it today."""
    is_used = lesson.is_begun or lesson.cancelled_at or lesson.deleted_at
    return lesson.until > timezone.now() or (
        is_used and timezone.localdate(lesson.start) == timezone.localdate()
    )


class Visit:
    """Facts out of one file of `texts/`; `walk` makes them true."""

    def __init__(self, name, facts, people, teams, editions):
        self.name, self.facts, self.people = name, facts, people
        self.edition = editions[facts.get("list", "")]
        self.team = teams[facts["team"]]
        self.teacher, self.coach = people[facts["teacher"]], people.get(facts.get("coach"))
        self.lang = facts.get("language", "nl")
        is_now = facts["hours"] == "now"  # today, also in a weekend: what README walks is there every day
        self.start, self.end = (
            lesson_of_now() if is_now else hours_of(school_day(facts["day"]), facts["hours"])
        )

    def walk(self):
        self.lesson = self.plan()
        if not self.was_answered:
            self.answer_of_coach(self.lesson)
        for station in ROAD:
            if station in self.facts:
                getattr(self, station)(self.facts[station])
        self.date_back()

    def move_on(self):
        """Whether this visit had to get a day from today on. Where somebody changed the demo so that it may
        not, it stays away."""
        newest = self.newest()
        if newest and is_current(newest):
            return False
        with suppress(refusals.NotNow, Http404), transaction.atomic():
            if newest is None or newest.is_begun or newest.cancelled_at or newest.deleted_at:
                self.name = f"{self.name} {timezone.localdate()}"
                self.walk()
            else:
                by = newest.teacher if newest.accepted_at else newest.coach
                actions.move(lesson=newest, by=by, start=self.start, end=self.end)
                self.answer_of_coach(newest)
            return True
        return False

    def newest(self):
        same = {name: self.facts[name] for name in ("subject", "group")}
        return (
            Lesson.objects.with_people()
            .with_accounts()
            .filter(teacher=self.teacher, **same)
            .order_by("start")
            .last()
        )

    def id(self, *names):
        return uuid.uuid5(HERE, " ".join([self.name, *map(str, names)]))

    def plan(self):
        facts = {name: self.facts.get(name, "") for name in ("subject", "group", "place", "message")}
        if self.coach and self.was_answered:
            facts["coach_accepted_at"] = timezone.now()
        return actions.plan(
            by=self.people[self.facts.get("planned_by", self.facts["teacher"])], id=self.id(), teacher=self.teacher,
            team=self.team, coach=self.coach, edition=self.edition, start=self.start, end=self.end,
            is_flash=self.facts.get("flash", False), language=self.lang, **facts,
        )  # fmt: skip

    def answer_of_coach(self, lesson):
        """Who is asked says yes, but for one."""
        if lesson.accepted_at and lesson.has_coach and self.facts.get("answered", True):
            actions.accept(lesson=lesson, by=lesson.coach)

    @property
    def was_answered(self):
        """Long ago: no letter and no calendar is about it any more."""
        return self.facts["day"] < 0 and self.facts.get("answered", True)

    def accepted(self, _yes):
        actions.accept(lesson=self.lesson, by=self.teacher)

    def before(self, part):
        entries = [{"type": "question", "text": part["question"]}]
        entries += [{"type": "lens", "item": key, "chosen": True} for key in part.get("lens", [])]
        entries += self.answers(part, min(self.start - timedelta(days=1), timezone.now()))
        self.record(self.teacher, Voice.TEACHER, entries)

    def look(self, part):
        self.write(self.coach, Voice.COACH, part)

    def look_back(self, part):
        self.write(self.teacher, Voice.TEACHER, part)

    def write(self, person, voice, part):
        self.record(person, voice, self.answers(part, self.start + timedelta(hours=5)) + self.moments(part))
        if part.get("ready"):
            actions.mark_ready(lesson=self.lesson, by=person)

    def answers(self, part, later):
        """Entries as the page's script sends them; without a time they are noted `later`."""
        rows = part.get("answers", {}).items()
        return [
            {"type": "answer", "item": key, "noted_at": self.noted(row, later)} | row for key, row in rows
        ]

    def moments(self, part):
        rows = enumerate(part.get("moments", []))
        return [
            {"type": "moment", "id": str(self.id("moment", n)), "noted_at": self.noted(row)} | row
            for n, row in rows
        ]

    def noted(self, row, later=None):
        return (at(self.start.date(), row["at"]) if "at" in row else later).isoformat()

    def record(self, person, voice, entries):
        sent = [entry | {"lang": self.lang} for entry in entries]
        results = recording.record(by=person, lesson_id=self.lesson.pk, voice=voice, entries=sent)
        refused = [
            (entry, result)
            for entry, result in zip(sent, results, strict=True)
            if result.status != recording.SAVED
        ]
        if refused:
            raise ValueError(f"{self.name}: {refused}")

    def alone(self, _yes):
        """The teacher goes on without the coach, whose account is set aside."""
        actions.choose_coach(lesson=self.lesson, by=self.teacher, coach=None)

    def open(self, _yes):
        actions.open_together(lesson=self.lesson, by=self.teacher)

    def students(self, part):
        """The pulse: prepared, and where there are answers also opened, answered and closed."""
        pulses.prepare(
            lesson=self.lesson, by=self.teacher, chosen=part.get("chosen", []), opener=self.coach if part.get("coach_may_open") else None
        )  # fmt: skip
        if "answers" in part:
            pulses.open_pulse(lesson=self.lesson, by=self.teacher)
            self.answer(self.lesson.pulse, part)
            pulses.close(lesson=self.lesson, by=self.teacher)
            pulses.say_present(lesson=self.lesson, by=self.teacher, present=part.get("present"))

    def answer(self, pulse, part):
        """One call per student; `choices` says how often each answer was given."""
        by_key = self.lesson.content.by_key
        given = {
            key: [value for value, n in counts.items() for _each in range(n)]
            for key, counts in part["choices"].items()
        }
        written = [(by_key[key], text) for key, texts in part.get("texts", {}).items() for text in texts]
        for number in range(part["answers"]):
            choices = {key: values[number] for key, values in given.items() if number < len(values)}
            pulses.answer(pulse=pulse, choices=choices, texts=written[number : number + 1], lang=self.lang)

    def told(self, part):
        """What the teacher did with it after opening."""
        pulses.hear(lesson=self.lesson, by=self.teacher)
        if part.get("released"):
            pulses.release(lesson=self.lesson, by=self.teacher)
        words = {name: part[name] for name in ("heard", "try_next") if name in part}
        if words:
            pulses.tell(lesson=self.lesson, by=self.teacher, lang=self.lang, **words)

    def guesses(self, part):
        patterns = dict.fromkeys(part.get("patterns", []), True)
        together.guess(
            lesson=self.lesson, by=self.teacher, meanings=part.get("meanings", {}), patterns=patterns
        )

    def additions(self, rows):
        by_key = self.lesson.content.by_key
        for number, row in enumerate(rows):
            said = {
                "kind": row["kind"],
                "item": by_key.get(row.get("item")),
                "text": row["text"],
                "lang": self.lang,
            }
            together.add(
                lesson=self.lesson, by=self.people[row["by"]], id=self.id("addition", number), **said
            )

    def talk(self, part):
        """What the teacher chose to talk about, what the two noted, and the core."""
        said = {"lesson": self.lesson, "lang": self.lang}
        together.choose_stops(by=self.teacher, stops=part["stops"], other=part.get("other", ""), **said)
        for stop, text in part.get("notes", {}).items():
            together.note_talk(by=self.coach or self.teacher, stop=stop, text=text, **said)
        together.say_core(by=self.teacher, text=part["core"], need=part["need"], **said)

    def steps(self, rows):
        bank = {suggestion.key: suggestion for suggestion in self.lesson.content.suggestions}
        for number, row in enumerate(rows):
            self.step(number, bank.get(row.get("suggestion")), row)

    def step(self, number, suggestion, row):
        day = self.day(row["look_back_after"])
        step = together.choose_step(
            lesson=self.lesson, by=self.teacher, id=self.id("step", number), suggestion=suggestion,
            look_back_on=day, lang=self.lang, **{name: row.get(name, "") for name in ("situation", "text", "seen_by")},
        )  # fmt: skip
        if "outcome" in row:
            said = {"result": row.get("result", "tried"), "outcome": row["outcome"], "lang": self.lang}
            together.look_back_on(lesson=self.lesson, by=self.teacher, step_id=step.pk, **said)
            Step.objects.filter(pk=step.pk).update(looked_back_at=at(day, "16:00"))

    def echo(self, choices):
        """What the teacher said of the visit, in the month of the lesson."""
        said = dict(zip(Theme.values, choices, strict=True))
        saying.say(lesson=self.lesson, by=self.teacher, choices=said)
        month = self.start.date().replace(day=1)
        Batch.objects.filter(coach=self.coach).update(begun_on=month)
        Batch.objects.filter(coach=self.coach, closed_on__isnull=False).update(closed_on=month)

    def keys(self, rows):
        """Who may read what for the coming weeks; and a download, so that the ledger has something to
        tell."""
        until = timezone.localdate() + timedelta(days=60)
        for row in rows:
            reports.give_key(
                lesson=self.lesson, by=self.teacher, part=row["part"], audience=row["audience"], until=until
            )
            if "downloaded_by" in row:
                reports.note_downloads(
                    by=self.people[row["downloaded_by"]], parts={self.lesson.pk: [row["part"]]}
                )

    def cancelled_by(self, name):
        actions.cancel(lesson=self.lesson, by=self.people[name])

    def day(self, number):
        """The school day so many school days after the lesson."""
        return school_day(self.facts["day"] + number)

    def date_back(self):
        """The actions stamp everything with this very second; here it gets a believable day, never one to
        come."""
        for station, model, key, columns in STAMPS:
            dated = {column: self.dated(column, days) for column, days in columns.items()}
            if not station or station in self.facts:
                model.objects.filter(**{key: self.lesson.pk}).update(**dated)
        if "students" in self.facts:
            self.date_back_students()

    def date_back_students(self):
        Pulse.objects.filter(lesson=self.lesson, closes_at__isnull=False).update(closes_at=self.end)
        Lesson.objects.filter(pk=self.lesson.pk, students_asked_at__isnull=False).update(
            students_asked_at=self.end - timedelta(minutes=8)
        )

    def dated(self, column, days):
        """The afternoon so many school days after the lesson, where there is a stamp."""
        stamp = Value(min(at(self.day(days), "16:30"), timezone.now()), output_field=DateTimeField())
        return Case(When(**{f"{column}__isnull": False}, then=stamp))
