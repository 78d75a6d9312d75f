"""`python -m tests.benchmarks.capture`: what the capture page weighs, and how soon a tap is saved here and on the server.

Prints a row each with the bar (architecture: numbers to hold) and exits 1 where one falls short.
"""

import gzip
import os
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
TAPS = 100

# Clicks a mark and waits for the status: milliseconds until it says `state`.
TAP = """([number, state]) => new Promise((done) => {
  const status = document.getElementById("status"), began = performance.now();
  const seen = new MutationObserver(() => {
    if (status.dataset.state !== state) return;
    seen.disconnect();
    done(performance.now() - began);
  });
  seen.observe(status, { attributes: true, childList: true, subtree: true });
  document.querySelectorAll(".mk-mark input")[number].click();
})"""


def main():
    with tempfile.TemporaryDirectory(prefix="capture.") as folder:
        os.environ |= {
            "VAR_DIR": f"{folder}/var",
            "SECRET_KEY": "only-for-benchmarks",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        Path(folder, "var").mkdir()
        rows = [
            row(*each) for each in measure(folder)
        ]  # every row is printed, also after one that falls short
        sys.exit(0 if all(rows) else 1)


def row(what, value, bar, unit):
    holds = value <= bar
    print(f"{what:46} {value:8.1f} {unit:3} bar {bar:6} {'holds' if holds else 'FALLS SHORT'}", flush=True)
    return holds


def measure(folder):
    import django  # noqa: PLC0415 -- after the environment names the database

    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.faults.world import Browser, Server, prepare, sign_in, visit  # noqa: PLC0415

    prepare()
    lesson, server = visit(), Server()
    try:
        with sync_playwright() as playwright:
            browser = Browser(playwright, f"{folder}/browser", server.url)
            sign_in(browser, lesson.coach)
            yield from numbers(browser, lesson)
            browser.context.close()
    finally:
        server.kill()


def numbers(browser, lesson):
    page, answers = browser.context.new_page(), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"/visits/{lesson.pk}/look/", wait_until="networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in answers if answer.ok}
    yield "first visit of the capture page", sum(sizes.values()) / 1000, 100, "kB"
    yield "of which our own JavaScript", sum(n for url, n in sizes.items() if "/js/" in url) / 1000, 30, "kB"
    yield "tap to saved on the server, 95th of 100", p95(page, "saved"), 500, "ms"
    browser.context.set_offline(True)
    yield "tap to saved here, 95th of 100", p95(page, "here", marks=3), 150, "ms"
    browser.context.set_offline(False)


def p95(page, state, marks=4):
    """With three of the four marks, the last one that the server has does not come back: that would be saved there."""
    times = sorted(page.evaluate(TAP, [number % marks, state]) for number in range(TAPS))
    return times[TAPS * 95 // 100]


main()
