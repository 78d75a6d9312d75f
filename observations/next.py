"""What comes next in a visit: for whom it waits, one plain sentence, one action, and the station of the
road."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from observations.models import Stage, Voice

STATIONS = {
    1: pgettext_lazy("station", "Plan"),
    2: pgettext_lazy("station", "Before"),
    3: pgettext_lazy("station", "Look"),
    4: pgettext_lazy("station", "Look back"),
    5: pgettext_lazy("station", "Open together"),
    6: pgettext_lazy("station", "Keep"),
    7: pgettext_lazy("station", "Return"),
}
BEFORE, LOOK = 2, 3
NO_VISIT = UUID(int=0)

# A planned visit has seven faces, one that is being recorded has two, an open one has three. A coach who is
# asked sees two others, also when the lesson is over; after a no the teacher sees one. The other phases are
# stages.
TO_PREPARE, PREPARED, FLASH, OVER = "to_prepare", "prepared", "flash", "over"
TODAY, TODAY_BARE, TODAY_FLASH = (
    "today",
    "today_bare",
    "today_flash",
)  # bare: nothing was chosen, and it still may be
LOOKING, WRITING = "looking", "writing"
OPEN, TRYING, DUE = "open", "trying", "due"
ASKED, ASKED_LATE, DECLINED = "asked", "asked_late", "declined"

# asking: the teacher, as long as the coach has not answered
TEACHER, ASKING, COACH, ALONE = "teacher", "asking", "coach", "alone"
YOURS, NOT_YOURS = True, False


class Line(NamedTuple):
    is_yours: bool
    sentence: str
    action: str  # empty where there is nothing to do but wait
    url_name: str
    station: int  # 0: no longer on the road
    place: str = ""  # where on that page it stands, when not at its beginning


TODAYS = {TODAY, TODAY_BARE, TODAY_FLASH}
VIEW = _("View the appointment")
READ = _("Read it together")
READ_YOURS = _("Read your preparation")
AFTERWARDS = _("After the lesson you look back.")
ANSWER = _("Give your answer")
EXPECTED = Line(YOURS, _("{teacher} expects you today."), _("Start looking"), "look", 3)
CANCELLED = Line(NOT_YOURS, _("This visit is cancelled."), "", "visit", 0)

LINES = {
    (Stage.PROPOSED, TEACHER): Line(YOURS, _("{coach} proposes this moment. You decide."), _("Answer the proposal"), "visit", 1, "answer"),
    (Stage.PROPOSED, COACH): Line(NOT_YOURS, _("{teacher} has not answered yet."), _("View the proposal"), "visit", 1),
    (ASKED, COACH): Line(YOURS, _("{teacher} asks you to look along. You decide."), ANSWER, "visit", 1, "answer"),
    (ASKED_LATE, COACH): Line(YOURS, _("{teacher} asked you to look along. The lesson is over: were you there?"), ANSWER, "visit", 1, "answer"),
    (DECLINED, ALONE): Line(YOURS, _("{coach} cannot look along this time. You choose how to go on."), _("Choose how to go on"), "visit", 1, "answer"),
    (TO_PREPARE, TEACHER): Line(YOURS, _("Choose what {coach} looks at. All of it may stay empty."), _("Prepare the visit"), "before", 2),
    (TO_PREPARE, COACH): Line(NOT_YOURS, _("{teacher} is still choosing what you will look at."), VIEW, "visit", 2),
    (TO_PREPARE, ALONE): Line(YOURS, _("Choose what you want to look back on. All of it may stay empty."), _("Prepare the visit"), "before", 2),
    (PREPARED, TEACHER): Line(NOT_YOURS, _("You are prepared. {coach} looks along in the lesson."), _("Change the preparation"), "before", 2),
    (PREPARED, ASKING): Line(NOT_YOURS, _("You are prepared. {coach} has not answered yet."), _("Change the preparation"), "before", 2),
    (PREPARED, COACH): Line(NOT_YOURS, _("{teacher} has chosen what you will look at."), _("Read the preparation"), "visit", 2, "preparation"),
    (PREPARED, ALONE): Line(NOT_YOURS, AFTERWARDS, _("Change the preparation"), "before", 2),
    (FLASH, TEACHER): Line(NOT_YOURS, _("{coach} comes for a flash visit. There is nothing to prepare."), VIEW, "visit", 3),
    (FLASH, ASKING): Line(NOT_YOURS, _("A flash visit: there is nothing to prepare. {coach} has not answered yet."), VIEW, "visit", 3),
    (FLASH, COACH): Line(NOT_YOURS, _("A flash visit with {teacher}. There is nothing to prepare."), VIEW, "visit", 3),
    (FLASH, ALONE): Line(NOT_YOURS, AFTERWARDS, VIEW, "visit", 4),
    (TODAY, TEACHER): Line(NOT_YOURS, _("{coach} looks along today. After the lesson you look back."), READ_YOURS, "visit", 3, "preparation"),
    (TODAY, ASKING): Line(NOT_YOURS, _("{coach} has not answered yet. After the lesson you look back."), READ_YOURS, "visit", 3, "preparation"),
    (TODAY, COACH): EXPECTED,
    (TODAY, ALONE): Line(NOT_YOURS, AFTERWARDS, READ_YOURS, "visit", 4, "preparation"),
    (TODAY_BARE, TEACHER): Line(NOT_YOURS, _("{coach} looks along today. You can still choose what {coach} looks at; all of it may stay empty."), _("Prepare the visit"), "before", 3),
    (TODAY_BARE, ASKING): Line(NOT_YOURS, _("{coach} has not answered yet. You can still choose what {coach} looks at; all of it may stay empty."), _("Prepare the visit"), "before", 3),
    (TODAY_BARE, COACH): EXPECTED,
    (TODAY_BARE, ALONE): Line(NOT_YOURS, _("You can still choose what you want to look back on; all of it may stay empty."), _("Prepare the visit"), "before", 4),
    (TODAY_FLASH, TEACHER): Line(NOT_YOURS, _("{coach} comes for a flash visit. There is nothing to prepare."), VIEW, "visit", 3),
    (TODAY_FLASH, ASKING): Line(NOT_YOURS, _("A flash visit: there is nothing to prepare. {coach} has not answered yet."), VIEW, "visit", 3),
    (TODAY_FLASH, COACH): EXPECTED,
    (TODAY_FLASH, ALONE): Line(NOT_YOURS, AFTERWARDS, VIEW, "visit", 4),
    (OVER, TEACHER): Line(YOURS, _("The lesson is over. Look back while it is fresh."), _("Look back"), "look_back", 4),
    (OVER, COACH): Line(YOURS, _("The lesson is over. Write down what you saw while it is fresh."), _("Write down what you saw"), "look", 3),
    (OVER, ALONE): Line(YOURS, _("The lesson is over. Look back while it is fresh."), _("Look back"), "look_back", 4),
    (LOOKING, TEACHER): Line(NOT_YOURS, _("{coach} has begun to look. After the lesson you look back."), READ_YOURS, "visit", 3, "preparation"),
    (LOOKING, COACH): Line(YOURS, _("You have begun to look."), _("Go on looking"), "look", 3),
    (LOOKING, ALONE): Line(YOURS, _("You have begun to look back."), _("Go on looking back"), "look_back", 4),
    (WRITING, TEACHER): Line(YOURS, _("{coach} has looked along. Your own story is still open."), _("Look back"), "look_back", 4),
    (WRITING, COACH): Line(YOURS, _("Your notes are still open."), _("Finish your story"), "look", 4),
    (WRITING, ALONE): Line(YOURS, _("You have begun to look back."), _("Go on looking back"), "look_back", 4),
    (Stage.WAITING_FOR_COACH, TEACHER): Line(NOT_YOURS, _("Your story is ready. {coach} is still writing."), _("To your story"), "visit", 4, "story"),
    (Stage.WAITING_FOR_COACH, ASKING): Line(NOT_YOURS, _("Your story is ready. {coach} has not answered yet."), _("To your story"), "visit", 4, "story"),
    (Stage.WAITING_FOR_COACH, COACH): Line(YOURS, _("{teacher} has looked back. Your notes are still open."), _("Finish your story"), "look", 4),
    (Stage.WAITING_FOR_TEACHER, TEACHER): Line(YOURS, _("{coach} is ready. Your own story is still open."), _("Look back"), "look_back", 4),
    (Stage.WAITING_FOR_TEACHER, COACH): Line(NOT_YOURS, _("Your story is ready. {teacher} is still looking back."), _("To your story"), "visit", 4, "story"),
    (Stage.READY, TEACHER): Line(YOURS, _("You are both ready. You open, then you both read."), _("Go and open together"), "visit", 5, "open"),
    (Stage.READY, COACH): Line(NOT_YOURS, _("You are both ready. {teacher} opens, then you both read."), "", "visit", 5),
    (OPEN, TEACHER): Line(YOURS, _("Both stories are open. Read them and choose a small step."), READ, "together", 5),
    (OPEN, COACH): Line(NOT_YOURS, _("Both stories are open. {teacher} chooses the small steps."), READ, "together", 5),
    (OPEN, ALONE): Line(YOURS, _("Your story is open. Choose a small step."), _("Choose a small step"), "together", 5, "steps"),
    (TRYING, TEACHER): Line(NOT_YOURS, _("You have chosen what you will try. The report is there to keep."), READ, "together", 6),
    (TRYING, COACH): Line(NOT_YOURS, _("{teacher} has chosen what to try. The report is there to keep."), READ, "together", 6),
    (TRYING, ALONE): Line(NOT_YOURS, _("You have chosen what you will try. The report is there to keep."), _("Read it again"), "together", 6),
    (DUE, TEACHER): Line(YOURS, _("The day has come to look back on your small step."), _("How did it go?"), "step_back", 7),
    (DUE, COACH): Line(NOT_YOURS, _("{teacher} has chosen what to try. The report is there to keep."), READ, "together", 6),
    (DUE, ALONE): Line(YOURS, _("The day has come to look back on your small step."), _("How did it go?"), "step_back", 7),
    (Stage.LOOKED_BACK, TEACHER): Line(NOT_YOURS, _("You have looked back on your small steps."), _("Read it again"), "together", 7),
    (Stage.LOOKED_BACK, COACH): Line(NOT_YOURS, _("{teacher} has looked back on the small steps."), _("Read it again"), "together", 7),
    (Stage.LOOKED_BACK, ALONE): Line(NOT_YOURS, _("You have looked back on your small steps."), _("Read it again"), "together", 7),
    (Stage.CANCELLED, TEACHER): CANCELLED,
    (Stage.CANCELLED, COACH): CANCELLED,
    (Stage.CANCELLED, ALONE): CANCELLED,
}  # fmt: skip


@dataclass(frozen=True)
class Next:
    """The line of a visit for one of its people, with the names filled in."""

    lesson: object
    phase: str
    role: str

    @property
    def line(self):
        return LINES[self.phase, self.role]

    @property
    def is_yours(self):
        return self.line.is_yours

    @property
    def sentence(self):
        coach = self.lesson.declined_by if self.phase == DECLINED else self.lesson.coach
        names = {"teacher": self.lesson.teacher.short_name, "coach": coach.short_name if coach else ""}
        return capfirst(self.line.sentence.format(**names))

    @property
    def action(self):
        return self.line.action

    @property
    def url(self):
        """Of the thing itself: a form of its own, or its place on a page."""
        if self.due:
            return reverse("step_back", args=[self.lesson.pk, self.due.pk])
        place = f"#{self.line.place}" if self.line.place else ""
        return address(self.line.url_name, self.lesson.pk) + place

    @property
    def url_name(self):
        return self.line.url_name

    @property
    def due(self):
        """The small step that its teacher is to look back on now, or None."""
        return first_due(self.lesson.chosen_steps) if self.line.url_name == "step_back" else None

    @property
    def place(self):
        return self.line.place

    @property
    def station(self):
        return self.line.station

    @property
    def step(self):
        return step_of(self.station)

    @property
    def road(self):
        """The seven stations: (name, is this one, is skipped). A flash visit skips one, a teacher alone
        another."""
        skipped = {BEFORE: self.lesson.is_flash, LOOK: not (self.lesson.has_coach or self.lesson.is_declined)}
        return [(name, n == self.station, skipped.get(n, False)) for n, name in STATIONS.items()]


def address(name, pk):
    """A page of a visit; looked up once per page, because a list asks for many."""
    return pattern(name, get_script_prefix()).replace(str(NO_VISIT), str(pk))


@lru_cache
def pattern(name, _prefix):
    return reverse(name, args=[NO_VISIT])


def whats_next(lesson, user, lens_size):
    """What this visit asks of this person now. `lens_size`: how many points were agreed on."""
    phase = phase_of(lesson, is_prepared=bool(lesson.learning_question or lens_size))
    return Next(lesson, *as_asked(lesson, phase, role_of(lesson, user)))


def step_of(station):
    words = gettext("Step {number} of 7: {name}")
    return words.format(number=station, name=STATIONS[station]) if station else ""


def role_of(lesson, user):
    if lesson.voice_of(user) == Voice.COACH:
        return COACH
    return TEACHER if lesson.has_coach else ALONE


def as_asked(lesson, phase, role):
    """A coach who is asked answers first, and after a no the teacher chooses. Until the answer the teacher
    goes on as always; only what would not be true is said otherwise."""
    if lesson.is_declined:
        return DECLINED, ALONE
    if not lesson.awaits_coach:
        return phase, role
    if role == COACH:
        return (ASKED_LATE if lesson.until <= timezone.now() else ASKED), COACH
    return phase, ASKING if (phase, ASKING) in LINES else role


def phase_of(lesson, *, is_prepared):
    """The stage, made finer by the clock, by what was prepared, and by whether steps were chosen."""
    if lesson.stage == Stage.OPEN:
        return phase_of_steps(lesson.chosen_steps)
    if lesson.stage not in (Stage.PLANNED, Stage.LOOKING):
        return lesson.stage
    is_over = lesson.until <= timezone.now()
    if lesson.is_lens_closed:
        return WRITING if is_over else LOOKING
    return OVER if is_over else phase_ahead(lesson, is_prepared)


def phase_of_steps(steps):
    if first_due(steps):
        return DUE
    return TRYING if steps else OPEN


def first_due(steps):
    today = timezone.localdate()
    due = [
        step for step in steps if not step.looked_back_at and step.look_back_on and step.look_back_on <= today
    ]
    return min(due, key=lambda step: step.look_back_on, default=None)


def phase_ahead(lesson, is_prepared):
    if is_today(lesson):
        return TODAY_FLASH if lesson.is_flash else TODAY if is_prepared else TODAY_BARE
    if lesson.is_flash:
        return FLASH
    return PREPARED if is_prepared else TO_PREPARE


def is_today(lesson):
    return timezone.localdate(lesson.start) == timezone.localdate()
