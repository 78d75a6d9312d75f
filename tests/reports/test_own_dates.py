"""A file between two days that its reader types: refused in words with everything still there, and nothing in
it that two files, taken from each other, tell of a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from reports import actions
from reports.models import Bundle, Mirror, Period
from tests import factories
from tests.home.conftest import words
from tests.pdf_words import words_of
from tests.reports.test_bundles import address, ask, inside, lead, period, visits  # noqa: F401 -- fixtures
from tests.reports.test_mirror import POINT, day, share

# ruff: noqa: F811 -- fixtures of test_bundles
FIRST, LAST = "file-first", "file-last"


@pytest.fixture
def send(client, lead, team):
    def send(first, last, kind="zip"):
        client.force_login(lead)
        return client.post(
            reverse("bundle_make"), {"team": team.pk, "first": first, "last": last, "kind": kind}
        )

    return send


# --- what is not right --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("", "2026-11-01", "From: Choose the first day."),
        ("2026-11-01", "", "Up to and including: Choose the last day."),
        ("vorige week", "2026-11-01", "From: "),
        ("2026-11-31", "2026-12-01", "From: "),
        (str(day(1)), str(day(60)), "Up to and including: This day comes before the first one."),
        (str(day(400)), str(day(1)), "Up to and including: Choose days that are a year apart at most."),
        ("0001-01-01", "9999-12-31", "Up to and including: Choose days that are a year apart at most."),
        (
            "0001-01-01",
            "0001-12-31",
            "Up to and including: Of lessons on these days there is nothing for you to read.",
        ),
        (
            "9999-01-01",
            "9999-12-31",
            "Up to and including: Of lessons on these days there is nothing for you to read.",
        ),
    ],
)
def test_days_that_are_not_right_are_told_beside_their_field_and_stay(send, visits, first, last, says):
    reply = send(first, last)
    html = reply.content.decode()

    assert (reply.status_code, Bundle.objects.count()) == (422, 0)
    assert says in words(reply)
    assert "mk-error-summary" in html and 'aria-invalid="true"' in html
    for field, typed in ((FIRST, first), (LAST, last)):
        assert f'id="{field}"' in html and f'value="{typed}"' in html


def test_back_on_the_address_of_refused_days_the_page_is_there(client, send, visits):
    send("2026-11-02", "2026-11-01")

    assert client.get(reverse("bundle_make"))["Location"] == reverse(
        "team"
    )  # another language, or loaded anew


def test_too_much_for_one_pdf_is_told_in_words(send, visits, monkeypatch):
    monkeypatch.setattr("reports.forms.MOST_IN_ONE", 2)
    reply = send(day(60), day(1), "one")

    assert reply.status_code == 422
    assert "This is too much for one PDF. Choose fewer days, or separate files." in words(reply)


def test_without_typing_the_form_has_the_last_ten_weeks(client, visits, lead):
    client.force_login(lead)
    html = client.get(reverse("team")).content.decode()

    assert f'name="first" value="{day(70)}"' in html and f'name="last" value="{day(0)}"' in html


def test_where_nothing_is_shared_there_is_no_form(client, lead, edition):
    client.force_login(lead)

    assert reverse("bundle_make") not in client.get(reverse("team")).content.decode()


def test_who_is_in_two_teams_chooses_one_and_it_stays_chosen(client, visits, lead, school):
    other = factories.make_team(school, "Team Techniek")
    lead.memberships.create(team=other, role="lead", since=day(30))
    client.force_login(lead)
    sent = {"team": other.pk, "first": day(60), "last": day(1), "kind": "zip"}
    reply = client.post(reverse("bundle_make"), sent)

    assert reply.status_code == 422  # nothing is shared there
    assert f'value="{other.pk}" checked' in reply.content.decode()


# --- what is in it ----------------------------------------------------------------------------------------


def test_it_holds_the_lessons_of_those_days_and_no_other(client, ask, visits):
    files = inside(client.get(address("bundle_file", ask(first=day(16), last=day(15)))))

    assert len(files) == 1 and "Zorg" in "".join(files)


def test_one_of_other_days_takes_the_place_of_the_one_before(client, ask, visits):
    first = ask()
    second = ask(first=day(16), last=day(1))
    other_kind = ask("one")

    assert list(Bundle.objects.order_by("asked_at")) == [second, other_kind]
    assert client.get(address("bundle", first)).status_code == 404


def html_of(ask, monkeypatch, **days):
    """What the press is given for a file of these days, without the days themselves."""
    made = []
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, **more: made.append(html) or b"%PDF")
    bundle = ask("one", **days)
    with override("en"):
        return made[-1].replace(bundle.days, "…")


def test_a_visit_that_is_not_released_leaves_no_trace_in_it(client, ask, visits, coach, team, monkeypatch):
    """So a file over days with it and one over days without it are the same."""
    before = html_of(ask, monkeypatch)
    hidden = share(
        factories.make_person("Cas Docent", team=team, role="teacher"),
        coach,
        POINT,
        before=12,
        parts=("steps",),
        step={"text": "x"},
    )
    actions.revoke_key(lesson=hidden, by=hidden.teacher, part="steps")

    assert html_of(ask, monkeypatch) == before


def test_two_files_differ_by_what_was_released_and_by_no_number(ask, visits, monkeypatch):
    """The longer file is the shorter one with a chapter more, and neither says how many there are."""
    longer, shorter = html_of(ask, monkeypatch), html_of(ask, monkeypatch, first=day(16))
    chapters = [html.split('<div class="r-page"')[1:] for html in (longer, shorter)]

    assert len(chapters[0]) == len(chapters[1]) + 1
    assert [chapter.partition(">")[2] for chapter in chapters[0][1:]] == [
        chapter.partition(">")[2] for chapter in chapters[1]
    ]
    fronts = {html.split('<div class="r-page"')[0].partition("<ul")[0] for html in (longer, shorter)}
    assert len(fronts) == 1


def test_no_number_and_nothing_of_a_mirror_is_in_it(client, ask, visits, team, period, edition):
    counts = {"points": {str(edition.items.get(key=POINT).pk): 87871}, "steps": {}}
    Mirror.objects.create(team=team, period=period, made_on=timezone.localdate(), counts=counts)
    text = words_of(client.get(address("bundle_file", ask("one"))).content)

    assert not any(
        word in text for word in ("87871", "Team mirror", "Five teachers or more", "3 visits", "3 reports")
    )


# --- a mirror knows no days of one's own
# ----------------------------------------------------------------------


def test_asking_for_days_makes_no_mirror_and_none_listens_to_days(
    client, ask, visits, lead, team, period, edition
):
    ask(first=day(40), last=day(1))
    assert not Mirror.objects.exists()
    mirror = Mirror.objects.create(team=team, period=period, made_on=timezone.localdate())
    client.force_login(lead)
    for name, *where in (("mirror", mirror.pk), ("mirrors",)):
        pages = [
            client.get(reverse(name, args=where), query).content.decode()
            for query in ({}, {"first": day(9), "last": day(1)})
        ]
        assert words_only(pages[0]) == words_only(pages[1])


def words_only(page):
    return page[page.index("<main") : page.index("</main>")]


def test_every_mirror_is_of_a_period_that_the_school_announced(team, school):
    """The table has no days of its own: a mirror is of a period, and of one only."""
    with pytest.raises(FieldDoesNotExist):
        Mirror._meta.get_field("first")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mirror.objects.create(team=team, made_on=timezone.localdate())
    period = Period(school=school, start=day(40), end=day(1))
    with pytest.raises(ValidationError):
        period.clean()


# --- the row
# ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", [{"first": None}, {"last": None}, {"first": day(1), "last": day(2)}, {"team": None}]
)
def test_what_is_no_file_of_days_is_no_row(lead, team, wrong):
    facts = {"reader": lead, "team": team, "kind": "zip", "language": "nl", "first": day(9), "last": day(1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Bundle.objects.create(**facts | wrong)


def test_tomorrow_is_no_mistake(ask, visits):
    """A last day that lies ahead is what somebody types who means: until now."""
    assert ask(last=timezone.localdate() + timedelta(days=9)).is_ready
