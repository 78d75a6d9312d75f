from django.urls import path

from reports.views import bundles, data, deleting, forms, keys, mirror, paper, team

urlpatterns = [
    path("visits/<uuid:lesson_id>/keys/", keys.keys, name="keys"),
    path("visits/<uuid:lesson_id>/keys/give/", keys.key_give, name="key_give"),
    path("visits/<uuid:lesson_id>/keys/<str:part>/revoke/", keys.key_revoke, name="key_revoke"),
    path("visits/<uuid:lesson_id>/keys/newcomers/<int:member>/", keys.admit, name="key_admit"),
    path("newcomers/<int:member>/", keys.admit, name="admit"),
    path("visits/<uuid:lesson_id>/delete/", deleting.delete, name="delete"),
    path("visits/<uuid:lesson_id>/undelete/", deleting.undelete, name="undelete"),
    path("visits/<uuid:lesson_id>/deleted.txt", deleting.deleted_prompts, name="deleted_prompts"),
    path("visits/<uuid:lesson_id>/report.pdf", paper.report_pdf, name="report_pdf"),
    path("me/data/", data.data, name="data"),
    path("me/data/<uuid:teacher_id>/<str:name>", data.data_file, name="data_file"),
    path("forms/", forms.forms, name="forms"),
    path("forms/<uuid:edition_id>/<slug:voice>/", forms.form, name="form"),
    path("forms/<uuid:edition_id>/<slug:voice>.pdf", forms.form_pdf, name="form_pdf"),
    path("team/", team.team, name="team"),
    path("team/mirrors/", mirror.mirrors, name="mirrors"),
    path("team/mirrors/<uuid:mirror_id>/", mirror.mirror, name="mirror"),
    path("team/mirrors/<uuid:mirror_id>.pdf", mirror.mirror_pdf, name="mirror_pdf"),
    path("team/mirrors/<uuid:mirror_id>/<str:name>", mirror.mirror_file, name="mirror_file"),
    path("team/bundles/", team.bundle_make, name="bundle_make"),
    path("team/<uuid:lesson_id>/", team.released, name="released"),
    path("team/<uuid:lesson_id>/report.pdf", team.released_pdf, name="released_pdf"),
    path("papers/<uuid:bundle_id>/", bundles.bundle, name="bundle"),
    path("papers/<uuid:bundle_id>/cancel/", bundles.bundle_cancel, name="bundle_cancel"),
    path("papers/<uuid:bundle_id>/file/", bundles.bundle_file, name="bundle_file"),
]
