from allauth.account import views as account
from django.urls import path, re_path

from people.views import address, kept, log, pages, sign_in, welcome

# allauth's pages, named one by one: what is not listed here does not exist (e-mail management, sign-up by
# code).
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
    path("account/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("account/logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/password/reset/", sign_in.Reset.as_view(), name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
