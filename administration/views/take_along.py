"""What is one's own, for who leaves: before the last day under About you, and after it the only page there
is."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from administration import school_leaving
from observations import access
from reports.bundles import own_asked, own_of
from reports.data import teachers_of


@never_cache
def take_along(request):
    user = who_leaves(request)
    context = {
        "going": user.going,
        "can_undo": school_leaving.can_undo(user),
        "teachers": teachers_of(user),
        "teaches": access.visits_written_in(user).filter(teacher=user).exists(),
        "has_reports": access.own_stories(user).exists(),
        "file": own_of(user),
    }
    return render(request, "administration/take_along.html", context)


@require_POST
def take_along_file(request):
    """Made outside the request: there may be many. Asked for twice it is one."""
    return redirect("bundle", own_asked(who_leaves(request), get_language()).pk)


def who_leaves(request):
    """404 for everybody else."""
    if request.user.going is None:
        raise Http404
    return request.user
