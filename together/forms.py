"""What is said, guessed, chosen and looked back on once a visit is open."""

import re
import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Kind, Theme
from observations.entry_forms import Text
from observations.models import (
    MAX_ADDITIONS,
    MAX_CORE,
    MAX_STEP_TEXT,
    MAX_STEPS,
    MAX_STOPS,
    Addition,
    Moment,
    Step,
    Talk,
)
from observations.when import DateInput
from people.fields import Lang, fields_only

NOT_HERE = _("This item does not belong to this page.")
TOO_MANY = _("Three steps is the most. Take one away to choose another.")
ANSWERED = (
    Kind.POINT,
    Kind.SIGNAL,
    Kind.GROWTH,
    Kind.RESPONSE,
    Kind.PROMPT,
)  # what teacher and coach say something about
IF, THEN = (re.compile(rf"^(?:{words})\s+", re.IGNORECASE) for words in ("als|if|when|wanneer", "dan|then"))


class AdditionForm(forms.Form):
    id = forms.UUIDField(required=False)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Addition.Kind)
    text = Text(label=_("Your words"), required=True)
    item = forms.CharField(max_length=60, required=False)
    moment = forms.UUIDField(required=False)
    lang = Lang()

    def __init__(self, data, *, lesson, subjects=()):
        """`subjects` are groups of choices where the form asks itself what it is about (places.py): item:…,
        moment:…, theme:… or lesson."""
        super().__init__(data)
        self.lesson = lesson
        if subjects:
            self.fields["about"] = forms.ChoiceField(
                label=_("What is it about?"),
                choices=[choice for group in subjects for choice in group.choices],
                error_messages={"required": _("Choose what it is about.")},
            )
            self.order_fields(["about"])

    def clean_item(self):
        key = self.cleaned_data["item"]
        item = self.lesson.content.by_key.get(key)
        if key and (item is None or item.kind not in ANSWERED):
            raise ValidationError(NOT_HERE)
        return item

    def clean_moment(self):
        pk = self.cleaned_data["moment"]
        moment = Moment.objects.filter(pk=pk, observation__lesson=self.lesson).first() if pk else None
        if pk and moment is None:
            raise ValidationError(NOT_HERE)
        return moment

    def clean(self):
        self.cleaned_data["theme"] = ""
        if about := self.cleaned_data.pop("about", ""):
            self.point_to(*about.split(":"))
        if self.cleaned_data.get("item"):
            self.cleaned_data["moment"] = None
        if self.lesson.additions.exclude(pk=self.cleaned_data.get("id")).count() >= MAX_ADDITIONS:
            raise ValidationError(
                _(
                    "So much was added to this visit that there is no more room. Your words are still here: copy what you want to keep."
                )
            )

    def point_to(self, what, key=""):
        content, moments = self.lesson.content, Moment.objects.filter(observation__lesson=self.lesson)
        self.cleaned_data |= {
            "item": content.by_key[key] if what == "item" else None,
            "moment": moments.get(pk=key) if what == "moment" else None,
            "theme": key if what == "theme" else "",
        }


class GuessForm(forms.Form):
    """What may lie behind each signal, and which patterns may fit. Only what differs from what the page
    showed (`was-…`) is a change: two people at two devices do not undo each other's guesses."""

    def __init__(self, data=None, *, lesson):
        super().__init__(data)
        meanings = [("", ""), *((item.key, "") for item in lesson.content.of(Kind.MEANING) if item.theme)]
        self.signals = [item.key for item in lesson.content.of(Kind.SIGNAL)]
        self.patterns = list(lesson.content.words["patterns"])
        for key in self.signals:
            self.fields[key] = forms.ChoiceField(choices=meanings, required=False)
        for key in self.patterns:
            self.fields[f"pattern-{key}"] = forms.BooleanField(required=False)

    def was(self, name):
        """What the page showed; None where it showed nothing of it."""
        return self.data.get(f"was-{name}")

    @property
    def facts(self):
        data = self.cleaned_data
        meanings = {key: data[key] for key in self.signals if self.was(key) not in (None, data[key])}
        fits = {
            key: data[f"pattern-{key}"] for key in self.patterns if self.was(f"pattern-{key}") is not None
        }
        patterns = {key: fit for key, fit in fits.items() if bool(self.was(f"pattern-{key}")) != fit}
        return {"meanings": meanings, "patterns": patterns}


