"""Reports of the demo as HTML, without logo: the one that holds everything a report can show, and others. And
the naive way to print."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from home.demo.people import HERE
from observations.models import Lesson
from reports.printing import of_the_pair, worded

FULLEST = uuid.uuid5(HERE, "01-rekenen-samen-gelezen")
FACE = '@font-face {{ font-family: "{}"; font-weight: {}; src: url(fonts/{}.ttf); }}'
FACES = [
    ("Atkinson Hyperlegible Next", 400, "atkinson-next-400"),
    ("Atkinson Hyperlegible Next", 600, "atkinson-next-600"),
    ("Literata", 400, "literata-400"),
    ("Noto Emoji", 400, "noto-emoji-400"),
]


def load():
    with Path("/dev/null").open("w") as nowhere:
        call_command("prepare", demo=True, stdout=nowhere, stderr=nowhere)


def report_of(lesson):
    """What goes to the press, as the teacher gets it."""
    visit = of_the_pair(lesson.teacher, lesson.pk)
    return worded(visit, lesson.teacher, visit.language)[0]


def fullest_report():
    """Everything a report can show, on six pages."""
    load()
    return report_of(Lesson.objects.get(pk=FULLEST))


def plain_report():
    """Of a visit like most: two accounts of some points, on two pages."""
    load()
    return report_of(opened()[0])


def opened():
    return Lesson.objects.exclude(opened_at=None).select_related("teacher").order_by("start", "pk")


def mixed_reports(number):
    """Reports of other opened visits of the demo, rich and plain ones."""
    load()
    return [report_of(lesson) for lesson in opened()[::2][:number]]


def styled(html):
    """With its fonts and style sheet in it; the widths of tables are left to the layout, as they are without
    further thought."""
    css = "\n".join(FACE.format(*face) for face in FACES) + (static() / "css" / "paper.css").read_text()
    css = css.replace("table-layout: fixed;", "")
    return html.replace("</head>", f"<style>{css}</style></head>")


def static():
    return Path(settings.STATICFILES_DIRS[0])


def naive(html):
    """Knows nothing of the process: it reads the style sheet and the fonts each time."""
    from weasyprint import HTML  # noqa: PLC0415 -- heavy: who counts memory does not want it along

    whole = styled(html)
    return lambda: HTML(string=whole, base_url=f"{static()}/").write_pdf(pdf_variant="pdf/a-3a")
