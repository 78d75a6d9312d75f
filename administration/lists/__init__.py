"""Lists of people, as schools have them: read into lines. Pure: no database, no request, nothing kept.

    read = read_text(text, domains={"school.example"}, agreed={"ties@elsewhere.example"})
    read = read_file(content, domains=…)     # the bytes of a file, whatever it is called
    text = as_text(read.lines)               # what the field of the page shows from then on

`Read`: kind, lines, skipped, columns_left_out, remarks, accents, refused.
`Line`: number, name, email, team, roles, other_roles, problem (of `Problem`), said, offer, same_as, note.

A line without a problem can come along; SAME stays behind and asks nothing; any other problem waits for its
reader (`line.asks`). An address elsewhere comes once it is one of `agreed`.

The field gets `as_text(read.lines)` after every reading, also of what was pasted: then what was left out
(columns with numbers of citizens, rows of students) stands nowhere any more, and numbers of lines are those
of the field. `read_text(as_text(lines))` gives the same lines. A list that was refused stays as typed.
"""

from administration.lists.line import Line, Problem, Read, Skipped
from administration.lists.reading import read_file, read_text
from administration.lists.writing import as_text

__all__ = ["Line", "Problem", "Read", "Skipped", "as_text", "read_file", "read_text"]
