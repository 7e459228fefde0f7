"""How static files are stored for serving: hashed names, and gzip beside each."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Without brotli: at a first start it took 15 of 20 seconds to save readers 2 kB. Scripts
    import each other by their hashed names.
    """

    support_js_module_import_aggregation = True

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return super().create_compressor(use_brotli=False, **kwargs)
