"""From the files of a checklist (`content/<its key>/<edition>.yaml`) to published editions."""

import hashlib
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from checklists import files
from checklists.models import Checklist, Edition

CONTENT = Path(__file__).parent / "content"


def load_all():
    """Every shipped edition, the oldest first, published once. Returns all of them, those that were there
    too."""
    return [
        load(path)
        for path in sorted(CONTENT.glob("*/*.yaml"), key=lambda path: (path.parent.name, int(path.stem)))
    ]


@transaction.atomic
def load(path):
    """The edition made from this file; a new one only when the file's text differs from every edition so
    far."""
    raw, key = path.read_bytes(), path.parent.name
    digest = hashlib.sha256(raw).hexdigest()
    known = Edition.objects.filter(checklist__school=None, checklist__key=key, digest=digest)
    return known.select_related("checklist").first() or publish(key, digest, files.read(raw.decode())[0])


def publish(key, digest, tree):
    names = files.pair("name", tree["name"])
    checklist, _ = Checklist.objects.get_or_create(school=None, key=key, defaults=names)
    number = (checklist.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    words = files.words_of(tree)
    edition = Edition.objects.create(checklist=checklist, number=number, digest=digest, words=words)
    write(edition, files.lines_of(tree))
    edition.publish()
    return edition


def write(edition, lines):
    """Numbered from 1 on, each table for itself."""
    for table, model in files.TABLES.items():
        rows = enumerate((line for line in lines if line.table == table), start=1)
        model.objects.bulk_create(
            [model(edition=edition, order=order, **line.fields) for order, line in rows]
        )
