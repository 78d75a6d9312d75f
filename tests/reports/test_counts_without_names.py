"""No page, paper or file of a team that shows counts names who is behind them, and none with names gives a
total to subtract from (evidence.md 4.4, 4.7; adr/0017). Held by walking every address that a lead or a
colleague can reach."""

import html
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Bundle, Mirror, MirrorSentence, Period
from reports.tables import XLSX
from reports.tasks import make_bundle
from tests import factories
from tests.pdf_words import words_of
from tests.reports.test_data import parts_of
from tests.reports.test_mirror import NAMES, OTHER, POINT, day, share

COUNTS = {"87871", "93931"}  # no day, time, book or address has these
SHARED = 7  # visits
TOTALS = re.compile(
    rf"\b{SHARED} (visits?|reports?)|\b[Pp]age \d|\bof \d+\b|max=\"{SHARED}\"|<(meter|progress)[^>]* value=\"{SHARED}\""
)  # a hidden field may hold the number of a row
LEAVE = re.compile(r"logout|/static/|/media/|\.webmanifest|/worker")


@pytest.fixture
def period(school):
    return Period.objects.create(school=school, start=day(60), end=day(1))


@pytest.fixture
def people(team):
    return {
        "lead": factories.make_person("Lotte Leiding", team=team, role="lead"),
        "colleague": factories.make_person("Sam Bedacht", team=team, role="teacher"),
    }


@pytest.fixture
def world(team, period, coach, edition, people, monkeypatch):
    """Seven visits of six teachers on pages of three, a mirror with numbers of its own, and files of both
    kinds."""
    monkeypatch.setattr("reports.views.team.PER_PAGE", 3)
    teachers = [factories.make_person(f"{name} Docent", team=team, role="teacher") for name in NAMES]
    parts = ("coach_account", "steps", "sentence")
    visits = [
        share(teacher, coach, POINT, parts=parts, before=10 + number, sentence="Ik wacht.", step={"text": "Begin achterin."})
        for number, teacher in enumerate([*teachers, teachers[0]])
    ]  # fmt: skip
    points, bank = edition.items.filter(key__in=(POINT, OTHER)), edition.suggestions.first()
    counts = {"points": {str(item.pk): 87871 for item in points}, "steps": {str(bank.pk): 93931}}
    mirror = Mirror.objects.create(team=team, period=period, made_on=timezone.localdate(), counts=counts)
    MirrorSentence.objects.create(mirror=mirror, lesson=visits[0], text="Ik wacht.", lang="nl")
    return visits


def walk(client, person):
    """{address: answer} of all that stands behind the links from the start page on, and of the files that
    were asked for."""
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    found, waiting = {}, {reverse("home"), reverse("team"), reverse("me")}
    while waiting:
        address = waiting.pop()
        found[address] = reply = client.get(address)
        if reply.headers.get("Content-Type", "").startswith("text/html") and reply.status_code == 200:
            waiting |= {link for link in links(reply, address) if link not in found}
    return found


def links(reply, address):
    hrefs = (
        html.unescape(href).partition("#")[0]
        for href in re.findall(r'href="([^"]*)"', reply.content.decode())
    )
    full = {address.partition("?")[0] + href if href.startswith("?") else href for href in hrefs}
    return {href for href in full if href.startswith("/") and not LEAVE.search(href)}


def texts(reply):
    """The words of a page (without the name of its reader on top), of a paper, or of each file in it; a name
    in a header too."""
    kind, content = reply.headers["Content-Type"], reply.content
    name = reply.headers.get("Content-Disposition", "")
    if kind == "application/pdf":
        return [name + words_of(content)]
    if kind == "application/zip":
        with ZipFile(BytesIO(content)) as archive:
            return [name, *(file + words_of(archive.read(file)) for file in archive.namelist())]
    text = parts_of(content) if kind == XLSX else content.decode()
    return [name + (text[text.index("<main") : text.index("</main>")] if "<main" in text else text)]


def of_somebody(visits):
    facts = {visit.group for visit in visits} | {visit.subject for visit in visits}
    return (
        facts | {visit.teacher.name for visit in visits} | {visits[0].coach.name, visits[0].coach.short_name}
    )


