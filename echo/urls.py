from django.urls import path

from echo.views import coach, teacher

urlpatterns = [
    path("visits/<uuid:lesson_id>/echo/", teacher.echo, name="echo"),
    path("visits/<uuid:lesson_id>/echo/back/", teacher.take_back, name="echo_take_back"),
    path("me/heard/", coach.heard, name="heard"),
]
