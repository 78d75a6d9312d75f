from django.urls import path

from together.views import page, reply, steps, talk

urlpatterns = [
    path("visits/<uuid:lesson_id>/together/", page.together, name="together"),
    path("visits/<uuid:lesson_id>/together/all/", page.everything, name="everything"),
    path("visits/<uuid:lesson_id>/together/<slug:part>/", page.need, name="need"),
    path("visits/<uuid:lesson_id>/talk/", talk.talk, name="talk"),
    path("visits/<uuid:lesson_id>/talk/choose/", talk.talk_choose, name="talk_choose"),
    path("visits/<uuid:lesson_id>/reply/", reply.reply, name="reply"),
    path("visits/<uuid:lesson_id>/additions/", reply.addition, name="addition"),
    path("visits/<uuid:lesson_id>/guesses/", page.guess, name="guess"),
    path("visits/<uuid:lesson_id>/steps/", steps.step_choose, name="step_choose"),
    path("visits/<uuid:lesson_id>/steps/<uuid:step_id>/drop/", steps.step_drop, name="step_drop"),
    path("visits/<uuid:lesson_id>/steps/<uuid:step_id>/back/", steps.step_back, name="step_back"),
]
