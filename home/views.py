"""The start page, the list of earlier visits, and the pages that explain."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from home import visits
from people.models import Membership

PER_PAGE = 25


def home(request):
    """What comes next for this person, ordered by whose turn it is."""
    roles = set(request.user.memberships.active().values_list("role", flat=True))
    page = visits.StartPage(request.user)
    context = {"page": page, "teaches": Membership.Role.TEACHER in roles, "has_role": bool(roles)}
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
