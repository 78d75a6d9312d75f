"""`python -m tests.signin_trial PROGRAMS FOLDER [WORD]`: walks our sign-in against services that run, those
rows alone whose subject has the word; exit 1 where one ends otherwise than we promise. script/signin-trial
calls this."""

import logging
import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

LONGEST = 90  # seconds for a row: longer is a promise broken


def main():
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))  # so that no service is left
    signal.signal(signal.SIGALRM, too_long)
    os.environ |= {"SECRET_KEY": "only-for-signing-in", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    import django  # noqa: PLC0415 -- after the environment says where it may write

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    logging.disable()  # what the table says is enough
    call_command("migrate", verbosity=0)
    sys.exit(1 if look(*sys.argv[1:]) else 0)


def too_long(*_):
    raise TimeoutError


def look(programs, folder, word=""):
    """Prints the table; returns how many promises were broken."""
    from tests.signin_trial import rows_tried, rows_trouble, rows_way, rows_who, rows_within  # noqa: PLC0415
    from tests.signin_trial.schools import There  # noqa: PLC0415

    rows = rows_who.ROWS | rows_way.ROWS | rows_within.ROWS | rows_tried.ROWS | rows_trouble.ROWS
    with ExitStack() as ending, Path(folder, "services.log").open("w") as log:
        schools = []
        for name in ("school-a", "school-b"):
            schools.append(There(name, programs, log))
            ending.callback(schools[-1].service.end)
        print(f"oidc-provider {schools[0].service.version}\n")
        return table(schools, {subject: row for subject, row in rows.items() if word in subject})


def table(schools, rows):
    began, told, broken = time.monotonic(), [], []
    print("| subject | what is seen |\n|---|---|")
    for subject, row in rows.items():
        print(f"| {subject} | {cell(schools, subject, row, told, broken)} |", flush=True)
    print(f"\n{len(told) - len(broken)} promises held, {len(broken)} broken, in {time.monotonic() - began:.0f} s", *broken, sep="\n")  # fmt: skip
    return len(broken)


def cell(schools, subject, row, told, broken):
    def promise(holds, what):
        told.append(what)
        if not holds:
            broken.append(f"{subject}: {what}")

    for school in schools:
        school.anew()
    signal.alarm(LONGEST)
    try:
        return row(*schools, promise)
    except Exception as error:
        promise(False, f"fails: {error!r}")
        return "FAILS"
    finally:
        signal.alarm(0)


main()
