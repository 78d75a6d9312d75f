"""Tables of others, as they come: files and pasted text become rows of cells, and rows become lines of a
checklist. Pure: no database, no request, nothing kept (docs/adr/0082).

    [Sheet(name, rows), …] = rows_of(content, name)     # the bytes of a file; Unreadable says why not
    rows = pasted(text)                                 # what stood on the clipboard
    text = written(rows)                                # and back, for the field of the page
"""

from studio.tables.cells import Sheet, Unreadable, rows_of
from studio.tables.text import pasted, written

__all__ = ["Sheet", "Unreadable", "pasted", "rows_of", "written"]
