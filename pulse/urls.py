from django.urls import path

from pulse import students, views

urlpatterns = [
    path("visits/<uuid:lesson_id>/pulse/", views.pulse, name="pulse"),
    path("visits/<uuid:lesson_id>/pulse/open/", views.open_pulse, name="pulse_open"),
    path("visits/<uuid:lesson_id>/pulse/screen/", views.screen, name="pulse_screen"),
    path("visits/<uuid:lesson_id>/pulse/count/", views.count, name="pulse_count"),
    path("visits/<uuid:lesson_id>/pulse/close/", views.close, name="pulse_close"),
    path("visits/<uuid:lesson_id>/pulse/read/", views.hear, name="pulse_hear"),
    path("visits/<uuid:lesson_id>/pulse/release/", views.release, name="pulse_release"),
    path("visits/<uuid:lesson_id>/pulse/present/", views.present, name="pulse_present"),
    path("visits/<uuid:lesson_id>/pulse/tell/", views.tell, name="pulse_tell"),
    path("visits/<uuid:lesson_id>/pulse/tell/screen/", views.tell_screen, name="pulse_tell_screen"),
    path("p/", students.enter, name="pulse_enter"),
    path("p/<str:code>/", students.answer, name="pulse_answer"),
    path("p/<str:code>/thanks/", students.thanks, name="pulse_thanks"),
]
