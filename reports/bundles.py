"""Files that somebody asks for and that are printed outside the request (reports/tasks.py): all released reports of a period, and the
report of one visit where it is not quick. Waited for on a page, downloaded while everything in it may still be read."""

from collections import Counter
from contextlib import suppress
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from observations import actions, traces
from people.files import disposition
from people.models import Team, User
from reports.models import Bundle, Period, Worker
from reports.paper import Busy
from reports.printing import (
    MOST,
    PATIENCE,
    TooLong,
    digest,
    language_of,
    note,
    of_anybody,
    paper,
    printed,
    worded,
)
from reports.tasks import make_bundle, released_visits

MOST_IN_ONE = 30  # visits in one PDF; more would be a book, and take the memory of one
QUICK = 80_000  # characters of HTML, some twenty pages: two seconds of the press
ENDED = gettext_lazy("Something in this file is no longer for you to read, so it is made again without that.")
CHANGED = gettext_lazy("Something in this visit changed since, so the report is made again.")
TYPES = {Bundle.Kind.ZIP: ("application/zip", "zip"), Bundle.Kind.ONE: ("application/pdf", "pdf")}


# --- on the page of the team ----------------------------------------------------------------------


def offered(user, visits):
    """An Offer for each team and period of these `Key.objects.visits()`. Two queries."""
    periods, found = list(Period.objects.filter(school__in={visit.school_id for visit in visits})), Counter()
    for visit in visits:
        team, day = (visit.team_id, visit.team_name), timezone.localdate(visit.begin)
        found.update((*team, period) for period in periods if period.holds(visit.school_id, day))
    asked = {(row.team_id, row.period_id, row.kind): row for row in Bundle.objects.of(user).defer("file")}
    return [
        Offer(team, name, period, number, {kind: asked.get((team, period.pk, kind)) for kind in TYPES})
        for (team, name, period), number in found.items()
    ]


class Offer:
    """One team and period on that page. How many visits it holds is not told there (evidence.md 4.4)."""

    def __init__(self, team_id, team, period, number, asked):
        self.team_id, self.team, self.period = team_id, team, period
        kinds = [kind for kind in TYPES if kind != Bundle.Kind.ONE or number <= MOST_IN_ONE]
        self.kinds = [(kind, asked[kind]) for kind in kinds]


@require_POST
def bundle_make(request):
    """Begins one, unless the same is being made: a second click finds that."""
    team, period = asked_for(request)
    kind = request.POST.get("kind")
    number = released_visits(request.user, team, period).count()
    if kind not in TYPES or not number or (kind == Bundle.Kind.ONE and number > MOST_IN_ONE):
        raise Http404
    with transaction.atomic():
        bundle, made = Bundle.objects.defer("file").select_for_update().get_or_create(
            reader=request.user, team=team, period=period, kind=kind, defaults={"language": get_language()}
        )  # fmt: skip
        if made or bundle.finished_at:
            bundle.language = get_language()
            begin(bundle)
    return redirect("bundle", bundle.pk)


def asked_for(request):
    """The team of today and the period of its school that stand in the form; both come from our own page."""
    try:
        mine = request.user.memberships.active().values("team")
        team = get_object_or_404(Team, pk=request.POST.get("team"), pk__in=mine)
        return team, get_object_or_404(Period, pk=request.POST.get("period"), school=team.school_id)
    except ValueError:
        raise Http404 from None


def begin(bundle):
    """Made from the start, with the keys of now, for a day from now."""
    now = timezone.now()
    bundle.asked_at, bundle.alive_at = now, now
    bundle.total, bundle.done, bundle.finished_at = None, 0, None
    bundle.file, bundle.parts, bundle.steps, bundle.failed, bundle.said = None, {}, [], [], ""
    bundle.save()
    transaction.on_commit(partial(make_bundle.enqueue, str(bundle.pk)))


# --- the report of one visit ------------------------------------------------------------------------


def now_or_later(request, lesson, *, with_private=False):
    """The report where it is quick and the press is free; else the page where one waits for it. A long one never takes the time of a
    thread that others save with."""
    language = language_of(request, lesson.language)
    html, name = worded(lesson, request.user, language, with_private=with_private)
    if len(html) > MOST:
        raise TooLong
    if len(html) <= QUICK:
        with suppress(Busy):
            file = printed(html, lesson.team.school, wait=PATIENCE)
            note(request.user, lesson)
            return paper(file, name, language)
    waited_for = asked_once(request.user, lesson, html, language=language, with_private=with_private)
    if waited_for.lesson_id != lesson.pk:
        messages.info(
            request, _("One report at a time: this one is made first. After it you can ask for the other.")
        )
    return redirect("bundle", waited_for.pk)


