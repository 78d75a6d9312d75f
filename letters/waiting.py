"""What an administrator is told of letters that wait: how many, since when and why. Never of which visit, who
did what, or what kind of news it is."""

from datetime import timedelta

from django.db.models import Case, Count, F, Min, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from letters import postman
from letters.models import Round
from observations.models import News, ToTell

LONG = timedelta(hours=3)  # the hourly work had its turn more than once
OF_THE_SERVER = {
    "SMTPAuthenticationError": _("The mail server does not accept the name and the password that the app gives."),
    "SMTPSenderRefused": _("The mail server does not accept the address that the app sends from."),
    "SMTPNotSupportedError": _("The mail server offers no secure connection, or no signing in."),
    "SMTPResponseException": _("The mail server offers no secure connection now."),
    "SSLError": _("No secure connection with the mail server can be made."),
    "SSLCertVerificationError": _("The mail server does not show who it is, so that no connection is made."),
    "gaierror": _("The mail server cannot be found under its name."),
}  # fmt: skip
AWAY = _("The mail server does not answer, or breaks off.")
REFUSED_FOR_GOOD = _("The mail server does not know this address, or wants no letter for it.")
REFUSED_FOR_NOW = _("The mail server asks to try again later.")
BROKE_OFF = _("The mail server breaks off while it takes a letter.")
OURS = _("The app could not write or address a letter.")
BREAKS = {"SMTPServerDisconnected", "TimeoutError", "ConnectionResetError", "BrokenPipeError", "OSError"}


class Refused:
    """Somebody whose first letter did not get through; others for the same person wait behind it."""

    def __init__(self, row):
        self.person, self.since, self.why = row.person, row.at, row.why

    @property
    def words(self):
        kind, _space, code = self.why.partition(" ")
        if code:
            return REFUSED_FOR_GOOD if int(code) >= postman.FOR_GOOD else REFUSED_FOR_NOW
        return BROKE_OFF if kind in BREAKS else OURS


class Waiting:
    """Of the people of one school, whose administrator enters their addresses."""

    def __init__(self, school):
        failed = ToTell.objects.untold().filter(tries__gt=0)
        self.failed = failed.filter(person__school=school).select_related("person")
        due = (postman.ripe() | failed).filter(person__school=school)
        since = Case(When(tries=0, not_before__isnull=False, then=F("not_before")), default=F("at"))
        facts = due.order_by().aggregate(number=Count("pk"), since=Min(since))
        self.number, self.since = facts["number"], facts["since"]

    @property
    def is_long(self):
        return bool(self.since) and self.since < timezone.now() - LONG

    @cached_property
    def refused(self):
        return [Refused(row) for row in self.failed]

    @cached_property
    def why(self):
        """Of the server, where no letter leaves: the kind of error and its number; else empty."""
        return Round.objects.filter(pk=1).values_list("why", flat=True).first() or ""

    @property
    def words(self):
        return OF_THE_SERVER.get(self.why.partition(" ")[0], AWAY) if self.why else ""


def refused_for_good(school):
    """{id of a person: Refused} for who was invited at an address that no mail server knows."""
    rows = ToTell.objects.untold().filter(kind=News.INVITED, person__school=school, tries__gt=0)
    found = {row.person_id: Refused(row) for row in rows.select_related("person")}
    return {pk: one for pk, one in found.items() if one.words is REFUSED_FOR_GOOD}
