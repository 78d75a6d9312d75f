from allauth.account.forms import ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people import invitations
from people.addresses import letter
from people.lengths import AddressLine, Line
from people.models import User


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
            if not letter("still_invited", person, person.email, link=invitations.link(person)):
                raise OSError("the mail server takes no letter")
        return self.cleaned_data["email"] if self.invited else super().save(*args, **kwargs)
