"""What stands on the pages where people write: before, look, look back. Rows in the edition's order, lens
first open."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import get_language

from checklists.models import Kind, When
from observations import offered
from observations.asked import Choice, Question, own
from observations.models import LENS_SIZE, Answer, Moment, Voice
from observations.models.own import SLOTS
from observations.moments import moments_of
from observations.plain import fingerprint
from observations.recording import lens_keys
from observations.rows import MomentRow, Need, Row
from observations.savers import SAVED
from people.compiled import compiled
from people.templatetags.pieces import keep

FIRST_INTENTIONS = ("pre.if_then", "pre.small_choice")


@compiled
def answers_of(own: list[UUID], teachers: list[UUID]):
    """Of these accounts all answers, and of those what the coach may read."""
    shared = Q(observation__in=teachers, coach_may_read=True) & ~Q(note="")
    return Answer.objects.filter(Q(observation__in=own) | shared)


@compiled
def moments_in(account: UUID):
    return Moment.objects.filter(observation=account, deleted_at=None)


class Sheet:
    """The page of one voice. `sent` is a refused save: a list of (entry, Result)."""

    def __init__(self, lesson, voice, sent=()):
        self.lesson, self.voice, self.content = lesson, voice, lesson.content
        self.account = lesson.accounts.get(voice)
        self.sent = list(sent)
        self._sent = {(entry["type"], entry.get("item")): (entry, result) for entry, result in self.sent}

    @cached_property
    def same_for(self):
        """What the fixed parts of a page depend on."""
        return self.lesson.edition_id, self.voice, self.lesson.has_coach, get_language()

    # --- what was asked beforehand

    @property
    def is_own_list(self):
        """The school's: nothing is known of how many lines it has."""
        return self.content.edition.checklist.school_id is not None

    @cached_property
    def lens(self):
        """Of an account that was set aside, as it was at its first entry."""
        if self.account and self.account.set_aside_at:
            return set(self.account.lens_shown or [])
        return set(lens_keys(self.lesson))

    @property
    def lens_size(self):
        return len(self.lens)

    @property
    def lens_left(self):
        return LENS_SIZE - len(self.lens)

    @cached_property
    def choices(self):
        """Per need: its points, each with whether it is (or was just asked to be) in the lens, and how many
        are."""
        by_theme = {theme["key"]: [] for theme in self.content.themes}
        for item in self.content.points:
            if not item.is_own:
                by_theme[item.theme].append(self._choice(item))
        return [
            (theme, row, sum(c.is_chosen for c in row))
            for theme, row in zip(self.content.themes, by_theme.values(), strict=True)
        ]

    @property
    def ticked(self):
        """The keys of the lens that stand on the page as ticks."""
        return self.lens - {item.key for item in self.content.points if item.is_own}

    @cached_property
    def own(self):
        """The three places for points in own words."""
        rows = {row.slot: row for row in self.lesson.own_rows}
        return [own(slot, rows.get(slot), self.sent) for slot in SLOTS]

    @property
    def own_used(self):
        return sum(bool(row.text) for row in self.own)

    def _choice(self, item):
        entry, result = self._sent.get(("lens", item.key), (None, None))
        refused = entry is not None and result.status != SAVED
        return Choice(item, entry["chosen"] if refused else item.key in self.lens, result)

    @cached_property
    def question(self):
        lesson = self.lesson
        shown = fingerprint({"text": lesson.learning_question})
        for entry, result in self.sent:
            if entry["type"] == "question" and result.status != SAVED:
                revision = result.body.get("revision", lesson.question_revision)
                return Question(entry["text"], "", revision, shown, result)
        lang = lesson.question_lang if lesson.question_lang != get_language() else ""
        return Question(lesson.learning_question, lang, lesson.question_revision, shown)

    # --- rows with an answer

    @cached_property
    def _answers(self):
        """Own answers, and what the teacher lets the coach read before the lesson; one query for both."""
        teacher = self.lesson.accounts.get(Voice.TEACHER)
        own, teachers = ([account.pk] if account else [] for account in (self.account, teacher))
        return answers_of(own, teachers) if own or teachers else []

    @cached_property
    def _own(self):
        return {
            row.item_id: row
            for row in self._answers
            if self.account and row.observation_id == self.account.pk
        }

    def row(self, item):
        typed, result = self._sent.get(("answer", item.key), (None, None))
        refused = result is not None and result.status != SAVED
        return Row(item, self.voice, self._own.get(item.pk), typed if refused else None, result, self.day)

    def rows(self, kind, when=""):
        return [self.row(item) for item in self.content.of(kind, when)]

    @cached_property
    def needs(self):
        points = self.rows(Kind.POINT)
        return [
            self._need(theme, [row for row in points if row.item.theme == theme["key"]])
            for theme in self.content.themes
        ]

    def _need(self, theme, rows):
        """With a lens its points are open and the rest is folded; without one the core points are open."""
        if self.lens:
            inside = [row for row in rows if row.key in self.lens]
            return Need(theme, inside, [row for row in rows if row.key not in self.lens], agreed=bool(inside))
        core = [row for row in rows if row.item.default]
        rest = [row for row in rows if not row.item.default]
        return Need(theme, core or rest, rest if core else [], agreed=True)  # an own list may have no core

    @cached_property
    def signals(self):
        return self.rows(Kind.SIGNAL)

    @cached_property
    def growth(self):
        return self.rows(Kind.GROWTH)

    @cached_property
    def responses(self):
        return self.rows(Kind.RESPONSE)

    @cached_property
    def prompts(self):
        """The open questions of this page: the coach's during the visit, the teacher's after it."""
        return self.rows(Kind.PROMPT, When.VISIT if self.voice == Voice.COACH else When.AFTER)

    @cached_property
    def on_question(self):
        """What the teacher noticed about the own learning question, right under it: a list of none or one.
        Asked where there is a question; an answer stays in sight when that is gone."""
        rows = [row for row in self.prompts if row.item == self.content.on_question(self.voice)]
        return [row for row in rows if self.lesson.learning_question or row.is_used or row.is_refused]

    @cached_property
    def first_prompts(self):
        asked = self.content.on_question(self.voice)
        return [row for row in self.prompts if row.item.default and row.item != asked]

    @cached_property
    def more_prompts(self):
        return [row for row in self.prompts if not row.item.default]

    @property
    def more_prompts_used(self):
        return any(row.is_used or row.is_refused for row in self.more_prompts)

    @property
    def phases(self):
        """The steps of reflection that a question may belong to, as (key, words)."""
        return self.content.words["labels"]["phase"].items()

    @cached_property
    def intentions(self):
        return self.rows(Kind.PROMPT, When.BEFORE)

    @cached_property
    def first_intentions(self):
        """The two that ask for something to do; the other four stand folded under them. In a list of one's
        own without these, all."""
        return [row for row in self.intentions if row.key in FIRST_INTENTIONS] or self.intentions

    @cached_property
    def more_intentions(self):
        more = [row for row in self.intentions if row.key not in FIRST_INTENTIONS]
        return more if len(more) < len(self.intentions) else []

    @property
    def more_intentions_used(self):
        return any(row.is_used or row.is_refused for row in self.more_intentions)

    @property
    def intended(self):
        return [row for row in self.intentions if row.note]

    @property
    def own_intentions(self):
        """What the teacher intends and nobody else reads."""
        is_shared = self.lesson.has_coach
        return [row for row in self.intended if not (is_shared and row.coach_may_read)]

    @property
    def others_used(self):
        """What was recorded besides points and moments."""
        return [row for row in [*self.signals, *self.growth, *self.responses, *self.prompts] if row.is_used]

    @cached_property
    def shared_intentions(self):
        """What the teacher lets the coach read before the lesson; asked of the teacher's account."""
        teacher, by_id = self.lesson.accounts.get(Voice.TEACHER), self.content.by_id
        rows = [
            row
            for row in self._answers
            if teacher and row.observation_id == teacher.pk and row.coach_may_read and row.note
        ]
        return [Row(by_id[row.item_id], Voice.TEACHER, row) for row in rows]

    # --- moments

    @cached_property
    def moments(self):
        return moments_of(self)

    @cached_property
    def saved_moments(self):
        has_any = self.account and self.voice == Voice.COACH
        return moments_in(self.account.pk) if has_any else []

    @cached_property
    def places(self):
        if self.lesson.has_own_points:
            return offered.places(self.content)
        return keep(("places", self.same_for), lambda: offered.places(self.content))

    # --- the page itself

    @cached_property
    def marks(self):
        return offered.marks(self.content, self.voice)

    @cached_property
    def extents(self):
        return offered.extents(self.content)

    @property
    def scales(self):
        return self.marks + self.extents

    @cached_property
    def kinds(self):
        return offered.kinds(self.content)

    @property
    def judging_rules(self):
        """For the coach's page only: its person's school may have added words."""
        return offered.judging_rules(self.content, (self.lesson.coach or self.lesson.teacher).school_id)

    @property
    def blank_moment(self):
        """What the page's script makes a new moment from."""
        return [MomentRow(self, "__id__")]

    @property
    def other_is_ready(self):
        return self.lesson.is_ready(Voice.COACH if self.voice == Voice.TEACHER else Voice.TEACHER)

    @property
    def asks_first(self):
        return self.lesson.asks_first(self.voice)

    @property
    def is_early(self):
        return timezone.now() < self.lesson.start

    @cached_property
    def day(self):
        """The day of the lesson, on pages that show when something was recorded."""
        start = (self.account and self.account.was_start) or self.lesson.start
        return localtime(start).date() if self.voice == Voice.COACH else None

    @property
    def has_begun(self):
        return bool(self.account and self.account.started_at)

    @cached_property
    def saved_at(self):
        """Local time of the last save, or None; from rows the page has read anyway."""
        times = [row.received_at for row in [*self._own.values(), *self.saved_moments]]
        return localtime(max(times)) if times else None

    @cached_property
    def refused(self):
        """What was not saved, in the order in which it was sent, with where it stands on this page."""
        found = [self._refused(entry) for entry, result in self.sent if result.status != SAVED]
        return [row for row in found if row]

    def _refused(self, entry):
        if entry["type"] == "question":
            return self.question
        if entry["type"] == "own":
            return self.own[int(entry["slot"]) - 1]
        if entry["type"] == "moment":
            return next(row for row in self.moments if str(row.id) == entry["id"])
        item = self.content.by_key.get(entry["item"])
        return item and (self._choice(item) if entry["type"] == "lens" else self.row(item))
