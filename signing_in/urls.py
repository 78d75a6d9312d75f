from allauth.account import views as account
from django.urls import path, re_path

from signing_in.views import code, passkeys, place, school, second, sign_in, sure, ways

# allauth's pages, named one by one: what is not listed here does not exist (e-mail management, sign-up by
# code).
urlpatterns = [
    path("account/login/", sign_in.SignIn.as_view(), name="account_login"),
    path("account/logout/", sign_in.SignOut.as_view(), name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/sure/", sure.who, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", ways.password_set, name="account_set_password"),
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
    path("account/school/<slug:provider_id>/", school.school_start, name="school_start"),
    path("account/school/<slug:provider_id>/back/", school.school_back, name="school_back"),
    path("account/school/<slug:provider_id>/out/", school.school_out, name="school_out"),
    path("account/place/", place.school_ask, name="school_ask"),
    path("account/code/", code.ask, name="account_request_login_code"),
    path("account/code/enter/", code.enter, name="account_confirm_login_code"),
    path("account/second/", second.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/passkey/", passkeys.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("account/sure/code/", sure.sure_code, name="sure_code"),
    path("account/sure/school/", sure.sure_school, name="sure_school"),
    path("account/sure/passkey/", sure.sure_passkey, name="sure_passkey"),
    path("me/signing-in/", ways.ways, name="ways"),
    path("me/signing-in/there/<str:number>/", ways.end_place, name="sign_out_there"),
    path("me/signing-in/elsewhere/", ways.end_others, name="sign_out_elsewhere"),
    path("me/signing-in/passkey/", passkeys.passkey_add, name="passkey_add"),
    path("me/signing-in/passkey/<int:pk>/remove/", passkeys.passkey_remove, name="passkey_remove"),
    path("me/signing-in/app/", second.totp_add, name="totp_add"),
    path("me/signing-in/app/remove/", second.totp_remove, name="totp_remove"),
    path("me/signing-in/codes/", second.recovery_codes, name="recovery_codes"),
    path("me/signing-in/codes/new/", second.recovery_codes_new, name="recovery_codes_new"),
    path("me/signing-in/codes/file/", second.recovery_codes_file, name="recovery_codes_file"),
    path("me/signing-in/school/", ways.school_join, name="school_join"),
    path("me/signing-in/school/part/", ways.school_part, name="school_part"),
]
