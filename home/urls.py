from django.urls import path

from home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("visits/earlier/", views.earlier, name="earlier"),
    path("about/", views.about, name="about"),
    path("how/", views.how, name="how"),
    path("health/", views.health, name="health"),
]
