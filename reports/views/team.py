"""What colleagues let this person read: the page of the team, and the released parts of one visit on paper."""

from functools import cache

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from observations import access
from observations.models import UNDER_KEY
from reports.bundles import offered
from reports.mirror import mirrors_of
from reports.printing import ALONG, NO_FRAME
from reports.views.bundles import now_or_later

PER_PAGE = 25


def team(request):
    """Visits of colleagues of which this person may read a part, by today's keys and today's membership."""
    keys = access.keys_to(request.user)
    visits = list(keys.visits())
    page = Paginator(visits, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows(request.user, keys.filter(lesson__in=[visit.lesson for visit in page]).by_visit()),
        "has_mirrors": mirrors_of(request.user).exists(),
        "offers": offered(request.user, visits),
    }
    return render(request, "reports/team.html", context)


def rows(user, keys):
    """(visit, its parts in words), the last lesson first. Many keys say the same, so each sentence is made once."""
    words = cache(in_words)
    visits = (
        access.released_to(user)
        .filter(pk__in=keys)
        .select_related("teacher", "team")
        .order_by("-start", "pk")
    )
    return [(visit, [words(*key) for key in keys[visit.pk]]) for visit in visits]


def in_words(part, until):
    text = _("{part}, up to and including {day}")
    return text.format(part=UNDER_KEY[part], day=date_format(until, "j F Y"))


@require_GET
@never_cache
@csp_override(NO_FRAME)
def released_pdf(request, lesson_id):
    """The released parts on paper. The teacher reads in the ledger who has them."""
    return now_or_later(request, access.released(request.user, lesson_id, also=ALONG))
