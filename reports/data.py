"""Own data to take along: for a spreadsheet (xlsx, CSV) and for a program (JSON).

A file holds what one person recorded with one teacher (a teacher: with themselves), so that no file lists two
teachers.
"""

from copy import copy
from datetime import datetime

from django.db.models import Case, F, FilteredRelation, Q, When
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from echo.saying import said_by
from observations import access
from observations.models import TOLD, Addition, Answer, Moment, OfferedLesson
from observations.models.own import read_along
from people.audit import AuditEvent
from people.log_lines import sentence
from people.models import User
from people.sorting import in_order
from reports.tables import Table, sheet, tree_file, workbook
from signing_in.own import facts

VISIT = ("visit", "start", "end", "subject", "group", "place", "language", "checklist", "stage", "learning_question")  # fmt: skip
PROPOSED = ("theme", "key", "text", "why", "lang", "says_name", "state", "answer")
ENTRY = ("visit", "start", "kind", "need", "item", "text", "value", "note", "language", "noted_at")


class OwnData:
    """What `user` wrote in the visits of `teacher`, and the facts of those visits. Six queries, however many
    there are."""

    def __init__(self, user, teacher):
        self.user, self.teacher = user, teacher
        found = (
            as_known_to(user, access.visits_written_in(user).filter(teacher=teacher))
            .with_people()
            .with_accounts()
        )
        found = found.select_related("edition__checklist", "talk").prefetch_related("steps__suggestion")
        self.lessons = {lesson.pk: lesson for lesson in found}
        read_along(self.lessons.values())

    @property
    def is_own(self):
        return self.user == self.teacher

    def named(self, title):
        """The name of a file, without its ending."""
        return f"Meekijken, {title}" if self.is_own else f"Meekijken, {self.teacher.full_name}, {title}"

    def visits(self):
        return [self.visit(lesson) for lesson in self.lessons.values()]

    def visit(self, lesson):
        """Of a visit that the person no longer takes part in, only what the own account says of it: how it
        was then."""
        facts = dict.fromkeys(VISIT, "") | {"visit": str(lesson.pk), "stage": "set_aside"}
        facts |= {
            "start": moment_of(lesson.known_start),
            "subject": lesson.known_subject,
            "group": lesson.known_group,
        }
        if lesson.voice_of(self.user) is None:
            return facts
        return facts | {
            "end": moment_of(lesson.end), "place": lesson.place, "language": lesson.language,
            "checklist": str(lesson.edition), "stage": lesson.stage.value,
            "learning_question": lesson.learning_question if self.is_own else "",
        }  # fmt: skip

    def entries(self):
        """Marks, notes, answers, moments, additions and (of the teacher) own points, topics and small steps,
        in order of time per visit."""
        rows = [*self.answers(), *self.moments(), *self.additions()]
        rows += [*self.own_points(), *self.topics(), *self.steps()]
        order = {pk: place for place, pk in enumerate(self.lessons)}
        return [self.entry(*row) for row in sorted(rows, key=lambda row: (order[row[0]], row[1].noted_at))]

    def own(self, kind):
        rows = kind.objects.filter(observation__author=self.user, observation__lesson__in=self.lessons)
        return rows.select_related("observation")

    def answers(self):
        rows = self.own(Answer).exclude(value="", note="")
        return [(row.observation.lesson_id, row, row.kind, row.value, row.note) for row in rows]

    def moments(self):
        rows = self.own(Moment).filter(deleted_at=None)
        return [(row.observation.lesson_id, row, "moment", row.kind, row.text) for row in rows]

    def additions(self):
        rows = Addition.objects.filter(author=self.user, lesson__in=self.lessons)
        return [(row.lesson_id, dated(row, row.created_at), "addition", row.kind, row.text) for row in rows]

    def own_points(self):
        """What the teacher asked in own words; no moment of it is kept, so it stands first."""
        asked = [(lesson, row) for lesson in self.lessons.values() if self.is_own for row in lesson.own_words]
        return [
            (lesson.pk, dated(row, lesson.created_at), "own_point", "", row.text) for lesson, row in asked
        ]

    def topics(self):
        """What the teacher wanted to talk about, in own words. What the two noted together is nobody's alone,
        and stands in the report."""
        talks = [
            lesson.together
            for lesson in self.lessons.values()
            if self.is_own and lesson.together.something_else
        ]
        return [
            (row.lesson_id, dated(row, row.chosen_at, row.else_lang), "topic", "", row.something_else)
            for row in talks
        ]

    def steps(self):
        """Each step, where it was to show, and what came of it: written on another day, perhaps in another
        language."""
        steps = [step for lesson in self.lessons.values() for step in lesson.chosen_steps if self.is_own]
        chosen = [
            (row.lesson_id, dated(row, row.created_at), "step", row.result, row.wording) for row in steps
        ]
        seen_by = [
            (row.lesson_id, dated(row, row.created_at), "seen_by", "", row.seen_by)
            for row in steps
            if row.seen_by
        ]
        came_of_it = [dated(row, row.looked_back_at, row.outcome_lang) for row in steps if row.outcome]
        return (
            chosen
            + seen_by
            + [(row.lesson_id, row, "outcome", row.result, row.outcome) for row in came_of_it]
        )

    def entry(self, lesson_id, row, kind, value, words):
        lesson = self.lessons[lesson_id]
        voice = lesson.voice_of(self.user)
        item = lesson.content.by_id.get(getattr(row, "item_id", None))
        facts = {
            "visit": str(lesson.pk), "start": moment_of(lesson.known_start), "kind": kind, "value": value, "note": words,
            "need": item.theme if item else getattr(row, "theme", ""), "item": item.key if item else "",
            "text": item.wording(voice or "coach") if item else "",
            "language": row.lang, "noted_at": moment_of(row.noted_at),
        }  # fmt: skip
        return {name: facts[name] for name in ENTRY}


