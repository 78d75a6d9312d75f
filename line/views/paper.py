"""The own road as a PDF, for its teacher."""

from django.http import Http404
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override

from line.paper import worded
from reports.printing import NO_FRAME, PATIENCE, printed
from reports.views.pdf import language_of, paper


@never_cache
@csp_override(NO_FRAME)
def line_pdf(request):
    """In the language of the app or (`?lang=`) the other one. Where nothing was opened there is no paper."""
    language = language_of(request, get_language())
    found = worded(request.user, request.GET.get("year", ""), language)
    if found is None:
        raise Http404
    html, name = found
    return paper(printed(html, request.user.school, wait=PATIENCE), name, language)
