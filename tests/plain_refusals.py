"""The addresses of the app, where a refusal is a number without a page: `test_access_table.py` asks for
thousands of them.

The page that people get is held there too, and in the browser.
"""

from django.http import HttpResponseNotFound

from config.urls import urlpatterns

__all__ = ["urlpatterns"]


def handler404(request, exception):
    return HttpResponseNotFound()
