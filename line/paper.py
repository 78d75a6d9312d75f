"""The own road on paper: the same tree as the page, by the press and through the gate of the reports."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from line import road
from together.words import reader_line

MOST_ROWS = 100  # a lesson each, a second of the press; more stand as words (docs/adr/0015)


def worded(teacher, year, language):
    """The HTML and the name of its file, or None where there is nothing to print. `year` as in
    `road.read`."""
    with override(language):
        found = road.read(teacher, year)
        if not found.visits:
            return None
        context = {"road": found, "school": teacher.school, "reader_line": reader_line(teacher)}
        rows = sum(len(point.lessons) for group in found.groups for point in group.points)
        context["is_long"] = rows > MOST_ROWS
        context["today"] = timezone.localdate()
        context["has_coach"] = any(visit.coach for visit in found.visits)
        return render_to_string("paper/line.html", context), file_name(found)


def file_name(found):
    """No name of a person in it: what it holds, of which school years, and from when it is."""
    name, years = _("My line"), f"{found.year}-{found.year + 1}" if found.year else found.period
    return f"{name} {years} ({timezone.localdate()}).pdf"
