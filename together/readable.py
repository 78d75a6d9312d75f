"""What one reader may read of one visit, in three queries. What access.parts does not give is not even
loaded."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q
from django.utils.functional import cached_property

from checklists.models import Kind, When
from observations import access
from observations.models import Addition, Answer, Moment, Part, Talk, Voice
from observations.models.own import read_along
from observations.recording import lens_keys
from people.compiled import compiled

ANSWER = ("item_id", "value", "note", "coach_may_read")
MOMENT = ("pk", "kind", "text", "item_id", "theme", "deleted_at")
SENTENCE = "open.share"  # the one private answer that a key of its own lets out (evidence.md 1.6)

# the answers that the two of an opened visit read
OF_COACH = {Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.SHARED_INTENTIONS}
OF_TEACHER = OF_COACH | {Part.TEACHER_PRIVATE}
NOBODYS = UUID(int=0)  # where there is no account


class Readable:
    """Answers by voice and item, moments, additions and the lens, as far as this reader may read them now."""

    def __init__(self, lesson, user):
        self.lesson, self.user = lesson, user
        self.parts = access.parts(user, lesson)
        prompts = (item for item in lesson.content.items if item.kind == Kind.PROMPT)
        self.private = {item.pk for item in prompts if not item.opens_with_account}
        self.is_outsider = lesson.voice_of(user) is None

    @cached_property
    def voices(self):
        """Whose accounts these are: the teacher's always first."""
        asked = {Voice.TEACHER: Part.TEACHER_ACCOUNT, Voice.COACH: Part.COACH_ACCOUNT}
        present = [Voice.TEACHER, *([Voice.COACH] if self.lesson.has_coach else [])]
        return [voice for voice in present if asked[voice] in self.parts]

    def _of(self, voice):
        account = self.lesson.accounts.get(voice)
        return Q(observation=account.pk) if account else Q(pk__in=[])

    @cached_property
    def _answers(self):
        """For the two of an opened visit, who ask most, it is compiled once."""
        if self.parts >= OF_TEACHER:
            return answers_of_both(*self._accounts)
        if self.parts >= OF_COACH:
            return answers_for_coach(*self._accounts, list(self.private))
        asked = answers_for(self.parts, self._of(Voice.TEACHER), self._of(Voice.COACH), self.private)
        return list(columns(Answer.objects.filter(asked), *ANSWER))

    @property
    def _accounts(self):
        found = (self.lesson.accounts.get(voice) for voice in Voice)
        return [account.pk if account else NOBODYS for account in found]

    @cached_property
    def _moments(self):
        return moments_of(self.lesson.accounts[Voice.COACH].pk) if self.has_moments else []

    @property
    def has_moments(self):
        account = self.lesson.accounts.get(Voice.COACH)
        return Part.COACH_ACCOUNT in self.parts and bool(account and account.started_at)

    @cached_property
    def answers(self):
        """{voice: {item id: answer}}; what was cleared again is not there."""
        voice_of = {account.pk: voice for voice, account in self.lesson.accounts.items()}
        found = {voice: {} for voice in Voice}
        for row in self._answers:
            if row.value or row.note:
                found[voice_of[row.observation_id]][row.item_id] = row
        return found

    @cached_property
    def moments(self):
        """In order of time; without those that were removed."""
        return sorted((row for row in self._moments if not row.deleted_at), key=lambda row: row.noted_at)

    @cached_property
    def additions(self):
        """What was said after opening. To a question that stays the teacher's, the coach reads only own
        words."""
        rows = additions_of(self.lesson) if self.lesson.opened_at else []
        return [row for row in rows if self._may_read(row)]

    def _may_read(self, addition):
        if self.is_outsider:
            return self._is_released(addition)
        own = addition.author_id == self.user.pk
        return own or Part.TEACHER_PRIVATE in self.parts or not self.is_private(addition.item_id)

    def _is_released(self, addition):
        """With the coach's account what the teacher says about it; all else with its author's account, and
        only where all that it may be a reply to is released as well."""
        if self.is_private(addition.item_id):
            return False
        author = Voice.TEACHER if addition.author_id == self.lesson.teacher_id else Voice.COACH
        is_reply = author == Voice.TEACHER and self._is_of_coach(addition)
        needed = {Voice.COACH} if is_reply else {author, *self._voices_at(addition)}
        return needed <= set(self.voices)

    def _is_of_coach(self, addition):
        """It stands at something of the coach's account: a moment, a question of the visit, an item the coach
        marked or wrote at."""
        item = addition.item_id
        return self._voices_at(addition) == {Voice.COACH} or (
            bool(item)
            and (item in self.answers[Voice.COACH] or any(row.item_id == item for row in self.moments))
        )

    @property
    def replies_to_coach(self):
        """What goes with the coach's account under a key: nobody reads it as the last word (docs/adr/0014).
        For the teacher."""
        own = (row for row in self.additions if row.author_id == self.lesson.teacher_id)
        return [row for row in own if self._is_of_coach(row) and not self.is_private(row.item_id)]

    def _voices_at(self, addition):
        item = self.lesson.content.by_id.get(addition.item_id)
        if addition.moment_id or (item and item.when == When.VISIT):
            return {Voice.COACH}
        if item and item.kind == Kind.PROMPT:
            return {Voice.TEACHER}
        return set(self.lesson.accounts)

    def is_private(self, item_id):
        """A question whose answer stays the teacher's: not one that opens, nor an intention the coach may
        read."""
        answer = self.answers[Voice.TEACHER].get(item_id)
        return item_id in self.private and not (answer and answer.coach_may_read)

    @cached_property
    def talk(self):
        """What the pair worked out; an empty one for anybody else."""
        return self.lesson.together if Part.PAIR in self.parts else Talk()

    def lens_of(self, voice):
        """Keys of the lens this voice's page showed; before its first entry the lens of the visit itself. It
        goes with either account."""
        if self.is_outsider and not self.voices:
            return []
        account = self.lesson.accounts.get(voice)
        if account and account.started_at:
            return account.lens_shown or []
        return lens_keys(self.lesson)


