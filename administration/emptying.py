"""Who is gone: a fortnight after the last day the own visits go with everything in them, and so does all that
names or belongs to the person. A nameless row stays, so that what others shared and wrote stays true.

Which of all relations goes and which stays without a name: tests/administration/test_what_stays.py.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from administration.due import each
from echo import saying
from echo.models import Batch
from letters import kept
from letters.models import OwnCalendar, Wish
from observations import going
from people import audit, traces
from people.audit import Done, note
from people.drafts import SavedDraft
from people.models import Language, User
from people.sessions import end_sessions
from reports.actions import take_away_of
from reports.models import Bundle
from signing_in.models import AskedForPlace
from timetables.models import Timetable

# beside the tables of the rooms that hold words: where a name, an address or a session stood
TABLES = (
    "people_user", "people_auditevent", "account_emailaddress", "django_session", "letters_owncalendar",
    "socialaccount_socialaccount", "mfa_authenticator", "signing_in_askedforplace", "studio_proposal",
)  # fmt: skip
NAMELESS = {
    "email": None, "name": "", "waiting_email": "", "is_active": False, "is_administrator": False, "is_editor": False, "is_superuser": False,
    "must_choose_password": False, "marks_judging_words": True, "language": Language.NL, "here_on": None, "last_login": None,
    "invited_at": None, "leaves_on": None, "closed_at": None, "roles_before": [], "own_last_day": None,
}  # fmt: skip


def forget_gone():
    """For the hourly work: whose fortnight is over where their school stands. Says how many."""
    return each(User.objects.closing(), empty_if_due)


def empty_if_due(person):
    if person.today < person.gone_on:
        return False
    return empty(person)


@transaction.atomic
def empty(person):
    """Whether there was anybody to empty."""
    person = User.objects.select_for_update(of=("self",)).closing().filter(pk=person.pk).first()
    if person is None:
        return False
    kept.throw_away(person.email)
    AskedForPlace.objects.filter(email=person.email).delete()
    saying.let_go(teacher=person)
    take_away_of(person)
    going.empty(person)
    end_sessions(person)
    for model, field in (
        (OwnCalendar, "person"),
        (Wish, "person"),
        (Bundle, "reader"),
        (SavedDraft, "person"),
        (SocialAccount, "user"),
        (Authenticator, "user"),
        (Timetable, "teacher"),
        (Batch, "coach"),
    ):
        model.objects.filter(**{field: person}).delete()
    person.proposals.all().delete()
    person.school.count_proposals()
    audit.let_go(person)
    make_nameless(person)
    note(Done.GONE, by=None, school=person.school, about=person)
    traces.leave(*traces.tables_of_people(), *TABLES)
    return True


def make_nameless(person):
    for name, value in NAMELESS.items():
        setattr(person, name, value)
    person.left_at = timezone.now()
    person.set_unusable_password()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()  # with the address the row of allauth goes
