"""Examples in a report: of what was seen (evidence.md 4.1), and of how the teacher was present."""

from checklists.models import Extent, Kind, Mark
from observations.models import Moment, Voice
from together.parts import Attitude, Said
from together.points import Points

EXAMPLES = 2
SEEN = (Mark.SEEN, Mark.PARTLY)
# in the order of the content; PostgreSQL does not keep the order of keys in a JSON column
ATTITUDES = ("attitude:vulnerability", "attitude:non-judging", "attitude:sharp-observing")
OBSERVED = (Moment.Kind.SAW, Moment.Kind.STUDENTS)  # a wondering is no example of what was seen


class Examples(Points):
    """What people wrote at points and signals, chosen and in order."""

    def earliest(self, points, voice):
        """The first two things this voice wrote on points it saw, those of the lens before the others."""
        found = [
            said
            for line in points
            if line.value_of(voice) in SEEN
            for view in line.views
            if view.speaker.voice == voice
            for said in view.said
            if not said.kind or said.kind in OBSERVED
        ]
        return sorted(found, key=lambda said: (said.about.key not in self.lens, said.at))[:EXAMPLES]

    def attitudes(self):
        """How the teacher was present: examples of points that carry an attitude, and no counts."""
        if not self.speakers:
            return []
        labels = self.words["labels"]["tags"]
        found = [self.attitude(tag, labels[tag]) for tag in ATTITUDES if tag in labels]
        return [attitude for attitude in found if attitude.columns]  # the others were not looked for

    def attitude(self, tag, label):
        points = [line for line in self.lines.values() if tag in line.item.tags]
        most = EXAMPLES // len(self.speakers)  # two in all, however many speak

        def examples(speaker):
            return (self.earliest(points, speaker.voice) + self.in_signals(speaker.voice, tag))[:most]

        return Attitude(label, self.columns(examples))

    def in_signals(self, voice, tag):
        """Examples of an attitude that shows in signals and responses too (the edition's tags, since edition
        2): what the teacher noted of students, and what either saw the teacher do. What a coach saw of
        students is no example of the teacher."""
        kinds = [Kind.RESPONSE, *([Kind.SIGNAL] if voice == Voice.TEACHER else [])]
        items = [item for kind in kinds for item in self.content.of(kind) if tag in item.tags]
        said = [words for item in items for words in self.shown(voice, item)]
        return sorted(said, key=lambda words: (not words.text, words.at))

    def shown(self, voice, item):
        """What was noted at a signal or response that this voice saw; of a response without words the
        sentence that was ticked."""
        row = self.answer(voice, item)
        if row is None or row.value == Extent.NONE:
            return []
        ticked = Said("", "", voice, row.noted_at, label=item.wording(voice))
        return self.note(voice, item) or [ticked][: item.kind == Kind.RESPONSE]
