"""The team mirror on screen, on paper and as a file."""

from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override

from people.sorting import in_order
from reports.mirror import Reflection, mirror_of, mirrors_of
from reports.mirror_data import FILES
from reports.printing import NO_FRAME, PATIENCE, printed
from reports.views.pdf import language_of, paper


def mirror_for(request, mirror_id):
    return Reflection(mirror_of.or_404(request.user, timezone.localdate(), mirror_id))


def mirrors(request):
    """A page of its own, away from the list of visits with names."""
    mirrors = mirrors_of(request.user).order_by("-period__start", *in_order("team__name"))
    return render(request, "reports/mirrors.html", {"mirrors": mirrors})


def mirror(request, mirror_id):
    return render(request, "reports/mirror.html", {"mirror": mirror_for(request, mirror_id)})


@never_cache
@csp_override(NO_FRAME)
def mirror_pdf(request, mirror_id):
    """The same on paper, for the team's own talk; in the language of the app or (`?lang=`) the other one. It
    goes round, so not even its reader's name stands on it."""
    found = mirror_for(request, mirror_id)
    if not found.has_enough:
        raise Http404
    language, school = language_of(request, get_language()), found.team.school
    with override(language):
        html = render_to_string("paper/mirror.html", {"mirror": found, "paper": True, "school": school})
        name = f"{found.file_name}.pdf"
    return paper(printed(html, school, wait=PATIENCE), name, language)


@never_cache
def mirror_file(request, mirror_id, name):
    """One of FILES, for who may read the mirror; where it is empty there is no file, as there is no paper."""
    mirror, make = mirror_for(request, mirror_id), FILES.get(name)
    if make is None or not mirror.has_enough:
        raise Http404
    return make(mirror)
