"""What somebody proposes, and what is answered."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from checklists.editions import localized
from checklists.models import Checklist, Theme, language_now
from observations.entry_forms import Text
from people.fields import Lang, fields_only
from people.names import says_something
from studio.line_forms import LENGTHS

LONGEST, LONGEST_WHY = LENGTHS["text"], 1000  # characters


def area(rows):
    return forms.Textarea({"rows": rows})


class ProposeForm(forms.Form):
    """A point of one's own, or with `line` other words of that one."""

    theme = forms.ChoiceField(label=_("Which need is it about?"), widget=forms.RadioSelect)
    text = Text(
        label=_("What would you look at?"), max_length=LONGEST, required=True, widget=area(3), validators=[says_something],
        help_text=_("One sentence about what the teacher says or does, as who looks along reads it."),
    )  # fmt: skip
    why = Text(label=_("Why do you propose it?"), max_length=LONGEST_WHY, widget=area(3))
    says_name = forms.BooleanField(
        label=_("My name may be said with it"), required=False,
        help_text=_("Without this tick it only says from which team it comes."),
    )  # fmt: skip
    lang = Lang()

    def __init__(self, data, *, edition, line):
        super().__init__(data, initial={"text": line.text if line else "", "lang": language_now()})
        self.line, self.helper = line, fields_only()
        self.fields["lang"].widget = forms.HiddenInput()
        self.fields["theme"].choices = needs(edition)
        if line:
            del self.fields["theme"]
            self.fields["text"].label = _("How could it be?")

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.line and text in (self.line.text_nl, self.line.text_en):
            raise ValidationError(_("These are the words that are there now. How could it be?"), code="same")
        return text

    @property
    def facts(self):
        """Of `proposing.propose`."""
        line = {"theme": self.line.theme, "key": self.line.key} if self.line else {"key": ""}
        return self.cleaned_data | line


def needs(edition):
    """The four, by the names of this edition."""
    themes = localized(edition.words.get("themes", []), language_now())
    names = {theme["key"]: theme["name"] for theme in themes}
    return [(theme.value, names.get(theme.value, theme.label)) for theme in Theme]


class AnswerForm(forms.Form):
    """Taken into a draft, or not (`takes`); then why is what is asked."""

    into = forms.ModelChoiceField(None, label=_("Into which checklist?"), empty_label=None, required=False)
    answer = Text(
        label=_("Your answer"), max_length=LONGEST_WHY, widget=area(3),
        help_text=_("Your colleague reads it, with your name. If you do not take it over, say why not."),
    )  # fmt: skip

    def __init__(self, data, *, by, proposal, takes):
        super().__init__(data, initial={"into": proposal.checklist_id})
        self.takes, self.helper = takes, fields_only()
        self.fields["into"].queryset = own_lists(by)
        self.has_lists = own_lists(by).exists()
        if not self.has_lists:
            del self.fields["into"]

    def clean(self):
        if self.takes and not self.cleaned_data.get("into") and not self.errors:
            raise ValidationError(_("First make a checklist of your own school."), code="nowhere")
        if not self.takes and not self.cleaned_data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say in a sentence why you do not take it over now."))


def own_lists(by):
    return Checklist.objects.filter(school=by.school_id, archived_at=None).order_by("-pk")