@transaction.atomic
def asked_once(reader, lesson, html, **how):
    """The paper that this reader waits for: one at a time, so a second press finds the first, and so it does once that is there
    and still says the same. The same visit in another language, or without what stays the teacher's, takes its place: nobody
    gets words on paper that they did not ask for."""
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


# --- one file ---------------------------------------------------------------------------------------


def bundle_of(request, bundle_id, *, with_file=False):
    """Of the report of one visit it is asked again whether this person may have it."""
    rows = Bundle.objects.of(request.user).select_related("team", "period")
    found = get_object_or_404(rows if with_file else rows.defer("file"), pk=bundle_id)
    if found.lesson_id:
        found.lesson = of_anybody(request.user, found.lesson_id)
    return found


@never_cache
def bundle(request, bundle_id):
    """How far it is; its script asks for that alone (?state). Where the worker was killed it begins anew from here."""
    found = bundle_of(request, bundle_id)
    if found.is_lost and Bundle.objects.filter(pk=found.pk, alive_at=found.alive_at).update(
        alive_at=timezone.now()
    ):
        make_bundle.enqueue(str(found.pk))
    template = "reports/_bundle_state.html" if "state" in request.GET else "reports/bundle.html"
    context = {"bundle": found, "failed": failed(request.user, found)}
    context["nobody_prints"] = not found.finished_at and not Worker.is_there()
    context |= of_one_visit(found, request.user) if found.lesson else {}
    return render(request, template, context)


def of_one_visit(found, user):
    """What the page of the report of one visit says more: whose it is for this reader, and where it is asked for again."""
    voice = found.lesson.voice_of(user)
    asked = {"lang": found.language} | ({"mine": 1} if found.with_private else {})
    again = reverse("report_pdf" if voice else "released_pdf", args=[found.lesson_id], query=asked)
    return {"voice": voice, "ask_url": again}


def failed(user, bundle):
    """The visits that could not be printed, as far as this person may still know of them."""
    if not bundle.failed or bundle.lesson:
        return bundle.failed and [bundle.lesson]
    return released_visits(user, bundle.team, bundle.period).filter(pk__in=bundle.failed)


@require_POST
def bundle_cancel(request, bundle_id):
    """Stops it, or throws the finished one away."""
    found = bundle_of(request, bundle_id)
    found.delete()
    messages.success(request, _("The file is gone. You can ask for it again."))
    if found.lesson and found.lesson.voice_of(request.user):
        return redirect("visit", found.lesson.pk)
    return redirect("team")


@require_GET
@never_cache
def bundle_file(request, bundle_id):
    """The file, if everything in it may still be read; each teacher reads in the ledger who has it. Otherwise it is made anew."""
    found = bundle_of(request, bundle_id, with_file=True)
    if not found.is_ready:
        raise Http404
    hand_over = report_handed_over if found.lesson else bundle_handed_over
    return hand_over(request, found) or made_anew(request, found)


def report_handed_over(request, found):
    """None where it would say something else by now: a part was revoked, a word taken away or added, the visit opened."""
    html, name = worded(found.lesson, request.user, found.language, with_private=found.with_private)
    if found.said != digest(html):
        return None
    note(request.user, found.lesson)
    return paper(bytes(found.file), name, found.language, "attachment")


def bundle_handed_over(request, found):
    """None where a key or a step in it ended."""
    with suppress(Http404):
        if found.has_all_steps:
            actions.note_downloads(by=request.user, parts=found.held)
            return archive(found)
    return None


def made_anew(request, found):
    same = Bundle.objects.defer("file").filter(pk=found.pk, finished_at=found.finished_at)
    with transaction.atomic():
        if row := same.select_for_update().first():  # else another tab was first, or it was thrown away
            begin(row)
    messages.info(request, CHANGED if found.lesson else ENDED)
    return HttpResponseRedirect(request.path.removesuffix("file/"))


def archive(found):
    content_type, ending = TYPES[found.kind]
    with override(found.language):
        name = _("Meekijken, reports {team}, {start} up to and including {end}")
    name = name.format(team=found.team.name, start=found.period.start, end=found.period.end)
    headers = {"Content-Disposition": disposition(f"{name}.{ending}", "attachment")}
    return HttpResponse(bytes(found.file), content_type=content_type, headers=headers)


def forget_expired():
    """Takes away bundles that were asked for a day ago, and the words of all that are gone from the files of the database; says how many."""
    number, _by_table = Bundle.objects.expired().delete()
    traces.wipe(Bundle._meta.db_table)
    return number