def answers_for(parts, teacher, coach, private):
    """Which answers go with these parts. `teacher`, `coach`: in whose accounts; `private`: the questions that
    stay the teacher's."""
    readable = Q(pk__in=[])
    if Part.COACH_ACCOUNT in parts:
        readable |= coach
    if Part.SHARED_INTENTIONS in parts:
        readable |= teacher & Q(coach_may_read=True)
    if Part.TEACHER_ACCOUNT in parts:
        readable |= teacher & ~Q(item__in=private)
    if Part.TEACHER_PRIVATE in parts:
        readable |= teacher
    if Part.SENTENCE in parts:
        readable |= teacher & Q(item__key=SENTENCE)
    return readable


@compiled
def answers_of_both(teacher: UUID, coach: UUID):
    readable = answers_for(OF_TEACHER, Q(observation=teacher), Q(observation=coach), ())
    return columns(Answer.objects.filter(readable), *ANSWER)


@compiled
def answers_for_coach(teacher: UUID, coach: UUID, private: list[int]):
    readable = answers_for(OF_COACH, Q(observation=teacher), Q(observation=coach), private)
    return columns(Answer.objects.filter(readable), *ANSWER)


@compiled
def moments_of(account: UUID):
    return columns(Moment.objects.filter(observation=account), *MOMENT)


def additions_of(lesson):
    """Read along by who reads many visits, else asked for."""
    if "additions" in getattr(lesson, "_prefetched_objects_cache", ()):
        return lesson.additions.all()
    return additions_to(lesson.pk)


@compiled
def additions_to(lesson: UUID):
    return Addition.objects.filter(lesson=lesson)


def read_many(lessons, user):
    """A Readable of each of these visits, of which nothing but words is read: two queries, however many there
    are.

    By the same rules as one: visits of which one may read the same parts are asked for together.
    """
    lessons = list(lessons)
    read_along(lessons)
    found, alike, by_account = [Readable(lesson, user) for lesson in lessons], defaultdict(list), {}
    for readable in found:
        readable._answers, readable._moments = [], []
        by_account |= {account.pk: readable for account in readable.lesson.accounts.values()}
        alike[frozenset(readable.parts)].append(readable)
    asked = Q(pk__in=[])
    for parts, same in alike.items():
        private = set().union(*(readable.private for readable in same))
        asked |= answers_for(parts, accounts(same, Voice.TEACHER), accounts(same, Voice.COACH), private)
    for row in columns(Answer.objects.filter(asked).exclude(note=""), *ANSWER):
        by_account[row.observation_id]._answers.append(row)
    with_moments = [readable for readable in found if readable.has_moments]
    moments = Moment.objects.exclude(text="").filter(accounts(with_moments, Voice.COACH))
    for row in columns(moments, *MOMENT):
        by_account[row.observation_id]._moments.append(row)
    return found


def accounts(readables, voice):
    """The accounts of these visits in one voice."""
    rows = (readable.lesson.accounts.get(voice) for readable in readables)
    return Q(observation__in=[row.pk for row in rows if row])


def columns(rows, *names):
    """Bare rows: a report reads many and changes none."""
    return rows.values_list("observation_id", "lang", "is_example", "noted_at", *names, named=True)
