from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.lengths import Line
from timetables import keeping
from timetables.why import Unusable, Why
from timetables.words import OF_A_FILE, WORDS

LONGEST = 2000  # characters of an address
LARGEST = 2_000_000  # bytes of a file, which goes through the door of every form (home/middleware.py)


class TryForm(forms.Form):
    """Valid once what was given is on trial. `may_try` keeps anybody from letting us knock at one address
    after another."""

    def __init__(self, *args, teacher, may_try=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher, self.may_try = teacher, may_try

    def tried(self, act, given, words):
        if not self.may_try():
            raise ValidationError(_("That was often in a short time. Wait an hour and try once more."))
        try:
            act(self.teacher, given)
        except Unusable as fault:
            raise ValidationError(words[fault.why]) from None
        return given


class AddressForm(TryForm):
    """Neither the browser nor the device remembers it."""

    address = Line(
        label=_("The address of your timetable"), max_length=LONGEST, help_text=_("Begins with https:// or webcal://"),
        error_messages={"required": _("Paste the address of your timetable here.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )  # fmt: skip

    def clean_address(self):
        return self.tried(keeping.try_address, self.cleaned_data["address"], WORDS)


class FileForm(TryForm):
    file = forms.FileField(
        label=_("A file of your timetable"), allow_empty_file=True, help_text=_("A calendar file, its name ends in .ics"),
        error_messages={"required": _("Choose a file first."), "invalid": _("Choose a file first.")},
        widget=forms.FileInput({"accept": ".ics,text/calendar"}),
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(OF_A_FILE[Why.LARGE])
        return self.tried(keeping.try_file, file.read(), OF_A_FILE)
