"""One report, warm, against a naive WeasyPrint call on the same HTML: CPU time, in turns, and the size.

    python -m tests.benchmarks.paper [FILE.html]

The naive call knows nothing of the process: it reads the style sheet and the fonts each time. It comes in two kinds,
with the tables as paper.css sets them and with the automatic layout that a table has by itself.
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from weasyprint import HTML  # noqa: E402

from reports.paper import write_pdf  # noqa: E402

EXAMPLE = Path(__file__).parents[1] / "reports" / "report_example.html"
ROUNDS = 15
FACE = '@font-face {{ font-family: "{}"; font-weight: {}; src: url(fonts/{}.ttf); }}'
FACES = [
    ("Atkinson Hyperlegible Next", 400, "atkinson-next-400"),
    ("Atkinson Hyperlegible Next", 600, "atkinson-next-600"),
    ("Literata", 400, "literata-400"),
    ("Noto Emoji", 400, "noto-emoji-400"),
]


def main(file=EXAMPLE):
    html, static = Path(file).read_text(), Path(settings.STATICFILES_DIRS[0])
    css = "\n".join(FACE.format(*face) for face in FACES) + (static / "css" / "paper.css").read_text()
    ways = {
        "ours": lambda: write_pdf(html),
        "naive, our tables": naive(html, css, static),
        "naive, automatic tables": naive(html, css.replace("table-layout: fixed;", ""), static),
    }
    size = len(write_pdf(html))
    report(spend(ways), size)


def naive(html, css, static):
    styled = html.replace("</head>", f"<style>{css}</style></head>")
    return lambda: HTML(string=styled, base_url=f"{static}/").write_pdf(pdf_variant="pdf/a-3a")


def spend(ways):
    """Seconds of CPU per way, measured in turns so that a busy machine slows all of them."""
    spent = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way()
            spent[name].append(time.process_time() - start)
    return spent


def report(spent, size):
    ours = spent["ours"]
    for name, seconds in spent.items():
        ratio = median(own / other for own, other in zip(ours, seconds, strict=True))
        sys.stdout.write(f"{name:24} {median(seconds):.3f} s CPU; ours takes {ratio:.2f} of it\n")
    sys.stdout.write(f"{size:,} bytes\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
