"""The page of who looks along."""

from django.shortcuts import render

from home.coaching import Coaching


def coaching(request):
    """Own visits only, so it is for everybody: who looks along nowhere finds it empty."""
    return render(request, "home/coaching.html", {"page": Coaching(request.user)})
