#!/bin/sh
# Python's email writes a header that is longer than a line and has no spaces as an encoded word (RFC 2047), also
# where that header holds an address or an id. There encoded words mean nothing (RFC 2047, 5): a mail program finds
# no address in List-Unsubscribe, and no letter in References. Message-ID alone is left whole.
#
# So letters/message.py writes these on one line, however long.
#
# Seen on 2026-11-29 with Python 3.11 and 3.13:
#   Message-ID: whole
#   References: =?utf-8?q?=3C000000000000000000000000000000000000=40meekijken=2E?=
#   List-Unsubscribe: =?utf-8?q?=3C000000000000000000000000000000000000=40meekij?=
set -eu
"${PYTHON:-python3}" - <<'PYTHON'
import sys
from email.message import EmailMessage

LONG = f"<{'0' * 36}@meekijken.a-school-with-quite-a-long-name.example>"
found = []

for name in ("Message-ID", "References", "List-Unsubscribe"):
    message = EmailMessage()
    message[name] = LONG
    written = message.as_string()
    is_whole = LONG in written
    found.append((name, is_whole, "=?utf-8?q?" in written))
    print(f"{name}: whole" if is_whole else written.splitlines()[0])

seen = [("Message-ID", True, False), ("References", False, True), ("List-Unsubscribe", False, True)]
sys.exit(0 if found == seen else "this is no longer what was seen")
PYTHON
