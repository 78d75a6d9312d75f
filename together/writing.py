"""What people wrote, as the words of a report: notes, moments, answers to open questions, and what was added
later."""

from collections import defaultdict

from django.utils.translation import gettext as _

from observations.models import Addition, Voice
from together import words
from together.parts import Added, Answered, Said, Speaker
from together.readable import Readable


class Additions:
    """What was said later, by item. Each is handed out once, to the first that takes it (of two voices the
    teacher's), so that nothing stands twice; what nothing took is left, and is asked for when all else of the
    report is made."""

    def __init__(self):
        self.waiting = defaultdict(list)

    def __contains__(self, item_id):
        return item_id in self.waiting

    def add(self, item_id, added):
        self.waiting[item_id].append(added)

    def take(self, item_id):
        return self.waiting.pop(item_id, [])

    def left(self):
        return [added for rows in self.waiting.values() for added in rows]


class Writing:
    """The words in one report."""

    def __init__(self, lesson, user):
        self.lesson, self.content, self.words = lesson, lesson.content, lesson.content.words
        self.readable, self.stamps = Readable(lesson, user), words.Stamps(lesson)
        self.people = speakers(lesson, self.readable.voices)
        self.moments = [(self.moment(row), row) for row in self.readable.moments]
        self.additions = self._additions()

    def answer(self, voice, item):
        return self.readable.answers[voice].get(item.id)

    def said(self, row, voice, text, **more):
        """A time says something about the lesson only where somebody looked along with a watch."""
        stamp = self.stamps(row.noted_at) if voice == Voice.COACH else ""
        return Said(text, row.lang, voice, row.noted_at, stamp, is_example=row.is_example, **more)

    def note(self, voice, item):
        """What this voice wrote at an item, as a list of none or one."""
        row = self.answer(voice, item)
        return [self.said(row, voice, row.note, about=item)] if row and row.note else []

    def moment(self, row):
        label, about = self.words["labels"]["moment"][row.kind], self.content.by_id.get(row.item_id)
        return self.said(
            row, Voice.COACH, row.text, kind=row.kind, label=label, about=about, moment_id=row.pk
        )

    def answered(self, voice, item):
        """An open question with its answer and what was added to it, as a list of none or one."""
        found, later = self.note(voice, item), self.additions.take(item.pk)
        return [Answered(item, item.wording(voice), found, later)] if found or later else []

    def _additions(self):
        """What was said later, by item; what belongs to a moment stands under that moment at once."""
        found, moments = Additions(), {row.pk: said for said, row in self.moments}
        for row in self.readable.additions:
            if row.moment_id in moments:
                moments[row.moment_id].additions.append(self.added(row))
            else:
                found.add(row.item_id, self.added(row))
        return found

    def added(self, row):
        voice = Voice.TEACHER if row.author_id == self.lesson.teacher_id else Voice.COACH
        label = Addition.Kind(row.kind).label
        if row.theme:
            names = {theme["key"]: theme["name"] for theme in self.content.themes}
            label = _("%(kind)s about ‘%(need)s’") % {"kind": label, "need": names[row.theme]}
        return Added(
            label, self.people[voice].short, row.created_at, row.text, row.lang, str(voice), row.theme
        )


def speakers(lesson, read):
    """The people of this visit by voice. Two with the same first name are called by their whole names, where
    both are read."""
    people = {Voice.TEACHER: lesson.teacher}
    if lesson.has_coach:
        people[Voice.COACH] = lesson.coach
    is_same = len({people[voice].short_name for voice in read}) < len(read)
    return {
        voice: Speaker(
            voice, person.full_name, person.full_name if is_same else person.short_name, str(voice.label)
        )
        for voice, person in people.items()
    }
