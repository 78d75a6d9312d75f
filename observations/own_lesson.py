"""A teacher plans a visit to an own lesson, with a coach or alone: chosen from the own timetable, as last
time, or filled in by hand."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from observations.forms import WHO_CAN, PlanForm, offer, offer_coaches
from observations.models import MAX_OFFERED
from observations.when import WhenForm
from people.fields import fields_only
from people.models import Membership, User

WITH_ROOM = _("{subject} with group {group} in room {place}.")
WITHOUT_ROOM = _("{subject} with group {group}.")
GONE = _("One of the other lessons is no longer in your timetable. Choose again.")
NOTHING = _("Choose a lesson from your timetable, or fill it in by hand.")
OTHER = "other"  # somebody who is chosen from the list beneath


class WhoInput(forms.RadioSelect):
    """Radio buttons, and a list of the rest beneath them."""

    def value_from_datadict(self, data, files, name):
        """`other` also where the list says somebody and the buttons somebody else: who of the two is
        asked."""
        value, listed = data.get(name, ""), data.get(f"{name}-{OTHER}", "")
        if value == OTHER:
            return listed or OTHER
        return OTHER if listed else value


class Who(forms.ModelChoiceField):
    widget = WhoInput

    def to_python(self, value):
        if value == OTHER:
            raise ValidationError(_("Choose one person, or nobody."))
        return super().to_python(value)


class OwnLessonForm(PlanForm):
    """`lesson` is the number of a lesson in the own timetable, `taken` that of the one whose facts are in the
    fields."""

    lesson = forms.CharField(required=False, widget=forms.HiddenInput)
    taken = forms.CharField(required=False, widget=forms.HiddenInput)
    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Team"), empty_label=None)
    coach = Who(
        User.objects.none(),
        label=_("Who looks along?"),
        required=False,
        empty_label=_("Nobody, I look back alone"),
        help_text=WHO_CAN,
    )

    offer = forms.MultipleChoiceField(
        label=_("Other lessons"), required=False, widget=forms.CheckboxSelectMultiple
    )

    patterns = {"with": WITH_ROOM, "without": WITHOUT_ROOM}  # for the browser
    by_hand = WhenForm.rows
    further = (("is_flash",), ("edition", "language"), ("membership",))
    rows = (("id", "lesson", "taken"), *by_hand, ("coach",), *further)

    def __init__(self, *args, user, teams, offered, timetable, last, **kwargs):
        super().__init__(*args, user=user, last=last, **kwargs)
        self.offered, self.timetable = offered, timetable
        coach, membership = self.fields["coach"], self.fields["membership"]
        if self.is_bound:
            coach.queryset = User.objects.coaches_for(user)
            membership.queryset = user.teaching().select_related("team", "user")
        offer_coaches(coach, offered)
        membership.label_from_instance = lambda row: row.team.name
        offer(membership, teams)
        self.fields["offer"].choices = [(row.pk, row.pk) for row in timetable.lessons]
        self.fields["offer"].error_messages["invalid_choice"] = GONE
        self.helper.layout = Layout(*map(self.row, self.by_hand))
        self.folded = fields_only()
        self.folded.disable_csrf = True
        self.folded.layout = Layout(*map(self.row, self.further))

    def asks(self, answered):
        found = super().asks(answered)
        return found if self.copied else found + self.timetable.asks(self.asked_about, answered)

    def clean(self):
        super().clean()
        if self.timetable.weeks and not self.is_typed:
            self.ask_for_a_lesson()
        chosen, data = self.cleaned_data.get("offer"), self.cleaned_data
        if chosen and len(chosen) >= MAX_OFFERED:
            self.add_error("offer", _("Choose at most two other lessons, beside the first."))
        elif chosen and "coach" in data and not data["coach"]:
            self.add_error("offer", _("You offer these to somebody. Choose who looks along, or untick them."))

    def ask_for_a_lesson(self):
        """One question, instead of one about each field that is folded away."""
        for name in self.of_the_lesson:
            self.errors.pop(name, None)
        self.add_error(None, NOTHING)

    @property
    def offers(self):
        """Lessons of the timetable of which the coach may choose one instead."""
        return list(filter(None, map(self.timetable.find, self.cleaned_data["offer"])))

    @property
    def asked_about(self):
        lesson = super().asked_about
        lesson.teacher = self.user
        return lesson

    @property
    def facts(self):
        data = self.cleaned_data
        return super().facts | {"teacher": self.user, "team": data["membership"].team, "coach": data["coach"]}

    @property
    def copied(self):
        """What is kept of the lesson that was chosen, unless day and time are those of another by now."""
        chosen, now = self.timetable.find(self.cleaned_data.get("lesson")), self.asked_about
        if not chosen or chosen.end <= now.start or chosen.start >= now.until:
            return None
        names = ("timetable", "key", "start", "end", "place")
        return {name: getattr(chosen, name) for name in names}

    # --- what the page shows

    @cached_property
    def offering(self):
        return set(map(str, self["offer"].value() or ()))

    @cached_property
    def chosen(self):
        return str(self["lesson"].value() or "")

    @property
    def is_by_hand(self):
        """The fields themselves are in sight: they have something and no lesson was chosen, or something in
        them needs a look."""
        return bool(self.errors.keys() & self.of_the_lesson) or (
            self.is_typed and not self.timetable.find(self.chosen)
        )

    @property
    def of_the_lesson(self):
        return {name for row in self.by_hand for name in row}

    @property
    def is_typed(self):
        return any(self[name].value() for name in self.of_the_lesson)

    @property
    def is_unfolded(self):
        return bool(self.errors.keys() & {name for row in self.further for name in row})

    @cached_property
    def who(self):
        """The value of the person that is chosen, as text; "" for nobody."""
        return str(self["coach"].value() or "")

    @cached_property
    def person(self):
        return next((row for row in self.offered if str(row.pk) == self.who), None)

    @property
    def what(self):
        """Subject, group and room in one sentence, once the first two are there."""
        facts = {name: self[name].value() or "" for name in ("subject", "group", "place")}
        if not (facts["subject"] and facts["group"]):
            return ""
        return (WITH_ROOM if facts["place"] else WITHOUT_ROOM).format(**facts)

    @property
    def rest(self):
        """What is chosen in the fields that are folded away, in a few words each."""
        names = ["is_flash", "edition", "language"] + ["membership"] * (
            len(self.fields["membership"].choices) > 1
        )
        return [self.label(name) for name in names]

    def label(self, name):
        choices = [(str(value), str(label)) for value, label in self.fields[name].choices]
        value = str(self[name].value() or "")
        return dict(choices).get(value, choices[0][1] if choices else "").partition(":")[0]
