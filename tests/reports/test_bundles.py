"""All released reports between two days in one file: who gets it, what is inside, and what happens when
something ends or breaks."""

from datetime import timedelta
from io import BytesIO, StringIO
from types import SimpleNamespace
from zipfile import ZipFile

import pikepdf
import pytest
import time_machine
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import override

from observations.models import LedgerEntry
from reports import actions as reports
from reports import forms, printing, tasks  # noqa: F401 -- forms: read before a test puts something else in tasks
from reports.bundles import MOST_IN_ONE
from reports.models import Bundle, Period
from tests import factories
from tests.home.conftest import words
from tests.once import made_once
from tests.pdf_links import links
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.reports.test_mirror import day, give, share
from together import actions as together

WORD = "Het bleef even stil bij Ans."


@pytest.fixture
@made_once
def period(school):
    return Period.objects.create(school=school, start=day(60), end=day(1))


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead", language="en")


@pytest.fixture
@made_once
def visits(team, coach, period):
    """Three visits of two teachers, one part of each for the team; one visit after the period, and one that
    nobody may read."""
    ans = factories.make_person("Ans Docent", team=team, role="teacher")
    bea = factories.make_person("Bea Docent", team=team, role="teacher")
    share(ans, coach, before=0, subject="Na de periode")
    share(bea, coach, before=9, parts=(), subject="Zonder sleutel")
    return [
        share(ans, coach, before=20, parts=("sentence",), sentence=WORD, subject="Taal"),
        share(bea, coach, "saf.other_views", before=15, subject="Zorg 🎈"),
        share(bea, coach, before=10, parts=("steps",), step={"text": "Begin achterin."}, subject="Rekenen"),
    ]


@pytest.fixture
def ask(client, lead, team, period, django_capture_on_commit_callbacks):
    """Asks as the button does, with a worker that takes it up at once; the bundle, or the status of a
    refusal."""

    def ask(kind="zip", person=lead, **changed):
        client.force_login(person)
        form = {"team": team.pk, "first": day(60), "last": day(1), "kind": kind} | changed
        with django_capture_on_commit_callbacks(execute=True):
            reply = client.post(reverse("bundle_make"), form)
        return Bundle.objects.get(reader=person, kind=kind) if reply.status_code == 302 else reply.status_code

    return ask


def address(name, bundle):
    return reverse(name, args=[bundle.pk])


