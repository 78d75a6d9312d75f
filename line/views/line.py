"""The own road of a teacher, and two of the own lessons beside each other (docs/adr/0060)."""

from django.shortcuts import render

from line import beside, road
from line.beside import ChoiceForm


def line(request):
    """Of a school year, or of all."""
    found = road.read(request.user, request.GET.get("year", ""))
    return render(request, "line/line.html", {"road": found})


def line_beside(request):
    """The last two, until others are chosen."""
    lessons = list(road.opened(request.user).with_what_pages_need())
    if len(lessons) < 2:  # noqa: PLR2004 -- two are a pair
        return render(request, "line/beside.html")
    last = {"first": str(lessons[1].pk), "second": str(lessons[0].pk)}
    form = ChoiceForm(request.GET or last, lessons=lessons)
    context = {"form": form, "beside": beside.read(*form.chosen(), request.user) if form.is_valid() else None}
    return render(request, "line/beside.html", context, status=422 if form.errors else 200)
