"""What one recorded oneself, to take along."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from observations import access
from reports.data import FILES, OwnData, teachers_of


def data(request):
    """What there is to take along, and what the columns mean."""
    context = {
        "teachers": teachers_of(request.user),
        "teaches": access.visits_written_in(request.user).filter(teacher=request.user).exists(),
    }
    return render(request, "reports/data.html", context)


@never_cache
def data_file(request, teacher_id, name):
    """One of FILES, of what this person recorded with this teacher."""
    teacher = (
        request.user
        if teacher_id == request.user.pk
        else get_object_or_404(teachers_of(request.user), pk=teacher_id)
    )
    make = FILES.get(name)
    if make is None:
        raise Http404
    return make(OwnData(request.user, teacher))
