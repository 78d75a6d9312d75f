"""Paper that takes its time: printed outside the request, one after the other, by `manage.py db_worker`."""

import logging
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from observations import access
from observations.models import Part
from observations.refusals import NotNow
from reports.data import OwnData, all_json, all_xlsx
from reports.models import Bundle, Piece
from reports.paper import get_ready
from reports.printing import TooLong, digest, of_anybody, printed, worded
from together import words
from together.report import build

AWAY = (OperationalError, InterfaceError)  # the database left
MOST_IN_A_BOOK = 2_000_000  # characters of HTML: thirty of the fullest reports
logger = logging.getLogger(__name__)


def log(what, row, error):
    """Whatever went wrong, its text may hold words of people: only its name is logged."""
    logger.error("%s %s: %s", what, row.pk, type(error).__name__)


class Cancelled(Exception):
    """The reader does not want it any more."""


def released_visits(user, team, first, last):
    """Visits of this team from the first up to and including the last day of which this person may read a
    part now, in order of time."""
    rows = access.released_to(user).filter(team=team, start__date__range=(first, last))
    return rows.with_what_pages_need().with_accounts().order_by("start", "pk")


class OneByOne:
    """Own visits, each fetched when its turn comes: however many there are, one is held."""

    def __init__(self, reader):
        self.reader, self.ids = reader, list(access.own_stories(reader).values_list("pk", flat=True))

    def __len__(self):
        return len(self.ids)

    def __iter__(self):
        for pk in self.ids:
            with suppress(Http404):
                yield of_anybody(self.reader, pk)


@task
def make_bundle(bundle_id):
    """Prints what its reader may read now. Begins anew where a worker was killed; a second time it finds
    nothing to do."""
    get_ready()
    bundle = Bundle.objects.defer("file").select_related("reader__school", "team__school")
    bundle = bundle.filter(pk=bundle_id, finished_at=None).first()
    if bundle:
        with timezone.override(bundle.reader.school.zone):
            Making(bundle).run()


class Making:
    """One bundle while it is made."""

    def __init__(self, bundle):
        self.bundle, self.reader = bundle, bundle.reader
        self.begin()

    def begin(self):
        self.parts, self.steps, self.failed, self.said = {}, [], [], ""

    def run(self):
        lessons = self.lessons()
        make = getattr(self, Bundle.Kind(self.bundle.kind).value)
        with suppress(Cancelled):
            self.tell(total=len(lessons), done=0)
            try:
                found = {
                    "file": make(lessons),
                    "parts": self.parts,
                    "steps": self.steps,
                    "failed": self.failed,
                    "said": self.said,
                }
            except (Cancelled, *AWAY):
                raise
            except Exception as error:
                log("bundle", self.bundle, error)
                found = {"failed": [str(lesson.pk) for lesson in lessons]}
            self.tell(finished_at=timezone.now(), **found)

    def lessons(self):
        if self.bundle.kind == Bundle.Kind.OWN:
            return OneByOne(self.reader)
        if not self.bundle.lesson_id:
            return list(released_visits(self.reader, self.bundle.team, self.bundle.first, self.bundle.last))
        with suppress(Http404, NotNow):
            return [of_anybody(self.reader, self.bundle.lesson_id)]
        return []

    def tell(self, **facts):
        """How far it is, to whoever waits."""
        row = Bundle.objects.filter(pk=self.bundle.pk, asked_at=self.bundle.asked_at, finished_at=None)
        if not row.update(alive_at=timezone.now(), **facts):
            raise Cancelled

    def each(self, lessons, make):
        """(visit, what `make` gives for it) where there still is something to read; one that fails stops none
        of the others."""
        for number, lesson in enumerate(lessons, 1):
            parts = access.parts(self.reader, lesson)  # asked once per visit, so `make` finds the same
            made = self.tried(make, lesson) if parts else None
            if made:
                self.parts[str(lesson.pk)] = sorted(parts)
                self.steps += [str(step.pk) for step in lesson.chosen_steps if Part.STEPS in parts]
                yield lesson, made
            self.tell(done=number)

    def tried(self, make, lesson):
        try:
            return make(lesson)
        except AWAY:  # nothing is wrong with this one; all of it begins anew (hosting/working.py)
            raise
        except Exception as error:
            log("report of a bundle, visit", lesson, error)
            self.failed.append(str(lesson.pk))

    # --- the report of one visit

    def report(self, lessons):
        files = [file for _lesson, (file, _name) in self.each(lessons, self.print)]
        return files[0] if files else None

    # --- everything of one's own

    def own(self, lessons):
        """The report of each visit, and what was recorded as files that programs read."""
        for number, (lesson, (pdf, name)) in enumerate(self.each(lessons, self.print), 1):
            self.put(f"{number:03} {name}", pdf, lesson)
        with override(self.bundle.language):
            data = OwnData(self.reader, self.reader)
            name = data.named(_("everything"))
            self.put(f"{name}.xlsx", all_xlsx(data).content)
            self.put(f"{name}.json", all_json(data).content)

    @transaction.atomic
    def put(self, name, file, lesson=None):
        self.tell()
        Piece.objects.create(bundle=self.bundle, name=name, file=file, lesson=lesson)

    # --- separate files

    def zip(self, lessons):
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            for number, (_lesson, (pdf, name)) in enumerate(self.each(lessons, self.print), 1):
                archive.writestr(f"{number:02} {name}", pdf)  # the number keeps two lessons of one hour apart
        return file.getvalue()

    def print(self, lesson):
        html, name = worded(lesson, self.reader, self.bundle.language, with_private=self.bundle.with_private)
        self.said = digest(html)
        return printed(html, lesson.team.school), name

    # --- one PDF, from one HTML: putting PDFs together would lose their tags

    def one(self, lessons):
        try:
            return self.press(list(self.each(lessons, self.chapter)))
        except (Cancelled, TooLong, *AWAY):
            raise
        except Exception:  # one of them spoils the whole: look which, and go on without it
            self.begin()
            return self.press(list(self.each(lessons, self.chapter_that_prints)))

    def chapter(self, lesson):
        with override(self.bundle.language):
            context = {"report": build(lesson, self.reader), "is_chapter": True}
            context |= {
                "chapter_name": words.chapter_name(lesson),
                "reader_line": words.reader_line(self.reader),
            }
            return render_to_string("paper/report.html#body", context)

    def chapter_that_prints(self, lesson):
        chapter = self.chapter(lesson)
        self.press([(lesson, chapter)])
        return chapter

    def press(self, chapters):
        if not chapters:
            return None
        school = self.bundle.team.school
        with override(self.bundle.language):
            context = {
                "bundle": self.bundle,
                "chapters": [(words.chapter_name(lesson), chapter) for lesson, chapter in chapters],
                "school": school,
                "today": timezone.localdate(),
                "reader_line": words.reader_line(self.reader),
            }
            fixed = [lesson.content.words["fixed_texts"] for lesson, _chapter in chapters]
            guides = {said["reading_guide"]: said for said in fixed}.values()  # editions may differ
            html = render_to_string("paper/bundle.html", context | {"fixed": fixed[0], "guides": guides})
        return printed(html, school, most=MOST_IN_A_BOOK)
