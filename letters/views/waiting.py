"""For an administrator: letters that wait. For anybody else there is no such page."""

from django.http import Http404
from django.shortcuts import render

from letters.waiting import Waiting


def letters_waiting(request):
    if not request.user.administers:
        raise Http404
    return render(request, "letters/waiting.html", {"waiting": Waiting(request.user.school)})
