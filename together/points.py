"""The points of a report: who put which mark, what stands beside it, and where to begin the talk (evidence.md
4.2)."""

from observations.models import Voice
from pulse.heard import heard
from together import words
from together.compare import MAX_QUESTIONS, compare, comparisons, talk_list
from together.parts import Column, Line, Note, View
from together.writing import Writing


class Points(Writing):
    """What both said point by point, ready for a report to put in its place."""

    def __init__(self, lesson, user):
        super().__init__(lesson, user)
        self.speakers = [self.people[voice] for voice in self.readable.voices]
        self.observer = self.speakers[-1].voice if self.speakers else Voice.TEACHER
        self.lens = set(self.readable.lens_of(self.observer))
        self.comparisons = self._comparisons()
        self.notes = {key: Note(**note) for key, note in self.readable.talk.notes.items()}
        self.heard = (
            heard(lesson, user) if lesson.opened_at else None
        )  # before opening: one account and no more
        self.at_item = {}
        for said, row in self.moments:
            self.at_item.setdefault(row.item_id, []).append(said)
        self.lines = {item.id: self.line(item) for item in self.content.points if self.is_touched(item)}

    def _comparisons(self):
        """Words for two marks; none where one account stands alone, so that nobody reads "one view" at every
        point."""
        if len(self.speakers) < len(Voice):
            return {}
        return comparisons(self.words["comparison"], *(speaker.short for speaker in self.speakers))

    def is_touched(self, item):
        answers = any(self.answer(speaker.voice, item) for speaker in self.speakers)
        return answers or item.id in self.additions or item.key in self.notes or item.id in self.at_item

    def line(self, item):
        views = [self.view(speaker, item) for speaker in self.speakers]
        word = self.comparisons[compare(*(view.value for view in views))] if self.comparisons else None
        added, note = self.additions.take(item.id), self.notes.get(item.key)
        return Line(
            item, item.wording(self.observer), views, word, added, note=note, is_outside=self.is_outside(item)
        )

    def view(self, speaker, item):
        row = self.answer(speaker.voice, item)
        value = row.value if row else ""
        moments = self.at_item.get(item.id, []) if speaker.voice == Voice.COACH else []
        said = self.note(speaker.voice, item) + moments
        label = self.label(speaker.voice, value) or self.blank(speaker.voice, said, item)
        return View(speaker, value, label, said)

    def label(self, voice, value):
        """The full words of a mark in this voice."""
        side = "coach" if voice == Voice.COACH else "self"
        return next((row[side] for row in self.words["scales"]["mark"] if row["key"] == value), "")

    def blank(self, voice, said=(), item=None):
        """The words for a place without a mark; where something was written it is not empty."""
        is_outside = item is not None and self.is_outside(item)
        return "" if said else words.blank(voice, self.words["scales"], is_outside=is_outside)

    def is_outside(self, item):
        """There was a lens, and this point is not in it."""
        return bool(self.lens) and item.key not in self.lens

    def is_agreed(self, item):
        """A point of the lens; where there was none, one that stood open."""
        return item.key in self.lens if self.lens else item.default

    def columns(self, rows_of):
        """Of each voice that said something; an empty column beside the other would read as a lack."""
        found = [Column(speaker, rows_of(speaker)) for speaker in self.speakers]
        return [column for column in found if column.rows]

    def talk(self):
        """Where to begin the talk: what was agreed comes first."""
        agreed, outside = [], []
        for line in self.lines.values():
            (outside if line.is_outside else agreed).append(line)
        return [*talk_list(agreed), *talk_list(outside)][:MAX_QUESTIONS]
