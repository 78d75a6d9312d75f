from django.urls import path

from home import device, health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("visits/earlier/", views.earlier, name="earlier"),
    path("about/", views.about, name="about"),
    path("how/", views.how, name="how"),
    path("device/", device.device, name="device"),
    path("sw.js", device.worker, name="worker"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("health/", health.health, name="health"),
]
