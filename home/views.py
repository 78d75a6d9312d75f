"""The start page, the list of earlier visits, and the pages that explain."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

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


@login_not_required
@never_cache
def health(request):
    """For the machine that watches this one: whether the database answers, and nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not ok", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
