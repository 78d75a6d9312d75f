"""How each kind of entry finds its row: compare with what is there, then one statement for all that is
new."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from checklists.models import When
from observations.models import (
    LENS_SIZE,
    MAX_EXAMPLES_PER_THEME,
    MAX_MOMENTS,
    Answer,
    LensPoint,
    Moment,
    Observation,
    Voice,
)
from observations.refusals import NotNow
from people.compiled import Upsert, prepared

SAVED, CONFLICT, INVALID, NOT_NOW, GONE = 200, 409, 422, 423, 404


@dataclass
class Result:
    """What became of one entry, with the status it would have had alone."""

    status: int
    body: dict = field(default_factory=dict)


class Draft:
    """The account as it is, each table read at most once, whatever the number of entries."""

    def __init__(self, account, forms):
        self.account, self.lesson = account, account.lesson
        self._moment_ids = [form["id"].value() for form in forms if form.type == "moment" and form.is_valid()]
        self._items = [
            form.cleaned_data["item"].pk for form in forms if form.type == "answer" and form.is_valid()
        ]

    @cached_property
    def answers(self):
        """What stands at the items that were sent, and the examples, which are counted; the rest need not be
        read to save one."""
        return {row.item_id: row for row in answers_to_compare(self.account, self._items)}

    @cached_property
    def moments(self):
        """This account's moments, and any other account's whose id was sent (that one is refused)."""
        rows = Moment.objects.filter(Q(observation=self.account) | Q(pk__in=self._moment_ids))
        return {row.pk: row for row in rows}

    @cached_property
    def is_lens_closed(self):
        """Whether the first entry that counts has been made, asked of the row that decides it."""
        if not self.lesson.has_coach:
            return self.account.is_begun
        coachs = self.lesson.observations.filter(voice=Voice.COACH, set_aside_at=None)
        return coachs.filter(started_at__isnull=False).exists()

    def has_enough_examples(self, theme):
        """Two moments or notes per need may be marked as example (evidence.md 4.1: the example is the
        message)."""
        content = self.lesson.content
        notes = [content.by_id[row.item_id].theme for row in self.answers.values() if row.is_example]
        moments = [content.theme_of(row) for row in self.moments.values() if row.is_example]
        return (notes + moments).count(theme) >= MAX_EXAMPLES_PER_THEME


@prepared
def answers_to_compare(account: Observation, items: list[int]):
    return Answer.objects.filter(Q(item__in=items) | Q(is_example=True), observation=account)


save_answers = Upsert(
    Answer,
    unique=["observation", "item"],
    update=["value", "note", "lang", "coach_may_read", "is_example", "revision", "noted_at", "received_at"],
)
save_moments = Upsert(
    Moment,
    unique=["id"],
    update=[
        "kind", "text", "theme", "item", "is_example", "lang", "noted_at", "deleted_at", "revision", "received_at"
    ],
)  # fmt: skip


class Answers:
    """One answer per item: whole answers in, compare-and-set on the revision."""

    def __init__(self, draft):
        self.draft, self.dirty = draft, {}

    def take(self, data):
        item, row = data["item"], self.draft.answers.get(data["item"].pk)
        if row and self.same(row, data):
            return Result(SAVED, {"revision": row.revision})
        if item.when == When.BEFORE and self.draft.is_lens_closed:
            return Result(NOT_NOW, NotNow("begun").body)
        if (row.revision if row else 0) != data["revision"]:
            return conflict(row, "value", "note", "is_example", "coach_may_read")
        if data["is_example"] and not (row and row.is_example) and self.draft.has_enough_examples(item.theme):
            return refuse("is_example", too_many_examples())
        return self.put(row, item, data)

    @staticmethod
    def same(row, data):
        return all(
            getattr(row, name) == data[name] for name in ("value", "note", "is_example", "coach_may_read")
        )

    def put(self, row, item, data):
        row = row or Answer(observation=self.draft.account, item=item, kind=item.kind, revision=0)
        if row.is_empty:  # the first mark's time; later polishing does not move it
            row.noted_at = data["noted_at"] or timezone.now()
        for name in ("value", "note", "lang", "coach_may_read", "is_example"):
            setattr(row, name, data[name])
        row.revision, row.received_at = row.revision + 1, timezone.now()
        self.draft.answers[item.pk] = self.dirty[item.pk] = row
        return Result(SAVED, {"revision": row.revision})

    def write(self):
        if self.dirty:
            save_answers(self.dirty.values())


class Moments:
    """Moments by the id the browser gave them; a removed one stays as an empty row, so that a late retry is
    no new one."""

    def __init__(self, draft):
        self.draft, self.dirty = draft, {}

    def take(self, data):
        row = self.draft.moments.get(data["id"])
        if row and row.observation_id != self.draft.account.pk:
            return Result(GONE)
        if row and self.same(row, data):
            return Result(SAVED, {"revision": row.revision})
        if (row.revision if row else 0) != data["revision"]:
            return Result(CONFLICT, self.theirs(row))
        return self.refuse_more(row, data) or self.refuse_example(row, data) or self.put(row, data)

    @staticmethod
    def same(row, data):
        if data["deleted"]:
            return row.deleted_at is not None
        names = ("kind", "text", "theme", "item", "is_example")
        is_same_time = data["noted_at"] in (None, row.noted_at)
        return (
            row.deleted_at is None
            and is_same_time
            and all(getattr(row, name) == data[name] for name in names)
        )

    def theirs(self, row):
        """The moment as the server has it, in the words of an entry."""
        if row is None:
            return {"revision": 0, "text": ""}
        item = self.draft.lesson.content.by_id.get(row.item_id)
        says = {name: getattr(row, name) for name in ("revision", "kind", "text", "theme", "is_example")}
        return says | {"item": item.key if item else "", "deleted": row.deleted_at is not None}

    def refuse_more(self, row, data):
        """One that is changed or taken away is none more; one that was taken away and comes back is."""
        if data["deleted"] or (row and row.deleted_at is None):
            return None
        rows = [row for row in self.draft.moments.values() if row.observation_id == self.draft.account.pk]
        is_full = sum(row.deleted_at is None for row in rows) >= MAX_MOMENTS
        return refuse("text", too_many_moments()) if is_full else None

    def refuse_example(self, row, data):
        if not data["is_example"] or (row and row.is_example):
            return None
        theme = data["item"].theme if data["item"] else data["theme"]
        if not theme:
            return refuse("is_example", _("Choose the need first."))
        return refuse("is_example", too_many_examples()) if self.draft.has_enough_examples(theme) else None

    def put(self, row, data):
        row = row or Moment(id=data["id"], observation=self.draft.account, revision=0)
        for name in ("kind", "text", "theme", "item", "is_example", "lang"):
            setattr(row, name, data[name])
        row.noted_at = data["noted_at"] or row.noted_at or timezone.now()
        row.deleted_at = timezone.now() if data["deleted"] else None
        if row.deleted_at:
            row.text, row.is_example = "", False
        row.revision, row.received_at = row.revision + 1, timezone.now()
        self.draft.moments[row.pk] = self.dirty[row.pk] = row
        return Result(SAVED, {"revision": row.revision})

    def write(self):
        if self.dirty:
            save_moments(self.dirty.values())


class Question:
    """The teacher's learning question; it closes together with the lens."""

    def __init__(self, draft):
        self.draft, self.dirty = draft, False

    def take(self, data):
        lesson = self.draft.lesson
        if lesson.learning_question == data["text"]:
            return Result(SAVED, {"revision": lesson.question_revision})
        if self.draft.is_lens_closed:
            return Result(NOT_NOW, NotNow("begun").body)
        if lesson.question_revision != data["revision"]:
            return Result(CONFLICT, {"revision": lesson.question_revision, "text": lesson.learning_question})
        lesson.learning_question, lesson.question_lang = data["text"], data["lang"]
        lesson.question_revision += 1
        self.dirty = True
        return Result(SAVED, {"revision": lesson.question_revision})

    def write(self):
        if self.dirty:
            self.draft.lesson.save(update_fields=["learning_question", "question_lang", "question_revision"])


