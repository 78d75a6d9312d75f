from django.urls import path

from people.views import address, kept, log, pages, welcome

urlpatterns = [
    path("me/", pages.me, name="me"),
    path("me/preferences/", pages.preferences, name="preferences"),
    path("me/address/", address.address, name="address"),
    path("me/address/code/", address.address_code, name="address_code"),
    path("me/address/again/", address.address_again, name="address_again"),
    path("me/address/keep/", address.address_keep, name="address_keep"),
    path("me/log/", log.own_log, name="own_log"),
    path("drafts/", kept.saved, name="drafts"),
    path("drafts/again/", kept.again, name="draft_again"),
    path("school/logo.png", pages.school_logo, name="school_logo"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("language/", pages.language, name="language"),
]
