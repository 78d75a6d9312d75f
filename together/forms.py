"""What is said, guessed, chosen and looked back on once a visit is open."""

import re
from datetime import timedelta

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Kind
from observations.entry_forms import Text
from observations.models import MAX_ADDITIONS, Addition, Moment, Step
from observations.when import DateInput
from people.models import Language

MAX_STEP_TEXT = 500  # characters
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
    lang = forms.ChoiceField(choices=Language, required=False)

    def __init__(self, data, *, lesson, subjects=()):
        """`subjects` are groups of choices where the form asks itself what it is about (places.py): item:…, moment:…, theme:… or lesson."""
        super().__init__(data)
        self.lesson = lesson
        if subjects:
            self.fields["about"] = forms.ChoiceField(
                label=_("What is it about?"),
                choices=[choice for group in subjects for choice in group.choices],
                error_messages={"required": _("Choose what it is about.")},
            )

    def clean_item(self):
        key = self.cleaned_data["item"]
        item = self.lesson.content.by_key.get(key)
        if key and (item is None or item.kind not in ANSWERED):
            raise ValidationError(_("This item does not belong to this page."))
        return item

    def clean_moment(self):
        pk = self.cleaned_data["moment"]
        moment = Moment.objects.filter(pk=pk, observation__lesson=self.lesson).first() if pk else None
        if pk and moment is None:
            raise ValidationError(_("This item does not belong to this page."))
        return moment

    def clean_lang(self):
        return self.cleaned_data["lang"] or Language.NL

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
    """What may lie behind each signal, and which patterns may fit. Only what differs from what the page showed (`was-…`) is a
    change: two people at two devices do not undo each other's guesses."""

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


class TalkNoteForm(forms.Form):
    """A note at one stop of the talk; `was` is what the page showed."""

    stop = forms.CharField(max_length=60)
    text = Text(label=_("Note of your talk"))
    was = Text()
    lang = forms.ChoiceField(choices=Language, required=False)

    def clean_lang(self):
        return self.cleaned_data["lang"] or Language.NL


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
        self.helper = FormHelper()
        self.helper.form_tag = False


class StepForm(forms.Form):
    """One small step: a suggestion from the bank, or own words, with or without the situation it is for (if … then …)."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    suggestion = forms.CharField(max_length=60, required=False)
    situation = Text(label=_("If"), max_length=200)
    text = Text(label=_("Own words"), max_length=MAX_STEP_TEXT)
    look_back_on = forms.DateField(label=_("Look back on"), required=False, widget=DateInput())
    lang = forms.ChoiceField(choices=Language, required=False)

    def __init__(self, data=None, *, lesson, **kwargs):
        super().__init__(data, **kwargs)
        self.bank = {row.key: row for row in lesson.content.suggestions}

    def clean_suggestion(self):
        key = self.cleaned_data["suggestion"]
        if key and key not in self.bank:
            raise ValidationError(_("This is not one of the choices."))
        return self.bank.get(key)

    def clean_lang(self):
        return self.cleaned_data["lang"] or Language.NL

    def clean_look_back_on(self):
        day, today = self.cleaned_data["look_back_on"], timezone.localdate()
        if day and not today <= day <= today + timedelta(days=731):
            raise ValidationError(_("Choose a day between today and two years from now."))
        return day

    def clean(self):
        data = self.cleaned_data
        situation = IF.sub("", data.pop("situation", "")).rstrip(" ,.")
        if data.get("suggestion"):
            data["text"] = ""
        elif not data.get("text") and not self.errors:
            self.add_error("text", _("Choose a step, or write one in your own words."))
        elif situation and data.get("text"):
            data["text"] = self.if_then(situation, THEN.sub("", data["text"]))

    def if_then(self, situation, text):
        """An intention with its moment in it is more often carried out (Gollwitzer & Sheeran 2006, evidence.md 3.2)."""
        sentence = _("If {situation}, then {text}").format(situation=situation, text=text)
        if len(sentence) > MAX_STEP_TEXT:
            self.add_error("text", _("Together these are too long. Say it a little shorter."))
        return sentence
