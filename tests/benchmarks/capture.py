"""What the capture page weighs, and how soon a tap is saved here and on the server."""

import gzip
import os
import tempfile

from playwright.sync_api import sync_playwright

from tests.benchmarks.table import run
from tests.faults.chromium import Browser
from tests.faults.world import Server, prepare, sign_in, visit

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


def measure():
    prepare()
    lesson, server = visit(), Server()
    try:
        with tempfile.TemporaryDirectory(prefix="capture.") as folder, sync_playwright() as playwright:
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
    # the page itself, not the copy that the device fetches for later: that one may have no body any more
    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in reversed(answers) if answer.ok}
    yield "first visit of the capture page", sum(sizes.values()) / 1000, 100, "kB"
    yield "of which our own JavaScript", sum(n for url, n in sizes.items() if "/js/" in url) / 1000, 30, "kB"
    yield "tap to saved on the server, 95th of 100", p95(page, "saved"), 500, "ms"
    browser.context.set_offline(True)
    yield "tap to saved here, 95th of 100", p95(page, "here", marks=3), 150, "ms"
    browser.context.set_offline(False)


def p95(page, state, marks=4):
    """With three of the four marks, the last one that the server has does not come back: that would be saved
    there."""
    times = sorted(page.evaluate(TAP, [number % marks, state]) for number in range(TAPS))
    return times[TAPS * 95 // 100]


if __name__ == "__main__":
    run(measure)
