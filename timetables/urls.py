from django.urls import path

from timetables.views import timetable

urlpatterns = [
    path("me/timetable/", timetable.timetable, name="timetable"),
    path("me/timetable/yes/", timetable.timetable_yes, name="timetable_yes"),
    path("me/timetable/no/", timetable.timetable_no, name="timetable_no"),
    path("me/timetable/again/", timetable.timetable_again, name="timetable_again"),
    path("me/timetable/unlink/", timetable.timetable_unlink, name="timetable_unlink"),
]
