"""Checklists to read: an edition never changes once it is published."""

from django.shortcuts import render

from administration.access import edition_of, editions_of
from administration.reading import needs_of


def checklists(request):
    found = editions_of(request.user).select_related("checklist").order_by("checklist__name_nl", "-number")
    return render(request, "administration/checklists.html", {"editions": found})


def checklist(request, edition_id):
    edition = edition_of(request.user, edition_id)
    return render(request, "administration/checklist.html", {"edition": edition, "needs": needs_of(edition)})
