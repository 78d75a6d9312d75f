from django.urls import path

from studio.views import draft, drafts, editions, files, hints, listed, paste, proposals, reading

urlpatterns = [
    path("checklists/", reading.checklists, name="checklists"),
    path("checklists/<uuid:edition_id>/", reading.checklist, name="checklist"),
    # a draft begins, is published or let go
    path("checklists/<uuid:edition_id>/copy/", drafts.checklist_copy, name="checklist_copy"),
    path("checklists/<uuid:edition_id>/next/", drafts.checklist_next, name="checklist_next"),
    path("checklists/<uuid:edition_id>/publish/", editions.checklist_publish, name="checklist_publish"),
    path("checklists/<uuid:edition_id>/let-go/", drafts.checklist_let_go, name="checklist_let_go"),
    # a line is written
    path("checklists/<uuid:edition_id>/draft/", draft.checklist_draft, name="checklist_draft"),
    path("checklists/<uuid:edition_id>/draft/entries/", draft.draft_entries, name="draft_entries"),
    path("checklists/<uuid:edition_id>/draft/item/<str:key>/hints/", hints.draft_hints, name="draft_hints"),
    path("checklists/<uuid:edition_id>/draft/<slug:table>/<str:key>/", draft.draft_line, name="draft_line"),
    # a table of others comes in
    path("checklists/<uuid:edition_id>/draft/paste/", paste.draft_paste, name="draft_paste"),
    # what it changes, and what becomes of it
    path("checklists/<uuid:edition_id>/draft/changes/", editions.draft_changes, name="draft_changes"),
    path("checklists/<uuid:edition_id>/draft/same/", editions.draft_same, name="draft_same"),
    path("checklists/<uuid:edition_id>/archive/", editions.checklist_archive, name="checklist_archive"),
    # what people propose
    path("checklists/proposals/", proposals.proposals, name="proposals"),
    path("checklists/proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("checklists/proposals/<uuid:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("checklists/<uuid:edition_id>/propose/", proposals.checklist_propose, name="checklist_propose"),
    path(
        "checklists/<uuid:edition_id>/draft/<slug:table>/<str:key>/preview/",
        listed.draft_preview,
        name="draft_preview",
    ),
    # the list as a whole
    path("checklists/<uuid:edition_id>/draft/all/", listed.draft_overview, name="draft_overview"),
    path("checklists/<uuid:edition_id>/draft/add/", listed.draft_add, name="draft_add"),
    path("checklists/<uuid:edition_id>/draft/move/", listed.draft_move, name="draft_move"),
    path("checklists/<uuid:edition_id>/draft/switch/", listed.draft_switch, name="draft_switch"),
    path("checklists/<uuid:edition_id>/draft/undo/", listed.draft_undo, name="draft_undo"),
    # a checklist as a file: out, in, and how it is written
    path("checklists/schema.json", files.checklist_schema, name="checklist_schema"),
    path("checklists/<uuid:edition_id>/file.<str:ending>", files.checklist_file, name="checklist_file"),
    path("checklists/<uuid:edition_id>/draft/file/", files.draft_file, name="draft_file"),
]
