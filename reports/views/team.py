"""What colleagues let this person read: the page of the team, and the released parts of one visit on the
screen and on paper."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from observations import access
from people.compiled import compiled
from people.models import Membership, Team, User
from people.views import drafts
from reports import actions
from reports.bundles import TYPES, asked_for_days, files_of
from reports.forms import DaysForm
from reports.glimpses import Mirrors
from reports.printing import NO_FRAME
from reports.shares import shares_of, with_visits
from reports.views.bundles import now_or_later
from together.report import build

PER_PAGE = 25
WEEKS = timedelta(weeks=10)  # what the form of a file begins with: about a period of a school


def team(request, form=None, asked=None):
    """Visits of colleagues of which this person may read a part, by today's keys and today's membership; and
    the newest mirrors."""
    user = request.user
    page = Paginator(shares_of(user), PER_PAGE).get_page(request.GET.get("page"))
    shares, today = with_visits(page), timezone.localdate()
    for share in shares[:1]:
        share.is_first = share.is_new
    context = {
        "page": page, "shares": shares, "new": [share for share in shares if share.is_new],
        "read": [share for share in shares if not share.is_new], "mirrors": Mirrors(user),
        "teams": teams_of(user, today), "asked": asked, "files": files_of(user),
    }  # fmt: skip
    form = form or DaysForm(initial=drafts.kept(request, "#file") or last_weeks())
    return drafts.page(request, "reports/team.html", form, **context)


@compiled
def teams_of(user: User, today: date):
    mine = Membership.objects.active(today).filter(user=user)
    return Team.objects.filter(pk__in=mine.values("team")).order_by("name")


def last_weeks():
    today = timezone.localdate()
    return {"first": today - WEEKS, "last": today}


def bundle_make(request):
    """Begins a file of all released reports between two days, unless the same is being made: a second click
    finds that."""
    if request.method != "POST":
        return redirect("team")  # back on this address after days that were refused
    asked, kind = asked_for(request)
    form = DaysForm(request.POST, reader=request.user, team=asked, kind=kind)
    if not form.is_valid():
        return team(request, form, asked)
    found = asked_for_days(request.user, get_language(), team=asked, kind=kind, **form.cleaned_data)
    drafts.saved(request)
    return redirect("bundle", found.pk)


def asked_for(request):
    """The team of today and the kind that stand in the form; both come from our own page."""
    mine, kind = request.user.memberships.active().values("team"), request.POST.get("kind")
    if kind not in TYPES:
        raise Http404
    try:
        return get_object_or_404(Team, pk=request.POST.get("team"), pk__in=mine), kind
    except ValueError:
        raise Http404 from None


@require_GET
@never_cache
def released(request, lesson_id):
    """The released parts on the screen. The teacher reads in the ledger who did, before a word leaves."""
    lesson = access.released(request.user, lesson_id)
    context = {"report": build(lesson, request.user), "shares": shares_of(request.user, lesson=lesson)}
    page = render(request, "reports/released.html", context)
    actions.note_reading(by=request.user, lesson=lesson, parts=access.parts(request.user, lesson))
    return page


@require_GET
@never_cache
@csp_override(NO_FRAME)
def released_pdf(request, lesson_id):
    """The released parts on paper. The teacher reads in the ledger who has them."""
    return now_or_later(request, access.released(request.user, lesson_id))
