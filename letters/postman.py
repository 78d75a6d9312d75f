"""Brings what is untold, once and in order: for each person in the order in which it happened.

No lock is held while a mail server is slow. A letter counts as told once the server took it; where a process
is killed just between the two it goes once more, with the same Message-ID.
"""

import logging
import smtplib
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.tasks import task
from django.utils import timezone, translation

from letters import daily, quiet
from letters.models import How, Round
from letters.wishes import wish
from letters.writing import letter
from observations import telling
from observations.models import Appointment, News, ToTell

logger = logging.getLogger("letters")
A_DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=5)  # after which a server that was away is tried again
TOGETHER = {News.REPLY, News.RELEASED}  # several of one visit are one letter
AWAY = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


class Away(Exception):
    """The mail server does not answer, or lets nobody in: no other letter will leave now either."""


@task
def deliver():
    """Goes round until nothing is due, unless somebody is on the way already. Says how many letters left."""
    left = 0
    while due().exists() and (holder := Round.take()):
        try:
            left += go_round(holder)
        finally:
            Round.end(holder)
    return left


def due():
    return ToTell.objects.untold().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))


def go_round(holder):
    left = 0
    while Round.still(holder) and (row := next_row()):
        try:
            left += bring(row)
        except Away as away:
            due().update(not_before=timezone.now() + A_MOMENT)
            put_off(row, A_MOMENT, str(away))
            break
    return left


def next_row():
    return due().select_related("person__school", "by").first()


def bring(row):
    """Whether a letter left. What is so no longer, and what nobody wants, is done without one."""
    how = wish(row.person, row.kind)
    if how != How.OFF and quiet.waits(row, how):
        return False
    rows = daily.rows_with(row) if how == How.DAILY else together_with(row)
    try:
        with words_of(row.person):
            message = written(row, rows, how)
            if message:
                send(message)
    except Away:
        raise
    except Exception as error:  # one letter that cannot be written or is refused holds up no others
        logger.error("letter %s: %s", row.uid, type(error).__name__)
        put_off(row, patience(row), reason(error))
        return False
    told(row, [each.pk for each in rows], has_file=bool(message and message.attachments))
    return bool(message)


def written(row, rows, how):
    if how == How.OFF:
        return None
    return daily.letter(row.person, rows) if how == How.DAILY else letter(row)


def send(message):
    try:
        message.send()
    except AWAY as error:
        raise Away(reason(error)) from error
    except smtplib.SMTPException:
        raise
    except OSError as error:
        raise Away(reason(error)) from error


def reason(error):
    """The kind of error and what number the server gave; its own words may hold an address."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}".strip()


def together_with(row):
    if row.kind not in TOGETHER:
        return [row]
    return list(due().filter(kind=row.kind, person=row.person, lesson=row.lesson))


def told(row, pks, *, has_file):
    now = timezone.now()
    ToTell.objects.filter(pk__in=pks).update(told_at=now, why="")
    if has_file and row.state != Appointment.State.CANCELLED:
        held = Appointment.objects.filter(person=row.person, lesson=row.lesson)
        held.update(sent_at=Coalesce("sent_at", now))
    telling.let_go_once_told(pks)


def put_off(row, how_long, why):
    """This letter, and those to the same person after it: theirs stay in order."""
    ToTell.objects.filter(pk=row.pk).update(tries=row.tries + 1, why=why)
    ToTell.objects.untold().filter(person=row.person).update(not_before=timezone.now() + how_long)


def patience(row):
    """Longer after each try, a day at most."""
    return min(A_MOMENT * 2 ** min(row.tries, 9), A_DAY)


@contextmanager
def words_of(person):
    """In this person's language, and by the clock of the school."""
    with translation.override(person.language), timezone.override(person.school.zone):
        yield