class StopsForm(forms.Form):
    """What the teacher wants to talk about: at most two stops, one of which may be in own words."""

    stops = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": NOT_HERE})
    other = Text(label=_("Or something else"), max_length=200)
    lang = Lang()

    def __init__(self, data=None, *, agenda, chosen=None):
        said = (
            {"stops": chosen.keys, "other": chosen.other and chosen.other.text} if chosen else {"stops": []}
        )
        super().__init__(data, initial=said)
        self.agenda = agenda
        self.fields["stops"].choices = [(stop.key, stop.title) for stop in [*agenda.offered, *agenda.more]]

    def clean(self):
        data = self.cleaned_data
        if len(data.get("stops", [])) + bool(data.get("other")) > MAX_STOPS:
            raise ValidationError(
                _("Two is the most, also with something else in your own words. Take one away.")
            )


class TalkNoteForm(forms.Form):
    """A note at one stop of the talk; `was` is what the page showed."""

    stop = forms.CharField(max_length=60)
    text = Text(label=_("Note of your talk"))
    was = Text()
    lang = Lang()

    def __init__(self, data=None, *, note=None):
        text = note.text if note else ""
        super().__init__(data, initial={"text": text, "was": text})

    @property
    def has_news(self):
        return self.cleaned_data["text"] != self.cleaned_data["was"]


class CoreForm(forms.Form):
    """What it came down to, in one sentence, and which question of students was at work: a need's, or that
    they do not know."""

    NEEDS = [*Theme.choices, (Talk.UNKNOWN, "")]

    text = Text(label=_("In one sentence"), max_length=MAX_CORE)
    was = Text()
    need = forms.ChoiceField(choices=NEEDS, required=False)
    was_need = forms.ChoiceField(choices=NEEDS, required=False)
    lang = Lang()

    def __init__(self, data=None, *, core=None):
        text, need = (core.text, core.need) if core else ("", "")
        super().__init__(data, initial={"text": text, "was": text, "need": need, "was_need": need})

    @property
    def has_news(self):
        data = self.cleaned_data
        return (data["text"], data["need"]) != (data["was"], data["was_need"])


class LookBackForm(forms.Form):
    """What came of a small step."""

    result = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Step.Result,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    outcome = Text(
        label=_("What did students show?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data=None, *, step):
        super().__init__(data, initial={"result": step.result, "outcome": step.outcome})
        self.helper = fields_only()


def in_three_weeks():
    """When one looks back, unless the teacher says another day."""
    return timezone.localdate() + timedelta(weeks=3)


class StepForm(forms.Form):
    """Small steps, up to three at once: ticked in the bank, and in own words with or without the moment they
    are for. One sign at students and one day to look back go with all of them. An intention with its moment
    in it is more often carried out (Gollwitzer & Sheeran 2006, evidence.md 2.1)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    suggestion = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("This is not one of the choices.")}
    )
    situation = Text(label=_("If"), max_length=200)
    text = Text(label=_("Own words"), max_length=MAX_STEP_TEXT)
    seen_by = Text(label=_("How will you see it in students?"), max_length=300)
    look_back_on = forms.DateField(label=_("Look back on"), required=False, widget=DateInput())
    lang = Lang()

    def __init__(self, data=None, *, lesson, own=None):
        """`own`: words that the teacher wrote before, to begin with."""
        begins = {"situation": own.situation, "text": own.text} if own else {}
        begins |= {"suggestion": [], "look_back_on": in_three_weeks().isoformat()}
        super().__init__(data, initial=begins)
        self.bank = {row.key: row for row in lesson.content.suggestions}
        self.fields["suggestion"].choices = [(key, "") for key in self.bank]

    def clean_look_back_on(self):
        day, today = self.cleaned_data["look_back_on"], timezone.localdate()
        if day and not today <= day <= today + timedelta(days=731):
            raise ValidationError(_("Choose a day between today and two years from now."))
        return day

    def clean(self):
        data = self.cleaned_data
        if self.errors:
            return
        data["situation"] = IF.sub("", data["situation"]).rstrip(" ,.")
        if data["situation"]:
            data["text"] = THEN.sub("", data["text"])
        if not data["text"] and (data["situation"] or not data["suggestion"]):
            self.add_error("text", _("Choose a step, or write one in your own words."))
        elif len(self.steps) > MAX_STEPS:
            raise ValidationError(TOO_MANY)

    @property
    def steps(self):
        """Each as the action takes it, own words first."""
        data = self.cleaned_data
        own = {"id": data["id"], "situation": data["situation"], "text": data["text"]}
        ticked = [
            {"id": uuid.uuid4(), "suggestion": self.bank[key]} for key in dict.fromkeys(data["suggestion"])
        ]
        shared = {name: data[name] for name in ("seen_by", "look_back_on", "lang")}
        return [step | shared for step in [*([own] if data["text"] else []), *ticked]]
