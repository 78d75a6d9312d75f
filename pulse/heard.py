"""What the students said, as pages and paper print it: counts per sentence, never a mean (evidence.md 4.3,
4.4).

`heard(lesson, user)` gives None to who may not read it now; below the floor it holds nothing but the number
of answers.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from checklists.models import Item
from pulse import access
from pulse.models import FLOOR, TEXT_FLOOR, Choice, PulseText

YES = (Choice.YES, Choice.MOSTLY)


@dataclass(frozen=True)
class Count:
    """One of the five answers: the words of the edition, and how many students gave it."""

    key: str
    label: str
    n: int


@dataclass(frozen=True)
class Sentence:
    item: Item
    counts: list[Count]

    @property
    def headline(self):
        """At most "9 of the 13 said yes or mostly"; nothing where fewer than five said anything, or none said
        yes."""
        base = sum(count.n for count in self.counts if count.key != Choice.SKIP)
        yes = sum(count.n for count in self.counts if count.key in YES)
        if base < FLOOR or not yes:
            return ""
        words = ngettext(
            "%(yes)s of the %(base)s said yes or mostly", "%(yes)s of the %(base)s said yes or mostly", yes
        )
        return words % {"yes": yes, "base": base}


@dataclass(frozen=True)
class Question:
    """An open question with what students wrote, in no order. `words` are rows with `text` and `lang`."""

    item: Item
    words: list


@dataclass(frozen=True)
class Heard:
    answers: int
    present: int | None
    too_few: str = ""  # the sentence that stands there instead, below the floor
    themes: list[dict] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def about(self, theme):
        """The sentences about one need (its key)."""
        return [sentence for sentence in self.sentences if sentence.item.theme == theme]

    @property
    def groups(self):
        """Every need that was asked about, in the fixed order, with its sentences: (need, sentences)."""
        asked = [(theme, self.about(theme["key"])) for theme in self.themes]
        return [(theme, sentences) for theme, sentences in asked if sentences]

    @property
    def scale(self):
        """The five answers as (key, words)."""
        return [(count.key, count.label) for count in self.sentences[0].counts]

    @property
    def has_enough(self):
        return self.answers >= FLOOR

    @property
    def is_small(self):
        """Enough to show, too few to lean on: counts come with a word of care."""
        return FLOOR <= self.answers < TEXT_FLOOR

    @property
    def how_many(self):
        """ "14 of the 22 students answered" where the number present was given, else "14 answers"."""
        if self.present:
            words = ngettext(
                "%(n)s of the %(present)s students answered",
                "%(n)s of the %(present)s students answered",
                self.answers,
            )
            return words % {"n": self.answers, "present": self.present}
        return ngettext("%(n)s answer", "%(n)s answers", self.answers) % {"n": self.answers}

    @property
    def care(self):
        """What to keep in mind while reading."""
        small = gettext("A small number: read with care.") if self.is_small else ""
        silent = gettext("Students who are silent in the lesson may be silent here too.")
        return f"{small} {silent}".strip()


def heard(lesson, user):
    """What this person may read of the students' voice now; None for nothing. No query where the pulse was
    read along."""
    pulse = access.pulse_of(lesson)
    if not access.may_hear(user, lesson, pulse):
        return None
    if not pulse.has_enough:
        return Heard(pulse.answers, pulse.present, too_few(pulse))
    return Heard(pulse.answers, pulse.present, "", lesson.content.themes, sentences(pulse))


def too_few(pulse):
    """What stands in place of the counts below the floor; empty from the floor on."""
    words = pulse.lesson.content.words["fixed_texts"]["too_few_answers"]
    return "" if pulse.has_enough else words.format(n=pulse.answers, floor=FLOOR)


def sentences(pulse):
    scale = [(row["key"], row["text"]) for row in pulse.lesson.content.words["scales"]["pulse"]]
    return [
        Sentence(item, [Count(key, label, pulse.counts[item.key][key]) for key, label in scale])
        for item in pulse.sentences
    ]


def written(lesson, user):
    """Open questions with answers, for the teacher alone and from ten answers on; those nobody answered are
    left out."""
    pulse = access.pulse_of(lesson)
    if not access.may_read_texts(user, lesson, pulse):
        return []
    if pulse.answers < TEXT_FLOOR or not pulse.questions:
        return []
    rows = list(PulseText.objects.filter(pulse=pulse))
    found = [Question(item, [row for row in rows if row.item_id == item.pk]) for item in pulse.questions]
    return [question for question in found if question.words]
