"""One lesson visit and what its people recorded. Facts are columns; the stage is read from them, never stored
twice."""

from observations.models.accounts import (
    MAX_EXAMPLES_PER_THEME,
    MAX_MOMENTS,
    MAX_TEXT,
    Answer,
    Entry,
    Moment,
    Observation,
    Voice,
)
from observations.models.keys import UNDER_KEY, Admission, Audience, Key, LedgerEntry, Part
from observations.models.lesson import LENS_SIZE, TOLD, LensPoint, Lesson, Stage
from observations.models.opened import (
    MAX_ADDITIONS,
    MAX_CORE,
    MAX_STEP_TEXT,
    MAX_STEPS,
    MAX_STOPS,
    Addition,
    Step,
    Talk,
)
from observations.models.own import MAX_OWN_POINTS, MAX_OWN_TEXT, OwnPoint
from observations.models.querysets import A_DAY, A_LESSON
from observations.models.telling import ABOUT_GOING, ABOUT_TIME, Appointment, News, ToTell
from observations.models.timetable import MAX_OFFERED, CopiedLesson, OfferedLesson

__all__ = [
    "ABOUT_GOING",
    "ABOUT_TIME",
    "A_DAY",
    "A_LESSON",
    "LENS_SIZE",
    "MAX_ADDITIONS",
    "MAX_CORE",
    "MAX_EXAMPLES_PER_THEME",
    "MAX_MOMENTS",
    "MAX_OFFERED",
    "MAX_OWN_POINTS",
    "MAX_OWN_TEXT",
    "MAX_STEPS",
    "MAX_STEP_TEXT",
    "MAX_STOPS",
    "MAX_TEXT",
    "TOLD",
    "UNDER_KEY",
    "Addition",
    "Admission",
    "Answer",
    "Appointment",
    "Audience",
    "CopiedLesson",
    "Entry",
    "Key",
    "LedgerEntry",
    "LensPoint",
    "Lesson",
    "Moment",
    "News",
    "Observation",
    "OfferedLesson",
    "OwnPoint",
    "Part",
    "Stage",
    "Step",
    "Talk",
    "ToTell",
    "Voice",
]
