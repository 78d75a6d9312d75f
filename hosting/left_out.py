"""What no back-up holds (docs/adr/0067): what would tell what one student or one teacher said, and what lasts
no longer than a day."""

WHOLE = (
    "echo_saying", "django_session", "people_signedin", "people_count", "reports_piece", "reports_bundle", "reports_worker",
    "django_tasks_database_dbtaskresult", "letters_round", "home_beat", "account_emailconfirmation",
)  # fmt: skip

# how a pulse is kept that students can still answer, or whose time is just over: as nobody opened it yet
RUNS = "code IS NOT NULL AND NOT is_settled"
UNOPENED = {
    "code": "NULL",
    "closes_at": "NULL",
    "told_coach_id": "NULL",
    "answers": "0",
    "counts": "'{}'",
    "tickets": "'[]'",
}
# of which only these rows go along
PARTLY = {
    "pulse_pulse": "TRUE",
    "pulse_pulsetext": f"pulse_id NOT IN (SELECT id FROM pulse_pulse WHERE {RUNS})",
    "echo_batch": "closed_on IS NOT NULL",
}
# how far their numbers are would tell how many there were meanwhile
COUNTED = ("echo_saying", "echo_batch")
