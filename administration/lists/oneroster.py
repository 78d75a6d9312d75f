"""OneRoster as it is given along: users.csv and, since 1.2, roles.csv beside it, mostly in one zip."""

import zipfile
from io import BytesIO

from administration.lists.bounds import MOST_BYTES
from administration.lists.columns import word

FILES = {"users.csv", "roles.csv"}
ROLES = {"usersourcedid", "role"}


def in_package(content):
    """The files that hold people, of a zip that is one of OneRoster; else nothing."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = [part for part in package.infolist() if part.filename.rpartition("/")[2].lower() in FILES]
            return [package.read(part) for part in parts[: len(FILES)] if part.file_size <= MOST_BYTES]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return []


def is_roles(rows):
    return bool(rows) and set(map(word, rows[0])) >= ROLES


def with_roles(users, roles):
    """The rows of users, with the roles of each in one more column."""
    by_user = roles_by_user(roles)
    head = list(map(word, users[0])) if users else []
    if "sourcedid" not in head:
        return users
    place = head.index("sourcedid")
    return [
        [*users[0], "role"],
        *([*widened(row, len(head)), ", ".join(by_user.get(cell(row, place), []))] for row in users[1:]),
    ]


def roles_by_user(rows):
    head = list(map(word, rows[0]))
    user, role = head.index("usersourcedid"), head.index("role")
    status = head.index("status") if "status" in head else len(head)
    found = {}
    for row in rows[1:]:
        if word(cell(row, status)) != "tobedeleted":
            found.setdefault(cell(row, user), []).append(cell(row, role))
    return found


def cell(row, place):
    return row[place] if place < len(row) else ""


def widened(row, width):
    return [*row, *[""] * (width - len(row))]
