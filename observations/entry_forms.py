"""One entry of an account, checked. The page's script and the plain form use the same classes."""

import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Extent, Kind, Mark, Theme, When
from observations.clock import NO_TIME, hours
from observations.models import MAX_OWN_POINTS, MAX_OWN_TEXT, MAX_TEXT, Answer, Moment, Voice
from people.fields import Lang
from people.lengths import Line

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
VALUES = {
    Kind.POINT: Mark.values,
    Kind.SIGNAL: Extent.values,
    Kind.GROWTH: Extent.values,
    Kind.RESPONSE: [Answer.TICKED],
    Kind.PROMPT: [],
}
BOTH = {(Kind.POINT, ""), (Kind.SIGNAL, ""), (Kind.GROWTH, ""), (Kind.RESPONSE, "")}
RECORDED_BY = {
    Voice.TEACHER: BOTH | {(Kind.PROMPT, When.BEFORE), (Kind.PROMPT, When.AFTER)},
    Voice.COACH: BOTH | {(Kind.PROMPT, When.VISIT)},
}


class Text(Line):
    """Free text of a person: line ends made equal, half a character pair refused with words instead of an
    error."""

    default_error_messages = {
        "broken": _("This text contains a broken character. Take it out and save again.")
    }

    def __init__(self, *, max_length=MAX_TEXT, required=False, **kwargs):
        super().__init__(max_length=max_length, required=required, **kwargs)

    def to_python(self, value):
        if value is not None and not isinstance(value, str):  # JSON can bring anything
            raise ValidationError(self.error_messages["broken"], code="broken")
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        if LONE_SURROGATE.search(text):
            raise ValidationError(self.error_messages["broken"], code="broken")
        return text


class NotedAt(forms.DateTimeField):
    """The device's time as ISO 8601. Missing, or out of this world, it is None: the server's time takes its
    place."""

    def clean(self, value):
        try:
            moment = super().clean(value) if isinstance(value, str) else None
        except ValidationError:
            moment = None
        now = timezone.now()
        return moment if moment and now - timedelta(days=366) < moment < now + timedelta(days=1) else None


class EntryForm(forms.Form):
    """Base of everything that is saved into an account. `content` is the lesson's edition, `voice` who
    speaks."""

    revision = forms.IntegerField(min_value=0, required=False)
    lang = Lang()
    counts_as_start = True

    def __init__(self, data, *, content, voice, **kwargs):
        super().__init__(data, **kwargs)
        self.content, self.voice = content, voice

    def _clean_fields(self):
        """As Django does, but without a BoundField for each: no page prints these forms, and making them was
        a twentieth of a save."""
        for name, field in self.fields.items():
            try:
                sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                self.cleaned_data[name] = field.clean(sent)
                if clean := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = clean()
            except ValidationError as refused:
                self.add_error(name, refused)

    def clean_revision(self):
        return self.cleaned_data["revision"] or 0

    def point(self, key):
        """The point with this key in the lesson's own edition, or None."""
        item = self.content.by_key.get(key)
        return item if item and item.kind == Kind.POINT else None

    def clean_lens(self):
        """The keys of the lens that the page showed; what is not a point of this edition is left out."""
        keys = self.data.get("lens")
        return (
            [key for key in keys if isinstance(key, str) and self.point(key)]
            if isinstance(keys, list)
            else None
        )


class AnswerForm(EntryForm):
    type = "answer"
    item = forms.CharField(max_length=60)
    value = forms.CharField(max_length=10, required=False)
    note = Text()
    is_example = forms.BooleanField(required=False)
    coach_may_read = forms.BooleanField(required=False)
    noted_at = NotedAt(required=False)
    lens = forms.Field(required=False)

    @property
    def counts_as_start(self):
        return self.cleaned_data["item"].when != When.BEFORE

    def clean_item(self):
        """An item of another edition, or one that this voice does not answer, is refused."""
        item = self.content.by_key.get(self.cleaned_data["item"])
        if item is None or (item.kind, item.when) not in RECORDED_BY[self.voice]:
            raise ValidationError(_("This item does not belong to this page."))
        return item

    def clean(self):
        item = self.cleaned_data.get("item")
        if item and self.cleaned_data.get("value") not in ["", *VALUES[item.kind]]:
            self.add_error("value", _("This is not one of the choices."))
        if item and self.voice == Voice.TEACHER:
            self.cleaned_data["is_example"] = False
        if item and item.when != When.BEFORE:
            self.cleaned_data["coach_may_read"] = False
        if not self.cleaned_data.get("note"):
            self.cleaned_data["is_example"] = False  # the words are the example


class MomentForm(EntryForm):
    type = "moment"
    id = forms.UUIDField()
    kind = forms.ChoiceField(choices=Moment.Kind)
    text = Text(error_messages={"required": _("Write what happened.")})
    item = forms.CharField(max_length=60, required=False)
    theme = forms.ChoiceField(choices=[("", ""), *Theme.choices], required=False)
    is_example = forms.BooleanField(required=False)
    deleted = forms.BooleanField(required=False)
    noted_at = NotedAt(required=False)
    clock = forms.CharField(required=False)  # what was typed as its time and is none
    lens = forms.Field(required=False)

    def clean_item(self):
        key = self.cleaned_data["item"]
        if key and not self.point(key):
            raise ValidationError(_("This item does not belong to this page."))
        return self.point(key)

    def clean_clock(self):
        typed = self.cleaned_data["clock"]
        if typed and not hours(typed) and not self.cleaned_data.get("deleted"):
            raise ValidationError(NO_TIME)
        return typed

    def clean(self):
        if self.voice != Voice.COACH:
            raise ValidationError(_("Moments are recorded by the coach."))
        if (
            not self.cleaned_data.get("text")
            and not self.cleaned_data.get("deleted")
            and "text" not in self.errors
        ):
            self.add_error("text", _("Write what happened."))


class QuestionForm(EntryForm):
    type = "question"
    text = Text(max_length=500)
    counts_as_start = False

    def clean(self):
        if self.voice != Voice.TEACHER:
            raise ValidationError(_("Only the teacher chooses this."))


class LensForm(EntryForm):
    type = "lens"
    item = forms.CharField(max_length=60)
    chosen = forms.BooleanField(required=False)
    counts_as_start = False

    def clean_item(self):
        item = self.point(self.cleaned_data["item"])
        if item is None or item.is_own:  # that one goes in and out with its words
            raise ValidationError(_("This item does not belong to this page."))
        return item

    def clean(self):
        if self.voice != Voice.TEACHER:
            raise ValidationError(_("Only the teacher chooses this."))


class OwnForm(EntryForm):
    """A point in the teacher's own words; without words it is taken away."""

    type = "own"
    slot = forms.IntegerField(min_value=1, max_value=MAX_OWN_POINTS)
    text = Text(max_length=MAX_OWN_TEXT)
    theme = forms.ChoiceField(choices=[("", ""), *Theme.choices], required=False)
    counts_as_start = False

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean(self):
        if self.voice != Voice.TEACHER:
            raise ValidationError(_("Only the teacher chooses this."))
        if not self.cleaned_data.get("text"):
            self.cleaned_data["theme"] = ""
        elif not self.cleaned_data.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Choose the need that it belongs to."))


class Fields(dict):
    """Of an entry: none changes them, so each takes them as they are; Django's copy was a fifth of a save."""

    def __deepcopy__(self, memo):
        return self


ENTRY_FORMS = {form.type: form for form in (AnswerForm, MomentForm, QuestionForm, LensForm, OwnForm)}
for form in ENTRY_FORMS.values():
    form.base_fields = Fields(form.base_fields)
