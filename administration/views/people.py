"""The list of people: whom one looks for is posted, and stands in no address (docs/adr/0028)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from administration.access import school_of
from administration.exported import FILES, exported
from administration.people import People
from administration.people_forms import FindForm
from people.searched import FIND, remember, remembered
from people.sorting import in_order
from signing_in import steps


def people(request):
    """What the form asks for becomes an address without its words; an address becomes a list."""
    school, is_sent = school_of(request.user), request.method == "POST"
    teams = school.teams.open().order_by(*in_order("name"))
    form = FindForm(request.POST if is_sent else asked(request), teams=teams)
    is_right = form.is_valid()
    if is_sent and is_right:
        return redirect(reverse("people", query=in_address(request, form.cleaned_data)))
    found = People(school, **(form.cleaned_data if is_right else {}))
    context = {
        "form": form, "found": found, "page": found.page(request.GET.get("page")), "school": school,
        "asks_step": steps.is_asked(request.user),
        "is_forgotten": FIND in request.GET and not found.words and not is_sent,
    }  # fmt: skip
    return render(request, "administration/people.html", context, status=200 if is_right else 422)


def asked(request):
    """What the address asks for, and the words that this session remembers for it."""
    return {**request.GET.dict(), "words": remembered(request.session, request.GET.get(FIND, ""))}


def in_address(request, asked):
    words = {FIND: remember(request.session, asked["words"])} if asked["words"] else {}
    team = {"team": asked["team"].pk} if asked["team"] else {}
    return words | team | ({"state": asked["state"]} if asked["state"] else {})


@never_cache
def people_file(request, ending):
    school_of(request.user)
    if ending not in FILES:
        raise Http404
    return exported(by=request.user, ending=ending)
