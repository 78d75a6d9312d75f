"""Files that somebody asks for and that are printed outside the request (reports/tasks.py): all released
reports between two days, and the report of one visit where it is not quick. Waited for on a page, downloaded
while everything in it may still be read."""

from contextlib import suppress
from datetime import date, datetime
from functools import partial
from zipfile import ZipFile

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from observations import access
from people import traces
from people.compiled import compiled
from people.models import User
from reports.models import KEPT, Bundle, Piece
from reports.printing import digest, of_anybody
from reports.tasks import make_bundle, released_visits

MOST_IN_ONE = 30  # visits in one PDF; more would be a book, and take the memory of one
QUICK = 80_000  # characters of HTML, some twelve pages: two seconds of the press
TYPES = {Bundle.Kind.ZIP: ("application/zip", "zip"), Bundle.Kind.ONE: ("application/pdf", "pdf")}


# --- all reports between two days -------------------------------------------------------------------


def files_of(user):
    """Those that this person asked for, the last first; without their bytes."""
    return asked_for_since(user, timezone.localdate(), timezone.now() - KEPT)


@compiled
def asked_for_since(user: User, today: date, since: datetime):
    files = Bundle.objects.of(user, today, since).filter(team__isnull=False).defer("file")
    return files.select_related("team").order_by("-asked_at")


@transaction.atomic
def asked_for_days(reader, language, **what):
    """The file of these days, as it is being made, or else from the keys of now. One at a time of a team and
    kind: that of other days goes, with its address. It holds released reports and nothing that counts
    (docs/adr/0027)."""
    User.objects.select_for_update().get(pk=reader.pk)
    days = {name: what.pop(name) for name in ("first", "last")}
    mine = Bundle.objects.filter(reader=reader, **what).defer("file")
    mine.exclude(**days).delete()
    found, made = mine.get_or_create(defaults={"reader": reader, "language": language} | what, **days)
    if made or found.finished_at:
        found.language = language
        begin(found)
    return found


def begin(bundle):
    """Made from the start, with the keys of now, for a day from now."""
    now = timezone.now()
    traces.leave(Bundle._meta.db_table, Piece._meta.db_table)
    bundle.asked_at, bundle.alive_at = now, now
    bundle.total, bundle.done, bundle.finished_at = None, 0, None
    bundle.file, bundle.parts, bundle.steps, bundle.failed, bundle.said = None, {}, [], [], ""
    bundle.save()
    bundle.pieces.all().delete()
    transaction.on_commit(partial(make_bundle.enqueue, str(bundle.pk)))


# --- the report of one visit ------------------------------------------------------------------------


@transaction.atomic
def asked_once(reader, lesson, html, **how):
    """The paper that this reader waits for: one at a time, so a second press finds the first, and so it does
    once that is there and still says the same. The same visit in another language, or without what stays the
    teacher's, takes its place: nobody gets words on paper that they did not ask for."""
    User.objects.select_for_update().get(pk=reader.pk)
    mine = Bundle.objects.of(reader).filter(kind=Bundle.Kind.REPORT).defer("file")
    if making := mine.filter(finished_at=None).exclude(Q(lesson=lesson) & ~Q(**how)).first():
        with suppress(Http404):
            of_anybody(reader, making.lesson_id)
            return making
        making.delete()  # no longer for this reader, who could neither see nor stop it
    theirs = Bundle.objects.filter(reader=reader, lesson=lesson).defer("file")
    theirs.exclude(**how).delete()  # with its address: a page that still shows it hands over no other paper
    found, _made = theirs.get_or_create(
        defaults={"reader": reader, "lesson": lesson, "kind": Bundle.Kind.REPORT} | how
    )
    if not (found.is_ready and found.said == digest(html) and found.until > timezone.now()):
        begin(found)
    return found


# --- everything of one's own --------------------------------------------------------------------------


def own_of(reader):
    """The one that was asked for in the last day, or None."""
    return Bundle.objects.of(reader).filter(kind=Bundle.Kind.OWN).first()


@transaction.atomic
def own_asked(reader, language):
    """As it is being made, or else anew: what is in it is as it is now. Also what stays the teacher's for
    ever, which every other paper leaves out unless it is asked for."""
    User.objects.select_for_update().get(pk=reader.pk)
    facts = {"language": language, "with_private": True}
    found, made = Bundle.objects.get_or_create(reader=reader, kind=Bundle.Kind.OWN, defaults=facts)
    if made or found.finished_at or found.until <= timezone.now():
        found.language = language
        begin(found)
    return found


def zipped(bundle):
    """The bytes of a ZIP, file by file. What is of a visit that is no longer there is not in it."""
    there = Q(lesson=None) | Q(lesson__in=access.own_stories(bundle.reader).values("pk"))
    pipe = Pipe()
    with ZipFile(pipe, "w") as archive:
        for pk in list(bundle.pieces.filter(there).order_by("pk").values_list("pk", flat=True)):
            piece = bundle.pieces.get(pk=pk)
            archive.writestr(piece.name, bytes(piece.file))
            yield pipe.taken()
    yield pipe.taken()


class Pipe:
    """What is written into it is taken out once."""

    def __init__(self):
        self.held = bytearray()

    def write(self, more):
        self.held += more
        return len(more)

    def flush(self):
        """Nothing waits."""

    def taken(self):
        held, self.held = bytes(self.held), bytearray()
        return held


def throw_away_of(reader):
    """Of who closes: but for the own file, papers are of visits in which this person has no part any more."""
    Bundle.objects.filter(reader=reader).exclude(kind=Bundle.Kind.OWN).delete()


# --- one file ---------------------------------------------------------------------------------------


def failed(user, bundle):
    """The visits that could not be printed, as far as this person may still know of them."""
    if not bundle.failed or bundle.lesson:
        return bundle.failed and [bundle.lesson]
    if bundle.kind == Bundle.Kind.OWN:
        return access.own_stories(user).filter(pk__in=bundle.failed).with_people()
    return released_visits(user, bundle.team, bundle.first, bundle.last).filter(pk__in=bundle.failed)


def forget_expired():
    """Takes away bundles that were asked for a day ago; says how many."""
    number, _by_table = Bundle.objects.expired().delete()
    return number
