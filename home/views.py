"""The start page, the list of earlier visits, and the pages that explain."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render

from home import visits
from observations import newcomers
from people.models import Membership

PER_PAGE = 25


def home(request):
    """What comes next for this person, ordered by whose turn it is."""
    user = request.user
    found = list(user.memberships.active().values_list("role", newcomers.is_waiting(user)))
    context = {
        "page": visits.StartPage(user),
        "teaches": any(role == Membership.Role.TEACHER for role, _asked in found),
        "has_role": bool(found),
        "newcomers": newcomers.waiting(user) if any(asked for _role, asked in found) else [],
    }
    return render(request, "home/home.html", context)


def earlier(request):
    page = Paginator(visits.earlier(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/earlier.html", {"page": page, "rows": visits.rows(page, request.user)})


@login_not_required
def about(request):
    return render(request, "home/about.html")


@login_not_required
def how(request):
    return render(request, "home/how.html")
