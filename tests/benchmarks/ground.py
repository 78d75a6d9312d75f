"""Visits for the pages to show, filled to the brim: every item answered in both voices, 25 moments, 25 rows
in a list."""

import uuid
from datetime import timedelta

from django.utils import timezone

from checklists.models import Edition
from observations.models import UNDER_KEY, Lesson, Part, Stage
from reports import actions as reports
from reports.mirror import make_all
from reports.models import Mirror, Period
from tests import factories
from tests.together.visits import lens
from together import actions as together

MANY = 25
WALK = [Stage.PLANNED, Stage.LOOKING, Stage.READY, Stage.OPEN, Stage.WAITING_FOR_COACH]
QUESTION = {"type": "question", "text": "Hoe help ik studenten die stil blijven om toch te beginnen?"}


class Ground:
    """One school. Each page is asked for by somebody who has much to see on it."""

    def __init__(self):
        self.school = factories.make_school()
        self.team = factories.make_team(self.school)
        self.edition = Edition.objects.latest("number")
        self.teacher, self.coach, self.looker, self.lead, self.reader = (
            self.person(name, role)
            for name, role in [("Tijn", "teacher"), ("Coba", "coach"), ("Joost", "coach"), ("Lotte", "lead"), ("Lies", "teacher")]
        )  # fmt: skip
        self.recorded, self.opened = self.full(), self.open(self.full())
        self.ordinary = self.open(self.some())
        self.start_page()
        self.shared()
        self.yardstick()

    def person(self, name, role):
        return factories.make_person(f"{name} Docent", team=self.team, role=role, password=None)

    def full(self):
        lesson = factories.make_lesson(self.teacher, coach=self.coach)
        factories.save(lesson, "teacher", QUESTION, *lens(*[item.key for item in lesson.content.points][:6]))
        factories.record_everything(lesson, "coach", moments=MANY)
        factories.record_everything(lesson, "teacher")
        return factories.fresh(lesson)

    def some(self):
        """A question, a lens of three, eight points that both marked with a note, and four moments."""
        lesson = factories.make_lesson(self.teacher, coach=self.coach)
        keys = [item.key for item in lesson.content.points][:8]
        factories.save(lesson, "teacher", QUESTION, *lens(*keys[:3]))
        marks = [factories.answer(key, "partly", f"Notitie bij {key}") for key in keys]
        factories.save(lesson, "coach", *marks, *(factories.moment(text=f"Moment {n}") for n in range(4)))
        factories.save(lesson, "teacher", *marks)
        return factories.fresh(lesson)

    def open(self, lesson):
        factories.coach_ready(lesson)
        factories.teacher_ready(lesson)
        factories.open_it(factories.fresh(lesson))
        self.release(lesson, *UNDER_KEY)
        return factories.fresh(lesson)

    def release(self, lesson, *parts):
        """A step is chosen, and the team may read these parts."""
        bank = lesson.content.suggestions[0]
        together.choose_step(
            lesson=factories.fresh(lesson), by=lesson.teacher, id=uuid.uuid4(), suggestion=bank
        )
        until = timezone.localdate() + timedelta(days=30)
        for part in parts:
            reports.give_key(
                lesson=factories.fresh(lesson), by=lesson.teacher, part=part, audience="team", until=until
            )

    def start_page(self):
        """The looker has visits in all stages."""
        for number in range(MANY):
            lesson = factories.make_lesson(self.teacher, coach=self.looker)
            factories.bring_to(WALK[number % len(WALK)], lesson)

    def shared(self):
        """Six teachers opened visits of one coach and let their team read; the mirror counts them."""
        start, today = timezone.now() - timedelta(days=10), timezone.localdate()
        self.visitor = self.person("Cor", "coach")
        teachers = [self.person(name, "teacher") for name in ("Ans", "Bea", "Cas", "Dik", "Els", "Fop")]
        for number in range(MANY):
            teacher = teachers[number % len(teachers)]
            facts = {"start": start, "end": start + timedelta(minutes=50)}
            lesson = factories.make_lesson(teacher, coach=self.visitor, **facts)
            factories.record_everything(lesson, "coach")
            factories.look_back(lesson)
            lesson = factories.fresh(lesson)
            factories.coach_ready(lesson)
            factories.teacher_ready(lesson)
            factories.open_it(factories.fresh(lesson))
            self.release(lesson, Part.COACH_ACCOUNT, Part.STEPS)
        Period.objects.create(
            school=self.school, start=today - timedelta(days=60), end=today - timedelta(days=1)
        )
        make_all()
        self.mirror = Mirror.objects.get(team=self.team)

    def yardstick(self):
        """Sixty visits of one person, with some words in each of the six cells."""
        facts = {"team": self.team, "edition": self.edition, "planned_by": self.reader, "teacher": self.reader,
                 "subject": "Rekenen", "group": "VZ2B", "place": "1.14", "message": "Tot dan",
                 "learning_question": "Hoe begin ik?", "start": timezone.now()}  # fmt: skip
        Lesson.objects.bulk_create([Lesson(**facts) for _ in range(60)])
