"""What a report says: built once, printed by the page and by the paper alike (evidence.md 4).

`build(lesson, user)` asks access.parts what this reader may read; nothing else gets in. Call it in the
language that the report is to have.
"""

from itertools import pairwise

from checklists.models import Extent, Kind, When
from observations.models import UNDER_KEY, Part, Talk, Voice
from together import words
from together.compare import agreement
from together.examples import EXAMPLES, Examples
from together.parts import (
    Answered,
    Chosen,
    Core,
    Line,
    Need,
    Note,
    Pattern,
    Question,
    Signals,
    StepTaken,
    View,
)
from together.readable import SENTENCE
from together.tree import Report

HELPING = 4  # of the bank's small steps, on the card of a pattern: those the article names come first there
NOTICED = (Extent.FEW, Extent.MORE)


def build(lesson, user):
    """The report of an opened visit; before opening that of the reader's own account only. Constant in
    queries."""
    return Builder(lesson, user).report()


class Builder(Examples):
    """Everything a report needs while it is made. Each part is made by the method of its name."""

    def report(self):
        lesson = self.lesson
        name = (self.people[Voice.TEACHER] if lesson.opened_at else self.speakers[-1]).name
        coach = (
            None
            if self.readable.is_outsider and Voice.COACH not in self.readable.voices
            else self.people.get(Voice.COACH)
        )
        report = Report(
            lesson=lesson,
            title=words.title(name, is_open=bool(lesson.opened_at)),
            about=words.about(lesson),
            period=words.period(lesson),
            fixed=self.words["fixed_texts"],
            speakers=self.speakers,
            teacher=self.people[Voice.TEACHER],
            coach=coach,
            is_outsider=self.readable.is_outsider,
            released=self.released(),
            lens=[item for item in self.content.points if item.key in self.lens],
            question=self.question(),
            intentions=self.intentions(),
            needs=[self.need(theme) for theme in self.content.themes],
            whole=self.columns(lambda speaker: self.open_questions(speaker, "")),
            moments=[said for said, row in self.moments if not self.content.theme_of(row)],
            attitudes=self.attitudes(),
            talk=self.talk(),
            blanks=[View(speaker, label=self.blank(speaker.voice)) for speaker in self.speakers],
            signals=self.signals(Kind.SIGNAL),
            growth=self.signals(Kind.GROWTH),
            responses=self.columns(self.responses),
            patterns=self.patterns(),
            heard=self.heard,
            chosen=self.chosen(),
            core=self.core(),
            steps=self.steps(),
            sentence=self.sentence(),
            private=self.private(),
            notes=self.notes,
        )
        report.additions = self.additions.left()
        return report

    # --- needs ------------------------------------------------------------------------------------

    def need(self, theme):
        key = theme["key"]
        items = [item for item in self.content.points if item.theme == key]
        points = [self.lines[item.id] for item in items if item.id in self.lines]
        points.sort(key=lambda line: line.is_outside)  # by what was agreed, never by what was seen
        rest = [item for item in items if item.id not in self.lines]
        moments = [said for said, row in self.moments if not row.item_id and row.theme == key]
        return Need(
            key, theme["name"], theme["question"], theme["intro"], points, self.examples(points, moments), moments,
            self.columns(lambda speaker: self.open_questions(speaker, key)), self.agreement(points),
            [item for item in rest if self.is_outside(item)],
            [item for item in rest if self.is_agreed(item)],
            self.heard.about(key) if self.heard else [],
        )  # fmt: skip

    def agreement(self, points):
        """What both said together about what was agreed, for the two themselves (evidence.md 4.2)."""
        if not self.comparisons or self.readable.is_outsider:
            return ""
        pairs = [tuple(view.value for view in line.views) for line in points if self.is_agreed(line.item)]
        return words.agreement_line(*agreement(pairs), *(speaker.short for speaker in self.speakers))

    def examples(self, points, moments):
        """Those marked as example, else the earliest on points marked seen or partly (evidence.md 4.1): they
        stand before all else of a need, so none of a point that was not agreed on."""
        agreed = [line for line in points if not line.is_outside]
        marked = [said for line in agreed for said in line.views[-1].said if said.is_example]
        marked += [said for said in moments if said.is_example]
        found = sorted(marked, key=lambda said: said.at) or self.earliest(agreed, self.observer)
        for said in found[:EXAMPLES]:
            said.is_example = True  # the pages mark it where it stands
        return found[:EXAMPLES]

    # --- questions, signals, steps ----------------------------------------------------------------

    def question(self):
        """The learning question goes with the teacher's own account, what was noticed about it with the
        account of who noticed it. None where there is neither: a question that nobody asked is no gap."""
        columns = self.columns(lambda speaker: self.on_question(speaker.voice))
        is_readable = not self.readable.is_outsider or Voice.TEACHER in self.readable.voices
        text = self.lesson.learning_question if is_readable else ""
        return Question(text, self.lesson.question_lang, columns) if text or columns else None

    def on_question(self, voice):
        item = self.content.on_question(voice)
        return self.answered(voice, item) if item else []

    def open_questions(self, speaker, theme):
        """The questions that open with the account, of one need or (theme "") of the lesson as a whole; that
        about the learning question stands with it."""
        when = When.VISIT if speaker.voice == Voice.COACH else When.AFTER
        asked = self.content.on_question(speaker.voice)
        items = [
            item
            for item in self.content.of(Kind.PROMPT, when)
            if item.theme == theme and item.opens_with_account and item != asked
        ]
        return [row for item in items for row in self.answered(speaker.voice, item)]

    def intentions(self):
        """What the teacher meant to do, as far as the coach may read it too."""
        if Part.TEACHER_ACCOUNT not in self.readable.parts:
            return []  # before opening the coach reads them on the visit's pages; paper holds one account
        rows = self.readable.answers[Voice.TEACHER]
        items = [
            item
            for item in self.content.of(Kind.PROMPT, When.BEFORE)
            if item.id in rows and rows[item.id].coach_may_read
        ]
        return [row for item in items for row in self.answered(Voice.TEACHER, item)]

    def private(self):
        """What stays the teacher's for ever. In the teacher's own report only."""
        if Part.TEACHER_PRIVATE not in self.readable.parts:
            return []
        prompts = [
            item
            for item in self.content.items
            if item.kind == Kind.PROMPT and self.readable.is_private(item.id)
        ]
        return [row for item in prompts for row in self.answered(Voice.TEACHER, item)]

    def released(self):
        """For a reader outside the pair: the names of the parts, and the one sentence where there is a key
        for it."""
        return [str(label) for part, label in UNDER_KEY.items() if part in self.readable.parts]

    def sentence(self):
        item = self.content.by_key.get(SENTENCE)
        rows = self.answered(Voice.TEACHER, item) if Part.SENTENCE in self.readable.parts and item else []
        return rows[0] if rows else None

    def signals(self, kind):
        lines = [self.signal(item) for item in self.content.of(kind)]
        seen = [
            line
            for line in lines
            if line.additions or any(view.value in NOTICED or view.said for view in line.views)
        ]
        looked = [line for line in lines if any(view.value for view in line.views)]
        return Signals(seen, [line for line in looked if line not in seen])

    def signal(self, item):
        views = [self.extent(speaker, item) for speaker in self.speakers]
        meaning = self.content.by_key.get(self.readable.talk.meanings.get(item.key))
        return Line(item, item.text, views, additions=self.additions.take(item.id), meaning=meaning)

    def extent(self, speaker, item):
        row = self.answer(speaker.voice, item)
        value, said = row.value if row else "", self.note(speaker.voice, item)
        label = next((scale["text"] for scale in self.words["scales"]["extent"] if scale["key"] == value), "")
        return View(speaker, value, label or self.blank(speaker.voice, said), said)

    def responses(self, speaker):
        """What the teacher did with signals: the ticked sentences in the wording of the voice that ticked
        them."""
        items = [item for item in self.content.of(Kind.RESPONSE) if self.answer(speaker.voice, item)]
        return [self.ticked(speaker.voice, item) for item in items]

    def ticked(self, voice, item):
        return Answered(item, item.wording(voice), self.note(voice, item), self.additions.take(item.id))

    def patterns(self):
        """The cards of the edition's patterns, for the two who read together."""
        if Part.PAIR not in self.readable.parts:
            return []
        return [self.pattern(key, card) for key, card in self.words["patterns"].items()]

    def pattern(self, key, card):
        quote = card["quote"]
        quote = quote["text"] if isinstance(quote, dict) else quote
        names = tuple(theme["name"] for theme in self.content.themes if theme["key"] in card["needs"])
        helping = [row.text for row in self.content.suggestions if row.pattern == key]
        return Pattern(
            key, card["title"], card["thought"], tuple(card["signals"]), quote, key in self.readable.talk.patterns,
            names, card.get("need", ""), card.get("helps", ""), tuple(helping[:HELPING]),
        )  # fmt: skip

    # --- the talk and the steps -------------------------------------------------------------------

    def chosen(self):
        talk = self.readable.talk
        other = Note(talk.something_else, talk.else_lang) if talk.something_else else None
        return Chosen(talk.stops, other, bool(talk.chosen_at))

    def core(self):
        talk = self.readable.talk
        if not (talk.core or talk.core_need):
            return None
        need = next((theme for theme in self.content.themes if theme["key"] == talk.core_need), {})
        of_need = need.get("name", ""), need.get("question", "")
        return Core(talk.core, talk.core_lang, talk.core_need, *of_need, talk.core_need == Talk.UNKNOWN)

    def steps(self):
        """Where a sign at students goes with several steps, it stands under the last of them and says so.
        Their numbers have no hole where one was taken away: nobody reads that there was another."""
        if Part.STEPS not in self.readable.parts:
            return []
        bank = {row.pk: row for row in self.content.suggestions}
        rows = enumerate(self.lesson.chosen_steps, 1)
        taken = [self.step(number, step, bank.get(step.suggestion_id)) for number, step in rows]
        for step, after in pairwise(taken):
            if step.seen_by and step.seen_by == after.seen_by:
                step.seen_by, after.is_seen_in_several = "", True
        return taken

    def step(self, number, step, suggestion):
        """For who reads under a key the step, and neither the pattern behind it nor what came of it."""
        pattern = self.words["patterns"].get(suggestion.pattern, {}) if suggestion else {}
        inside = not self.readable.is_outsider
        return StepTaken(
            id=step.pk, number=number, wording=suggestion.text if suggestion else step.wording,
            lang="" if suggestion else step.lang, situation=step.situation, text=step.text, seen_by=step.seen_by, seen_lang=step.lang,
            pattern=pattern.get("title", "") if inside else "", look_back_on=step.look_back_on,
            looked_back_at=step.looked_back_at if inside else None, result=step.get_result_display() if inside else "",
            outcome=step.outcome if inside else "", outcome_lang=step.outcome_lang,
        )  # fmt: skip
