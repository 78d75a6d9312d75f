"""Subject, group and room, as each system writes them. All are guesses, for a form in which a teacher puts
them right; of a system that is not here the title is the subject."""

import re

GROUP = re.compile(r"\S*\d\S*")


def lines_after(label, text):
    return [found.strip() for found in re.findall(rf"(?im)^\s*(?:{label})\s*:\s*(.+)$", text)]


def plain(title, place, _text):
    return title, "", place


def mytimetable(title, place, text):
    """The groups stand in the description."""
    groups = lines_after(r"groep(?:en)?|(?:student |class )?groups?(?:\(s\))?|student ?sets?(?:\(s\))?", text)
    return title, ", ".join(groups), place


def zermelo(title, place, _text):
    """[mark] room subject group"""
    words = [word for word in re.sub(r"^\s*\[[^\]]*\]", "", title).split() if word != "-"]
    if len(words) < 3:  # noqa: PLR2004 -- a room, a subject and a group
        return " ".join(words), "", place
    return words[1], ", ".join(words[2:]), place or words[0]


def webuntis(title, place, _text):
    """group subject"""
    group, _, subject = title.partition(" ")
    return (subject.strip(), group, place) if subject and GROUP.fullmatch(group) else (title, "", place)


def somtoday(title, place, _text):
    """subject - group - the teacher's own code"""
    words = [word for word in re.split(r"\s+-\s+", title.strip()) if word != place]
    group = next((word for word in words if GROUP.fullmatch(word)), "")
    subjects = [word for word in words if word != group and not re.fullmatch(r"[A-Z]{2,5}", word)]
    return (subjects or [group or title])[0], group, place


LABEL = r"[A-Za-zÀ-ž() ]{2,30}"
LABELLED = re.compile(
    rf"(?:^|[.,;\n]\s*)({LABEL}):\s*(.*?)\s*(?=[.,;]?\s*\n|[.,;]\s*{LABEL}:|[.;]?\s*$)", re.S
)
LABELS = {
    "subject": {"kurs namn", "kursnamn", "course name", "course", "cursus", "cursusnaam", "vak", "vaknaam", "kurs", "emne", "modul"},
    "group": {"klass", "klass kod", "klasskod", "class", "klas", "groep", "grupp", "group", "student group", "studentengroep", "gruppe"},
    "place": {"lokal", "lokalnamn", "lokaal", "zaal", "room", "room name", "ruimte", "raum", "rum"},
}  # fmt: skip


def timeedit(title, place, text):
    """Text with labels, that each customer chooses; without them the title is the subject."""
    found = {name: [] for name in LABELS}
    for label, value in LABELLED.findall(f"{title}\n{place}\n{text}"):
        for name in LABELS:
            if label.strip().casefold() in LABELS[name] and value not in found[name]:
                found[name].append(value)
    subject, group, room = (", ".join(found[name]) for name in LABELS)
    return subject or title, group, room or place


# what its PRODID or the name of its calendar holds: how it writes
SYSTEMS = {
    "mytimetable|eveoh": mytimetable,
    "zermelo|zportal": zermelo,
    "untis": webuntis,
    "somtoday|topicus": somtoday,
    "timeedit": timeedit,
}


def system(header):
    name = f"{header.get('PRODID', '')} {header.get('X-WR-CALNAME', '')}"
    how = next((how for names, how in SYSTEMS.items() if re.search(names, name, re.I)), plain)
    return lambda *words: dict(zip(("subject", "group", "place"), how(*words), strict=True))
