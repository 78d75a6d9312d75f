"""`python -m tests.failover [FAULT…] [--rounds N] [--without-the-fault] [--keep]`: script/failover calls
this."""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter

from tests.failover.few import Few
from tests.failover.many import Many
from tests.failover.places import Places


def arguments():
    parser = argparse.ArgumentParser(prog="script/failover", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT")
    parser.add_argument("--rounds", type=int, help="of each fault; else as many as its bar asks for")
    parser.add_argument(
        "--without-the-fault", action="store_true", help="nothing goes wrong; so this must fail"
    )
    parser.add_argument(
        "--few",
        action="store_true",
        help="one database and no Patroni, and no bars of time: as the suite runs it",
    )
    parser.add_argument("--pooler", action="store_true", help="pgbouncer between the pages and the database")
    parser.add_argument("--keep", action="store_true", help="the logs stay, and it is said where")
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ["PATH"] += ":/usr/sbin"  # where Debian has proxies and poolers
    asked = arguments()
    with tempfile.TemporaryDirectory(
        prefix="mf.", dir="/tmp", ignore_cleanup_errors=True, delete=not asked.keep
    ) as folder:
        many = (Few if asked.few else Many)(
            Places(folder, with_disks=not asked.few), with_pooler=asked.pooler
        )
        if asked.keep:
            print(folder, flush=True)
        try:
            began = time.monotonic()
            many.start()
            print(f"all runs after {time.monotonic() - began:.0f} s", flush=True)
            sys.exit(run(asked, many))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # nothing is left behind
            many.stop()
            many.places.give_back()


def run(asked, many):
    set_up_django(many)
    from tests.failover.faults import FAULTS  # noqa: PLC0415 -- after the environment names the database
    from tests.failover.scene import REPORTS, School  # noqa: PLC0415

    if unknown := set(asked.faults) - set(FAULTS):
        print(f"unknown: {', '.join(unknown)}. There are {', '.join(FAULTS)}")
        return 2
    school, red = School(reports=0 if asked.few else REPORTS), []
    print(HEAD.format(*COLUMNS), flush=True)
    for name in asked.faults or [name for name, fault in FAULTS.items() if fault.is_quick or not asked.few]:
        fault = FAULTS[name]
        rounds = [one(many, school, fault, asked) for _round in range(asked.rounds or fault.rounds)]
        red += told(name, fault.bar if not asked.few else None, rounds)
    print("all green" if not red else f"RED: {'; '.join(red)}", flush=True)
    return 1 if red else 0


def set_up_django(many):
    """This process reads the same database; it counts through a plain connection."""
    os.environ |= many.environment("app1") | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    django.setup()
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ALLOWED_HOSTS = ["*"]


def one(many, school, fault_class, asked):
    """One round: (Outcome, what proves that it happened)."""
    from tests.failover.scene import Scene  # noqa: PLC0415

    scene = Scene(many, school, settled=0.5 if asked.few else 2)
    fault, proof = fault_class(many), None
    scene.begin()
    since = time.monotonic()
    if not asked.without_the_fault:
        fault.happen()
    since = fault.began or since
    trouble = None
    try:
        scene.wait_until_back(since, fault.patience)
        proof = fault.happened()
    except TimeoutError as error:
        trouble = str(error)
    if fault.is_long:
        scene.end()
    fault.mend()
    scene.end()
    found = scene.outcome(since, fault.is_long)
    found.wrong += [trouble] if trouble else []
    return found, proof


# --- what is told of it -----------------------------------------------------------------------------

COLUMNS = ["fault", "acknowledged", "stored", "lost", "twice", "5xx by kind", "back, s"]
HEAD = "| {} | {} | {} | {} | {} | {} | {} |\n|---|---|---|---|---|---|---|"


def told(name, bar, rounds):
    """Prints its line; returns what is wrong with it."""
    outcomes = [found for found, _proof in rounds]
    lost, twice = sum(len(each.lost) for each in outcomes), sum(len(each.twice) for each in outcomes)
    kinds = sum((found.troubles for found in outcomes), start=Counter())
    seconds = statistics.median(found.seconds for found in outcomes)
    each = " ".join(f"{found.seconds:.1f}" for found in outcomes)
    line = [
        name, sum(found.acknowledged for found in outcomes), sum(found.stored for found in outcomes), lost, twice,
        ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items())) or "none",
        f"{seconds:.1f}" + (f" ({each})" if len(outcomes) > 1 else ""),
    ]  # fmt: skip
    print(f"| {' | '.join(map(str, line))} |", flush=True)
    wrong = {
        "did not happen": not all(proof for _found, proof in rounds),
        f"{lost} lost": lost,
        f"{twice} twice": twice,
        f"{kinds['500']} × 500": kinds["500"],
        f"back after {seconds:.1f} s, not {bar}": bar and seconds > bar,
    }
    red = [what for what, is_so in wrong.items() if is_so]
    red += [what for found in outcomes for what in dict.fromkeys(found.wrong)]
    for what in red:
        print(f"  {what}", flush=True)
    return [f"{name}: {what}" for what in red]


if __name__ == "__main__":
    main()