@pytest.fixture
def files(people, team, period, world):
    def asked(person):
        made = [Bundle.objects.create(reader=person, team=team, first=period.start, last=period.end, kind=kind, language="en") for kind in ("one", "zip")]  # fmt: skip
        for bundle in made:
            make_bundle.call(str(bundle.pk))

    return asked


REACHED = [
    "team",
    "mirrors",
    "mirror",
    "mirror_pdf",
    "mirror_file",
    "released",
    "released_pdf",
    "bundle",
    "bundle_file",
]


@pytest.mark.parametrize("who", ["lead", "colleague"])
def test_nobodys_name_stands_near_a_count(client, world, people, files, who):
    files(people[who])
    found, names = walk(client, people[who]), of_somebody(world)
    counted, named = set(), set()
    for address, reply in found.items():
        if reply.status_code != 200:
            continue
        for text in texts(reply):
            counts, who_is = {n for n in COUNTS if n in text}, {name for name in names if name in text}
            assert (address, bool(counts and who_is), counts, who_is) == (address, False, counts, who_is)
            counted |= {address} if counts else set()
            named |= {address} if who_is else set()

    assert {reply.resolver_match.view_name for reply in found.values()} >= set(REACHED)
    assert len(counted) == 5  # the page, the paper and three files
    assert len(named) > SHARED


@pytest.mark.parametrize("who", ["lead", "colleague"])
def test_no_page_with_names_gives_a_total(client, world, people, files, who):
    files(people[who])
    found = walk(client, people[who])
    pages = {
        address: texts(reply)[0]
        for address, reply in found.items()
        if reply.status_code == 200 and reply.headers["Content-Type"].startswith("text/html")
    }

    shared = {address: text for address, text in pages.items() if address.startswith(("/team/", "/papers/"))}
    assert {address: TOTALS.search(text) for address, text in shared.items()} == dict.fromkeys(shared)
    assert any(address.startswith("/papers/") for address in shared)
    assert {"/team/?page=1", "/team/?page=2", "/team/?page=3"} <= set(pages)


def test_a_file_that_is_being_made_tells_no_total_either(client, world, people, team, period):
    facts = {
        "reader": people["lead"],
        "team": team,
        "first": period.start,
        "last": period.end,
        "kind": "one",
        "language": "en",
    }
    bundle = Bundle.objects.create(**facts, total=SHARED, done=4)
    client.force_login(people["lead"])
    type(people["lead"]).objects.filter(pk=people["lead"].pk).update(language="en")
    page = client.get(reverse("bundle", args=[bundle.pk])).content.decode()

    assert "Being made …" in page
    assert TOTALS.search(page[page.index("<main") : page.index("</main>")]) is None


def test_a_mirror_leads_to_no_list_of_visits(client, world, people):
    client.force_login(people["lead"])
    address = reverse("mirror", args=[Mirror.objects.get().pk])
    main = texts(client.get(address))[0]

    assert {
        link for link in re.findall(r'href="(/team/[^"]*)"', main) if not link.startswith("/team/mirrors/")
    } == set()


def test_the_list_of_mirrors_has_no_names_and_the_pages_of_names_no_number_of_a_mirror(client, world, people):
    """Lines of the newest mirror stand there (docs/adr/0027), and neither its numbers nor what somebody
    shared in it."""
    client.force_login(people["lead"])
    mirrors, *named = (texts(client.get(reverse(name)))[0] for name in ("mirrors", "team", "home"))

    assert not any(name in mirrors for name in of_somebody(world))
    assert str(Mirror.objects.get().pk) in mirrors
    for page in named:
        assert any(name in page for name in of_somebody(world))
        assert str(Mirror.objects.get().pk) in page
        assert not any(secret in page for secret in (*COUNTS, "Ik wacht.", "mk-tally"))


def test_who_has_no_mirror_is_offered_none(client, people, edition):
    client.force_login(people["lead"])

    assert reverse("mirrors") not in texts(client.get(reverse("team")))[0]
    assert client.get(reverse("mirrors")).status_code == 200
