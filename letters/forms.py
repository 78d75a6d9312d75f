from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from letters import wishes
from letters.models import How, OwnCalendar
from people.fields import fields_only

AS_THEY_ARE = ""


class CalendarForm(forms.ModelForm):
    """What the own calendar says of a visit, and whether letters fill it."""

    class Meta:
        model = OwnCalendar
        fields = ["says", "without_files"]
        widgets = {"says": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class WishesForm(forms.Form):
    """One choice for each group. Where one chose about one kind of a group, by its letter, that may stay."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.helper = person, fields_only()
        hows = wishes.wishes(person)
        for group in wishes.GROUPS:
            self.fields[group.name] = choice(group, {kind: hows[kind] for kind in group.kinds})

    def save(self):
        chosen = self.cleaned_data
        hows = {kind: chosen[group.name] for group in wishes.GROUPS for kind in group.kinds}
        wishes.choose(self.person, {kind: how for kind, how in hows.items() if how != AS_THEY_ARE})


def choice(group, hows):
    now = set(hows.values())
    ways = [(how.value, how.label) for how in wishes.ways(group.kinds)]
    if len(now) > 1:
        ways.append((AS_THEY_ARE, each(hows)))
    return forms.ChoiceField(
        label=group.label, help_text=group.about, choices=ways, required=len(now) == 1,
        initial=now.pop() if len(now) == 1 else AS_THEY_ARE, widget=forms.RadioSelect,
    )  # fmt: skip


def each(hows):
    """As it is now: no letters of ‘a reply’."""
    kinds = {how: [f"‘{kind.label}’" for kind in hows if hows[kind] == how] for how in How}
    said = []
    if kinds[How.DAILY]:
        said.append(_("once a day of {kinds}").format(kinds=get_text_list(kinds[How.DAILY], _("and"))))
    if kinds[How.OFF]:
        said.append(_("no letters of {kinds}").format(kinds=get_text_list(kinds[How.OFF], _("and"))))
    return _("As it is now: {said}").format(said="; ".join(said))
