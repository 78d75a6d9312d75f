"""What is left of a school whose people are gone: nothing but a nameless row, to which theirs point."""

from django.db import transaction
from django.utils import timezone

from administration.due import each
from checklists.models import Checklist, Edition, Item, JudgingWord, Suggestion
from observations.models import Admission
from people import traces
from people.audit import AuditEvent, Done, note
from people.holidays import Holiday
from people.models import Membership, School, Team, User
from reports.models import Bundle, Mirror, Period
from signing_in.models import AskedForPlace, OpenIDProvider

TABLES = (
    "people_school", "people_logo", "people_team", "people_holiday", "people_auditevent", "checklists_judgingword", "checklists_item", "checklists_suggestion",
    "signing_in_openidprovider", "signing_in_askedforplace", "studio_proposal", "studio_change",
)  # fmt: skip
# in an order in which nothing points to what went before; {model: how its rows lead to the school}
ROWS = {
    Bundle: "team__school", Mirror: "team__school", Period: "school", Holiday: "school", JudgingWord: "school",
    Admission: "membership__team__school", Membership: "team__school", Team: "school",
    Item: "edition__checklist__school", Suggestion: "edition__checklist__school", Edition: "checklist__school", Checklist: "school",
    OpenIDProvider: "school", AskedForPlace: "school", AuditEvent: "school",
}  # fmt: skip
NAMELESS = {"name": "", "accent": "", "logo": "", "leaves_on": None, "closed_at": None, "open_proposals": 0}


def forget_schools():
    """For the hourly work, after that of their people. Says how many."""
    return each(School.objects.filter(closed_at__isnull=False, left_at=None), empty_if_due)


def empty_if_due(school):
    is_due = school.today >= school.gone_on
    return is_due and not User.objects.filter(school=school, left_at=None).exists() and empty(school)


@transaction.atomic
def empty(school):
    school.proposals.all().delete()
    for model, way in ROWS.items():
        model.objects.filter(**{way: school}).delete()
    if school.logo:
        school.logo.storage.delete(school.logo.name)
    for name, value in NAMELESS.items():
        setattr(school, name, value)
    school.left_at = timezone.now()
    school.save()
    note(Done.GONE, by=None, school=school)
    traces.leave(*traces.tables_of_people(), *TABLES)
    return True
