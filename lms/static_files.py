"""Static files as `make build` makes them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedFiles(CompressedManifestStaticFilesStorage):
    """Fingerprinted also where one script imports another, so that no old one is mixed in."""

    support_js_module_import_aggregation = True
