"""One opened visit: read by its two people, talked about, replied to, and taken along as small steps."""
