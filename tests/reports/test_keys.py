"""The teacher holds the keys: what each opens and what it never opens, for whom, until when, and what the
ledger tells."""

import uuid
from datetime import timedelta
from itertools import chain, combinations

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from observations import access
from observations.models import UNDER_KEY, Audience, Key, LedgerEntry, Lesson, Part
from pulse import actions as pulses
from reports import actions as reports
from tests import factories
from tests.factories import answer, fresh, moment
from tests.home.conftest import words
from tests.once import made_once
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.pulse.conftest import HELPED, asked
from tests.together.visits import lens, opened, report_of, seen
from together import actions as together
from together.readable import Readable

POINT, ALIKE, SIGNAL = "saf.small_before_whole", "com.steps_first_step", "sig.hesitates"
OWN = "saf.other_views"  # only the teacher marked it
NOTED = "saf.predictable_turns"  # nobody marked it; a moment of the coach stands there
T, C, S, P, Z = UNDER_KEY
# every word in the visit, and the keys that together let it out; an empty set lets it out never
SECRETS = {
    "leervraag-geheim": {T}, "docent-notitie": {T}, "docent-signaal": {T}, "docent-terugblik": {T},
    "coach-notitie": {C}, "coach-moment": {C}, "coach-signaal": {C}, "coach-vraag": {C},
    "stap-geheim": {P}, "gedeelde-zin": {Z},
    "antwoord-van-docent": {C}, "antwoord-van-coach": {T, C}, "bij-moment-van-docent": {C}, "over-het-geheel": {T, C},
    "docent-over-geheel": {T, C}, "docent-over-behoefte": {T, C}, "coach-over-behoefte": {T, C}, "bij-eigen-punt": {T, C}, "bij-prive": set(),
    "moment-bij-punt": {C}, "docent-bij-dat-punt": {C},
    "docent-bij-terugblik": {T}, "coach-bij-terugblik": {T, C}, "docent-bij-vraag": {C}, "coach-bij-vraag": {C},
    "docent-bij-leervraag": {T}, "coach-bij-leervraag": {C},
    "voornemen-voor-coach": set(), "voornemen-prive": set(), "prive-antwoord": set(), "gesprek-geheim": set(),
    "student-schreef": set(), "wat-ervan-kwam": set(),
}  # fmt: skip
TOMORROW = timedelta(days=1)


@pytest.fixture
@made_once
def visit(lesson):
    """A visit with a word of its own in every place where words can stand."""
    asked(
        lesson, 12, "yes", "mostly", "little", "no", chosen=[HELPED], texts=[(HELPED, "student-schreef")], colleagues=True
    )  # fmt: skip
    opened(
        lesson,
        before=[
            *lens(POINT, ALIKE),
            {"type": "question", "text": "leervraag-geheim", "revision": 0},
            answer("pre.small_choice", "", "voornemen-voor-coach", coach_may_read=True),
            answer("pre.see", "", "voornemen-prive"),
        ],
        teacher=[
            seen(POINT, "docent-notitie", value="not_seen"), seen(ALIKE), seen(OWN), seen(SIGNAL, "docent-signaal", value="few"),
            answer("ref.rel", "", "docent-terugblik"), answer("open.inside", "", "prive-antwoord"),
            answer("open.share", "", "gedeelde-zin"), answer("ref.focus", "", "docent-bij-leervraag"),
        ],
        coach=[
            seen(POINT, "coach-notitie"), seen(ALIKE), seen(SIGNAL, "coach-signaal", value="few"),
            moment(text="coach-moment"), moment(text="moment-bij-punt", item=NOTED), answer("coach.saw_heard", "", "coach-vraag"),
            answer("coach.focus", "", "coach-bij-leervraag"),
        ],
    )  # fmt: skip
    pulses.hear(lesson=lesson, by=lesson.teacher)
    after_opening(lesson)
    return fresh(lesson)


