"""The start page, and the pages that explain."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists
from django.shortcuts import render

from home import visits
from home.leading import Leading
from observations import newcomers
from observations.models import LedgerEntry
from people.models import Membership


def home(request):
    """What comes next for this person, ordered by whose turn it is."""
    user = request.user
    ended = LedgerEntry.objects.to_tell(user).select_related("lesson")
    asked_along = (newcomers.is_waiting(user), Exists(ended))
    found = list(user.memberships.active().values_list("role", *asked_along))
    context = {
        "page": visits.StartPage(user),
        "teaches": any(role == Membership.Role.TEACHER for role, _asks, _tells in found),
        "has_role": bool(found),
        "leading": Leading(user)
        if any(role == Membership.Role.LEAD for role, _asks, _tells in found)
        else None,
        "newcomers": newcomers.waiting(user) if any(asks for _role, asks, _tells in found) else [],
        # who has no role today has visits still; the roles could tell nothing then
        "ended": ended if not found or any(tells for _role, _asks, tells in found) else [],
    }
    return render(request, "home/home.html", context)


@login_not_required
def about(request):
    return render(request, "home/about.html")


@login_not_required
def how(request):
    return render(request, "home/how.html")