def inside(reply):
    """{name: bytes} of a ZIP."""
    with ZipFile(BytesIO(reply.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- what is inside -----------------------------------------------------------------------------


def test_a_zip_holds_each_released_report_of_the_period_as_the_lead_may_read_it(client, visits, ask, lead):
    bundle = ask()
    page = words(client.get(address("bundle", bundle)))
    reply = client.get(address("bundle_file", bundle))
    files = inside(reply)

    assert "The file is ready." in page
    assert [name[:2] for name in files] == ["01", "02", "03"]
    taal, zorg, rekenen = (words_of(pdf) for pdf in files.values())
    assert WORD in taal
    assert "Begin achterin." in rekenen
    assert WORD not in zorg + rekenen
    assert [problems(pdf) for pdf in files.values()] == [[], [], []]
    assert reply["Content-Disposition"].startswith('attachment; filename="Meekijken, reports Team Zorg')
    assert [(row.lesson, row.who, row.parts) for row in LedgerEntry.objects.filter(what="downloaded").order_by("lesson__start")] == [
        (visits[0], lead, ["sentence"]), (visits[1], lead, ["coach_account"]), (visits[2], lead, ["steps"]),
    ]  # fmt: skip


def test_one_pdf_holds_the_same_with_a_bookmark_for_each_and_passes_the_gate(client, visits, ask):
    pdf = client.get(address("bundle_file", ask("one"))).content
    text = words_of(pdf)
    assert text.count("How to read this") == 1  # once, before the reports

    assert problems(pdf) == []
    assert WORD in text and "Begin achterin." in text
    assert "Na de periode" not in text and "Zonder sleutel" not in text
    with pikepdf.open(BytesIO(pdf)) as document:
        titles = [str(entry.title) for entry in document.open_outline().root]
        called = [(name, heading) for _link, name, _seen, heading in links(document)]
    with override("en"):
        days = [date_format(timezone.localtime(visit.start), "j F Y") for visit in visits]
    chapters = [f"{visit.teacher.name}, {visit}, {day}" for visit, day in zip(visits, days, strict=True)]
    assert titles == ["Released reports", *chapters]
    assert called == [(chapter, chapter) for chapter in chapters]


def test_where_two_editions_say_it_differently_both_guides_stand_in_it(visits, ask, monkeypatch):
    making, old = tasks.Making(ask("one")), visits[0]
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, logo, **more: html)
    fixed = {"fixed_texts": old.content.words["fixed_texts"] | {"reading_guide": "Zo las je het vroeger."}}
    older = SimpleNamespace(content=SimpleNamespace(words=fixed), teacher=old.teacher, start=old.start)

    html = making.press([(visits[1], "een"), (older, "twee"), (visits[2], "drie")])

    assert html.count('class="r-guide"') == 2
    assert "Zo las je het vroeger." in html


@pytest.mark.parametrize(("language", "title"), [("nl", "Vrijgegeven verslagen"), ("en", "Released reports")])
def test_it_speaks_the_language_that_its_reader_uses(client, visits, ask, lead, language, title):
    type(lead).objects.filter(pk=lead.pk).update(language=language)
    bundle = ask("one", person=type(lead).objects.get(pk=lead.pk))

    assert title in words_of(client.get(address("bundle_file", bundle)).content)


# --- who gets it --------------------------------------------------------------------------------


def test_nobody_else_finds_it(client, visits, ask, team, teacher, coach, school):
    bundle = ask()
    others = [
        teacher, coach, factories.make_person("Vera Vreemd", team=factories.make_team(school, "Team Bouw"), role="lead"),
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True),
    ]  # fmt: skip
    for person in others:
        client.force_login(person)
        found = [
            client.get(address("bundle", bundle)), client.get(address("bundle_file", bundle)), client.post(address("bundle_cancel", bundle)),
        ]  # fmt: skip
        assert [reply.status_code for reply in found] == [404] * 3
    client.logout()
    assert client.get(address("bundle", bundle)).status_code == 302
    assert Bundle.objects.filter(pk=bundle.pk).exists()


def test_who_became_an_administrator_finds_not_even_the_own_one_and_asks_for_none(client, visits, ask, lead):
    bundle = ask()
    factories.make_administrator(lead)

    addresses = [address("bundle", bundle), address("bundle_file", bundle)]
    assert [client.get(found).status_code for found in addresses] == [404, 404]
    assert ask() == 404
    assert str(bundle.pk) not in client.get(reverse("team")).content.decode()


def test_only_what_stands_on_the_own_page_can_be_asked_for(visits, ask, school, teacher):
    other = factories.make_team(school, "Team Bouw")

    assert ask(team=other.pk) == 404
    assert ask("book") == 404
    assert ask(team="x") == 404
    assert not Bundle.objects.exists()


def test_more_than_a_book_comes_only_as_separate_files(client, visits, ask, lead, monkeypatch):
    assert MOST_IN_ONE == 30
    monkeypatch.setattr("reports.forms.MOST_IN_ONE", 2)

    assert ask("one") == 422
    assert not Bundle.objects.exists()
    assert ask("zip").is_ready


# --- what ends meanwhile ------------------------------------------------------------------------


def revoke(visits, lead):
    reports.revoke_key(lesson=visits[0], by=visits[0].teacher, part="sentence")


def delete(visits, lead):
    reports.delete(lesson=visits[0], by=visits[0].teacher)


