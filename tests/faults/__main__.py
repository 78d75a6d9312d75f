"""`python -m tests.faults 200 [--seed 1]`: so many random sequences; exit 1 if a word was lost. script/faults calls this."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop of its own in this thread


def arguments():
    parser = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--steps", type=int, default=14, help="things that a person does in one sequence")
    return parser.parse_args()


def main():
    asked = arguments()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults.") as folder:
        os.environ |= {
            "VAR_DIR": f"{folder}/var",
            "SECRET_KEY": "only-for-faults",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        Path(folder, "var").mkdir()
        sys.exit(1 if drive(asked, folder) else 0)


def drive(asked, folder):
    """Runs all sequences; returns how many went wrong."""
    import django  # noqa: PLC0415 -- after the environment names the database

    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.faults.world import Browser, Server, prepare  # noqa: PLC0415

    prepare()
    server, wrong = Server(), 0
    try:
        with sync_playwright() as playwright:
            browsers = [Browser(playwright, f"{folder}/{name}", server.url) for name in ("tablet", "phone")]
            for number in range(asked.number):
                wrong += not is_safe(asked.seed + number, asked.steps, server, browsers)
            for browser in browsers:
                browser.context.close()
    finally:
        server.kill()
    print(f"{asked.number - wrong} passed, {wrong} failed", flush=True)
    return wrong


def is_safe(seed, steps, server, browsers):
    from tests.faults.sequence import Sequence  # noqa: PLC0415
    from tests.faults.world import visit  # noqa: PLC0415

    began, sequence = time.monotonic(), Sequence(random.Random(seed), server, browsers, visit(), steps)
    sequence.run()
    lost, unsettled = sequence.lost, sequence.unsettled
    print(
        f"{seed}: {sequence.typed} words, {len(sequence.log)} steps, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    if lost or unsettled:
        print(
            f"LOST {sorted(lost)}, UNSETTLED {unsettled}:",
            *sequence.log,
            *sequence.left,
            sep="\n  ",
            flush=True,
        )
    sequence.close()
    return not (lost or unsettled)


main()
