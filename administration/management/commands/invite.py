"""For who looks after the server, where nobody of a school can help any more (docs/running.md)."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.urls import reverse

from administration import inviting, schools
from people import invitations
from people.audit import Done, note
from people.lengths import AddressLine
from people.models import School, User
from signing_in import joining


class Command(BaseCommand):
    help = (
        "Prints a link by which one person comes in and chooses a password: somebody who lost it together with the mailbox, "
        "who was invited and never came, or, with --name, a new administrator of a school."
    )

    def add_arguments(self, parser):
        parser.add_argument("address", help="The e-mail address by which this person signs in.")
        parser.add_argument("--name", help="Of a new administrator, whose address is not here yet.")
        parser.add_argument("--school", help="Its name, where there is more than one.")
        parser.add_argument(
            "--operator",
            action="store_true",
            help="This administrator sees which schools there are, and adds one.",
        )
        parser.add_argument(
            "--without-second-step",
            action="store_true",
            dest="lost",
            help="The phone is lost too, or the key of the server: passkeys, second step and recovery codes go.",
        )

    @no_translations
    def handle(self, *, address, name, school, operator, lost, **options):
        person = known(address) or self.new(address, name, school)
        if lost:
            remove_steps(person)
        if operator:
            make_operator(person)
        return another_password(person) if person.last_login else invitation(person)

    def new(self, address, name, school):
        if not name:
            raise CommandError("Nobody here has this address. With --name it becomes a new administrator.")
        try:
            AddressLine().clean(address)
        except ValidationError:
            raise CommandError("This is no e-mail address.") from None
        return schools.make_administrator(by=None, school=place(school), name=name, email=address.lower())


def known(address):
    person = User.objects.filter(email=address.lower()).first()
    if person and not User.objects.here().filter(pk=person.pk).exists():
        raise CommandError("This account is on pause or closed: an administrator brings it back first.")
    return person


def place(name):
    there = School.objects.filter(closed_at=None, left_at=None)
    found = [school for school in there if name in (None, school.name)]
    if not there:
        raise CommandError("No school is here. ‘manage.py prepare’ prints where one begins.")
    if len(found) != 1:
        known = ", ".join(sorted(f"‘{school.name}’" for school in there))
        raise CommandError(f"Which school? --school takes one of {known}.")
    return found[0]


@transaction.atomic
def make_operator(person):
    """No service of a school says any more who that is, until the person links an account alone
    (signing_in/joining.py)."""
    if not person.is_administrator:
        raise CommandError("Who takes part in visits administers no school, so operates nothing.")
    if not person.is_superuser:
        joining.part(person, by=None)
    User.objects.filter(pk=person.pk).update(is_superuser=True)


@transaction.atomic
def remove_steps(person):
    if Authenticator.objects.filter(user=person).delete()[0]:
        note(Done.STEP_REMOVED, by=None, school=person.school, about=person)


def invitation(person):
    """A new one; links of before no longer work."""
    inviting.invite_again(person=person, by=None)
    return invitations.link(User.objects.get(pk=person.pk))


def another_password(person):
    """As the page for a lost password makes it; it works once, for three days."""
    key = default_token_generator.make_token(person)
    args = {"uidb36": user_pk_to_url_str(person), "key": key}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=args)
