"""YAML as people write it by hand, without its traps: `no`, `1:30` and `007` are the words that were typed,
nothing is cut or taken twice in silence, and each value knows its line. Only true, false and null are no
text.
"""

import re

import yaml
from django.utils.translation import gettext as _

LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the same events; that of libyaml is ten times as fast
DEEPEST = 12  # levels; a checklist has six
REMARK = re.compile(r"\s*#")
NOT_TEXT = {"true": True, "false": False, "null": None, "": None}


class Unreadable(Exception):
    """`line` is where (0: nowhere in particular), `said` why and what to do."""

    def __init__(self, said, line=0):
        super().__init__(said)
        self.said, self.line = said, line


def read(text):
    """(tree, {path of a value: its line}); a path is a tuple of keys and places."""
    reader = Reader(text)
    try:
        return reader.tree(), reader.lines
    except yaml.YAMLError as error:
        raise Unreadable(*said_of(error, reader.rows)) from error


class Reader:
    def __init__(self, text):
        self.rows, self.lines = text.splitlines(), {}
        self.events = yaml.parse(text, Loader=LOADER)

    def tree(self):
        event = self.next()
        while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise Unreadable(_("There is nothing in it."))
        tree = self.value(event, ())
        self.next()
        if not isinstance(after := self.next(), yaml.StreamEndEvent):
            raise Unreadable(_("A second document begins here. Take one of the two out."), line_of(after))
        return tree

    def next(self):
        return next(self.events)

    def value(self, event, path):
        self.lines[path] = line_of(event)
        if len(path) > DEEPEST:
            raise Unreadable(_("This goes deeper than a checklist does."), line_of(event))
        refuse_cleverness(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        return self.mapping(path) if isinstance(event, yaml.MappingStartEvent) else self.sequence(path)

    def scalar(self, event):
        if event.style:  # quoted, or a block
            return event.value
        if event.value in NOT_TEXT:
            return NOT_TEXT[event.value]
        if self.is_cut(event.end_mark):
            said = _(
                "YAML reads nothing after a #. Put quotes round the text, or the remark on a line of its own."
            )
            raise Unreadable(said, event.end_mark.line + 1)
        return event.value

    def is_cut(self, mark):
        """Whether a remark follows on the same line."""
        return mark.line < len(self.rows) and bool(REMARK.match(self.rows[mark.line], mark.column))

    def sequence(self, path):
        found = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found))))
        return found

    def mapping(self, path):
        found = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            refuse_cleverness(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable(_("A list cannot be the name of something."), line_of(event))
            if event.value in found:
                raise Unreadable(twice(event.value), line_of(event))
            here = (*path, event.value)
            found[event.value] = self.value(self.next(), here)
            self.lines[here] = line_of(event)  # where its name is
        return found


def twice(key):
    return _("‘%(key)s’ is there twice. Take one of the two out.") % {"key": shown(key)}


def shown(value):
    """A piece of a file as a page can say it."""
    return "".join(sign for sign in str(value)[:60] if sign.isprintable())


def line_of(event):
    return event.start_mark.line + 1


def refuse_cleverness(event):
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable(
            _("A reference (& or *) is not read. Write the words out, or between quotes."), line_of(event)
        )
    if getattr(event, "tag", None):
        raise Unreadable(_("A type (!) is not read. Put quotes round the text."), line_of(event))


def said_of(error, rows):
    """(what to do, the line) of what YAML itself cannot read."""
    mark = getattr(error, "problem_mark", None)
    if not mark:
        return _("There is a sign in it that no text has. Save the file as UTF-8."), 0
    row = rows[mark.line] if mark.line < len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return _("There is a tab before it. YAML takes spaces alone."), mark.line + 1
    return _(
        "This is not written as YAML. Look at the spaces before it, and put quotes round a text with a : or a #."
    ), mark.line + 1
