"""Planning a visit, and what is chosen or added after opening."""

from datetime import datetime, timedelta
from uuid import uuid5

from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checklists.models import Edition
from observations.clock import ClockField
from observations.entry_forms import Text
from observations.models import Lesson
from observations.sure import another, questions
from people.days import in_words
from people.fields import fields_only
from people.models import Language, Membership, User
from people.names import Name
from people.sorting import in_order

LEAD_READS = _(
    "A team lead who looks along reads, as your coach, everything that you open together. Whom you ask is up to you."
)


def offer_coaches(field, people):
    """Who leads a team of the teacher is called so where the teacher chooses."""
    field.queryset = people
    field.choices = [("", field.empty_label), *((person.pk, with_role(person)) for person in people)]
    field.error_messages["invalid_choice"] = _(
        "This person cannot look along here. An administrator takes part in no visit, and some schools do not want a team lead to look along in their own team. Choose somebody from the list."
    )
    if any(person.leads_team for person in people):
        field.help_text = format_lazy("{} {}", field.help_text, LEAD_READS) if field.help_text else LEAD_READS


def with_role(person):
    if not person.leads_team:
        return person.full_name
    return gettext("{name}, team lead of {team}").format(name=person.full_name, team=person.leads_team)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class WhenForm(forms.Form):
    """Day, begin and end as a school says them: local time, one day."""

    date = forms.DateField(label=_("Date"), widget=DateInput())
    begin = ClockField(label=_("Begin"))
    finish = ClockField(label=_("End"), required=False)
    subject = Name(label=_("Subject"), max_length=120)
    group = Name(label=_("Group"), max_length=60)
    place = Name(label=_("Room"), max_length=60, required=False)

    when = ("date", "begin", "finish")
    rows = (when, ("subject",), ("group", "place"))
    read_back = "{% load days %}{% when 'id_date' 'id_begin' 'id_finish' said=form.in_words %}"

    missing = {
        "date": _("Choose a day"),
        "begin": _("Say when the lesson begins"),
        "subject": _("Say which subject it is"),
        "group": _("Say which group it is"),
        "membership": _("Choose a teacher"),
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields([name for row in self.rows for name in row])
        for name, words in self.missing.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words
        self.helper = fields_only()
        self.helper.layout = Layout(*map(self.row, self.rows))

    def row(self, names):
        fields = Div(*map(Field, names), css_class=f"mk-fields-{len(names)}")
        return Div(fields, HTML(self.read_back)) if names == self.when else fields

    def clean_date(self):
        day, today = self.cleaned_data["date"], timezone.localdate()
        if not today - timedelta(days=366) <= day <= today + timedelta(days=731):
            raise ValidationError(_("Choose a day between a year ago and two years from now."))
        return day

    def clean(self):
        start, end = self.moment("begin"), self.moment("finish")
        if start and end and end <= start:
            self.add_error("finish", _("The lesson ends before it begins: choose a later end time."))
        self.cleaned_data |= {"start": start, "end": end}

    def moment(self, name):
        day, time = self.cleaned_data.get("date"), self.cleaned_data.get(name)
        if not day or not time:
            return None
        try:
            return from_current_timezone(datetime.combine(day, time))
        except ValidationError:
            self.add_error(name, _("On this day the clock changes at this time. Choose another time."))
            return None

    @property
    def in_words(self):
        """What stands in the fields of day and times, read back."""
        day, begin, finish = map(self.known, self.when)
        return in_words(day, begin, finish) if day else ""

    def known(self, name):
        try:
            return self.fields[name].to_python(self[name].value())
        except ValidationError:
            return None

    def is_valid(self):
        """A form that still asks something is not done."""
        return super().is_valid() and all(question.is_answered for question in self.questions)

    @cached_property
    def questions(self):
        if not self.is_bound or self.errors.keys() & set(self.when):
            return []
        answered = self.data.getlist("sure") if hasattr(self.data, "getlist") else ()
        return questions(self.user, self.asked_about, answered)

    @property
    def asked_about(self):
        """The visit as it would be; what is not filled in yet stays open."""
        names = ("id", "subject", "group", "start", "end")
        return Lesson(**{name: self.cleaned_data.get(name) for name in names})

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in ("subject", "group", "place", "start", "end")}