class Lens:
    """One tap puts one point in or out; the seventh is refused with words, and nothing is dropped for it."""

    def __init__(self, draft):
        self.draft, self.dirty = draft, False

    @cached_property
    def slots(self):
        return dict(self.draft.lesson.lens.values_list("item_id", "slot"))

    @property
    def left(self):
        return LENS_SIZE - len(self.slots)

    @property
    def is_full(self):
        return self.left == 0

    def take(self, data):
        item, chosen = data["item"], data["chosen"]
        if (item.pk in self.slots) == chosen:
            return Result(SAVED, {"left": self.left})
        if self.draft.is_lens_closed:
            return Result(NOT_NOW, NotNow("begun").body)
        return self.put_in(item) if chosen else self.take_out(item)

    def put_in(self, item):
        if self.is_full:
            return refuse("item", lens_is_full())
        free = set(range(1, LENS_SIZE + 1)) - set(self.slots.values())
        self.slots[item.pk], self.dirty = min(free), True
        return Result(SAVED, {"left": self.left})

    def take_out(self, item):
        del self.slots[item.pk]
        self.dirty = True
        return Result(SAVED, {"left": self.left})

    def write(self):
        if self.dirty:
            lesson = self.draft.lesson
            lesson.lens.all().delete()
            LensPoint.objects.bulk_create(
                LensPoint(lesson=lesson, item_id=pk, slot=slot) for pk, slot in self.slots.items()
            )


def conflict(row, *names):
    """Another revision is there: both texts stay, and the sender sees what the server has."""
    theirs = {name: getattr(row, name) if row else "" for name in names}
    return Result(CONFLICT, {"revision": row.revision if row else 0} | theirs)


def refuse(field, message):
    return Result(INVALID, {"errors": {field: [{"message": message}]}})


def too_many_examples():
    return _("You have chosen two examples for this need. Take one away first.")


def too_many_moments():
    text = _(
        "{number} moments is the most for one lesson. Your words are still here: take another moment away, or write them with an item."
    )
    return text.format(number=MAX_MOMENTS)


def lens_is_full():
    return _("Six items is the most. Take one away to choose another.")


def invalid(form):
    return Result(INVALID, {"errors": form.errors.get_json_data()})
