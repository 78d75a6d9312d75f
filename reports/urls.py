from django.urls import path

from reports import blank, bundles, data, keys, mirror, mirror_data, shared, steps, talking, views

urlpatterns = [
    path("visits/<uuid:lesson_id>/together/", views.together, name="together"),
    path("visits/<uuid:lesson_id>/talk/", talking.talk, name="talk"),
    path("visits/<uuid:lesson_id>/reply/", talking.reply, name="reply"),
    path("visits/<uuid:lesson_id>/guesses/", views.guess, name="guess"),
    path("visits/<uuid:lesson_id>/steps/", steps.step_choose, name="step_choose"),
    path("visits/<uuid:lesson_id>/steps/<uuid:step_id>/drop/", steps.step_drop, name="step_drop"),
    path("visits/<uuid:lesson_id>/steps/<uuid:step_id>/back/", steps.step_back, name="step_back"),
    path("visits/<uuid:lesson_id>/keys/", keys.keys, name="keys"),
    path("visits/<uuid:lesson_id>/keys/give/", keys.key_give, name="key_give"),
    path("visits/<uuid:lesson_id>/keys/<str:part>/revoke/", keys.key_revoke, name="key_revoke"),
    path("visits/<uuid:lesson_id>/keys/newcomers/<int:member>/", keys.admit, name="key_admit"),
    path("newcomers/<int:member>/", keys.admit, name="admit"),
    path("me/data/", data.data, name="data"),
    path("me/data/<uuid:teacher_id>/<str:name>", data.data_file, name="data_file"),
    path("forms/", blank.forms, name="forms"),
    path("forms/<uuid:edition_id>/<slug:voice>/", blank.form, name="form"),
    path("forms/<uuid:edition_id>/<slug:voice>.pdf", blank.form_pdf, name="form_pdf"),
    path("team/", shared.team, name="team"),
    path("team/mirrors/", mirror.mirrors, name="mirrors"),
    path("team/mirrors/<uuid:mirror_id>/", mirror.mirror, name="mirror"),
    path("team/mirrors/<uuid:mirror_id>.pdf", mirror.mirror_pdf, name="mirror_pdf"),
    path("team/bundles/", bundles.bundle_make, name="bundle_make"),
    path("papers/<uuid:bundle_id>/", bundles.bundle, name="bundle"),
    path("papers/<uuid:bundle_id>/cancel/", bundles.bundle_cancel, name="bundle_cancel"),
    path("papers/<uuid:bundle_id>/file/", bundles.bundle_file, name="bundle_file"),
    path("team/mirrors/<uuid:mirror_id>/<str:name>", mirror_data.mirror_file, name="mirror_file"),
    path("team/<uuid:lesson_id>/report.pdf", shared.released_pdf, name="released_pdf"),
    path("visits/<uuid:lesson_id>/report.pdf", views.report_pdf, name="report_pdf"),
]
