"""The report of one visit on paper, for its two people."""

from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from reports.printing import NO_FRAME, of_the_pair
from reports.views.bundles import now_or_later


@require_GET
@never_cache
@csp_override(NO_FRAME)
def report_pdf(request, lesson_id):
    """The report as PDF. Before opening only the teacher has one: the own account, and it says so.

    What stays the teacher's for ever is printed only when asked for (?mine=1), because a report is easily
    passed on.
    """
    lesson = of_the_pair(request.user, lesson_id)
    return now_or_later(request, lesson, with_private="mine" in request.GET)