def after_opening(lesson):
    items, said = lesson.content.by_key, report_of(lesson, lesson.teacher).moments[0]
    item = items[POINT]
    for by, text, place in (
        (lesson.teacher, "antwoord-van-docent", {"item": item}),
        (lesson.coach, "antwoord-van-coach", {"item": item}),
        (lesson.teacher, "bij-moment-van-docent", {"moment_id": said.moment_id}),
        (lesson.coach, "over-het-geheel", {}),
        (lesson.teacher, "docent-over-geheel", {}),
        (lesson.teacher, "docent-over-behoefte", {"theme": "safety"}),
        (lesson.coach, "coach-over-behoefte", {"theme": "safety"}),
        (lesson.teacher, "bij-eigen-punt", {"item": items[OWN]}),
        (lesson.teacher, "bij-prive", {"item": items["open.inside"]}),
        (lesson.teacher, "docent-bij-dat-punt", {"item": items[NOTED]}),
        (lesson.teacher, "docent-bij-terugblik", {"item": items["ref.rel"]}),
        (lesson.coach, "coach-bij-terugblik", {"item": items["ref.rel"]}),
        (lesson.teacher, "docent-bij-vraag", {"item": items["coach.saw_heard"]}),
        (lesson.coach, "coach-bij-vraag", {"item": items["coach.saw_heard"]}),
    ):
        together.add(lesson=lesson, by=by, kind="reply", text=text, **place)
    together.note_talk(lesson=lesson, by=lesson.coach, stop=POINT, text="gesprek-geheim")
    together.guess(lesson=lesson, by=lesson.teacher, meanings={SIGNAL: "mean.can_i"}, patterns={"dare": True})
    step = together.choose_step(
        lesson=lesson, by=lesson.teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="stap-geheim"
    )
    together.look_back_on(
        lesson=lesson, by=lesson.teacher, step_id=step.pk, result="tried", outcome="wat-ervan-kwam"
    )
    from_bank = next(row for row in lesson.content.suggestions if row.pattern)
    together.choose_step(
        lesson=lesson, by=lesson.teacher, id="8f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", suggestion=from_bank
    )


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


def give(lesson, *parts, audience="team", days=30):
    for part in parts:
        reports.give_key(
            lesson=lesson, by=lesson.teacher, part=part, audience=audience, until=timezone.localdate() + timedelta(days=days)
        )  # fmt: skip


def paper(client, person, lesson, language="en"):
    client.force_login(person)
    reply = client.get(reverse("released_pdf", args=[lesson.pk]) + f"?lang={language}")
    if reply.status_code != 200:
        return reply.status_code
    return words_of(reply.content)


def html_of(lesson, person):
    """What the press is given, for tests that read many."""
    with override("en"):
        return render_to_string("paper/report.html", {"report": report_of(lesson, person)})


# --- what a key opens ---------------------------------------------------------------------------


def test_every_set_of_keys_lets_out_exactly_its_own_words(visit, lead):
    for given in chain.from_iterable(combinations(UNDER_KEY, n) for n in range(1, 6)):
        Key.objects.all().delete()
        give(visit, *given)
        html, keys = html_of(visit, lead), set(given)
        expected = {word for word, needs in SECRETS.items() if needs and needs <= keys}

        assert (given, {word for word in SECRETS if word in html}) == (given, expected)
        assert (given, "Coba" in html) == (given, C in keys)
        both = {T, C} <= keys
        assert (given, "saw more than" in html, "Two views of the same lesson" in html) == (given, both, both)
        assert (given, "What students said" in html) == (given, S in keys)
        agreed = ("Deliberately not looked at" in html, "It was agreed to look at 2 items" in html)
        assert (given, agreed) == (given, (bool({T, C} & keys),) * 2)
        for never in ("Could mean", "Patterns that may fit", "dare yet", "Only yours"):
            assert never not in html


LOADED = {
    T: {"docent-notitie", "docent-signaal", "docent-terugblik", "docent-bij-leervraag"},
    C: {"coach-notitie", "coach-signaal", "coach-vraag", "coach-bij-leervraag", "coach-moment", "moment-bij-punt"},
    S: set(), P: set(), Z: {"gedeelde-zin"},
}  # fmt: skip


@pytest.mark.parametrize("part", LOADED)
def test_what_a_key_does_not_open_is_not_even_loaded(visit, lead, part):
    give(visit, part)
    readable = Readable(fresh(visit), lead)
    answers = {row.note for rows in readable.answers.values() for row in rows.values()}

    assert (answers | {row.text for row in readable.moments}) - {""} == LOADED[part]


@pytest.mark.parametrize("parts", [[T], [C], [S], [P], [Z], list(UNDER_KEY)])
def test_the_paper_says_what_it_holds_and_passes_the_gate(client, visit, lead, parts):
    give(visit, *parts)
    client.force_login(lead)
    file = client.get(reverse("released_pdf", args=[visit.pk]) + "?lang=en").content
    with override("en"):
        names = ", ".join(str(part.label) for part in UNDER_KEY if part in parts)

    assert problems(file) == []
    assert f"Tijn lets you read: {names}." in words_of(file)


