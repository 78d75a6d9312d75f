"""What people wrote in many opened visits, as far as one reader may read it now: constant in queries, however
many visits.

The same words as in the report of each visit; tests/home/test_search.py holds the two beside each other. Not
among them are the checklist's own sentences, and all that students said or wrote, so that nobody can look for
one of them.
"""

import enum
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from checklists.models import Kind, When
from observations import access
from observations.models import Step, Voice
from together.readable import read_many


class What(enum.Enum):
    """What these words are, as it stands under them: in the own words of the reader, and in somebody
    else's."""

    QUESTION = _("your learning question"), _("{name}, learning question")
    OWN = _("your own item"), _("{name}, own item")
    INTENTION = _("your intention"), _("{name}, intention")
    STORY = _("your story"), _("{name}, story")
    PRIVATE = _("your story; only you read this"), ""
    NOTE = _("your note"), _("{name}, note")
    ADDED = _("your reply"), _("{name}, reply")
    WANTED = _("what you wanted to talk about"), _("{name}, what to talk about")
    TALK = _("written down together"), _("written down together")
    STEP = _("your small step"), _("{name}, small step")
    OUTCOME = _("what came of your small step"), _("{name}, what came of the small step")


class Passage(NamedTuple):
    """Words of one person in their own language; `voice` is whose they are."""

    text: str
    lang: str
    what: What
    voice: Voice

    def whose(self, reader, other):
        """In words, for the voice of its reader; `other` is the name of who else takes part."""
        own, others = self.what.value
        return str(own) if self.voice == reader else others.format(name=other)


def passages(ids, user):
    """{visit id: its passages} of these opened visits of this person; of any other visit none."""
    steps = Prefetch("steps", Step.objects.select_related("suggestion"))
    visits = access.visits_of(user).filter(pk__in=ids, opened_at__isnull=False).with_accounts()
    visits = visits.select_related("talk").prefetch_related("additions", steps)
    return {readable.lesson.pk: list(of(readable)) for readable in read_many(visits, user)}


def of(readable):
    """In the order of the report: what the teacher asked, the teacher's account, the coach's, and what came
    after opening."""
    lesson = readable.lesson
    if lesson.learning_question:
        yield Passage(lesson.learning_question, lesson.question_lang, What.QUESTION, Voice.TEACHER)
    for row in lesson.own_words:
        yield Passage(row.text, row.lang, What.OWN, Voice.TEACHER)
    for voice in readable.voices:
        yield from account(readable, voice)
    for row in readable.moments:
        yield Passage(row.text, row.lang, What.NOTE, Voice.COACH)
    yield from afterwards(readable)


def account(readable, voice):
    rows, items = readable.answers[voice], readable.lesson.content.by_id
    for row in sorted(rows.values(), key=lambda row: items[row.item_id].order):
        yield Passage(row.note, row.lang, kind_of(readable, voice, items[row.item_id]), voice)


def kind_of(readable, voice, item):
    if voice == Voice.COACH:
        return What.NOTE
    if readable.is_private(item.pk):
        return What.PRIVATE
    return What.INTENTION if item.kind == Kind.PROMPT and item.when == When.BEFORE else What.STORY


def afterwards(readable):
    lesson = readable.lesson
    for row in readable.additions:
        voice = Voice.TEACHER if row.author_id == lesson.teacher_id else Voice.COACH
        yield Passage(row.text, row.lang, What.ADDED, voice)
    yield from talked(readable.talk)
    for step in lesson.chosen_steps:
        yield from taken(step)


def talked(talk):
    if talk.something_else:
        yield Passage(talk.something_else, talk.else_lang, What.WANTED, Voice.TEACHER)
    for note in talk.notes.values():
        yield Passage(note["text"], note["lang"], What.TALK, None)
    if talk.core:
        yield Passage(talk.core, talk.core_lang, What.TALK, None)


def taken(step):
    yield Passage(step.wording, step.lang, What.STEP, Voice.TEACHER)
    if step.seen_by:
        yield Passage(step.seen_by, step.lang, What.STEP, Voice.TEACHER)
    if step.outcome:
        yield Passage(step.outcome, step.outcome_lang, What.OUTCOME, Voice.TEACHER)
