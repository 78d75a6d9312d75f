"""One form sent twice, by a second click, by Back or from a second tab, is one thing. Every address is in one
of these lists."""

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse
from django.utils import timezone
from lxml import html

from observations import actions
from observations.models import Addition, Lesson, Step
from pulse.actions import hear
from tests import factories
from tests.factories import PASSWORD, bring_to, fresh
from tests.observations.test_planning import moved, own, proposal
from tests.pulse.conftest import asked, open_pulse
from tests.test_access_table import names
from together import actions as together

DAY = str(timezone.localdate() + timedelta(days=30))
OUTSIDE = {"people.SavedDraft", "sessions.Session", "people.Count", "django_tasks_db.DBTaskResult"}
# name: (stage or what comes before, who, what is sent). `id` in what is sent is another one after Back.
SENT = {
    "accept": ("proposed", "teacher", {}),
    "move": ("planned", "teacher", moved()),
    "coach": ("planned", "teacher", {"coach": ""}),
    "reopen": ("waiting_for_teacher", "coach", {}),
    "ready": ("looking", "coach", {}),
    "open": ("ready", "teacher", {}),
    "reply": ("open", "coach", {"id": "", "kind": "reply", "text": "Zo zag ik het niet."}),
    "talk": ("open", "coach", {"stop": "question", "text": "Samen kijken.", "was": ""}),
    "talk_choose": ("open", "teacher", {"stops": ["com.steps_first_step"], "other": "De pauze."}),
    "guess": ("open", "coach", {"was-sig.tension": "", "pattern-dare": "on", "was-pattern-dare": ""}),
    "step_choose": ("open", "teacher", {"id": "", "text": "Begin achterin.", "look_back_on": DAY}),
    "key_give": ("open", "teacher", {"part": "coach_account", "audience": "team", "until": DAY}),
    "pulse": ("planned", "teacher", {"minutes": "15", "open": "1"}),
    "pulse_open": ("planned", "teacher", {}),
    "pulse_close": ("asked", "teacher", {}),
    "pulse_tell": ("heard", "teacher", {"heard": "Dat het snel ging.", "try_next": "Langer wachten."}),
    "pulse_present": ("heard", "teacher", {"present": "20"}),
}
BY_HAND = {
    "plan",
    "propose",
    "cancel",
    "decline",
    "delete",
    "step_back",
    "step_drop",
    "addition",
    "address",
    "school",
    "preferences",
}  # below
ELSEWHERE = {  # where a test of its own holds it
    "entries": "tests/observations/test_recording.py", "before": "tests/observations/test_plain_form.py",
    "look": "tests/observations/test_plain_form.py", "look_back": "tests/observations/test_plain_form.py",
    "offer_back": "tests/observations/test_offering.py", "goes_along": "tests/observations/test_changed_timetable.py",
    "early": "tests/observations/test_before_its_day.py", "practice": "tests/observations/test_practice.py",
    "throw_away": "tests/observations/test_practice.py", "undelete": "tests/reports/test_deleting.py", "key_revoke": "tests/reports/test_keys.py",
    "key_admit": "tests/reports/test_newcomers.py", "admit": "tests/reports/test_newcomers.py",
    "pulse_hear": "tests/pulse/test_actions.py", "pulse_release": "tests/pulse/test_actions.py",
    "echo": "tests/echo/test_saying.py", "echo_take_back": "tests/echo/test_saying.py",
    "pulse_answer": "tests/pulse/test_students.py", "pulse_enter": "only leads to the page of a code",
    "bundle_make": "tests/reports/test_bundles.py", "bundle_cancel": "tests/reports/test_bundles.py",
    "address_code": "tests/people/test_another_address.py", "address_again": "a new letter is what it asks",
    "address_keep": "tests/people/test_another_address.py", "own_calendar": "tests/letters/test_feed.py",
    "timetable": "a trial takes the place of one", "timetable_yes": "tests/timetables/test_linking.py", "timetable_no": "tests/timetables/test_page.py",
    "timetable_again": "tests/timetables/test_linking.py", "timetable_unlink": "tests/timetables/test_page.py",
    "calendar_address": "tests/letters/test_feed.py", "calendar_withdraw": "tests/letters/test_feed.py", "language": "a choice", "draft_again": "saves nothing",
    "begin": "tests/administration/test_beginning.py", "first_steps": "tests/administration/test_first_steps.py",
    "schools": "tests/administration/test_schools.py", "school_again": "a new invitation is what it asks",
    "welcome": "tests/people/test_welcome.py", "invitation": "tests/administration/test_inviting.py", "invite": "tests/administration/test_invite.py",
    "invite_again": "a new letter is what it asks", "invite_withdraw": "tests/administration/test_inviting.py",
    "teams": "tests/administration/test_teams.py", "team_change": "another name, or the same", "team_close": "tests/administration/test_teams.py", "team_open": "tests/administration/test_teams.py",
    "holiday_add": "tests/administration/test_days.py", "holiday": "other days, or the same", "holiday_remove": "tests/administration/test_days.py",
    "period_add": "tests/administration/test_days.py", "period": "other days, or the same", "period_remove": "tests/administration/test_days.py",
    "school_sign_in": "tests/administration/test_service.py", "school_sign_in_try": "changes nothing", "school_sign_in_open": "tests/administration/test_service.py",
    "school_sign_in_close": "tests/administration/test_service.py", "person_part": "tests/administration/test_service.py", "person_step_remove": "tests/administration/test_service.py",
    "school_rules": "tests/administration/test_rules.py", "words": "tests/administration/test_words.py", "word_remove": "tests/administration/test_words.py",
    "draft_paste": "tests/studio/test_paste.py", "draft_file": "tests/studio/test_files.py",
    "checklist_archive": "tests/studio/test_editions.py", "draft_same": "tests/studio/test_editions.py",
    "checklist_propose": "tests/studio/test_proposals.py", "proposal": "tests/studio/test_proposals.py", "proposal_withdraw": "tests/studio/test_proposals.py",
    "checklist_copy": "tests/studio/test_drafts.py", "checklist_next": "tests/studio/test_drafts.py", "checklist_publish": "tests/studio/test_drafts.py", "checklist_let_go": "tests/studio/test_drafts.py",
    "draft_line": "tests/studio/test_lines.py", "draft_entries": "tests/studio/test_lines.py",
    "draft_add": "tests/studio/test_ordering.py", "draft_move": "tests/studio/test_ordering.py", "draft_switch": "tests/studio/test_ordering.py", "draft_undo": "tests/studio/test_undo.py",
    "draft_preview": "keeps nothing", "draft_hints": "tests/studio/test_hint_pages.py",
    "school_leaves": "tests/administration/test_school_leaves.py", "school_leaves_undo": "tests/administration/test_school_leaves.py",
    "leave": "tests/administration/test_leaving.py", "leave_undo": "tests/administration/test_leaving.py", "take_along_file": "tests/administration/test_what_stays.py",
    "people": "a search", "person_change": "tests/administration/test_person.py", "person_pause": "tests/administration/test_person.py",
    "person_resume": "tests/administration/test_person.py", "person_roles": "tests/administration/test_person.py",
    "person_sign_out": "what is ended has ended", "person_task": "tests/administration/test_person.py", "person_edits": "tests/administration/test_person.py",
    "sign_out_there": "tests/signing_in/test_places.py", "sign_out_elsewhere": "tests/signing_in/test_places.py",
    "school_start": "only leads to the school", "school_ask": "tests/signing_in/test_asking.py", "place_asked_let_go": "tests/signing_in/test_asking.py",
    "passkey_add": "tests/signing_in/test_passkeys.py", "passkey_remove": "tests/signing_in/test_passkeys.py", "mfa_login_webauthn": "tests/signing_in/test_passkeys.py",
    "totp_add": "tests/signing_in/test_second_step.py", "totp_remove": "tests/signing_in/test_second_step.py", "mfa_authenticate": "tests/signing_in/test_second_step.py",
    "recovery_codes_new": "new ones are what it asks", "school_join": "tests/signing_in/test_sure.py", "school_part": "tests/signing_in/test_sure.py",
    "sure_code": "tests/signing_in/test_sure.py", "sure_school": "only asks who one is", "sure_passkey": "only asks who one is",
    "wishes": "tests/letters/test_wishes.py", "wish": "tests/letters/test_wishes.py",
}  # fmt: skip
READ_ONLY = {
    "home", "device_left", "earlier", "coaching", "about", "how", "device", "worker", "manifest", "health", "health_live", "health_ready", "metrics", "visit", "set_aside", "deleted_prompts", "me",
    "school_logo", "drafts", "pulse_screen", "pulse_count", "pulse_tell_screen", "pulse_thanks", "together", "everything", "need", "keys", "data",
    "data_file", "forms", "form", "form_pdf", "team", "mirrors", "mirror", "mirror_pdf", "mirror_file", "line_pdf", "bundle", "bundle_file",
    "released", "released_pdf", "report_pdf", "take_along", "calendar", "letters_waiting", "invite_sent", "log", "own_log", "heard", "days", "checklists", "checklist", "draft_overview", "checklist_file", "checklist_schema", "proposals", "draft_changes", "checklist_draft",
    "demo_letters", "demo_letters_of", "demo_letter", "demo_letter_looks", "demo_letter_calendar", "demo_timetable", "line", "line_beside",
    "people_file", "person", "ways", "school_back", "school_out",
    "recovery_codes", "recovery_codes_file",
}  # fmt: skip


