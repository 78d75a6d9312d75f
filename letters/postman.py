"""Brings what is untold, once and in order: for each person in the order in which it happened.

No lock is held while a mail server is slow. A letter counts as told once the server took it; where a process
is killed just between the two it goes once more, with the same Message-ID.
"""

import logging
import smtplib
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.mail import mailers
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.tasks import task
from django.utils import timezone, translation

from letters import daily, quiet
from letters.models import How, Round
from letters.still import SEVERAL
from letters.wishes import wish
from letters.writing import letter
from observations import telling
from observations.models import Appointment, ToTell

logger = logging.getLogger("letters")
A_ROUND = timedelta(minutes=2)  # then other work of the same worker has its turn
A_MOMENT = timedelta(minutes=5)  # after which a server that was away is tried again
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
BROKE_OFF = (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused)
CLOSES, FOR_GOOD = 421, 500  # replies of a mail server (RFC 5321, 4.2)


class Away(Exception):
    """The mail server does not answer, or lets nobody in: no other letter will leave now either."""


@task
def deliver():
    """Goes round until nothing is due or time is over, unless somebody is on the way already, or the mail
    server was away just now. Says how many letters left."""
    left, until = 0, timezone.now() + A_ROUND
    while due().exists() and has_time(until) and (holder := Round.take()):
        try:
            left += go_round(holder, until)
        finally:
            Round.end(holder)
    return left


def has_time(until):
    """Where there is none left, the postman is called for the rest."""
    now = timezone.now()
    if now >= until:
        telling.call_the_postman(now)
    return now < until


def ripe():
    """Untold, and nothing is waited for."""
    return ToTell.objects.untold().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))


def due():
    """But what comes behind a letter to the same person that did not get through: theirs stay in order."""
    first = ToTell.objects.untold().filter(person=OuterRef("person"), pk__lt=OuterRef("pk"), tries__gt=0)
    return ripe().exclude(Exists(first))


def go_round(holder, until):
    left = 0
    while timezone.now() < until and Round.still(holder) and (row := next_row()):
        try:
            left += bring(row)
        except Away as away:
            again = timezone.now() + A_MOMENT
            Round.pause(holder, again, str(away))
            telling.call_the_postman(again)
            break
    return left


def next_row():
    """A letter at which the server broke off may do so again: those that were not tried yet go before it."""
    return due().select_related("person__school", "by").order_by("tries", "pk").first()


def bring(row):
    """Whether a letter left. What is so no longer, and what nobody wants, is done without one."""
    try:
        how = wish(row.person, row.kind)
        if how != How.OFF and quiet.waits(row, how):
            return False
        rows = daily.rows_with(row) if how == How.DAILY else together_with(row)
        message = written(row, rows, how)
        if message:
            file = bool(message.attachments)
            send(message, then=lambda: told(row, rows, has_file=file, is_void=False))
        else:
            told(row, rows, has_file=False, is_void=how != How.OFF)
    except Away:
        raise
    except Exception as error:  # one letter that cannot be written or is refused holds up no others
        logger.error("letter %s: %s", row.uid, type(error).__name__)
        put_off(row, error)
        if is_away(error):
            raise Away(reason(error)) from error
        return False
    return bool(message)


def written(row, rows, how):
    if how == How.OFF:
        return None
    with words_of(row.person):
        return daily.letter(row.person, rows) if how == How.DAILY else letter(row)


def send(message, then):
    """`then` comes before the goodbye, for which a server may take its time."""
    with post_office() as office:
        office.send_messages([message])
        then()


@contextmanager
def post_office():
    try:
        office = mailers["letters"]
        office.open()
    except Exception as error:  # whatever it is, no letter has to do with it
        logger.error("mail server: %s", type(error).__name__)
        raise Away(reason(error)) from error
    try:
        yield office
    finally:
        office.close()


def is_away(error):
    """Broken off, or a disk that takes no more: the server has the trouble, with this letter or with all."""
    is_local = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    return is_local or isinstance(error, BROKE_OFF) or code_of(error) == CLOSES


def code_of(error):
    """What number the server gave, or 0."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", 0)


def reason(error):
    """The kind of error and the number; the server's own words may hold an address."""
    return f"{type(error).__name__} {code_of(error) or ''}".strip()


def together_with(row):
    if row.kind not in SEVERAL:
        return [row]
    return list(ToTell.objects.untold().filter(kind=row.kind, person=row.person, lesson=row.lesson))


@transaction.atomic
def told(row, rows, *, has_file, is_void):
    pks = [each.pk for each in rows]
    now = timezone.now()
    ToTell.objects.filter(pk__in=pks).update(told_at=now, why="", is_void=is_void)
    if has_file and letters_leave() and row.state != Appointment.State.CANCELLED:
        held = Appointment.objects.filter(person=row.person, lesson=row.lesson)
        held.update(sent_at=Coalesce("sent_at", now))
    telling.let_go_once_told(pks)


def letters_leave():
    """No calendar gets what lies in a folder; who tries the demo sees what one would get."""
    return bool(settings.MAIL_HOST) or settings.DEMO


def put_off(row, error):
    """This letter, and by that those to the same person after it. Never to before it may leave."""
    now = timezone.now()
    again = now + patience(row, error)
    ToTell.objects.filter(pk=row.pk).update(
        tries=row.tries + 1,
        why=reason(error),
        failing_since=Coalesce("failing_since", Value(now)),
        not_before=Greatest(Coalesce("not_before", Value(again)), Value(again)),
    )
    telling.call_the_postman(again)


def patience(row, error):
    """Longer after each try: at most a day where it is refused for good, else an hour."""
    longest = A_DAY if code_of(error) >= FOR_GOOD else AN_HOUR
    return min(A_MOMENT * 2 ** min(row.tries + 1, 9), longest)


@contextmanager
def words_of(person):
    """In this person's language, and by the clock of the school."""
    with translation.override(person.language), timezone.override(person.school.zone):
        yield
