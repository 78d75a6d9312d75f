"""`python -m tests.aloud [--spoken FILE] [WHO …]`: walks the stories; exit 1 when something is not heard.
script/aloud calls this."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(prog="script/aloud", description=__doc__)
    parser.add_argument("who", nargs="*", help="student, coach, teacher; all of them when nobody is named")
    parser.add_argument(
        "--spoken", type=Path, default=Path("var/spoken.txt"), help="the file for all that is spoken"
    )
    return parser.parse_args()


def main():
    asked = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="aloud.") as folder:
        os.environ |= {
            "VAR_DIR": f"{folder}/var",
            "SECRET_KEY": "only-for-aloud",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        sys.exit(1 if walk(asked, Path(folder)) else 0)


def walk(asked, folder):
    """All stories of all who sit down; returns how many steps did not hold."""
    import django  # noqa: PLC0415 -- after the environment names the database

    django.setup()
    from tests.aloud.sitting import World, sit_down  # noqa: PLC0415
    from tests.aloud.walks import SITTINGS  # noqa: PLC0415

    asked.spoken.parent.mkdir(parents=True, exist_ok=True)
    world, wrong = World(), []
    try:
        with asked.spoken.open("w", encoding="utf-8") as spoken:
            for who in asked.who or SITTINGS:
                wrong += sit_down(world, folder / who, SITTINGS[who], spoken)
    finally:
        world.server.kill()
    print(f"\nAll that was spoken: {asked.spoken}")
    print(*[f"NOT HELD  {line}" for line in wrong] or ["All is heard as it should be."], sep="\n")
    return len(wrong)


main()
