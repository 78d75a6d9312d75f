from django.urls import path

from administration.views import begin, invitation, log

urlpatterns = [
    # from nothing to a first visit
    path("begin/<str:code>/", begin.begin, name="begin"),
    path("first-steps/", begin.first_steps, name="first_steps"),
    # who is invited
    path("people/<uuid:pk>/invitation/", invitation.invitation, name="invitation"),
    path("people/<uuid:pk>/invitation/again/", invitation.invite_again, name="invite_again"),
    path("people/<uuid:pk>/invitation/withdraw/", invitation.invite_withdraw, name="invite_withdraw"),
    # what was done
    path("log/", log.log, name="log"),
]
