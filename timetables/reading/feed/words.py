"""Titles that say something else than a subject."""

import re

GONE = "vervallen|vervalt|geannuleerd|uitgevallen|valt uit|lesuitval|cancelled|canceled|called off|abgesagt|entfallen|entfällt|fällt aus|ausgefallen"
# In front of the title, or at its end after a dash or between brackets; Zermelo marks what is off with [x]
CANCELLED = re.compile(
    rf"^\W*(?:{GONE})\s*(?:[-–:)\]]|$)|^\W*(?-i:{GONE.upper()})\b|[-–(\[:]\s*(?:{GONE})\W*$|^\[x\]", re.I
)
# All that a calendar says when its owner shares only which times are taken
BUSY = {"bezet", "bezig", "busy", "free", "tentative", "vrij", "voorlopig", "beschäftigt", "besetzt", "gebucht"}  # fmt: skip
