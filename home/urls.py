from django.urls import path

from home.views import coaching, demo_timetable, device, earlier, health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("visits/earlier/", earlier.earlier, name="earlier"),
    path("coaching/", coaching.coaching, name="coaching"),
    path("about/", pages.about, name="about"),
    path("how/", pages.how, name="how"),
    path("device/", device.device, name="device"),
    path("device/left/<uuid:person>/", device.left, name="device_left"),
    path("sw.js", device.worker, name="worker"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("demo/timetable.ics", demo_timetable.demo_timetable, name="demo_timetable"),
    path("health/", health.health, name="health"),
]
