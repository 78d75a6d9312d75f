import re

from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people import invitations
from people.addresses import letter
from people.fields import fields_only
from people.lengths import AddressLine, Line
from people.logos import as_png, contrast_with_white
from people.models import School, User
from people.names import Name

ACCENT = re.compile("#[0-9a-f]{6}")
READABLE = 4.5  # WCAG 2.2, 1.4.3


class PreferencesForm(forms.ModelForm):
    """What a person switches on or off for oneself."""

    class Meta:
        model = User
        fields = ["marks_judging_words"]


class AddressForm(forms.Form):
    """The address by which this person wants to sign in."""

    email = AddressLine(
        label=_("Your new e-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == self.person.email:
            raise ValidationError(_("This is your address already."))
        return email


class CodeForm(forms.Form):
    code = Line(
        label=_("The code in the letter"), max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class OwnPasswordForm(ResetPasswordKeyForm):
    """The first one, chosen by who was invited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Choose a password")
        self.fields["password2"].label = _("The same password once more")


class LinkForm(ResetPasswordForm):
    """A link for another password. Who was never here comes in by an invitation and by nothing else: one that
    was withdrawn would be no better than one that was not."""

    def clean_email(self):
        email = super().clean_email()
        never = {person for person in self.users if not person.came_in}
        self.invited = [person for person in never if invitations.holds(person)]
        self.users = [person for person in self.users if person not in never]
        return email

    def save(self, *args, **kwargs):
        for person in self.invited:
            letter("still_invited", person, person.email, link=invitations.link(person))
        return self.cleaned_data["email"] if self.invited else super().save(*args, **kwargs)


class SchoolForm(forms.ModelForm):
    """How reports of this school look: its name, a logo and a colour for the headings."""

    name = Name(label=_("Name of the school"), max_length=120)
    picture = forms.FileField(
        label=_("Logo"), required=False, widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, at most 2 MB. It is printed at the top of each report."),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    accent = Line(
        label=_("Colour of headings in reports"), required=False, max_length=7,
        help_text=_("As #rrggbb, for example #1d4f91. Empty: dark blue, as in the app."),
    )  # fmt: skip

    class Meta:
        model = School
        fields = ["name", "accent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
        self.order_fields(["name", "picture", "without_logo", "accent"])
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean_picture(self):
        return as_png(self.cleaned_data["picture"]) if self.cleaned_data["picture"] else None

    def clean_accent(self):
        colour = self.cleaned_data["accent"].lower()
        if colour and not ACCENT.fullmatch(colour):
            raise ValidationError(_("Write a colour as #rrggbb, for example #1d4f91."))
        if colour and contrast_with_white(colour) < READABLE:
            raise ValidationError(_("This colour is too light to read on white paper. Choose a darker one."))
        return colour

    def save(self, commit=True):
        """A new logo takes the place of the old one, also on the disk."""
        picture, old = self.cleaned_data["picture"], self.instance.logo.name
        if picture:
            self.instance.logo.save(picture.name, picture, save=False)
        elif self.cleaned_data.get("without_logo"):
            self.instance.logo = ""
        school = super().save(commit)
        if old and old != school.logo.name:
            school.logo.storage.delete(old)
        return school
