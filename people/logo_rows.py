"""Where the logos of schools are kept: in rows, so that every server of an installation has them, and every
back-up (docs/adr/0069)."""

import logging
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils.deconstruct import deconstructible

logger = logging.getLogger("people")


class Logo(models.Model):
    """A checked picture (people/logos.py), by the name that the row of its school has for it. Another picture
    has another name."""

    name = models.CharField(max_length=100, primary_key=True)
    content = models.BinaryField()


@deconstructible
class Rows(Storage):
    """For the field of a school: what Django would do with files, in the transaction of the school."""

    def _open(self, name, mode="rb"):
        if (content := found(name)) is None:
            raise FileNotFoundError(name)
        return ContentFile(content, name=name)

    def _save(self, name, content):
        Logo.objects.create(name=name, content=b"".join(content.chunks()))
        return name

    def exists(self, name):
        return Logo.objects.filter(pk=name).exists()

    def delete(self, name):
        Logo.objects.filter(pk=name).delete()
        transaction.on_commit(partial(as_file(name).unlink, missing_ok=True))


def found(name):
    content = Logo.objects.filter(pk=name).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def for_press(name):
    """The picture of this name; None where a school has none. Where it should be there and is not, paper says
    the school's name in its place, and the log tells."""
    if not name:
        return None
    if (content := found(name)) is None:
        logger.error("a logo is not there: %s", name)
    return content


# --- files of before: until the next release, because the version of before reads and writes them ----------


def as_file(name):
    return Path(settings.MEDIA_ROOT, name)


def carry_over(schools, logos):
    """Rows for the files of before that stand on this server; says how many. The files stay, for a version
    that goes back."""
    names = schools.objects.exclude(logo="").exclude(logo__in=logos.objects.values("pk"))
    there = [name for name in names.values_list("logo", flat=True) if as_file(name).is_file()]
    rows = [logos(name=name, content=as_file(name).read_bytes()) for name in there]
    return len(logos.objects.bulk_create(rows, ignore_conflicts=True))
