"""What a school says of itself: its teams, its days, its looks, how it wants things to go, its words."""

import re

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checklists.models import JudgingWord
from people.fields import fields_only
from people.lengths import Line
from people.logos import as_png, contrast_with_white
from people.models import Holiday, School, Team
from people.names import Name
from reports.models import Period

ACCENT = re.compile("#[0-9a-f]{6}")
AS_IN_THE_APP = "#1d2536"  # of headings where a school chose no colour (static/css/paper.css)
READABLE = 4.5  # WCAG 2.2, 1.4.3


class OfSchool(forms.ModelForm):
    """`facts`: what stands of it in the log (people/audit.py)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def is_there(self):
        """Whether the school has exactly this already."""
        asked = {name: getattr(self.instance, name) for name in self._meta.fields}
        return self._meta.model.objects.filter(school=self.instance.school_id, **asked).exists()


class TeamForm(OfSchool):
    class Meta:
        model = Team
        fields = ["name"]
        labels = {"name": _("Name of the team")}

    @property
    def facts(self):
        was = {"was": self.initial["name"]} if self.initial["name"] else {}
        return was | {"team": self.instance.name}


def day_field(label):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class HolidayForm(OfSchool):
    facts = {"kind": "holiday"}

    name = Name(label=_("Name"), max_length=120, help_text=_("For example: autumn holiday, or study day."))
    first, last = day_field(_("First day")), day_field(_("Last day"))

    class Meta:
        model = Holiday
        fields = ["name", "first", "last"]


class PeriodForm(OfSchool):
    facts = {"kind": "period"}

    start, end = day_field(_("First day")), day_field(_("Last day"))

    class Meta:
        model = Period
        fields = ["start", "end"]


class WordForm(OfSchool):
    """A word that is there already is told beside its field."""

    facts = {}

    class Meta:
        model = JudgingWord
        fields = ["word", "language"]
        labels = {"word": _("Word, or a few words"), "language": _("Language")}
        widgets = {"language": forms.RadioSelect}

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and self.is_there():
            self.add_error("word", _("Your school’s list has this word already."))


class RulesForm(OfSchool):
    """The clock of a school, and whether leads look along in their own team."""

    class Meta:
        model = School
        fields = ["time_zone", "leads_look_along"]
        widgets = {"time_zone": forms.RadioSelect}

    @property
    def facts(self):
        return {"fields": self.changed_data}


class SchoolForm(OfSchool):
    """How reports of this school look: its name, a logo and a colour for the headings.

    `picked` is the browser's own window of colours, beside the line in which the colour is written. Without
    a script the two do not know of each other: what was changed in the line holds, else what was picked.
    """

    name = Name(label=_("Name of the school"), max_length=120)
    picture = forms.FileField(
        label=_("Logo"), required=False, widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, at most 2 MB. It is printed at the top of each report."),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    accent = Line(
        label=_("Colour of headings in reports"), required=False, max_length=7,
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}),
        help_text=_("As #rrggbb, for example #1d4f91. Empty: dark blue, as in the app."),
    )  # fmt: skip
    picked = Line(label=_("Or pick one"), required=False, max_length=7, widget=forms.ColorInput())

    class Meta:
        model = School
        fields = ["name", "accent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "picture", "without_logo", "accent", "picked"])
        self.initial["picked"] = self.initial["accent"] or AS_IN_THE_APP
        if not self.instance.logo:
            del self.fields["without_logo"]
        *others, accent, picked = self.fields
        self.helper.layout = Layout(*others, Div(accent, picked, css_class="mk-colours"))

    @property
    def facts(self):
        has_new_logo = self.cleaned_data["picture"] or self.cleaned_data.get("without_logo")
        changed = [name for name in ("name", "accent") if self.cleaned_data[name] != self.initial[name]]
        return {"fields": [*changed, "logo"] if has_new_logo else changed}

    @property
    def colour(self):
        """In which the example is drawn: the one that stands, whatever was typed."""
        return self.initial["picked"]

    def clean_picture(self):
        return as_png(self.cleaned_data["picture"]) if self.cleaned_data["picture"] else None

    def clean(self):
        """The colour comes last, when both of its fields are known."""
        super().clean()
        if "accent" in self.cleaned_data:
            try:
                self.cleaned_data["accent"] = readable(self.chosen())
            except ValidationError as fault:
                self.add_error("accent", fault)

    def chosen(self):
        line, picked = self.cleaned_data["accent"].lower(), (self.cleaned_data.get("picked") or "").lower()
        was_picked = picked and picked != self.initial["picked"]
        return picked if was_picked and line == self.initial["accent"] else line

    def save(self, commit=True):
        """A new logo takes the place of the old one."""
        picture, old = self.cleaned_data["picture"], self.instance.logo.name
        if picture:
            self.instance.logo.save(picture.name, picture, save=False)
        elif self.cleaned_data.get("without_logo"):
            self.instance.logo = ""
        school = super().save(commit)
        if old and old != school.logo.name:
            school.logo.storage.delete(old)
        return school


def readable(colour):
    if colour and not ACCENT.fullmatch(colour):
        raise ValidationError(_("Write a colour as #rrggbb, for example #1d4f91."))
    if colour and contrast_with_white(colour) < READABLE:
        raise ValidationError(_("This colour is too light to read on white paper. Choose a darker one."))
    return colour
