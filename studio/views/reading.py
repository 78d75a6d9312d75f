"""The checklists of a school, and one edition to read; what is published never changes."""

from django.shortcuts import render

from studio import access
from studio.reading import needs_of
from studio.shelf import Shelf


def checklists(request):
    return render(request, "studio/checklists.html", {"shelf": Shelf(request.user)})


def checklist(request, edition_id):
    edition = access.edition(request.user, edition_id)
    return render(request, "studio/checklist.html", {"edition": edition, "needs": needs_of(edition)})
