"""200 reports in two processes: wall time per report against a naive loop, and what memory each process
takes.

The reports are eight of the demo, over and over; each gets a number, so that no two are the same.
"""

import multiprocessing
import resource
import sys
import time

from reports.paper import write_pdf
from tests.benchmarks.demo_report import mixed_reports, naive
from tests.benchmarks.table import run

REPORTS, EARLY, WORKERS, DIFFERENT = 200, 50, 2, 8
TIME, MEMORY, GROWTH = 0.40, 120, 1.10


def measure():
    htmls = mixed_reports(DIFFERENT)
    per_report, early, late = in_two(htmls)
    yield "200 reports, two processes: of a naive loop", per_report / naively(htmls), TIME
    yield "the larger process after 200 reports", max(late), MEMORY, "MB"
    growth = max(after / before for before, after in zip(early, late, strict=True))
    yield "its growth from 50 to 200 reports", growth, GROWTH


def numbered(htmls, number):
    return htmls[number % len(htmls)].replace("</title>", f" {number}</title>")


def in_two(htmls):
    """Seconds per report once both are warm; and the memory of each process early and late."""
    workers = [started(work, htmls, range(place, REPORTS, WORKERS)) for place in range(WORKERS)]
    for pipe, _process in workers:
        pipe.recv()
    start = time.perf_counter()
    for pipe, _process in workers:
        pipe.send("go")
    memory = [pipe.recv() for pipe, _process in workers]
    seconds = time.perf_counter() - start
    for _pipe, process in workers:
        process.join()
    return seconds / REPORTS, *zip(*memory, strict=True)


def started(job, *args):
    """A new process, and not a copy of this one: what this one holds is none of its memory."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=job, args=(there, *args), daemon=True)
    process.start()
    there.close()
    return here, process


def work(pipe, htmls, numbers):
    write_pdf(htmls[0])
    pipe.send("warm")
    pipe.recv()
    memory = []
    for done, number in enumerate(numbers, 1):
        write_pdf(numbered(htmls, number))
        if done in (EARLY // WORKERS, REPORTS // WORKERS):
            memory.append(peak())
    pipe.send(memory)


def naively(htmls):
    """Seconds per report of a loop of naive calls, beside a second one: cores that share what they have slow
    both ways alike."""
    loops = [started(naive_loop, htmls) for _ in range(WORKERS)]
    seconds = [pipe.recv() for pipe, _process in loops]
    for _pipe, process in loops:
        process.join()
    return sum(seconds) / WORKERS


def naive_loop(pipe, htmls):
    ways = [naive(html) for html in htmls]
    ways[0]()
    start = time.perf_counter()
    for way in ways:
        way()
    pipe.send((time.perf_counter() - start) / len(htmls))


def peak():
    """The most memory that this process had so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    run(measure)
