from django.urls import path

from observations import practising, views

urlpatterns = [
    path("visits/new/", views.plan, name="plan"),
    path("visits/propose/", views.propose, name="propose"),
    path("visits/set-aside/<uuid:observation_id>/", views.set_aside, name="set_aside"),
    path("visits/<uuid:lesson_id>/", views.visit, name="visit"),
    path("visits/<uuid:lesson_id>/accept/", views.accept, name="accept"),
    path("visits/<uuid:lesson_id>/cancel/", views.cancel, name="cancel"),
    path("visits/<uuid:lesson_id>/move/", views.move, name="move"),
    path("visits/<uuid:lesson_id>/coach/", views.coach, name="coach"),
    path("practice/", practising.practice, name="practice"),
    path("visits/<uuid:lesson_id>/early/", practising.early, name="early"),
    path("visits/<uuid:lesson_id>/away/", practising.throw_away, name="throw_away"),
    path("visits/<uuid:lesson_id>/before/", views.before, name="before"),
    path("visits/<uuid:lesson_id>/look/", views.look, name="look"),
    path("visits/<uuid:lesson_id>/look-back/", views.look_back, name="look_back"),
    path("visits/<uuid:lesson_id>/entries/", views.entries, name="entries"),
    path("visits/<uuid:lesson_id>/ready/", views.ready, name="ready"),
    path("visits/<uuid:lesson_id>/reopen/", views.reopen, name="reopen"),
    path("visits/<uuid:lesson_id>/open/", views.open_together, name="open"),
]
