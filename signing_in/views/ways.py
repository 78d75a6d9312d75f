"""How one signs in, and where one is signed in now."""

from django.shortcuts import render


def ways(request):
    return render(request, "signing_in/ways.html")
