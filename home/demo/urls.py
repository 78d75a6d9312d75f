from allauth.idp.oidc import views
from django.urls import include, path

from home.views import demo_service

# Only where settings.DEMO_SERVICE is (config/urls.py). The names are those by which allauth calls them; what
# has no view of ours is there because the service says of itself where it would be.
own = {
    "configuration": (".well-known/openid-configuration", views.configuration),
    "jwks": (".well-known/jwks.json", views.jwks),
    "authorization": ("authorize", demo_service.authorize),
    "token": ("token", views.token),
    "userinfo": ("userinfo", demo_service.userinfo),
    "logout": ("leave", demo_service.leave),
    "revoke": ("revoke", demo_service.nothing),
    "device_code": ("device", demo_service.nothing),
}
oidc = [path(at, demo_service.on_this_machine(view), name=name) for name, (at, view) in own.items()]
app_name = "idp"
urlpatterns = [path("", include((oidc, "oidc")))]
