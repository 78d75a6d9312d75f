"""What teacher and coach fill in about a pulse, and the page a student answers on."""

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from checklists.models import Kind
from observations.entry_forms import Text
from people.fields import fields_only
from pulse.models import MAX_STUDENT_TEXT, Choice, Duration, Pulse

MOST_PRESENT = 9999
MAX_TOLD = 600  # characters; it has to be read from the back of a room


class PrepareForm(forms.Form):
    """What is asked besides the core sentences, for how long, whether the coach may open it, and who students
    are told may read it."""

    extra = forms.MultipleChoiceField(
        label=_("Ask more"), required=False, widget=forms.CheckboxSelectMultiple
    )
    questions = forms.MultipleChoiceField(
        label=_("Let students write"),
        help_text=_("Shown to you alone, and only from ten answers on."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.TypedChoiceField(
        label=_("The pulse closes by itself"), choices=Duration, coerce=int, widget=forms.RadioSelect
    )
    coach_may_open = forms.BooleanField(required=False)
    colleagues_may_read = forms.BooleanField(
        label=_("My team or team lead may read the numbers, once I give a key"),
        help_text=_("Usually nobody outside this visit ever reads the numbers. If you tick this, your students read beforehand that your team or team lead may read them, if you let them. You cannot choose it later."),
        required=False,
    )  # fmt: skip

    def __init__(self, data=None, *, pulse):
        super().__init__(data, initial=initial(pulse))
        lesson, self.coach = pulse.lesson, pulse.lesson.coach
        self.offer("extra", [row for row in lesson.content.of(Kind.PULSE) if not row.default])
        self.offer("questions", lesson.content.of(Kind.PULSE_OPEN))
        if self.coach:
            label = _("%(name)s may open the pulse too") % {"name": self.coach.short_name}
            self.fields["coach_may_open"].label = label
        else:
            del self.fields["coach_may_open"]
        self.helper = fields_only()

    def offer(self, name, items):
        """A list of the school's own may have nothing to choose here."""
        if items:
            self.fields[name].choices = texts(items)
        else:
            del self.fields[name]

    @property
    def facts(self):
        data = self.cleaned_data
        return {
            "chosen": data.get("extra", []) + data.get("questions", []),
            "minutes": data["minutes"],
            "opener": self.coach if data.get("coach_may_open") else None,
            "colleagues_may_read": data["colleagues_may_read"],
        }


def initial(pulse):
    return {
        "extra": pulse.chosen,
        "questions": pulse.chosen,
        "minutes": pulse.minutes,
        "colleagues_may_read": pulse.colleagues_may_read,
        "coach_may_open": bool(pulse.opener_id) and pulse.opener_id == pulse.lesson.coach_id,
    }


def texts(items):
    return [(item.key, item.text) for item in items]


class PresentForm(forms.Form):
    present = forms.IntegerField(
        label=_("How many students were there?"),
        help_text=_("If you know it, it is easier to see how many did not answer."),
        min_value=1,
        max_value=MOST_PRESENT,
        required=False,
    )

    def __init__(self, data=None, *, pulse):
        super().__init__(data, initial={"present": pulse.present})
        self.answers = pulse.answers
        self.helper = fields_only()

    def clean_present(self):
        present = self.cleaned_data["present"]
        if present and present < self.answers:
            words = ngettext(
                "%(n)s answer came in, so this cannot be right, unless someone answered twice. Leave it empty if you do not know.",
                "%(n)s answers came in, so this cannot be right, unless someone answered twice. Leave it empty if you do not know.",
                self.answers,
            )
            raise ValidationError(words % {"n": self.answers})
        return present


class TellForm(forms.Form):
    """You said, we try: both may stay empty, and then the class reads only the thanks."""

    heard = Text(max_length=MAX_TOLD, widget=forms.Textarea({"rows": 3}))
    try_next = Text(max_length=MAX_TOLD, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data=None, *, pulse):
        super().__init__(data, initial={"heard": pulse.heard, "try_next": pulse.try_next})
        words = pulse.lesson.content.words["return_to_class"]
        self.fields["heard"].label, self.fields["try_next"].label = words["heard"], words["try"]
        self.helper = fields_only()


# --- a student ----------------------------------------------------------------------------------


class CodeForm(forms.Form):
    unknown = _("This code is not known. Look at it once more: it has six letters and numbers.")
    code = forms.CharField(max_length=40, error_messages={"max_length": unknown})

    def clean_code(self):
        """As it is kept."""
        pulse = Pulse.objects.by_code(self.cleaned_data["code"])
        if pulse is None:
            raise ValidationError(self.unknown)
        return pulse.code


class StudentForm(forms.Form):
    """One student's answers. Everything may stay untouched. `ticket` is the random number of the page."""

    ticket = forms.CharField(max_length=40, required=False)

    def __init__(self, data=None, *, pulse):
        super().__init__(data, initial={"ticket": secrets.token_urlsafe(12)})
        self.pulse = pulse
        for item in pulse.sentences:
            self.fields[item.key] = forms.ChoiceField(choices=Choice, required=False)
        for item in pulse.questions:
            self.fields[f"text-{item.key}"] = Text(max_length=MAX_STUDENT_TEXT)

    @property
    def sentences(self):
        return [(item, self[item.key]) for item in self.pulse.sentences]

    @property
    def questions(self):
        return [(item, self[f"text-{item.key}"]) for item in self.pulse.questions]

    @property
    def facts(self):
        data = self.cleaned_data
        choices = {item.key: data[item.key] for item in self.pulse.sentences if data[item.key]}
        written = [(item, data[f"text-{item.key}"]) for item in self.pulse.questions]
        texts = [(item, text) for item, text in written if text]
        return {"choices": choices, "texts": texts, "ticket": data["ticket"]}
