from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under hashed names; `import … from "./entries.js"` is rewritten to the hashed name too."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **kwargs):
        """gzip only: brotli saves a few kilobytes and costs the first start ten seconds."""
        return super().create_compressor(**kwargs | {"use_brotli": False})
