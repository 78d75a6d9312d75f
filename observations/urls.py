from django.urls import path

from observations.views import entries, planning, practice, visit, writing

urlpatterns = [
    # what pages send while somebody writes, so asked most
    path("visits/<uuid:lesson_id>/entries/", entries.entries, name="entries"),
    path("visits/new/", planning.plan, name="plan"),
    path("visits/propose/", planning.propose, name="propose"),
    path("visits/set-aside/<uuid:observation_id>/", visit.set_aside, name="set_aside"),
    path("visits/<uuid:lesson_id>/", visit.visit, name="visit"),
    path("visits/<uuid:lesson_id>/accept/", planning.accept, name="accept"),
    path("visits/<uuid:lesson_id>/decline/", planning.decline, name="decline"),
    path("visits/<uuid:lesson_id>/cancel/", planning.cancel, name="cancel"),
    path("visits/<uuid:lesson_id>/move/", planning.move, name="move"),
    path("visits/<uuid:lesson_id>/coach/", planning.coach, name="coach"),
    path("visits/<uuid:lesson_id>/offer/", planning.offer_back, name="offer_back"),
    path("visits/<uuid:lesson_id>/timetable/", planning.goes_along, name="goes_along"),
    path("practice/", practice.practice, name="practice"),
    path("visits/<uuid:lesson_id>/early/", practice.early, name="early"),
    path("visits/<uuid:lesson_id>/away/", practice.throw_away, name="throw_away"),
    path("visits/<uuid:lesson_id>/before/", writing.before, name="before"),
    path("visits/<uuid:lesson_id>/look/", writing.look, name="look"),
    path("visits/<uuid:lesson_id>/look-back/", writing.look_back, name="look_back"),
    path("visits/<uuid:lesson_id>/ready/", writing.ready, name="ready"),
    path("visits/<uuid:lesson_id>/reopen/", writing.reopen, name="reopen"),
    path("visits/<uuid:lesson_id>/open/", visit.open_together, name="open"),
]
