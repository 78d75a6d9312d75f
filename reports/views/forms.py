"""The checklist as a form, on screen and to print."""

from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.csp import csp_override

from checklists.models import Edition
from people.models import Language
from reports.blank import Look, form_for, printed_form
from reports.printing import NO_FRAME
from reports.views.pdf import language_of, paper


def forms(request):
    """Which forms there are."""
    editions = Edition.objects.newest_for(request.user.school_id)
    return render(request, "reports/forms.html", {"editions": editions, "languages": Language.choices})


def form(request, edition_id, voice):
    context = {"form": form_for(request.user, edition_id, voice), "school": request.user.school}
    return render(request, "reports/form.html", context)


@csp_override(NO_FRAME)
def form_pdf(request, edition_id, voice):
    """The form to print, in the language of the app or (`?lang=`) the other one."""
    form, language = form_for(request.user, edition_id, voice), language_of(request, get_language())
    with override(language):
        name = f"Meekijken, {form.title}, {form.name}.pdf"
    file = printed_form(edition_id, voice, language, Look.of(request.user.school))
    return paper(file, name, language)
