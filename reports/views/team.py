"""What colleagues let this person read: the page of the team, and the released parts of one visit on the screen and on paper."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from observations import access
from reports import actions
from reports.bundles import offered
from reports.glimpses import Mirrors
from reports.printing import ALONG, NO_FRAME
from reports.shares import shares_of, with_visits
from reports.views.bundles import now_or_later
from together.report import build

PER_PAGE = 25


def team(request):
    """Visits of colleagues of which this person may read a part, by today's keys and today's membership; and the newest mirrors."""
    user = request.user
    page = Paginator(shares_of(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shares": with_visits(user, page),
        "mirrors": Mirrors(user),
        "offers": offered(user, list(access.keys_to(user).visits())),
    }
    return render(request, "reports/team.html", context)


@require_GET
@never_cache
def released(request, lesson_id):
    """The released parts on the screen. The teacher reads in the ledger who did, before a word leaves."""
    lesson = access.released(request.user, lesson_id, also=ALONG)
    context = {"report": build(lesson, request.user), "shares": shares_of(request.user, lesson=lesson)}
    page = render(request, "reports/released.html", context)
    actions.note_reading(by=request.user, lesson=lesson, parts=access.parts(request.user, lesson))
    return page


@require_GET
@never_cache
@csp_override(NO_FRAME)
def released_pdf(request, lesson_id):
    """The released parts on paper. The teacher reads in the ledger who has them."""
    return now_or_later(request, access.released(request.user, lesson_id, also=ALONG))
