from hashlib import blake2s
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


def as_sent(script):
    """A script of ours without its comments and white space: a third less to send. No name changes in it."""
    return jsmin(script)


class Shortened:
    """A folder of static files, of which scripts are read `as_sent`."""

    def __init__(self, storage):
        self.storage = storage

    def open(self, path):
        with self.storage.open(path) as file:
            return ContentFile(as_sent(file.read()))


def fingerprint():
    """Of our own static files, by name and content."""
    found = blake2s(digest_size=8)
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            found.update(f"{path.relative_to(folder)} {path.stat().st_size} ".encode() + path.read_bytes())
    return found.hexdigest()


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under hashed names; `import … from "./entries.js"` is rewritten to the hashed name too."""

    support_js_module_import_aggregation = True

    @cached_property
    def manifest_name(self):
        """Of this version of the program: the list of another one, collected into the same folder, leads the
        version of before to files that its pages do not know, or to none (docs/adr/0069)."""
        return f"staticfiles.{fingerprint()}.json"

    max_post_process_passes = 10  # one for each script between a page's own and the last that it imports

    def post_process(self, paths, dry_run=False, **options):
        """Scripts of others go as they came, with their licence."""
        own = {
            name: (Shortened(storage), path)
            for name, (storage, path) in paths.items()
            if name.startswith("js/")
        }
        return super().post_process(paths | own, dry_run=dry_run, **options)

    def create_compressor(self, **kwargs):
        """gzip only: brotli saves a few kilobytes and costs the first start ten seconds."""
        return super().create_compressor(**kwargs | {"use_brotli": False})