def test_the_paper_passes_the_gate_in_dutch_too(client, visit, lead):
    give(visit, *UNDER_KEY)
    client.force_login(lead)

    assert problems(client.get(reverse("released_pdf", args=[visit.pk]) + "?lang=nl").content) == []


def test_what_stays_the_teachers_is_not_even_asked_for(client, visit, lead):
    give(visit, *UNDER_KEY)
    client.force_login(lead)
    reply = client.get(reverse("released_pdf", args=[visit.pk]) + "?mine=1&lang=en")

    assert "prive-antwoord" not in words_of(reply.content)


def test_students_are_released_only_where_the_teacher_has_heard_them(client, lesson, lead, teacher):
    asked(lesson, 12, colleagues=True)
    opened(lesson, teacher=[seen(POINT)], coach=[seen(POINT)])
    client.force_login(teacher)
    until = timezone.localdate() + TOMORROW
    sent = {"part": "students", "audience": "team", "until": until}

    assert client.post(reverse("key_give", args=[lesson.pk]), sent).status_code == 404
    give(lesson, S)
    assert "What students said" not in html_of(fresh(lesson), lead)


# --- for whom, until when -----------------------------------------------------------------------


def may_open(lesson, *people):
    return [bool(access.parts(person, fresh(lesson))) for person in people]


def test_by_default_nobody_and_never_before_opening(client, lesson, lead):
    Key.objects.create(lesson=lesson, part=T, audience="team", until=timezone.localdate())

    assert paper(client, lead, lesson) == 404
    assert may_open(lesson, lead) == [False]


def test_a_key_for_the_team_opens_for_its_members_and_one_for_the_lead_for_leads_only(
    visit, lead, team, school
):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    other_team = factories.make_team(school, "Team Techniek")
    other_lead = factories.make_person("Daan Zogenaamd", team=other_team, role="lead")
    stranger = factories.make_person(
        "Vera Vreemd", team=factories.make_team(factories.make_school("Andere School")), role="lead"
    )
    admin = factories.make_person("Ada Beheer", school=school, is_administrator=True, is_superuser=True)
    others = (other_lead, stranger, admin)

    give(visit, P, audience="lead")
    assert may_open(visit, lead, colleague, *others) == [True, False, False, False, False]
    give(visit, P, audience="team")
    assert may_open(visit, lead, colleague, *others) == [True, True, False, False, False]


def test_a_key_ends_after_its_day_when_revoked_when_one_leaves_the_team_and_with_the_visit(visit, lead):
    give(visit, P, days=1)
    assert may_open(visit, lead) == [True]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert may_open(visit, lead) == [False]
    lead.memberships.update(until=timezone.localdate())
    assert may_open(visit, lead) == [False]
    lead.memberships.update(until=None)
    type(visit).objects.filter(pk=visit.pk).update(deleted_at=timezone.now())
    assert may_open(visit, lead) == [False]
    type(visit).objects.filter(pk=visit.pk).update(deleted_at=None)
    reports.revoke_key(lesson=visit, by=visit.teacher, part=P)
    assert may_open(visit, lead) == [False]


def test_what_one_reader_may_open_says_nothing_of_another_one(visit, lead):
    give(visit, P)
    stranger = factories.make_person("Bo Buiten", school=visit.teacher.school)
    row = fresh(visit)

    assert [access.parts(person, row) for person in (lead, stranger, lead)] == [
        {Part.STEPS},
        set(),
        {Part.STEPS},
    ]


END = {
    "its key": lambda visit, lead: reports.revoke_key(lesson=visit, by=visit.teacher, part=P),
    "the membership": lambda visit, lead: lead.memberships.update(until=timezone.localdate()),
    "the visit": lambda visit, lead: reports.delete(lesson=visit, by=visit.teacher),
}


@pytest.mark.parametrize("ends", END)
def test_what_ended_while_the_paper_was_printed_is_not_handed_over(client, visit, lead, monkeypatch, ends):
    give(visit, P)
    client.force_login(lead)
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, **more: END[ends](visit, lead) or b"%PDF")

    assert client.get(reverse("released_pdf", args=[visit.pk])).status_code == 404
    assert not LedgerEntry.objects.filter(what="downloaded").exists()


