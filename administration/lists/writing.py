"""Lines as text, one person a line, for the field in which people mend them: *Name; address; team; role*.
Read again they are the same lines."""

from administration.lists.roles import written


def as_text(lines):
    return "".join(f"{as_line(line)}\n" for line in lines)


def as_line(line):
    cells = [line.name, line.email, line.team, written(line)]
    while len(cells) > 2 and not cells[-1]:  # noqa: PLR2004 -- a name and an address always stand there
        cells.pop()
    return "; ".join(map(quoted, cells)).strip()


def quoted(cell):
    """As CSV has it, where a cell would be read as two otherwise."""
    return '"{}"'.format(cell.replace('"', '""')) if '"' in cell or ";" in cell or "\t" in cell else cell
