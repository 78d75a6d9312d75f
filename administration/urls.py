from django.urls import path

from administration.views import (
    asked,
    begin,
    days,
    invitation,
    invite,
    leave,
    log,
    people,
    person,
    school,
    school_leaves,
    schools,
    service,
    take_along,
    teams,
    words,
)

urlpatterns = [
    # from nothing to a first visit
    path("begin/<str:code>/", begin.begin, name="begin"),
    path("first-steps/", begin.first_steps, name="first_steps"),
    # the schools of an installation, for who operates it
    path("schools/", schools.schools, name="schools"),
    path("schools/<uuid:pk>/again/", schools.school_again, name="school_again"),
    # who is invited
    path("people/invite/", invite.invite, name="invite"),
    path("people/invite/<int:moment>/", invite.invite_sent, name="invite_sent"),
    path("people/<uuid:pk>/invitation/", invitation.invitation, name="invitation"),
    path("people/<uuid:pk>/invitation/again/", invitation.invite_again, name="invite_again"),
    path("people/<uuid:pk>/invitation/withdraw/", invitation.invite_withdraw, name="invite_withdraw"),
    # who leaves
    path("people/<uuid:pk>/leave/", leave.leave, name="leave"),
    path("people/<uuid:pk>/leave/undo/", leave.leave_undo, name="leave_undo"),
    path("school/leaves/", school_leaves.school_leaves, name="school_leaves"),
    path("school/leaves/undo/", school_leaves.school_leaves_undo, name="school_leaves_undo"),
    path("me/leaving/", take_along.take_along, name="take_along"),
    path("me/leaving/file/", take_along.take_along_file, name="take_along_file"),
    # what was done
    path("log/", log.log, name="log"),
    # what a school says of itself
    path("days/", days.days, name="days"),
    path("days/holidays/new/", days.holiday_add, name="holiday_add"),
    path("days/holidays/<int:pk>/", days.holiday, name="holiday"),
    path("days/holidays/<int:pk>/remove/", days.holiday_remove, name="holiday_remove"),
    path("days/periods/new/", days.period_add, name="period_add"),
    path("days/periods/<int:pk>/", days.period, name="period"),
    path("days/periods/<int:pk>/remove/", days.period_remove, name="period_remove"),
    path("school/", school.school, name="school"),
    path("school/rules/", school.school_rules, name="school_rules"),
    # how it signs in
    path("school/signing-in/", service.school_sign_in, name="school_sign_in"),
    path("school/signing-in/try/", service.school_sign_in_try, name="school_sign_in_try"),
    path("school/signing-in/open/", service.school_sign_in_open, name="school_sign_in_open"),
    path("school/signing-in/close/", service.school_sign_in_close, name="school_sign_in_close"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team_change, name="team_change"),
    path("teams/<int:pk>/close/", teams.team_close, name="team_close"),
    path("teams/<int:pk>/open/", teams.team_open, name="team_open"),
    path("words/", words.words, name="words"),
    path("words/<int:pk>/remove/", words.word_remove, name="word_remove"),
    # people: the list and the page of one
    path("people/", people.people, name="people"),
    path("people/asked/<int:pk>/let-go/", asked.place_asked_let_go, name="place_asked_let_go"),
    path("people/list.<str:ending>", people.people_file, name="people_file"),
    path("people/<uuid:pk>/", person.person, name="person"),
    path("people/<uuid:pk>/change/", person.person_change, name="person_change"),
    path("people/<uuid:pk>/checklists/", person.person_edits, name="person_edits"),
    path("people/<uuid:pk>/part/", person.person_part, name="person_part"),
    path("people/<uuid:pk>/pause/", person.person_pause, name="person_pause"),
    path("people/<uuid:pk>/resume/", person.person_resume, name="person_resume"),
    path("people/<uuid:pk>/roles/", person.person_roles, name="person_roles"),
    path("people/<uuid:pk>/sign-out/", person.person_sign_out, name="person_sign_out"),
    path("people/<uuid:pk>/second-step/remove/", person.person_step_remove, name="person_step_remove"),
    path("people/<uuid:pk>/task/", person.person_task, name="person_task"),
]
