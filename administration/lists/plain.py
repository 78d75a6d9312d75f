"""Lines without a head, as people paste them: from a mail, an address book, a sheet; name and address in any
order, several people on a line where a mail program puts them so."""

import csv
import re

from administration.lists import naming, roles
from administration.lists.addresses import addresses_in, without_addresses
from administration.lists.line import Found

BOX = re.compile(r"<([^<>]*)>")  # the address of a mailbox
ABOUT = re.compile(rf"\s*(?:{naming.ABOUT})\s*:", re.IGNORECASE)
SEPARATORS = "\t;|,"


def people_in(lines):
    for line in lines:
        if line.strip() and not ("@" not in line and ABOUT.match(line)):
            yield from people_on(line)


def people_on(line):
    if any("@" in box for box in BOX.findall(line)):
        return in_mailboxes(line)
    separator = next((sign for sign in SEPARATORS if sign in line), "")
    return [person(cells, separator) for cells in by_person(cells_of(line, separator))]


def cells_of(line, separator):
    """A line with a quote that nobody closes has no quoted cells."""
    quotes = csv.QUOTE_MINIMAL if line.count('"') % 2 == 0 else csv.QUOTE_NONE
    try:
        [cells] = csv.reader([line], delimiter=separator or "\t", quoting=quotes, skipinitialspace=True)
    except (csv.Error, ValueError):
        cells = line.split(separator or "\t")
    return [cell.strip() for cell in cells]


# --- Hidde Hypothese <hidde@…>; Fantasie, Fleur <fleur@…> -----------------------------------------------


def in_mailboxes(line):
    """What stands before an address is the name; behind the last one, after a separator, team and role."""
    people, begin = [], 0
    for box in BOX.finditer(line):
        if "@" in box[1]:
            people += mailbox(line[begin : box.start()], " ".join(addresses_in(box[1])))
            begin = box.end()
    rest = line[begin:].strip()
    if rest.strip(" ,;\t|"):
        people[-1:] = behind(people[-1], rest)
    return people


def mailbox(before, email):
    """Addresses without a name may stand before it."""
    pieces = re.split("[,;]", before)
    bare = [" ".join(addresses_in(piece)) for piece in pieces if is_bare(piece)]
    name = without_addresses(",".join(piece for piece in pieces if not is_bare(piece)))
    return [*(Found(email=other) for other in bare if other != email), Found(naming.unwrapped(name), email)]


def is_bare(piece):
    return "@" in piece and not without_addresses(piece).strip(" \"'")


def behind(last, rest):
    """More addresses, or what belongs to the last person."""
    if "@" in rest:
        return [last, *people_on(rest.lstrip(" ,;\t|"))]
    separator = next((sign for sign in SEPARATORS if sign in rest), "")
    return [last._replace(**team_and_role(cells_of(rest.lstrip(" ,;\t|"), separator)))]


# --- cells ----------------------------------------------------------------------------------------------


def by_person(cells):
    """The cells of each person: mostly all of them."""
    numbers = [len(addresses_in(cell)) for cell in cells if cell]
    if sum(numbers) > 1:
        if set(numbers) == {1}:
            return [[cell] for cell in cells if cell]
        if len(cells) == 1 and not without_addresses(cells[0]).strip(" ,;"):
            return [[email] for email in addresses_in(cells[0])]
        if numbers == [0, 1] * (len(numbers) // 2):
            cells = [cell for cell in cells if cell]
            return [cells[place : place + 2] for place in range(0, len(cells), 2)]
    return [cells]


def person(cells, separator):
    place = next((place for place, cell in enumerate(cells) if "@" in cell), None)
    if place is None:
        return without_address(cells, separator)
    email = " ".join(dict.fromkeys(email for cell in cells for email in addresses_in(cell)))
    before, after = cells[:place], [cell for cell in cells[place + 1 :] if "@" not in cell]
    before += [without_addresses(cells[place])]
    parts = list(filter(None, map(naming.tidy, before)))
    if not parts and place == 0 and after and not roles.names_roles(after[0]):
        parts = [after.pop(0)]
    return Found(naming.in_order(parts, email, separator == ","), email, **team_and_role(after))


def without_address(cells, separator):
    """*Name; ; team; role* as it is written here; between commas all of it is the name."""
    if separator == ",":
        return Found(name=", ".join(filter(None, cells)))
    rest = cells[2:] if cells[1:2] == [""] else cells[1:]
    return Found(name=cells[0], **team_and_role(rest))


def team_and_role(cells):
    """A role is known by its word, and stands second where none is."""
    team, role = [*cells, "", ""][:2]
    return {"team": team, "roles": role}
