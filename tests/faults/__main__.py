"""`python -m tests.faults 200 [--seed 1] [--engine firefox]`: so many random sequences; exit 1 if a word was
lost. script/faults calls this."""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

ENGINES = ["chromium", "firefox", "webkit"]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright runs a loop of its own in this thread


def arguments():
    parser = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--steps", type=int, default=14, help="things that a person does in one sequence")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no browser and no server is left
    asked = arguments()
    print(f"seed {asked.seed}, {asked.engine}", flush=True)
    with tempfile.TemporaryDirectory(prefix="faults.", ignore_cleanup_errors=True) as folder:
        os.environ |= {
            "VAR_DIR": f"{folder}/var",
            "SECRET_KEY": "only-for-faults",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        Path(folder, "var").mkdir()
        sys.exit(1 if drive(asked, Path(folder)) else 0)


def drive(asked, folder):
    """Runs all sequences; returns how many went wrong."""
    import django  # noqa: PLC0415 -- after the environment names the database

    django.setup()
    from tests.faults.wire import Wire  # noqa: PLC0415
    from tests.faults.world import Server, prepare  # noqa: PLC0415

    prepare()
    server, words, wrong = Server(), 0, 0
    wires = [Wire(server), Wire(server)]
    try:
        with browsers(asked.engine, folder, [wire.url for wire in wires]) as made:
            places = list(zip(made, wires, strict=True))
            for number in range(asked.number):
                typed, is_safe = drive_one(asked.seed + number, asked.steps, server, places)
                words, wrong = words + typed, wrong + (not is_safe)
    finally:
        server.kill()
    print(f"{asked.engine}: {words} words, {asked.number - wrong} passed, {wrong} failed", flush=True)
    return wrong


def browsers(engine, folder, urls):
    """The hands of this engine. What it does in a way of its own is told."""
    if engine == "chromium":
        from tests.faults import chromium  # noqa: PLC0415

        return chromium.browsers(folder, urls)
    from tests.faults import driven  # noqa: PLC0415

    for each in driven.ITS_WAY[engine]:
        print(f"in {engine}, {each}", flush=True)
    return driven.browsers(engine, folder, urls)


def drive_one(seed, steps, server, places):
    """Returns how many words were typed, and whether none of them was lost."""
    from tests.faults.sequence import Sequence  # noqa: PLC0415
    from tests.faults.world import visit  # noqa: PLC0415

    began, sequence = time.monotonic(), Sequence(random.Random(seed), server, places, visit(), steps)
    sequence.run()
    lost, doubled, unsettled = sequence.lost, sequence.doubled, sequence.unsettled
    told = f"{sequence.typed} words, {len(lost)} lost, {len(doubled)} doubled, {len(sequence.log)} steps"
    print(f"{seed}: {told}, {time.monotonic() - began:.0f} s", flush=True)
    if lost or unsettled:
        parts = [f"LOST {sorted(lost)}, UNSETTLED {unsettled}:", *sequence.log, *sequence.left]
        print(*parts, sep="\n  ", flush=True)
    sequence.close()
    return sequence.typed, not (lost or unsettled)


main()