def rows():
    """How many of everything there are, but for what keeps track of requests."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.label not in OUTSIDE
    }


def prepared(stage, lesson):
    if stage == "proposed":
        return factories.make_lesson(lesson.teacher, coach=lesson.coach, by=lesson.coach)
    if stage == "asked":
        open_pulse(lesson)
    elif stage == "heard":
        asked(lesson, 5)
        bring_to("waiting_for_coach", lesson)
        hear(lesson=fresh(lesson), by=lesson.teacher)
    else:
        bring_to(stage, lesson)
    return fresh(lesson)


def with_id(form):
    return form | ({"id": str(uuid.uuid4())} if "id" in form else {})


@pytest.mark.parametrize("way", ["second click", "back"])
@pytest.mark.parametrize("name", SENT)
def test_a_form_sent_twice_is_one_thing(client, lesson, name, way):
    stage, who, form = SENT[name]
    lesson = prepared(stage, lesson)
    client.force_login(getattr(lesson, who))
    address, sent = reverse(name, args=[lesson.pk]), with_id(form)
    first = client.post(address, sent)
    made = rows()

    second = client.post(address, sent if way == "second click" else with_id(form))

    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])
    assert rows() == made


@pytest.mark.parametrize("way", ["second click", "back"])
@pytest.mark.parametrize("name", ["plan", "propose"])
def test_a_visit_that_is_planned_twice_is_one_visit_and_the_page_says_so(
    client, edition, teacher, coach, name, way
):
    by, form = (teacher, own(teacher, coach=coach.pk)) if name == "plan" else (coach, proposal(teacher))
    client.force_login(by)
    first = client.post(reverse(name), form)
    second = client.post(reverse(name), form if way == "second click" else with_id(form))

    assert second["Location"] == first["Location"]
    assert Lesson.objects.count() == 1
    said = client.get(second["Location"]).content.decode()
    assert ("was al gepland" in said) == (way == "back")


def test_a_form_that_was_sent_and_says_something_else_now_asks_and_loses_neither(
    client, edition, coach, teacher
):
    """Back, other words, sent again: the same number of the form."""
    client.force_login(coach)
    first = proposal(teacher) | {"message": "Eerst dit."}
    client.post(reverse("propose"), first)
    changed = first | {"message": "Toen dit."}

    asked = client.post(reverse("propose"), changed)
    page = html.fromstring(asked.content.decode())

    assert asked.status_code == 422
    form = page.xpath("//form[.//textarea]")[0]
    assert form.fields["message"].strip() == "Toen dit."
    assert "Het blijft zoals het was." in page.text_content()
    [tick] = page.xpath("//input[@name='sure']")
    sure = changed | {"id": form.fields["id"], "sure": tick.get("value")}
    said = [client.post(reverse("propose"), sure)["Location"] for _twice in range(2)]
    assert len(set(said)) == 1
    assert sorted(Lesson.objects.values_list("message", flat=True)) == ["Eerst dit.", "Toen dit."]


def test_a_cancelled_visit_can_be_planned_anew(client, edition, teacher):
    client.force_login(teacher)
    client.post(reverse("plan"), own(teacher))
    actions.cancel(lesson=Lesson.objects.get(), by=teacher)
    client.post(reverse("plan"), own(teacher))

    assert Lesson.objects.count() == 2


def test_cancelling_and_deleting_twice(client, lesson):
    client.force_login(lesson.teacher)
    cancel, delete = (reverse(name, args=[lesson.pk]) for name in ("cancel", "delete"))
    assert [client.post(cancel).status_code, client.post(cancel).status_code] == [302, 302]
    assert [client.post(delete).status_code, client.post(delete).status_code] == [302, 302]


def test_a_coach_says_yes_and_no_once(client, lesson):
    actions.move(lesson=lesson, by=lesson.teacher, start=lesson.start + timedelta(days=2), end=None)
    client.force_login(lesson.coach)
    for name, leads_to in (("accept", reverse("visit", args=[lesson.pk])), ("decline", reverse("home"))):
        replies = [client.post(reverse(name, args=[lesson.pk])) for _time in range(2)]
        assert [(reply.status_code, reply["Location"]) for reply in replies] == [(302, leads_to)] * 2

    assert fresh(lesson).declined_by == lesson.coach


def test_words_that_were_changed_after_they_were_sent_are_said_too(client, lesson):
    lesson, form = prepared("open", lesson), {"id": str(uuid.uuid4()), "kind": "reply", "text": "Eerst dit."}
    client.force_login(lesson.teacher)
    for text in ("Eerst dit.", "Eerst dit, en dan dat."):
        client.post(reverse("reply", args=[lesson.pk]), form | {"text": text})
        client.post(reverse("step_choose", args=[lesson.pk]), {"id": form["id"], "text": text})

    assert Addition.objects.count() == 2
    assert Step.objects.count() == 2


def test_the_same_words_on_another_day_are_said_again(client, lesson):
    lesson, form = prepared("open", lesson), {"kind": "reply", "text": "Weer gelukt."}
    client.force_login(lesson.teacher)
    client.post(reverse("reply", args=[lesson.pk]), form)
    Addition.objects.update(created_at=timezone.now() - timedelta(days=1))
    client.post(reverse("reply", args=[lesson.pk]), form)

    assert Addition.objects.count() == 2


def test_an_addition_of_a_script_sent_twice_is_one(client, lesson):
    lesson, body = prepared("open", lesson), {"id": str(uuid.uuid4()), "kind": "late", "text": "Nagekomen."}
    client.force_login(lesson.coach)
    for _time in range(2):
        address = reverse("addition", args=[lesson.pk])
        assert client.post(address, json.dumps(body), content_type="application/json").status_code == 201

    assert Addition.objects.count() == 1


def test_a_step_is_looked_back_on_and_taken_away_once(client, lesson):
    lesson = prepared("open", lesson)
    for number in range(2):
        together.choose_step(lesson=lesson, by=lesson.teacher, id=uuid.uuid4(), text=f"Stap {number}")
    first, second = Step.objects.all()
    client.force_login(lesson.teacher)
    for _time in range(2):
        said = {"result": "tried", "outcome": "Rustiger."}
        assert client.post(reverse("step_back", args=[lesson.pk, first.pk]), said).status_code == 302
        assert client.post(reverse("step_drop", args=[lesson.pk, second.pk])).status_code == 302

    assert Step.objects.get().outcome == "Rustiger."


def test_one_letter_for_one_address(client, teacher, mailoutbox):
    client.force_login(teacher)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for _time in range(2):
        reply = client.post(reverse("address"), {"email": "nieuw@school.example"})
        assert reply["Location"] == reverse("address_code")

    assert len(mailoutbox) == 1


def test_settings_sent_twice(client, school):
    client.force_login(factories.make_person("Ada Beheer", school=school, is_administrator=True))
    for _time in range(2):
        assert client.post(reverse("school"), {"name": "Fictief", "accent": ""}).status_code == 302
        assert client.post(reverse("preferences"), {"marks_judging_words": "on"}).status_code == 302


def test_every_address_stands_in_a_list():
    allauth = {name for name in names(get_resolver()) if name.startswith(("account_", "mfa_"))}
    listed = set(SENT) | BY_HAND | set(ELSEWHERE) | READ_ONLY | allauth
    assert names(get_resolver()) - listed == set()
    assert listed - names(get_resolver()) == set()
