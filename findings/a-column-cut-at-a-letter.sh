#!/bin/sh
# A list may have one column, and then no separator stands in it. Whoever guesses one finds a letter: csv.Sniffer of
# Python takes the m of "E-mail", which stands once in each line, and pandas with sep=None asks it. Nothing is
# raised, and no address is left.
#
# So a separator is looked for in the head alone, among four signs, and a list without any has one column
# (administration/lists/decoding.py).
#
# Seen on 2026-11-29 with Python 3.11 and 3.13 and pandas 3.0.1 (numpy 2.4.6):
#   csv.Sniffer: 'm' -> ['zoe@school.exa', 'ple']
#   pandas.read_csv(sep=None): columns ['E-', 'ail']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: pandas==3.0.1 numpy==2.4.6 python-dateutil==2.9.0.post0 six==1.17.0
cat >look.py <<'PYTHON'
import csv
import io

import pandas

LIST = "E-mail\nzoe@school.example\nbo@school.example\niris@school.example\n"

dialect = csv.Sniffer().sniff(LIST)
row = list(csv.reader(io.StringIO(LIST), dialect))[1]
columns = list(pandas.read_csv(io.StringIO(LIST), sep=None, engine="python").columns)
print(f"csv.Sniffer: {dialect.delimiter!r} -> {row}")
print(f"pandas.read_csv(sep=None): columns {columns}")
assert (dialect.delimiter, row, columns) == ("m", ["zoe@school.exa", "ple"], ["E-", "ail"]), "this has changed"
PYTHON
here/bin/python look.py
