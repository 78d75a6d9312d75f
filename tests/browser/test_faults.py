"""A dozen random sequences of writing and trouble, in processes of their own: they kill a real server and a
real browser.

`script/faults N` drives as many as one likes; the seed of a run that failed goes there too.
"""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import HOUR

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.django_db  # for what the folder sees to; without it this file cannot be run alone
@pytest.mark.parametrize("half", [1, 2])  # two that run side by side
def test_nothing_typed_is_lost_whatever_goes_wrong(half):
    seed = random.SystemRandom().randrange(10**6)
    command = [sys.executable, "-m", "tests.faults", "6", "--seed", str(seed), "--steps", "6"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HOUR)

    assert run.stdout.rstrip().endswith("6 passed, 0 failed"), run.stdout[-6000:] + run.stderr[-2000:]
