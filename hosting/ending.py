"""What ends something, of every model of every room: the one place that says what may never come back from a
back-up (docs/adr/0065). tests/hosting/test_ended.py holds it complete.

What is written down of a column depends on what it is (`said`): never a word, never a moment.
"""

from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Ends:
    """Of one model: whether its rows are deleted by somebody's deed, and not merely with another row or
    because their time was over; which columns end something when they change; and which switches, moments
    and days (`stays`) end nothing."""

    columns: tuple = ()
    deleted: bool | str = True  # or in which case
    stays: tuple = ()
    when: str = ""  # beside "it changed"
    within: str = ""  # of a column that is JSON, the one thing in it that counts
    of_person: bool = False  # a row more or less is another way in of its `user`


def ends(*columns, **more):
    return Ends(columns, **more)


NOT = ends(deleted=False)  # nothing of it is in a back-up, or it goes with another row, or it is nobody's

LISTED = {
    # --- people
    "people.User": ends(
        "password", "email", "waiting_email", "is_active", "is_administrator", "is_editor", "is_superuser", "invited_at", "leaves_on",
        "closed_at", "left_at", deleted=False,
        stays=("last_login", "here_on", "own_last_day", "must_choose_password", "marks_judging_words"),
    ),
    "people.School": ends(
        "leads_look_along", "leaves_on", "closed_at", "left_at", deleted=False, stays=("open_proposals",)
    ),
    "people.Logo": NOT,  # it goes with its school, and is what a school shows to everybody
    "people.Team": ends("closed_at"),
    "people.Membership": ends("until", "began_at"),
    "people.Holiday": ends(),
    "people.AuditEvent": ends(deleted=False, stays=("own",)),  # with its person, its school, or its year
    "people.SavedDraft": NOT,
    "people.Count": NOT,
    "people.SignedIn": NOT,
    "people.ToWipe": NOT,
    "people.User_groups": ends(),
    "people.User_user_permissions": ends(),
    "auth.Permission": NOT,
    "auth.Group": ends(),
    "auth.Group_permissions": ends(),
    "contenttypes.ContentType": NOT,
    "sessions.Session": NOT,
    # --- signing in
    "signing_in.OpenIDProvider": ends("provider_id", "domains", "trusts_addresses", "is_open", stays=("tried_at",)),
    "signing_in.AskedForPlace": ends(),
    "account.EmailAddress": ends(deleted=False, stays=("verified", "primary")),  # the shadow of User.email
    "account.EmailConfirmation": NOT,
    "socialaccount.SocialApp": NOT,
    "socialaccount.SocialAccount": ends(of_person=True),
    "socialaccount.SocialToken": ends(stays=("expires_at",)),
    # a recovery code that was used; sealed anew by another SECRET_KEY is nothing that ends
    "mfa.Authenticator": ends("data", stays=("last_used_at",), of_person=True, within="used_mask"),
    # --- timetables
    # another address that its teacher said yes to; the same one asked again or sealed anew is none
    "timetables.Timetable": ends(
        "sealed_address", stays=("confirmed_at",), when="OLD.confirmed_at <> NEW.confirmed_at"
    ),
    "timetables.TimetableLesson": NOT,
    # --- checklists
    "checklists.Checklist": ends("archived_at"),
    "checklists.Edition": ends(stays=("published_at",)),
    "checklists.Item": ends(deleted=False, stays=("is_off", "default", "coach_may_read_default", "opens_with_account")),
    "checklists.Suggestion": ends(deleted=False, stays=("is_off",)),
    "checklists.JudgingWord": ends(),
    # --- studio: what of a draft can be taken back goes with it
    "studio.Change": NOT,
    "studio.Proposal": ends(stays=("says_name", "answered_at", "seen_at")),
    # --- observations
    "observations.Lesson": ends(
        "coach", "cancelled_at", "deleted_at",
        stays=("end", "is_flash", "accepted_at", "coach_accepted_at", "alone_at", "opened_at", "students_asked_at", "students_heard_at", "has_own_points"),
    ),
    "observations.LensPoint": NOT,
    "observations.OwnPoint": NOT,
    "observations.Observation": ends(
        "ready_at", "set_aside_at", stays=("started_at", "brought_forward_at", "was_start")
    ),
    "observations.Answer": ends("coach_may_read", deleted=False, stays=("is_example",)),
    "observations.Moment": ends("deleted_at", deleted=False, stays=("is_example",)),
    "observations.Key": ends("until", "revoked_at"),
    "observations.Admission": ends("may_read"),
    "observations.LedgerEntry": ends(deleted=False, stays=("read_at",)),
    "observations.Addition": NOT,
    "observations.Talk": ends(deleted=False, stays=("chosen_at",)),
    "observations.Step": ends(stays=("look_back_on", "looked_back_at")),
    "observations.ToTell": ends(
        "told_at", deleted="OLD.told_at IS NULL",
        stays=("start", "end", "was_start", "is_last", "is_void", "failing_since", "not_before")
    ),
    "observations.Appointment": ends(stays=("end", "sent_at")),
    "observations.CopiedLesson": ends(deleted=False, stays=("start", "end")),
    "observations.OfferedLesson": ends(stays=("end",)),
    # --- pulse and echo: what no back-up holds until it is whole (docs/adr/0067)
    "pulse.Pulse": ends(
        deleted=False, stays=("closes_at", "colleagues_may_read", "is_settled", "released_at")
    ),
    "pulse.PulseText": NOT,
    "echo.Batch": ends(deleted="OLD.closed_on IS NOT NULL", stays=("closed_on",)),
    "echo.Saying": NOT,
    # --- reports: files of a day are in no back-up
    "reports.Period": ends(stays=("is_mirrored",)),
    "reports.Mirror": ends(),
    "reports.MirrorSentence": ends(),
    "reports.Bundle": ends(deleted=False, stays=("first", "last", "with_private", "finished_at")),
    "reports.Piece": NOT,
    "reports.Worker": NOT,
    # --- letters
    "letters.OwnCalendar": ends("address", "says", "turn", stays=("without_files", "made_at")),
    "letters.Wish": ends(),
    "letters.Round": NOT,
    # --- what runs it
    "home.Beat": NOT,
    "hosting.Ended": NOT,
    "django_tasks_database.DBTaskResult": ends(deleted=False, stays=("started_at", "finished_at")),
}  # fmt: skip

WHOLE = {"DateField", "PositiveIntegerField"}


def model(label):
    return apps.get_model(label)


def said(field):
    """What is written down of a column that changed: "switch", "set" (whether there is a moment), "whole"
    (a day, a number, a key, one of a few fixed choices), or "" where it holds words."""
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return "switch"
    if kind == "DateTimeField":
        return "set"
    is_one_of_few = kind == "CharField" and field.choices
    return "whole" if kind in WHOLE or field.is_relation or is_one_of_few else ""
