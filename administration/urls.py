from django.urls import path

from administration.views import begin, log

urlpatterns = [
    # from nothing to a first visit
    path("begin/<str:code>/", begin.begin, name="begin"),
    path("first-steps/", begin.first_steps, name="first_steps"),
    # what was done
    path("log/", log.log, name="log"),
]
