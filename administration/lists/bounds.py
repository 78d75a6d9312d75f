"""How much fits."""

MOST_BYTES = 2_000_000  # all that is sent may be a little more (home/middleware.py)
MOST_ROWS = 10_000
MOST_COLUMNS = 200
