"""A school with a visit of every sort, and in every place where people write a word that stands nowhere
else."""

import uuid
from datetime import timedelta

from django.utils import timezone

from observations import actions, practising
from observations.models import UNDER_KEY
from pulse import actions as pulses
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh, moment, save
from tests.pulse.conftest import HELPED, asked
from tests.together.full_visit import full_visit
from tests.together.visits import opened, seen
from together import actions as together

POINT, PRIVATE = "saf.other_views", "open.inside"


class World:
    def __init__(self):
        self.team = factories.make_team(factories.make_school())
        self.teacher, self.coach, self.next_coach = (
            self.person("Tijn Docent", "teacher"), self.person("Coba Coach", "coach"), self.person("Noor Volgend", "coach"),
        )  # fmt: skip
        self.other, self.lead = self.person("Lies Collega", "teacher"), self.person("Lotte Leiding", "lead")
        self.people = [self.teacher, self.coach, self.next_coach, self.other, self.lead]
        full_visit(self.teacher, self.coach)
        self.open = self.everywhere(self.teacher, self.coach, "")
        self.of_others()
        self.set_aside()
        self.alone()
        self.closed()

    def person(self, name, role):
        return factories.make_person(name, team=self.team, role=role, password=None)

    def visit(self, subject, coach=None, teacher=None, days=20):
        start = timezone.now() - timedelta(days=days)
        facts = {
            "subject": subject,
            "group": f"G{subject}",
            "start": start,
            "end": start + timedelta(minutes=50),
        }
        return factories.make_lesson(teacher or self.teacher, coach=coach, **facts)

    def everywhere(self, teacher, coach, sign):
        """Opened and talked about; `sign` makes its words other ones."""
        lesson, gone = self.visit(f"Vak{sign}", coach, teacher), uuid.uuid4()
        asked(lesson, 12, chosen=[HELPED], texts=[(HELPED, f"studentwoord{sign}")])
        before = [
            {"type": "question", "text": f"vraagwoord{sign}", "revision": 0},
            answer("pre.small_choice", "", f"gedeeldvoornemen{sign}", coach_may_read=True),
            answer("pre.contact", "", f"eigenvoornemen{sign}", coach_may_read=False),
        ]
        own = [
            seen(POINT, f"docentnotitie{sign}"),
            answer(PRIVATE, "", f"geheim{sign}"),
            answer("open.share", "", f"zinwoord{sign}"),
        ]
        own += [
            answer("ref.saf", "", f"openantwoord{sign}"),
            answer("resp.waited", "ticked", f"bijreactie{sign}"),
        ]
        looked = [
            seen(POINT, f"coachnotitie{sign}"),
            moment(text=f"momentwoord{sign}"),
            moment(text="weg", id=gone),
        ]
        save(lesson, "teacher", *before)
        save(lesson, "coach", *looked, moment(text=f"Weggehaald{sign}", id=gone, revision=1))
        save(lesson, "coach", moment(text="", id=gone, revision=2, deleted=True))
        opened(lesson, teacher=own)
        self.talk(fresh(lesson), sign)
        return fresh(lesson)

    def talk(self, lesson, sign):
        teacher, coach = lesson.teacher, lesson.coach
        pulses.hear(lesson=lesson, by=teacher)
        pulses.tell(
            lesson=fresh(lesson), by=teacher, heard=f"gehoord{sign}", try_next=f"proberen{sign}", lang="nl"
        )
        item, private = (lesson.content.by_key[key] for key in (POINT, PRIVATE))
        together.add(lesson=lesson, by=teacher, kind="reply", text=f"docentreactie{sign}", item=item)
        together.add(lesson=lesson, by=coach, kind="late", text=f"coachreactie{sign}")
        together.add(lesson=lesson, by=teacher, kind="reply", text=f"privereactie{sign}", item=private)
        together.add(lesson=lesson, by=coach, kind="reply", text=f"blindereactie{sign}", item=private)
        together.choose_stops(lesson=lesson, by=teacher, stops=[POINT], other=f"ietsanders{sign}")
        together.note_talk(lesson=lesson, by=coach, stop=POINT, text=f"gespreksnotitie{sign}")
        together.say_core(lesson=lesson, by=coach, text=f"kernwoord{sign}")
        together.choose_step(
            lesson=lesson, by=teacher, id=uuid.uuid4(), suggestion=lesson.content.suggestions[0]
        )
        own = {
            "situation": f"gelegenheid{sign}", "text": f"eigenkeuze{sign}", "seen_by": f"waaraantezien{sign}",
        }  # fmt: skip
        step = together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), **own)
        together.look_back_on(
            lesson=lesson, by=teacher, step_id=step.pk, result="tried", outcome=f"uitkomst{sign}"
        )

    def of_others(self):
        """A visit of others, of which the whole team holds every key."""
        lesson = self.everywhere(self.other, self.next_coach, "anders")
        for part in UNDER_KEY:
            reports.give_key(
                lesson=fresh(lesson), by=self.other, part=part, audience="team", until=timezone.localdate()
            )

    def set_aside(self):
        """Coba wrote; then Noor took over, and that was opened."""
        lesson = self.visit("Overgenomen", self.coach)
        save(lesson, "coach", seen(POINT, "voormaligenotitie"), moment(text="voormaligmoment"))
        actions.choose_coach(lesson=fresh(lesson), by=self.teacher, coach=self.next_coach)
        opened(
            fresh(lesson), coach=[seen(POINT, "nieuwenotitie")], teacher=[seen(POINT, "overgenomendocent")]
        )

    def alone(self):
        question = {"type": "question", "text": "alleenvraag", "revision": 0}
        opened(self.visit("Alleen"), before=[question], teacher=[seen(POINT, "alleennotitie")])

    def closed(self):
        """Written and not opened, ready and not opened, cancelled, deleted, practised."""
        for name in ("Lopend", "Klaar"):
            lesson = self.visit(name, self.coach)
            save(lesson, "teacher", seen(POINT, f"docent{name}"), answer(PRIVATE, "", f"prive{name}"))
            save(lesson, "coach", seen(POINT, f"coach{name}"), moment(text=f"moment{name}"))
        actions.mark_ready(lesson=fresh(lesson), by=self.teacher)
        actions.mark_ready(lesson=fresh(lesson), by=self.coach)
        cancelled = self.visit("Afgezegd", self.coach)
        save(
            cancelled,
            "teacher",
            {"type": "question", "text": "afgezegdevraag", "revision": 0},
            answer("pre.contact", "", "afgezegdvoornemen"),
        )
        actions.cancel(lesson=fresh(cancelled), by=self.teacher)
        reports.delete(lesson=self.everywhere(self.teacher, self.coach, "weg"), by=self.teacher)
        for person, voice in ((self.teacher, "teacher"), (self.coach, "coach")):
            practice = practising.practise(by=person, voice=voice, edition=self.open.edition)
            entries = [seen(POINT, f"oefening{voice}")]
            factories.recording.record(by=person, lesson_id=practice.pk, voice=voice, entries=entries)