def test_a_paper_of_two_parts_is_not_handed_over_when_one_of_its_keys_ended(client, visit, lead, monkeypatch):
    give(visit, P, T)
    client.force_login(lead)
    end = END["its key"]
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, **more: end(visit, lead) or b"%PDF")

    assert client.get(reverse("released_pdf", args=[visit.pk])).status_code == 404
    assert not LedgerEntry.objects.filter(what="downloaded").exists()


def test_a_paper_with_the_teachers_account_alone_does_not_tell_that_the_coach_has_the_same_first_name(
    visit, lead
):
    type(visit.coach).objects.filter(pk=visit.coach_id).update(name="Tijn Voorbeeld")
    give(visit, T)

    assert "Tijn lets you read" in html_of(visit, lead)


def test_only_looking_whether_it_is_there_is_no_download(client, visit, lead):
    give(visit, P)
    client.force_login(lead)

    assert client.head(reverse("released_pdf", args=[visit.pk])).status_code == 405
    assert not LedgerEntry.objects.filter(what="downloaded").exists()


def test_a_key_that_is_given_twice_is_one_key(visit):
    give(visit, P)
    give(visit, P)

    assert (visit.keys.count(), visit.ledger.count()) == (1, 1)


def test_one_key_at_a_time_for_a_part(visit):
    give(visit, P, audience="team")
    give(visit, P, audience="lead")

    assert [key.audience for key in visit.keys.filter(revoked_at=None)] == [Audience.LEAD]


def test_keys_give_the_two_of_the_visit_nothing_more(visit, coach):
    before = access.parts(coach, fresh(visit))
    give(visit, *UNDER_KEY)

    assert access.parts(coach, fresh(visit)) == before
    assert "gedeelde-zin" not in html_of(visit, coach)


# --- pages --------------------------------------------------------------------------------------


def english(client, person):
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)


def test_the_teacher_gives_and_revokes_and_reads_what_happened(client, visit, teacher, lead):
    english(client, teacher)
    address = reverse("keys", args=[visit.pk])
    assert "Nothing yet: nobody has ever had a key to this visit." in words(client.get(address))
    until = timezone.localdate() + TOMORROW
    client.post(reverse("key_give", args=[visit.pk]), {"part": "steps", "audience": "lead", "until": until})
    assert "Tijn lets you read: the small steps." in paper(client, lead, visit)

    english(client, teacher)
    text = words(client.get(address))
    assert "Lotte Leiding downloaded: the small steps." in text
    assert "You gave the team lead a key: the small steps." in text
    client.post(reverse("key_revoke", args=[visit.pk, "steps"]))
    client.post(reverse("key_revoke", args=[visit.pk, "steps"]))

    assert "You revoked the key of the team lead: the small steps." in words(client.get(address))
    assert paper(client, lead, visit) == 404
    assert [entry.what for entry in LedgerEntry.objects.all()] == ["revoked", "downloaded", "gave"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": ""},
        {"until": "1999-01-01"},
        {"until": "2999-01-01"},
        {"audience": ""},
        {"audience": "everyone"},
    ],
)
def test_a_wrong_key_is_refused_beside_its_field(client, visit, teacher, wrong):
    english(client, teacher)
    sent = {"part": "steps", "audience": "team", "until": timezone.localdate() + TOMORROW} | wrong
    reply = client.post(reverse("key_give", args=[visit.pk]), sent)

    assert (reply.status_code, Key.objects.count()) == (422, 0)
    assert "mk-error-summary" in reply.content.decode()
    assert (">Friday 1 January 1999, " in reply.content.decode()) == (wrong.get("until") == "1999-01-01")
    back = client.get(reverse("key_give", args=[visit.pk]))  # another language, or loaded anew
    assert back["Location"] == reverse("keys", args=[visit.pk])


def test_a_key_to_something_that_is_no_part_is_not_there_to_revoke(client, visit, teacher):
    client.force_login(teacher)

    assert client.post(reverse("key_revoke", args=[visit.pk, "everything"])).status_code == 404


@pytest.mark.parametrize("name", ["key_give", "key_revoke"])
def test_a_link_alone_gives_and_revokes_nothing(client, visit, teacher, name):
    """Also one that somebody else put in a letter."""
    give(visit, P)
    client.force_login(teacher)
    until = timezone.localdate() + TOMORROW
    sent = {"part": "sentence", "audience": "team", "until": until}
    reply = client.get(reverse(name, args=[visit.pk, *(["steps"] if name == "key_revoke" else [])]), sent)

    assert reply.status_code == (302 if name == "key_give" else 405)  # the first leads to the page
    assert [key.part for key in visit.keys.filter(revoked_at=None)] == [P]


