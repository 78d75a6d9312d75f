"""Two reports of the demo, a plain one and the one that holds everything: size, and warm time against two
other ways."""

import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from reports.paper import write_pdf
from tests.benchmarks.bulk import started
from tests.benchmarks.demo_report import fullest_report, naive, plain_report, static, styled
from tests.benchmarks.table import ratio, run, turns
from tests.faults.chromium import FLAGS

ROUNDS, PRINTS = 2, 3


def measure():
    for name, html, size, call, browser in (
        ("plain report", plain_report(), 45, 0.95, 2),
        ("fullest report", fullest_report(), 100, 0.70, 4),
    ):  # docs/adr/0013: why these bars
        yield f"{name}, without logo", len(write_pdf(html)) / 1000, size, "kB", 45
        yield f"{name}, warm, CPU: of a naive call", of_naive(html), call, "×", 0.70
        yield f"{name}, warm: of a browser started to print", of_chromium(html), browser, "×", 0.50


def of_naive(html):
    """Each in processes of its own, because the naive way throws away the fonts that ours keeps ready."""
    rounds = [(in_own_process(print_ours, html), in_own_process(print_naive, html)) for _ in range(ROUNDS)]
    return ratio(*zip(*rounds, strict=True))


def in_own_process(job, html):
    pipe, process = started(job, html)
    seconds = pipe.recv()
    process.join()
    return seconds


def print_ours(pipe, html):
    pipe.send(warm(lambda: write_pdf(html)))


def print_naive(pipe, html):
    pipe.send(warm(naive(html)))


def warm(way):
    """CPU seconds of one, once the process has done it before."""
    return median(turns({"it": way}, PRINTS)["it"])


def of_chromium(html):
    """Wall time, for a browser is many processes."""
    with tempfile.TemporaryDirectory(prefix="print.") as folder:
        page = Path(folder, "report.html")
        page.write_text(styled(html).replace("<head>", f'<head><base href="{static().as_uri()}/">'), "utf-8")
        ways = {"ours": lambda: write_pdf(html), "chromium": lambda: print_cold(page)}
        spent = turns(ways, PRINTS, time.perf_counter)
    return ratio(spent["ours"], spent["chromium"])


def print_cold(page):
    """A browser of its own for one report, with a profile that nobody used before."""
    with tempfile.TemporaryDirectory(dir=page.parent) as profile:
        pdf = Path(profile, "report.pdf")
        command = [os.environ["CHROMIUM"], "--headless", *FLAGS, "--allow-file-access-from-files", "--no-pdf-header-footer",
                   f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        assert pdf.stat().st_size


if __name__ == "__main__":
    run(measure)
