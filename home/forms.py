from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.names import Name

LONGEST = 100  # characters that one searches for
SELECTED = SafeString(" selected")
KINDS = ("", "own", "along", "off")
GONE = _("Your earlier visits do not hold that any more. Choose again.")


class Among(forms.ChoiceField):
    """One of what stands in the visits of this person, or all of it."""

    def __init__(self, label, everything):
        super().__init__(label=label, required=False, error_messages={"invalid_choice": GONE})
        self.everything = everything

    def offer(self, choices):
        self.choices = [("", self.everything), *choices]

    def options(self, chosen):
        """As HTML: a widget renders a template for each, which takes longer than all else of the form."""
        rows = ((value, SELECTED if value == (chosen or "") else "", name) for value, name in self.choices)
        return format_html_join("", '\n  <option value="{}"{}>{}</option>\n', rows)


class SearchForm(forms.Form):
    """`choices`: {name of a field: what to choose from}; where that is one thing nothing is asked."""

    words = Name(
        label=_("Search in your lesson visits"), required=False, max_length=LONGEST,
        # the browser remembers no words either
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search"}),
    )  # fmt: skip
    period = Among(_("Period"), _("All years"))
    person = Among(_("With whom"), _("Everybody"))
    subject = Among(_("Subject"), _("All subjects"))
    group = Among(_("Group"), _("All groups"))
    need = Among(_("Need"), _("All needs"))
    step = forms.BooleanField(
        label=_("Only with a small step that was not looked back on yet"), required=False
    )
    kind = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, choices):
        super().__init__(data)
        for name, found in choices.items():
            if len(found) > 1:
                self.fields[name].offer(found)
            else:
                del self.fields[name]

    def clean_kind(self):
        """One that is none is every kind: nobody can mend what one does not see."""
        kind = self.cleaned_data["kind"]
        return kind if kind in KINDS else KINDS[0]

    @cached_property
    def narrowing(self):
        """[(field with something to choose, its options)]"""
        found = [self[name] for name, field in self.fields.items() if isinstance(field, Among)]
        return [(field, field.field.options(field.value())) for field in found]

    @property
    def narrows(self):
        return any(field.value() for field in [*(field for field, _options in self.narrowing), self["step"]])

    @property
    def offered(self):
        """Search more precisely: period, subject, group"""
        labels = [str(field.label).lower() for field, _options in self.narrowing]
        return gettext("Search more precisely: {by}").format(by=", ".join([*labels, gettext("small step")]))
