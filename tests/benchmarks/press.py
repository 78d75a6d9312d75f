"""Reports of the demo, ours against the build of before, for the same visits in turns: two of them warm (a
plain one and the one that holds everything), then two hundred in two processes of each build, and what memory
ours take. Besides the size of the two, and their time against a browser that is started to print."""

import os
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

from reports.paper import write_pdf
from tests.benchmarks.builds import Build, Builds
from tests.benchmarks.demo_report import static, styled
from tests.benchmarks.table import again_if_close, ratio, run, turns
from tests.faults.chromium import FLAGS

ROUNDS, PRINTS, OF_BEFORE = 15, 3, 0.55
REPORTS, EARLY, WORKERS = 200, 50, 2
MEMORY, GROWTH = 110, 1.10
SIZES = {"plain": 45, "fullest": 100}
BROWSER = {"plain": 2, "fullest": 4}  # docs/adr/0013: why these bars


class DemoBuilds(Builds):
    """The rows are the demo of before."""

    def make(self):
        self.before.manage("prepare", "--demo")
        self.before.start()


def measure():
    with DemoBuilds() as builds:
        visits = builds.ours.ask("visits")
        for name in SIZES:
            once = partial(of_before, builds, visits[name])
            yield f"CPU: {name} report", again_if_close(once(), OF_BEFORE, once), OF_BEFORE
        yield from many(builds, visits["mixed"])
        papers = {name: builds.ours.ask("paper", visits[name]) for name in SIZES}
    for name, html in papers.items():
        yield f"{name} report, without logo", len(write_pdf(html)) / 1000, SIZES[name], "kB", 45
        yield (
            f"{name} report, warm: of a browser started to print",
            of_chromium(html),
            BROWSER[name],
            "×",
            0.50,
        )


def of_before(builds, visit):
    """Reading the visit, its HTML and the press together; one round warms up."""
    both = builds.ours, builds.before
    rounds = [[build.ask("report", visit) for build in both] for _ in range(ROUNDS + 1)]
    return ratio(*zip(*rounds[1:], strict=True))


# --- two hundred -------------------------------------------------------------------------------------------


def many(builds, visits):
    value, memory = two_hundred(builds, visits)
    value = again_if_close(value, OF_BEFORE, lambda: two_hundred(builds, visits)[0])
    yield "200 reports, two processes: CPU per report", value, OF_BEFORE
    yield "the larger process after 200 reports", max(memory[-1]), MEMORY, "MB"
    growth = max(after / before for before, after in zip(memory[0], memory[-1], strict=True))
    yield "its growth from 50 to 200 reports", growth, GROWTH


def two_hundred(builds, visits):
    """The ratio of the seconds per report; and what each process of ours held at most, after each fifty."""
    ours, before = Workers(builds.ours, visits), Workers(builds.before, visits)
    with ours, before:
        rounds = [(ours.print(first), before.print(first)) for first in range(0, REPORTS, EARLY)]
    seconds = zip(*((own["seconds"], its["seconds"]) for own, its in rounds), strict=True)
    return ratio(*seconds), [own["memory"] for own, _its in rounds]


class Workers:
    """New processes of one build that print what it made of these visits: they read no rows themselves."""

    def __init__(self, build, visits):
        self.papers = [build.ask("paper", visit) for visit in visits]
        self.builds = [Build(build.root, build.data) for _ in range(WORKERS)]

    def __enter__(self):
        for build in self.builds:
            build.start()
        self.together([self.papers[:1]] * WORKERS)  # warms up
        return self

    def __exit__(self, *_failure):
        for build in self.builds:
            build.stop()

    def print(self, first):
        """Fifty from here on, at the same time in each process; each with its number, so that no two are the
        same."""
        numbers = range(first, first + EARLY)
        answers = self.together(
            [[self.numbered(number) for number in numbers[place::WORKERS]] for place in range(WORKERS)]
        )
        seconds, memory = zip(*answers, strict=True)
        return {"seconds": sum(seconds) / EARLY, "memory": memory}

    def together(self, shares):
        for build, papers in zip(self.builds, shares, strict=True):
            build.tell("press", papers)
        return [build.hear("press") for build in self.builds]

    def numbered(self, number):
        return self.papers[number % len(self.papers)].replace("</title>", f" {number}</title>")


# --- a browser ---------------------------------------------------------------------------------------------


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
