from django.urls import path

from pulse.views import students, visit

urlpatterns = [
    path("visits/<uuid:lesson_id>/pulse/", visit.pulse, name="pulse"),
    path("visits/<uuid:lesson_id>/pulse/open/", visit.open_pulse, name="pulse_open"),
    path("visits/<uuid:lesson_id>/pulse/screen/", visit.screen, name="pulse_screen"),
    path("visits/<uuid:lesson_id>/pulse/count/", visit.count, name="pulse_count"),
    path("visits/<uuid:lesson_id>/pulse/close/", visit.close, name="pulse_close"),
    path("visits/<uuid:lesson_id>/pulse/read/", visit.hear, name="pulse_hear"),
    path("visits/<uuid:lesson_id>/pulse/release/", visit.release, name="pulse_release"),
    path("visits/<uuid:lesson_id>/pulse/present/", visit.present, name="pulse_present"),
    path("visits/<uuid:lesson_id>/pulse/tell/", visit.tell, name="pulse_tell"),
    path("visits/<uuid:lesson_id>/pulse/tell/screen/", visit.tell_screen, name="pulse_tell_screen"),
    path("p/", students.enter, name="pulse_enter"),
    path("p/<str:code>/", students.answer, name="pulse_answer"),
    path("p/<str:code>/thanks/", students.thanks, name="pulse_thanks"),
]
