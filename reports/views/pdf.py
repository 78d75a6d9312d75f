"""How a browser gets a PDF: its name, its language, and a page of its own."""

from django.http import HttpResponse

from people.files import disposition
from people.models import Language


def paper(file, name, language, how="inline"):
    """A PDF with its name for who keeps it."""
    headers = {"Content-Disposition": disposition(name, how), "Content-Language": language}
    return HttpResponse(file, content_type="application/pdf", headers=headers)


def language_of(request, usual):
    """Paper speaks the usual language (of the visit, or of the app), unless the reader asks for the other one
    (?lang=)."""
    chosen = request.GET.get("lang")
    return chosen if chosen in Language.values else usual
