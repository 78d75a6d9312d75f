"""One report, warm: CPU against a naive WeasyPrint call, time against a browser that is started to print, and size."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from reports.paper import write_pdf
from tests.benchmarks.demo_report import demo_report, naive, static, styled
from tests.benchmarks.table import ratio, run, turns
from tests.faults.world import FLAGS

ROUNDS, PRINTS = 4, 3


def measure():
    html = demo_report()
    ways = {
        "ours": lambda: write_pdf(html),
        "naive": naive(html),
    }
    spent = turns(ways, ROUNDS)
    yield "report, warm, CPU: of a naive call", ratio(spent["ours"], spent["naive"]), 0.70
    yield "report, warm: of a browser started to print", of_chromium(html), 0.50
    yield "report of the demo, without logo", len(write_pdf(html)) / 1000, 45, "kB"


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