def dated(row, when, lang=None):
    """A copy: what is read stays as it is."""
    row = copy(row)
    row.noted_at, row.lang = when, lang or row.lang
    return row


def moment_of(when):
    """As a spreadsheet reads it, in the time of the school."""
    return localtime(when).strftime("%Y-%m-%d %H:%M") if when else ""


# --- whose --------------------------------------------------------------------------------------


def as_known_to(user, visits):
    """With start, subject and group as this person knows them: where the own account was set aside, as they
    were then."""
    aside = Q(observations__author=user, observations__set_aside_at__isnull=False)
    names = ("start", "subject", "group")
    was = {
        f"known_{name}": Case(When(aside__isnull=True, then=F(name)), default=F(f"aside__was_{name}"))
        for name in names
    }
    return (
        visits.annotate(aside=FilteredRelation("observations", condition=aside))
        .annotate(**was)
        .order_by("known_start")
    )


def teachers_of(user):
    """Colleagues in whose visits this person looks along, or once wrote something."""
    return (
        User.objects.filter(pk__in=access.visits_written_in(user).values("teacher"))
        .exclude(pk=user.pk)
        .order_by(*in_order("name"))
    )


def all_xlsx(own):
    return workbook(own.named(_("everything")), [recorded(own), planned(own)])


def visits_csv(own):
    return sheet(own.named(_("visits")), planned(own))


def entries_csv(own):
    return sheet(own.named(_("what I recorded")), recorded(own))


def planned(own):
    return Table(_("visits"), VISIT, own.visits())


def recorded(own):
    return Table(_("what I recorded"), ENTRY, own.entries())


def all_json(own):
    tree = [visit | {"entries": []} for visit in own.visits()]
    by_id = {visit["visit"]: visit["entries"] for visit in tree}
    for entry in own.entries():
        by_id[entry["visit"]].append({name: entry[name] for name in ENTRY[2:]})
    about = offered(own) | of_visits(own) | timetable(own) | calendar(own) | letters(own)
    about |= ways_in(own) | proposed(own) | log(own)
    return tree_file(own.named(_("everything")), {"visits": tree} | about)


def offered(own):
    """Other lessons that its person offers with an own visit, as long as its coach has not answered."""
    rows = OfferedLesson.objects.filter(lesson__in=own.lessons) if own.is_own else []
    lines = [
        {"visit": str(row.lesson_id), "start": moment_of(row.start), "end": moment_of(row.end)}
        | {name: getattr(row, name) for name in TOLD}
        for row in rows
    ]
    return {"offered_lessons": lines} if lines else {}


def of_visits(own):
    """How visits were for its person, while that can be found (echo/saying.py)."""
    rows = said_by(own.user) if own.is_own else []
    said = [{"visit": str(row.lesson_id)} | row.choices for row in rows]
    return {"said_of_visits": said} if said else {}


def timetable(own):
    """What is kept of the own one; the address that it comes from is as good as a password, and stays
    sealed."""
    rows = own.user.timetables.prefetch_related("lessons") if own.is_own else []
    found = [timetable_facts(row) for row in rows]
    return {"timetable": found} if found else {}


def timetable_facts(row):
    return {
        "linked_at": moment_of(row.confirmed_at),
        "comes_from": "address" if row.sealed_address else "file",
        "read_at": moment_of(row.read_at),
        "lessons": [lesson_facts(lesson) for lesson in row.lessons.all()],
    }


def lesson_facts(lesson):
    words = {name: getattr(lesson, name) for name in ("subject", "group", "place")}
    return {"start": moment_of(lesson.start), "end": moment_of(lesson.end)} | words


def calendar(own):
    """What its person chose for it (a row of the room of letters), and that there is an address; which one
    nobody knows."""
    row = getattr(own.user, "own_calendar", None) if own.is_own else None
    if row is None:
        return {}
    chosen = {"says": row.says, "files_in_letters": not row.without_files}
    return {"calendar": chosen | {"has_address_since": moment_of(row.made_at)}}


def letters(own):
    """How its person wants to be told what, where that is not as it goes without saying (likewise)."""
    rows = own.user.wishes.order_by("kind") if own.is_own else []
    chosen = {row.kind: row.how for row in rows}
    return {"letters": chosen} if chosen else {}


def ways_in(own):
    """How its person signs in, and where now (signing_in/own.py)."""
    found = facts(own.user) if own.is_own else {}
    said = {kind: [in_words(row) for row in rows] for kind, rows in found.items()}
    return {"signing_in": said} if said else {}


def in_words(row):
    return {name: moment_of(value) if isinstance(value, datetime) else value for name, value in row.items()}


def proposed(own):
    """What its person proposed for the checklist, and what was answered (rows of the studio)."""
    rows = own.user.proposals.order_by("made_at") if own.is_own else []
    found = [
        {"made_at": moment_of(row.made_at)} | {name: getattr(row, name) for name in PROPOSED} for row in rows
    ]
    return {"proposals": found} if found else {}


def log(own):
    """What is written down about its person, as on the own page of it."""
    rows = AuditEvent.objects.of_person(own.user).newest_first() if own.is_own else []
    lines = [{"at": moment_of(row.at), "what": row.what, "text": sentence(row, own.user)} for row in rows]
    return {"log": lines} if lines else {}


FILES = {"all.xlsx": all_xlsx, "visits.csv": visits_csv, "entries.csv": entries_csv, "all.json": all_json}
