"""One visit with something at every place of a report, in words that could have been written; the same each
time it is made."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from pulse import actions as pulses
from tests import factories
from tests.factories import answer, fresh, moment
from tests.pulse.conftest import HELPED, asked
from tests.together.visits import lens, opened, report_of, seen
from together import actions as together

START = datetime(2026, 11, 24, 10, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
POINT, ALIKE, LEFT = "saf.small_before_whole", "com.steps_first_step", "aut.choice_in_frame"
BEFORE = [
    *lens(POINT, ALIKE, "rel.contact_at_start", LEFT),
    {"type": "question", "text": "Hoe help ik stille studenten beginnen?", "revision": 0},
    answer("pre.small_choice", "", "Let op wie ik oversla.", coach_may_read=True),
]
TEACHER = [
    seen(POINT, "Volgens mij liet ik ze meteen in de hele groep delen.", value="not_seen"),
    seen(ALIKE, "Stond op het bord."),
    seen("rel.contact_at_start", "Ik stond bij de deur."),
    seen(LEFT, "Ze kozen zelf een opdracht."),
    seen("sig.hesitates", "Twee studenten wachtten op elkaar.", value="few"),
    answer("resp.waited", "ticked"),
    answer("ref.saf", "", "Eerst alleen nadenken geeft rust."),
    answer("open.inside", "", "Dit blijft van de docent."),
    answer("open.share", "", "Ik wacht voortaan tien tellen."),
]
COACH = [
    seen(POINT, "Twee minuten stil schrijven, daarna in tweetallen.", is_example=True),
    seen(ALIKE, "Drie stappen op het bord."),
    seen("rel.contact_at_start", "Elke student een groet.", value="partly"),
    seen("com.names_effort", "‘Je hebt het drie keer geprobeerd.’"),
    seen(LEFT, value="na"),
    seen("saf.shows_own_learning", "‘Dat zoeken we samen op.’"),  # beside what was agreed
    seen("sig.hesitates", "Pen in de hand, nog niets op papier.", value="few"),
    answer("coach.helped", "", "Het stille schrijven."),
    moment(text="Iedereen schrijft.", id=uuid.UUID(int=1)),
    moment("wonder", "Wat maakte dat de achterste rij begon?", id=uuid.UUID(int=2)),
]


def full_visit(teacher, coach, **facts):
    """Looked at on one day, talked over a week later; days and times are fixed, and run on, for what is
    sorted by time."""
    for person in (teacher, coach):
        person.memberships.update(since=START.date().replace(month=9))  # whenever the test runs
    with time_machine.travel(START):
        lesson = factories.make_lesson(teacher, coach=coach, **facts)
        asked(lesson, 12, "yes", "mostly", "little", "no", chosen=[HELPED], texts=[(HELPED, "Rustig.")])
        opened(lesson, before=BEFORE, teacher=TEACHER, coach=COACH)
        pulses.hear(lesson=lesson, by=teacher)
        pulses.release(lesson=lesson, by=teacher)
    with time_machine.travel(START.replace(month=12, day=1)):
        talk(lesson)
    return fresh(lesson)


def talk(lesson):
    """What came after opening: replies, notes, a guess, the core and steps."""
    teacher, item = lesson.teacher, lesson.content.by_key[POINT]
    said = report_of(lesson, teacher).moments[0]
    together.add(lesson=lesson, by=teacher, kind="reply", text="Dat wil ik houden.", item=item)
    together.add(
        lesson=lesson, by=lesson.coach, kind="context", text="Om half elf.", moment_id=said.moment_id
    )
    together.add(lesson=lesson, by=teacher, kind="late", text="Een student kwam erop terug.")
    together.note_talk(lesson=lesson, by=teacher, stop=POINT, text="Volgende keer filmen we dit.")
    together.guess(
        lesson=lesson, by=teacher, meanings={"sig.hesitates": "mean.can_i"}, patterns={"dare": True}
    )
    bank = next(row for row in lesson.content.suggestions if row.pattern)
    together.choose_step(lesson=lesson, by=teacher, id=uuid.UUID(int=3), suggestion=bank)
    together.say_core(lesson=lesson, by=teacher, text="Ik kijk eerst naar wie praat.", need="competence")
    says = {
        "situation": "ze mogen beginnen",
        "text": "begin ik achterin",
        "seen_by": "Er staat iets op papier.",
    }
    step = together.choose_step(lesson=lesson, by=teacher, id=uuid.UUID(int=4), **says)
    together.look_back_on(
        lesson=lesson, by=teacher, step_id=step.pk, result="tried", outcome="Twee studenten begonnen eerder."
    )
