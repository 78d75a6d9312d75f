from django.conf import settings
from django.urls import include, path

# Django tries them one after another: what is asked most stands first.
urlpatterns = [
    path("", include("home.urls")),
    path("", include("observations.urls")),
    path("", include("together.urls")),
    path("", include("echo.urls")),
    path("", include("pulse.urls")),
    path("", include("line.urls")),
    path("", include("reports.urls")),
    path("", include("letters.urls")),
    path("", include("administration.urls")),
    path("", include("studio.urls")),
    path("", include("timetables.urls")),
    path("", include("signing_in.urls")),
    path("", include("people.urls")),
    path("", include("hosting.urls")),
]
if settings.DEMO_SERVICE:
    urlpatterns.append(path("demo/school/", include("home.demo.urls")))

handler400, handler500 = "home.views.broken.bad_request", "home.views.broken.server_error"
handler429 = "home.views.broken.too_many"