def test_there_is_no_key_for_what_is_not_there(client, lesson, teacher):
    opened(lesson, teacher=[seen(POINT)], coach=[seen(POINT)])
    english(client, teacher)
    until = timezone.localdate() + TOMORROW
    for part in ("students", "steps", "sentence"):
        sent = {"part": part, "audience": "team", "until": until}
        assert client.post(reverse("key_give", args=[lesson.pk]), sent).status_code == 404
    assert words(client.get(reverse("keys", args=[lesson.pk]))).count("There is nothing to read yet") == 3


def test_the_page_says_who_reads_a_part_now(client, visit, teacher):
    """The coach never reads the one sentence, and what students said only once the teacher let it be read."""
    english(client, teacher)
    address = reverse("keys", args=[visit.pk])
    assert words(client.get(address)).count("Only you and Coba") == 3
    pulses.release(lesson=visit, by=teacher)

    assert words(client.get(address)).count("Only you and Coba") == 4


def test_an_error_leads_to_its_field(client, visit, teacher):
    english(client, teacher)
    sent = {"part": "steps", "audience": "", "until": ""}
    html = client.post(reverse("key_give", args=[visit.pk]), sent).content.decode()

    assert 'href="#audience-steps">Who may read this? Choose who may read this.' in html
    assert 'href="#until-steps">Up to and including: Choose the last day of the key.' in html
    for place in ("audience-steps", "until-steps"):
        assert f'id="{place}"' in html


def test_the_team_page_lists_what_is_shared_and_nothing_of_ones_own(client, visit, lead, teacher, coach):
    english(client, lead)
    assert "Nobody has shared anything with you at the moment." in words(client.get(reverse("team")))
    give(visit, P, Z)
    text = words(client.get(reverse("team")))

    assert "Tijn Verzonnen shares the small steps and one chosen sentence" in text
    assert "to read up to and including" in text
    assert "Coba" not in text
    for person in (teacher, coach):
        english(client, person)
        text = words(client.get(reverse("team")))
        assert "Nobody has shared anything with you" in text
        assert "Visits that you take part in yourself are not listed." in text


def share_copy(visit, **facts):
    """Another visit like this one, with one key for the team."""
    fields = {field.attname: getattr(visit, field.attname) for field in Lesson._meta.concrete_fields}
    copy = Lesson.objects.create(**fields | facts | {"id": uuid.uuid4(), "end": None})
    Key.objects.create(lesson=copy, part=P, audience=Audience.TEAM, until=timezone.localdate())


def test_the_team_page_shows_twenty_five_visits_and_the_way_to_the_next(client, visit, lead, teacher):
    give(visit, Z)
    for number in range(26, 0, -1):  # what was shared last stands first
        share_copy(visit, subject=f"Vak {number}.", start=visit.start - timedelta(days=number))
    english(client, lead)

    first, second, beyond = (words(client.get(reverse("team"), {"page": page})) for page in ("1", "2", "x"))

    assert ("Vak 1." in first, "Vak 25." in first, "Vak 26." in first) == (True, True, False)
    assert ("Vak 25." in second, "Vak 26." in second, "Rekenen" in second) == (False, True, True)
    assert ("Later visits" in first, "Earlier visits" in first) == (False, True)
    assert ("Later visits" in second, "Earlier visits" in second) == (True, False)
    assert not any(total in first + second for total in ("of 2", "27 visits"))
    assert beyond == first


@pytest.mark.parametrize("rows", [1, 12])
def test_the_pages_take_as_many_queries_for_much_as_for_little(
    client, visit, teacher, lead, rows, django_assert_num_queries
):
    give(visit, *UNDER_KEY)
    for _download in range(rows):
        reports.note_downloads(by=lead, parts={visit.pk: ["steps"]})
    client.force_login(teacher)
    # person, visit, accounts, who could read, keys, ledger, the sentence, steps, what was added; and,
    # because the teacher replied, to what: answers, moments
    with django_assert_num_queries(11):
        client.get(reverse("keys", args=[visit.pk]))
    client.force_login(lead)
    # person, what is shared, its visits, mirrors, the next period, own teams, files asked for
    with django_assert_num_queries(7):
        client.get(reverse("team"))
