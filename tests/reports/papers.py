"""Every kind of paper, made as a person gets it: the variants of the report, what colleagues may read,
bundles, mirror, the own line and forms.

PAPERS=folder script/test tests/reports/test_every_paper.py    writes them all there as well, for a validator
or an eye
"""

import os
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from checklists.models import Edition
from observations.models import UNDER_KEY, Part, Stage, Voice
from people.logos import as_png
from people.models import User
from reports import actions as reports
from reports.models import Bundle, Period
from tests import factories
from tests.factories import bring_to, make_lesson, moment, record_everything
from tests.reports.test_golden import TODAY, UNTIL, mirror, walker
from tests.together.full_visit import START, full_visit
from tests.together.visits import opened, seen
from together.tree import MANY

LONG = "De docent wacht, ✓ iedereen schrijft eerst zelf: 1️⃣ stil, 2️⃣ samen. 🎈\n" * 45  # more than a page
# of a team; the report of one visit and what somebody takes along are asked for elsewhere
BUNDLES = [kind for kind in Bundle.Kind if kind not in (Bundle.Kind.REPORT, Bundle.Kind.OWN)]


def world(school, team, teacher, coach):
    """Visits at every point from which there is paper, and who reads it. At the day TODAY."""
    full = full_visit(teacher, coach)
    for part in UNDER_KEY:
        reports.give_key(lesson=full, by=teacher, part=part, audience="team", until=UNTIL)
    colleague = factories.make_person("Ans Docent", team=team, role="teacher")
    start = START.replace(day=20)
    steps = {"start": start, "end": start.replace(hour=11), "subject": "Zorg 🎈 & “co-ördinatie”"}
    one_part = opened(make_lesson(colleague, coach=coach, **steps), coach=[seen("saf.other_views")])
    reports.give_key(lesson=one_part, by=colleague, part=Part.COACH_ACCOUNT, audience="team", until=UNTIL)
    marks = [seen(item.key) for item in full.content.points if item.key != "saf.other_views"][:MANY]
    long = [
        *marks,
        seen("saf.other_views", LONG),
        seen("sig.hesitates", LONG, value="few"),
        moment(text=LONG),
        moment("wonder", LONG),
    ]
    own = make_lesson(teacher)
    record_everything(own, "teacher")
    return SimpleNamespace(
        teacher=teacher, coach=coach, lead=factories.make_person("Lotte Leiding", team=team, role="lead"), team=team,
        full=full, one_part=one_part, own=own, empty=make_lesson(teacher, coach=coach),
        before=bring_to(Stage.WAITING_FOR_COACH, make_lesson(teacher, coach=coach)),
        long=opened(make_lesson(colleague, coach=coach), teacher=[*marks, seen("saf.other_views", LONG)], coach=long),
        alone=opened(make_lesson(colleague), teacher=[seen("saf.other_views", "Alleen.")]), colleague=colleague,
        mirror=mirror(team, full), period=Period.objects.get(), editions=list(Edition.objects.published_for(school)),
        walker=walker(team, coach),
    )  # fmt: skip


def asked_for(found):
    """{name: (who, name of the address, its arguments, what is asked)} of what a request prints at once."""
    reports = {
        "report": ("teacher", found.full), "report-before": ("teacher", found.before), "report-empty": ("teacher", found.empty),
        "report-of-the-coach": ("coach", found.full), "report-alone": ("colleague", found.alone),
        "report-long": ("colleague", found.long),
    }  # fmt: skip
    named = {name: (who, "report_pdf", [visit.pk], "") for name, (who, visit) in reports.items()}
    named["report-with-only-yours"] = ("teacher", "report_pdf", [found.own.pk], "&mine=1")
    named["released"] = ("lead", "released_pdf", [found.full.pk], "")
    named["released-one-part"] = ("lead", "released_pdf", [found.one_part.pk], "")
    named["line"] = ("walker", "line_pdf", [], "")
    named["mirror"] = ("lead", "mirror_pdf", [found.mirror.pk], "")
    for edition in found.editions:
        for voice in Voice:
            named[f"form-{edition.number}-{voice}"] = ("teacher", "form_pdf", [edition.pk, voice], "")
    return named


class Press:
    """Asks for paper in one language."""

    def __init__(self, client, found, language, on_commit):
        self.client, self.found, self.language, self.on_commit = client, found, language, on_commit

    def papers(self):
        """(name, bytes) of every paper."""
        with time_machine.travel(TODAY, tick=False):
            for name, (who, address, args, query) in asked_for(self.found).items():
                reply = self.get(getattr(self.found, who), reverse(address, args=args) + self.query + query)
                assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/pdf"), name
                yield name, reply.content
            for kind in BUNDLES:
                yield from self.bundle(kind)
            yield from self.taken_along()

    @property
    def query(self):
        return f"?lang={self.language}"

    def get(self, person, address):
        self.client.force_login(person)
        with self.on_commit(execute=True):
            return self.client.get(address)

    def bundle(self, kind):
        """All released reports of the period."""
        lead = self.found.lead
        User.objects.filter(pk=lead.pk).update(language=self.language)
        self.client.force_login(User.objects.get(pk=lead.pk))
        days = {"first": self.found.period.start, "last": self.found.period.end}
        form = {"team": self.found.team.pk, "kind": kind} | days
        with self.on_commit(execute=True):
            address = self.client.post(reverse("bundle_make"), form).url
        yield from unpacked(f"bundle-{kind}", self.client.get(f"{address}file/").content)

    def taken_along(self):
        """The papers of a teacher who leaves."""
        teacher = self.found.teacher
        facts = {"language": self.language, "leaves_on": timezone.localdate()}
        User.objects.filter(pk=teacher.pk).update(**facts)
        self.client.force_login(User.objects.get(pk=teacher.pk))
        with self.on_commit(execute=True):
            address = self.client.post(reverse("take_along_file")).url
        content = b"".join(self.client.get(f"{address}file/"))
        yield from [each for each in unpacked("taken-along", content) if each[1].startswith(b"%PDF")]

    def waited_for(self):
        """The report of one visit that is printed outside the request, as a long one is."""
        with time_machine.travel(TODAY, tick=False):
            page = self.get(self.found.coach, reverse("report_pdf", args=[self.found.full.pk]) + self.query)
            return self.client.get(f"{page.url}file/").content


def unpacked(name, content):
    if not content.startswith(b"PK"):
        yield name, content
        return
    with ZipFile(BytesIO(content)) as archive:
        for number, inside in enumerate(archive.namelist(), 1):
            yield f"{name}-{number}", archive.read(inside)


def give_logo(school):
    """As an administrator does: a small picture, of which the ground can be seen through."""
    picture = Image.new("RGBA", (150, 48), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((2, 2, 46, 46), fill=(11, 101, 112, 255))
    draw.rounded_rectangle((58, 12, 146, 36), 8, fill=(138, 82, 0, 180))
    picture.save(out := BytesIO(), "PNG")
    kept = as_png(SimpleUploadedFile("logo.png", out.getvalue()))
    school.accent = "#0b6570"
    school.logo.save(kept.name, kept)


def keep(name, content):
    """In the folder of PAPERS, if somebody asks for that."""
    if folder := os.environ.get("PAPERS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.pdf").write_bytes(content)
