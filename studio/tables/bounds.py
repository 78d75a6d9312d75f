"""How much fits; said on the page before it is tried."""

MOST_BYTES = 2_000_000  # all that is sent may be a little more (home/middleware.py)
MOST_ROWS = 2000  # of a sheet
MOST_COLUMNS = 60
MOST_SHEETS = 30
MOST_SIGNS = 2_000_000  # of all cells: a cell that is repeated takes no room in a file
MOST_XML = 2_000_000  # of the text of a document, unpacked
