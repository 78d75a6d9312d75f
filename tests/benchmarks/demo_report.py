"""Reports of the demo as HTML, without logo: of the visit that holds everything a report can show, and of
others."""

import uuid
from pathlib import Path

from django.conf import settings

from home.demo.people import HERE
from observations.models import Lesson
from reports.printing import of_the_pair, worded

# Everything a report can show, on six pages.
FULLEST = uuid.uuid5(HERE, "01-rekenen-samen-gelezen")
FACE = '@font-face {{ font-family: "{}"; font-weight: {}; src: url(fonts/{}.ttf); }}'
FACES = [
    ("Atkinson Hyperlegible Next", 400, "atkinson-next-400"),
    ("Atkinson Hyperlegible Next", 600, "atkinson-next-600"),
    ("Literata", 400, "literata-400"),
    ("Noto Emoji", 400, "noto-emoji-400"),
]


def report_of(lesson):
    """What goes to the press, as the teacher gets it."""
    visit = of_the_pair(lesson.teacher, lesson.pk)
    return worded(visit, lesson.teacher, visit.language)[0]


def opened():
    """The first is like most: two accounts of some points, on two pages."""
    return Lesson.objects.exclude(opened_at=None).select_related("teacher").order_by("start", "pk")


def styled(html):
    """With its fonts and style sheet in it; the widths of tables are left to the layout, as they are without
    further thought."""
    css = "\n".join(FACE.format(*face) for face in FACES) + (static() / "css" / "paper.css").read_text()
    css = css.replace("table-layout: fixed;", "")
    return html.replace("</head>", f"<style>{css}</style></head>")


def static():
    return Path(settings.STATICFILES_DIRS[0])
