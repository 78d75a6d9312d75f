from django.shortcuts import render

from people.audit import AuditEvent
from people.leafing import leaf
from people.log_lines import sentence


def own_log(request):
    """What stands in the log about oneself, also when one signed in."""
    page = leaf(AuditEvent.objects.of_person(request.user).newest_first(), request.GET.get("page"))
    page.lines = [(event, sentence(event, request.user)) for event in page.rows]
    return render(request, "people/own_log.html", {"page": page})
