"""What the first steps of a school ask, a small form each (docs/adr/0052)."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from administration.intake import NOT_NOW, look
from administration.lists import Line
from administration.schools import is_same
from people import lengths
from people.fields import fields_only
from people.models import Language, User, Zone
from people.names import Name

CANNOT = _("This address cannot be invited. Choose another one.")


class PlaceForm(forms.Form):
    """A school."""

    school = Name(label=_("Name of the school"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Clock"), choices=Zone, initial=Zone.NETHERLANDS, widget=forms.RadioSelect,
        help_text=_("Days and times are typed, shown and printed by the clock of:"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class BeginForm(PlaceForm):
    """The school, and you who look after it."""

    name = Name(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    email = lengths.AddressLine(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"}),
        help_text=_("You sign in with it."),
    )  # fmt: skip
    password = lengths.Line(
        label=_("A password of your own"), strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least eight characters. Three or four words in a row are easy to remember."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language, widget=forms.RadioSelect)

    def clean(self):
        """Not a password that everybody would guess of this person."""
        found = self.cleaned_data
        person = User(name=found.get("name", ""), email=found.get("email", ""))
        try:
            if "password" in found:
                validate_password(found["password"], person)
        except ValidationError as weak:
            self.add_error("password", weak)
        return found


class SchoolForm(PlaceForm):
    """Another school of this installation, and who is to look after it."""

    name = Name(label=_("Name of its administrator"), max_length=120)
    email = lengths.AddressLine(
        label=_("E-mail address of its administrator"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def clean(self):
        """Whose an address is otherwise is not told. Sent twice it is the same school."""
        said = super().clean()
        taken = "email" in said and User.objects.filter(email=said["email"]).exists()
        if taken and not is_same(**said):
            self.add_error("email", CANNOT)
        return said


class PersonForm(forms.Form):
    """Somebody who is invited: what else there is about a person stands on the page of that person."""

    name = Name(label=_("Name"), max_length=120)
    email = lengths.AddressLine(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        self.helper = fields_only()

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        """Who can come is the same as of a list (administration/intake.py)."""
        said = super().clean()
        if {"name", "email"} <= said.keys():
            [row] = look([self.line], self.school, agreed=[self.line.email])
            if not row.goes:
                self.add_error("email", CANNOT if row.said == NOT_NOW else row.said)
        return said

    @property
    def line(self):
        return Line(1, self.cleaned_data["name"], self.cleaned_data["email"])
