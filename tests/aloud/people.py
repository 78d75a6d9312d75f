"""The rows that the stories walk over: one school, its people, and lessons at the stages where somebody
listens."""

from pulse import actions as pulses
from tests import factories
from tests.faults.world import prepare

SENTENCES = ["Drie stappen op het bord.", "Twee studenten leggen elkaar de tweede stap uit."]


class People:
    """Tijn teaches, Coba comes to look; what they wrote is short, because all of it is read out."""

    password = factories.PASSWORD

    def __init__(self):
        prepare()
        team = factories.make_team(factories.make_school())
        self.teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher", language="nl")
        self.coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", language="nl")
        self.planned, self.opened = self.visit(), self.visit()
        self.read_together()
        self.asked = self.visit()
        self.code = self.ask_students()

    def visit(self):
        """One with a question and two points agreed on."""
        lesson = factories.make_lesson(
            self.teacher, coach=self.coach, learning_question="Hoe komt iedereen aan het begin?"
        )
        for item in ("com.steps_first_step", "aut.choice_in_frame"):
            factories.save(lesson, "teacher", {"type": "lens", "item": item, "chosen": True})
        return lesson

    def read_together(self):
        for voice, words in zip(("coach", "teacher"), SENTENCES, strict=True):
            factories.save(self.opened, voice, factories.answer("com.steps_first_step", "seen", words))
        factories.save(self.opened, "coach", factories.moment())
        factories.coach_ready(self.opened)
        factories.teacher_ready(self.opened)
        factories.open_it(self.opened)

    def ask_students(self):
        who = {"lesson": self.asked, "by": self.teacher}
        pulses.prepare(**who, chosen=[], opener=None, minutes=15, colleagues_may_read=False)
        pulses.open_pulse(**who)
        self.asked.refresh_from_db()
        return self.asked.pulse.code
