"""The page that others are measured by, with the addresses of the app around it.

A session, a user, one query and 60 rows of six plain cells, in a template without a base, a filter or a link.
"""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as pages
from observations.models import Lesson

ROWS = 60
TEMPLATE = """<!doctype html><html><head><title>Visits of {{ request.user.name }}</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.subject }}</td><td>{{ row.group }}</td><td>{{ row.place }}</td>
<td>{{ row.language }}</td><td>{{ row.message }}</td><td>{{ row.learning_question }}</td></tr>
{% endfor %}</table></body></html>"""
template = engines["django"].from_string(TEMPLATE)


def yardstick(request):
    rows = list(Lesson.objects.of(request.user)[:ROWS])
    assert len(rows) == ROWS
    return HttpResponse(template.render({"rows": rows}, request))


urlpatterns = [path("yardstick/", yardstick, name="yardstick"), *pages]