def run_out(visits, lead):
    visits[0].keys.update(until=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("end", [revoke, delete, run_out])
def test_where_a_key_ended_nothing_is_handed_over_and_it_is_made_anew(
    client, visits, ask, lead, end, django_capture_on_commit_callbacks
):
    bundle = ask()
    end(visits, lead)
    with django_capture_on_commit_callbacks(execute=True):
        reply = client.get(address("bundle_file", bundle))
    assert (reply.status_code, reply.url) == (302, address("bundle", bundle))
    assert not LedgerEntry.objects.filter(what="downloaded").exists()
    assert "no longer for you to read, so it is made again" in client.get(reply.url).content.decode()

    files = inside(client.get(address("bundle_file", bundle)))
    assert len(files) == 2
    assert WORD not in "".join(map(words_of, files.values()))


@pytest.mark.parametrize("kind", ["zip", "one"])
@pytest.mark.parametrize("end", [revoke, delete, run_out])
def test_a_key_that_ends_while_the_others_are_printed_leaves_its_visit_out(
    visits, ask, lead, monkeypatch, kind, end
):
    listed = tasks.released_visits

    def list_and_then_end(*args):
        found = list(listed(*args))
        end(visits, lead)
        return found

    monkeypatch.setattr(tasks, "released_visits", list_and_then_end)

    assert set(ask(kind).parts) == {str(visit.pk) for visit in visits[1:]}


def test_a_step_that_was_taken_away_is_not_handed_over(
    client, visits, ask, django_capture_on_commit_callbacks
):
    bundle = ask()
    together.drop_step(lesson=visits[2], by=visits[2].teacher, step_id=visits[2].steps.get().pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(address("bundle_file", bundle)).url == address("bundle", bundle)

    files = inside(client.get(address("bundle_file", bundle)))
    assert "Begin achterin." not in "".join(map(words_of, files.values()))


def test_a_paper_of_nothing_is_no_download(visits, lead):
    with pytest.raises(Http404):
        reports.note_downloads(by=lead, parts={visits[0].pk: []})


def test_who_left_the_team_has_no_bundle_any_more(client, visits, ask, lead):
    bundle = ask()
    lead.memberships.update(until=day(1))

    assert client.get(address("bundle_file", bundle)).status_code == 404


def test_when_every_key_ended_there_is_nothing_and_the_page_says_so(
    client, visits, ask, lead, django_capture_on_commit_callbacks
):
    bundle = ask("one")
    for visit in visits:
        reports.delete(lesson=visit, by=visit.teacher)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(address("bundle_file", bundle))

    assert "You have no key any more for a lesson on these days." in words(
        client.get(address("bundle", bundle))
    )
    assert client.get(address("bundle_file", bundle)).status_code == 404


def test_after_a_day_it_is_gone(client, visits, ask):
    bundle = ask()
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        assert client.get(address("bundle", bundle)).status_code == 404
        call_command("forget", stdout=StringIO())
    assert not Bundle.objects.exists()


# --- what breaks --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["zip", "one"])
def test_a_report_that_cannot_be_printed_is_named_and_stops_none_of_the_others(
    client, visits, ask, monkeypatch, caplog, kind
):
    refuse = breaking("🎈")
    monkeypatch.setattr("reports.printing.write_pdf", refuse)

    bundle = ask(kind)

    page = words(client.get(address("bundle", bundle)))
    assert "The file is ready." in page
    assert "Bea Docent, Zorg 🎈" in page
    assert client.get(address("bundle_file", bundle)).status_code == 200
    assert "geheim" not in caplog.text
    assert str(visits[1].pk) in caplog.text
    reports.delete(lesson=visits[1], by=visits[1].teacher)
    assert "Bea Docent, Zorg" not in words(client.get(address("bundle", bundle)))


def test_where_only_the_whole_fails_the_reader_is_told_and_nothing_waits(
    client, visits, ask, monkeypatch, caplog
):
    monkeypatch.setattr("reports.printing.write_pdf", breaking('id="visit-2"'))
    bundle = ask("one")

    page = words(client.get(address("bundle", bundle)))
    assert "There is nothing to download." in page and "Ans Docent, Taal" in page
    assert "RuntimeError" in caplog.text and "geheim" not in caplog.text


def test_a_book_that_is_too_long_is_said_and_not_tried_again(client, visits, ask, monkeypatch):
    tried = []
    monkeypatch.setattr(
        tasks,
        "printed",
        lambda html, school, most: tried.append(most) or printing.printed(html, school, most=9),
    )
    page = words(client.get(address("bundle", ask("one"))))

    assert "There is nothing to download." in page and "Try to download them one by one" in page
    assert tried == [tasks.MOST_IN_A_BOOK]


def test_a_worker_that_was_given_up_does_not_finish_what_was_asked_anew(visits, lead, ask):
    bundle = ask()
    old = tasks.Making(Bundle.objects.get(pk=bundle.pk))
    give(visits[0], "coach_account")
    again = ask()
    Bundle.objects.update(finished_at=None)
    with pytest.raises(tasks.Cancelled):
        old.tell(file=b"old", parts={})

    assert bytes(Bundle.objects.get(pk=again.pk).file) == bytes(again.file)


def breaking(word):
    def write(html, **more):
        if word in html:
            raise RuntimeError("geheim: whatever people wrote")
        return tasks_write(html, **more)

    tasks_write = printing.write_pdf
    return write


def test_one_whose_worker_was_killed_is_taken_up_again(client, visits, lead, team, period, monkeypatch):
    bundle = Bundle.objects.create(
        reader=lead,
        team=team,
        first=period.start,
        last=period.end,
        kind="zip",
        language="en",
        total=3,
        done=1,
    )
    client.force_login(lead)
    assert "Being made …" in words(client.get(address("bundle", bundle)))

    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        client.get(address("bundle", bundle))  # notices, and has it taken up
        assert "The file is ready." in words(client.get(address("bundle", bundle)))


def test_stopping_stops_the_worker_too(client, visits, lead, team, period, monkeypatch):
    bundle = Bundle.objects.create(
        reader=lead, team=team, first=period.start, last=period.end, kind="zip", language="en"
    )
    printed = []

    def stop_after_one(html, **more):
        printed.append(html)
        client.force_login(lead)
        client.post(address("bundle_cancel", bundle))
        return b"%PDF"

    monkeypatch.setattr("reports.printing.write_pdf", stop_after_one)
    tasks.make_bundle.call(str(bundle.pk))

    assert len(printed) == 1
    assert not Bundle.objects.exists()


def test_a_second_click_finds_the_one_that_is_being_made(client, visits, lead, team, period):
    form = {"team": team.pk, "first": day(60), "last": day(1), "kind": "zip"}
    client.force_login(lead)
    first, second = (client.post(reverse("bundle_make"), form) for _click in range(2))

    assert first.url == second.url
    assert Bundle.objects.count() == 1


def test_asked_again_when_ready_it_is_made_from_the_keys_of_now(client, visits, ask):
    first = ask()
    assert 'name="kind" value="zip"' in client.get(address("bundle", first)).content.decode()
    give(visits[0], "coach_account")
    again = ask()

    assert (first.pk, len(again.parts[str(visits[0].pk)])) == (again.pk, 2)


def test_the_page_of_the_team_leads_there(client, visits, lead, ask):
    client.force_login(lead)
    before = words(client.get(reverse("team")))
    bundle = ask()
    after = client.get(reverse("team"))

    assert "3 visits" not in before and "As separate files (ZIP)" in before and "As one PDF" in before
    assert address("bundle", bundle) in after.content.decode()


@pytest.mark.parametrize("number", [1, 6])
def test_a_download_takes_as_many_queries_for_many_as_for_one(
    client, team, coach, ask, number, django_assert_num_queries
):
    for each in range(number):
        teacher = factories.make_person(f"Docent {each}", team=team, role="teacher")
        share(teacher, coach, before=10 + each, parts=("steps",), step={"text": "Begin achterin."})
    bundle = ask()
    with django_assert_num_queries(
        8
    ):  # person, bundle with its file, steps, transaction (2), visits, keys, ledger
        client.get(address("bundle_file", bundle))
