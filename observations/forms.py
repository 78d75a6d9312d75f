"""Planning a visit: an own lesson, a proposal, another moment, another coach."""

from datetime import date
from uuid import uuid5

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checklists.models import Edition
from observations import access
from observations.entry_forms import Text
from observations.models import Lesson
from observations.sure import another
from observations.when import WhenForm
from people.compiled import compiled
from people.fields import fields_only
from people.models import Language, Membership, User
from people.sorting import in_order

WHO_CAN = _("A coach or any other colleague of your school who came in already.")
LEAD_READS = _(
    "A team lead who looks along reads, as your coach, everything that you open together. Whom you ask is up to you."
)


def offer_coaches(field, people):
    """Who leads a team of the teacher is called so where the teacher chooses."""
    field.choices = [("", field.empty_label), *((person.pk, with_role(person)) for person in people)]
    field.error_messages["invalid_choice"] = _(
        "This person cannot look along here. An administrator takes part in no visit, and some schools do not want a team lead to look along in their own team. Choose somebody from the list."
    )
    if any(person.leads_team for person in people):
        field.help_text = format_lazy("{} {}", field.help_text, LEAD_READS) if field.help_text else LEAD_READS


def offer(field, rows):
    """Of these rows, which were read once: a queryset would be asked for them each time the field looks."""
    nothing = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = nothing + [(row.pk, field.label_from_instance(row)) for row in rows]


@compiled
def editions_for(school: int):
    return Edition.objects.newest_for(school)


@compiled
def last_looked_along(coach: User):
    mine = access.visits_of(coach).filter(coach=coach)
    return mine.select_related("edition").order_by("-start")[:1]


def edition_again(rows, last):
    """What a new visit begins with where there are several lists: that of the last visit (`last` asks for
    it), unless the school published one of its own since."""
    last = last() if len(rows) > 1 else None
    again = last and next((row.pk for row in rows if row.checklist_id == last.edition.checklist_id), None)
    return {"edition": again} if again and last.created_at > rows[0].published_at else {}


@compiled
def coaches_for(teacher: User, school: int, today: date):
    return User.objects.coaches_for(teacher, school=school, on=today)


@compiled
def teaching(user: User, today: date):
    mine = Membership.objects.filter(user=user, role=Membership.Role.TEACHER)
    return mine.active(today).select_related("team", "user")


def with_role(person):
    if not person.leads_team:
        return person.full_name
    return gettext("{name}, team lead of {team}").format(name=person.full_name, team=person.leads_team)


class PlanForm(WhenForm):
    """What both ways of planning share. `id` makes a second click find the visit of the first; `copied` is
    the lesson of a timetable that it is made of, `last` asks for the visit of last time."""

    copied, offers = None, ()

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

    def __init__(self, *args, user, last, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if self.is_bound:
            self.fields["edition"].queryset = Edition.objects.newest_for(user.school_id)
        rows = editions_for(user.school_id)
        offer(self.fields["edition"], rows)
        if not self.is_bound:
            self.initial = edition_again(rows, last) | self.initial

    @cached_property
    def questions(self):
        """About a visit that is there already, sent once more after Back, nothing is asked: it is that
        visit."""
        if not self.is_bound or self.errors:
            return super().questions
        return [] if self.there else super().questions + self.sent_before()

    def sent_before(self):
        """Asked when this form made a visit before and says something else now: neither gets lost
        (docs/adr/0021)."""
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


class ProposalForm(PlanForm):
    """Someone proposes to visit a colleague's lesson; the colleague decides."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Teacher"),
        empty_label=_("Choose a teacher"),
        help_text=_("Teachers of your school who came in already."),
    )
    message = Text(
        label=_("Message"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The teacher reads this with your proposal."),
    )

    rows = (("id",), ("membership",), *WhenForm.rows, ("is_flash",), ("message",), ("edition", "language"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, last=lambda: last_looked_along.first(user), **kwargs)
        place = self.fields["membership"]
        place.queryset = Membership.objects.teachers_for(user)
        place.label_from_instance = lambda row: f"{row.user.name}, {row.team.name}"
        offer(place, place.queryset)
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
        help_text=WHO_CAN,
    )

    def __init__(self, *args, lesson, **kwargs):
        super().__init__(*args, initial={"coach": lesson.coach_id}, **kwargs)
        where = (lesson.teacher, lesson.team_id)
        offered = Q(pk__in=User.objects.coaches_for(*where).values("pk")) | Q(
            pk=lesson.coach_id
        )  # who looks along now can stay
        # the school stands outside the "or": so a database does not read the people of all schools
        found = User.objects.filter(offered, school=lesson.teacher.school_id).leading(*where)
        people = self.fields["coach"].queryset = found.order_by(*in_order("name"))
        offer_coaches(self.fields["coach"], people)
        self.helper = fields_only()
