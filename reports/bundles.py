"""All released reports of a period in one file: asked for, waited for, downloaded while every key still holds."""

from collections import Counter
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from observations import actions, traces
from people.models import Team
from reports.models import Bundle, Period
from reports.tasks import make_bundle, released_visits
from reports.views import disposition

MOST_IN_ONE = 30  # visits in one PDF; more would be a book, and take the memory of one
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
        Offer(team, name, period, number, {kind: asked.get((team, period.pk, kind)) for kind in Bundle.Kind})
        for (team, name, period), number in found.items()
    ]


class Offer:
    """One team and period on that page."""

    def __init__(self, team_id, team, period, number, asked):
        self.team_id, self.team, self.period, self.number = team_id, team, period, number
        kinds = [kind for kind in Bundle.Kind if kind != Bundle.Kind.ONE or number <= MOST_IN_ONE]
        self.kinds = [(kind, asked[kind]) for kind in kinds]


@require_POST
def bundle_make(request):
    """Begins one, unless the same is being made: a second click finds that."""
    team, period = asked_for(request)
    kind = request.POST.get("kind")
    number = released_visits(request.user, team, period).count()
    if kind not in Bundle.Kind.values or not number or (kind == Bundle.Kind.ONE and number > MOST_IN_ONE):
        raise Http404
    with transaction.atomic():
        bundle, made = Bundle.objects.defer("file").select_for_update().get_or_create(
            reader=request.user, team=team, period=period, kind=kind, defaults={"language": get_language()}
        )  # fmt: skip
        if made or bundle.finished_at:
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
    bundle.asked_at, bundle.alive_at, bundle.language = now, now, get_language()
    bundle.total, bundle.done, bundle.finished_at = None, 0, None
    bundle.file, bundle.parts, bundle.steps, bundle.failed = None, {}, [], []
    bundle.save()
    transaction.on_commit(partial(make_bundle.enqueue, str(bundle.pk)))


# --- one bundle -----------------------------------------------------------------------------------


def bundle_of(request, bundle_id, *, with_file=False):
    rows = Bundle.objects.of(request.user).select_related("team", "period")
    return get_object_or_404(rows if with_file else rows.defer("file"), pk=bundle_id)


@never_cache
def bundle(request, bundle_id):
    """How far it is; its script asks for that alone (?state). Where the worker was killed it begins anew from here."""
    found = bundle_of(request, bundle_id)
    if found.is_lost and Bundle.objects.filter(pk=found.pk, alive_at=found.alive_at).update(
        alive_at=timezone.now()
    ):
        make_bundle.enqueue(str(found.pk))
    template = "reports/_bundle_state.html" if "state" in request.GET else "reports/bundle.html"
    return render(request, template, {"bundle": found, "failed": failed(request.user, found)})


def failed(user, bundle):
    """The visits that could not be printed, as far as this person may still know of them."""
    if not bundle.failed:
        return []
    return released_visits(user, bundle.team, bundle.period).filter(pk__in=bundle.failed)


@require_POST
def bundle_cancel(request, bundle_id):
    """Stops it, or throws the finished one away."""
    bundle_of(request, bundle_id).delete()
    messages.success(request, _("The file is gone. You can ask for it again."))
    return redirect("team")


@require_GET
@never_cache
def bundle_file(request, bundle_id):
    """The file, if every key that was used for it still holds; each teacher reads in the ledger who has it. Otherwise it is made anew."""
    found = bundle_of(request, bundle_id, with_file=True)
    if not found.is_ready:
        raise Http404
    if not found.is_up_to_date:
        return made_anew(request, found)
    try:
        actions.note_downloads(by=request.user, parts=found.held)
    except Http404:
        return made_anew(request, found)
    return handed_over(found)


def made_anew(request, found):
    same = Bundle.objects.defer("file").filter(pk=found.pk, finished_at=found.finished_at)
    with transaction.atomic():
        if row := same.select_for_update().first():  # else another tab was first, or it was thrown away
            begin(row)
    messages.info(
        request, _("Something in this file is no longer for you to read, so it is made again without that.")
    )
    return HttpResponseRedirect(request.path.removesuffix("file/"))


def handed_over(found):
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