class PlanForm(WhenForm):
    """What both ways of planning share. `id` makes a second click find the visit of the first."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Checklist"), empty_label=None)
    is_flash = forms.TypedChoiceField(
        label=_("Kind of visit"),
        choices=[
            ("", _("Ordinary visit: the teacher chooses a learning question and items beforehand.")),
            ("1", _("Flash visit: ten to twenty minutes, without preparation.")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=Language, initial=Language.NL)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["edition"].queryset = Edition.objects.newest_for(user.school_id)

    @cached_property
    def questions(self):
        """About a visit that is there already, sent once more after Back, nothing is asked: it is that visit."""
        if not self.is_bound or self.errors:
            return super().questions
        return [] if self.there else super().questions + self.sent_before()

    def sent_before(self):
        """Asked when this form made a visit before and says something else now: neither gets lost (docs/adr/0021)."""
        earlier = Lesson.objects.filter(pk=self.cleaned_data["id"], planned_by=self.user).first()
        if not earlier:
            return []
        question = another(self.asked_about, earlier, self.data.getlist("sure"))
        self.cleaned_data["id"] = uuid5(earlier.pk, repr(sorted(self.facts.items())))
        return [question]

    @cached_property
    def there(self):
        facts = {name: value for name, value in self.facts.items() if name != "id"}
        return Lesson.objects.planned_as(planned_by=self.user, **facts)

    @property
    def facts(self):
        return super().facts | {
            name: self.cleaned_data[name] for name in ("id", "edition", "is_flash", "language")
        }


class OwnLessonForm(PlanForm):
    """A teacher plans a visit to an own lesson, with a coach or alone."""

    membership = forms.ModelChoiceField(Membership.objects.none(), label=_("Team"), empty_label=None)
    coach = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who looks along?"),
        required=False,
        empty_label=_("Nobody, I look back alone"),
        help_text=_("A coach or any other colleague of your school."),
    )

    rows = (("id",), ("coach",), *WhenForm.rows, ("membership",), ("is_flash",), ("edition", "language"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_coaches(self.fields["coach"], User.objects.coaches_for(user))
        self.fields["membership"].queryset = user.teaching().select_related("team", "user")
        self.fields["membership"].label_from_instance = lambda row: row.team.name

    @property
    def asked_about(self):
        lesson = super().asked_about
        lesson.teacher = self.user
        return lesson

    @property
    def facts(self):
        data = self.cleaned_data
        return super().facts | {"teacher": self.user, "team": data["membership"].team, "coach": data["coach"]}


class ProposalForm(PlanForm):
    """Someone proposes to visit a colleague's lesson; the colleague decides."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Teacher"),
        empty_label=_("Choose a teacher"),
        help_text=_("Teachers of your school."),
    )
    message = Text(
        label=_("Message"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The teacher reads this with your proposal."),
    )

    rows = (("id",), ("membership",), *WhenForm.rows, ("is_flash",), ("message",), ("edition", "language"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        place = self.fields["membership"]
        place.queryset = Membership.objects.teachers_for(user)
        place.label_from_instance = lambda row: f"{row.user.name}, {row.team.name}"
        place.error_messages["invalid_choice"] = _(
            "You cannot propose a visit to this teacher. An administrator takes part in no visit, and some schools do not want a team lead to look along in their own team. Choose somebody from the list."
        )

    @cached_property
    def led(self):
        """Teams that who proposes leads: their teachers read that with the proposal."""
        rows = self.user.memberships.active().filter(role=Membership.Role.LEAD)
        return get_text_list(
            list(rows.order_by(*in_order("team__name")).values_list("team__name", flat=True)), gettext("and")
        )

    @property
    def asked_about(self):
        lesson, place = super().asked_about, self.cleaned_data.get("membership")
        lesson.teacher_id = place and place.user_id
        return lesson

    @property
    def facts(self):
        data = self.cleaned_data
        place = data["membership"]
        return super().facts | {
            "teacher": place.user,
            "team": place.team,
            "coach": self.user,
            "message": data["message"],
        }


class MoveForm(WhenForm):
    """Another time, room or group for a planned visit. About a moment that stays nothing is asked."""

    def __init__(self, *args, lesson, **kwargs):
        self.lesson = lesson
        start = timezone.localtime(lesson.start)
        end = timezone.localtime(lesson.end) if lesson.end else None
        facts = {name: getattr(lesson, name) for name in ("subject", "group", "place")}
        moment = {"date": start.date(), "begin": start.time(), "finish": end and end.time()}
        super().__init__(*args, initial=facts | moment, **kwargs)

    @cached_property
    def questions(self):
        found, now = super().questions, self.lesson
        stays = found and (self.asked_about.start, self.asked_about.end) == (now.start, now.end)
        return [] if stays else found

    @property
    def asked_about(self):
        lesson = super().asked_about
        lesson.pk, lesson.teacher_id = self.lesson.pk, self.lesson.teacher_id
        return lesson


class CoachForm(forms.Form):
    coach = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who looks along?"),
        required=False,
        empty_label=_("Nobody, I look back alone"),
    )

    def __init__(self, *args, lesson, **kwargs):
        super().__init__(*args, initial={"coach": lesson.coach_id}, **kwargs)
        where = (lesson.teacher, lesson.team_id)
        offered = Q(pk__in=User.objects.coaches_for(*where).values("pk")) | Q(
            pk=lesson.coach_id
        )  # who looks along now can stay
        offer_coaches(
            self.fields["coach"], User.objects.filter(offered).leading(*where).order_by(*in_order("name"))
        )
        self.helper = fields_only()
