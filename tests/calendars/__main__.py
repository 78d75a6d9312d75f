"""`python -m tests.calendars PROGRAMS TEMPORARY`: what the programs that are in one folder make of our files;
exit 1 where that is not what we promise. script/calendar-trial calls this."""

import os
import signal
import sys
import time
from contextlib import closing


def main():
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))  # so that no server is left
    os.environ |= {"SECRET_KEY": "only-for-calendars", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django  # noqa: PLC0415 -- after the environment says where it may write

    elsewhere = os.environ["TZ"]
    django.setup()
    os.environ["TZ"] = elsewhere  # Django puts the school's there, and every program would inherit it
    time.tzset()
    sys.exit(1 if look(*sys.argv[1:]) else 0)


def look(programs, folder):
    """Prints the table; returns how many promises were broken."""
    from tests.calendars.keepers import Khal, Radicale  # noqa: PLC0415
    from tests.calendars.readers import Icalendar, IcalJs, Libical  # noqa: PLC0415
    from tests.calendars.rows import ROWS  # noqa: PLC0415

    with closing(Radicale(programs, folder)) as radicale:
        radicale.wait()
        asked = [Icalendar(), IcalJs(programs, folder), Libical(), Khal(programs, folder), radicale]
        return table(asked, ROWS)


def table(asked, rows):
    """Each row for each program; what one refuses or trips over is a promise broken, too."""
    print("| subject |", *(f"{program.name} |" for program in asked))
    print("|---|", *["---|"] * len(asked), sep="")
    told, broken = [], []
    for subject, row in rows.items():
        cells = [cell(program, row, told, broken) for program in asked]
        print(f"| {subject} |", *(f"{words} |" for words in cells), flush=True)
    print(f"\n{len(told) - len(broken)} promises held, {len(broken)} broken", *broken, sep="\n")
    return len(broken)


def cell(program, row, told, broken):
    def promise(holds, what):
        told.append(what)
        if not holds:
            broken.append(f"{program.name} {what}")

    try:
        return row(program, promise)
    except Exception as error:
        promise(False, f"fails: {error!r}")
        return "FAILS"


main()
