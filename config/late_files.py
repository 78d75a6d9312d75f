import os
import time
from calendar import timegm

from whitenoise.middleware import WhiteNoiseMiddleware

WRITTEN = 2  # seconds after which nobody is still writing in a file


class LateFiles(WhiteNoiseMiddleware):
    """Static files, also those that `prepare` collected after this process began: while servers are updated
    one after the other, a page from another one names them (docs/adr/0069)."""

    def __init__(self, get_response=None):
        super().__init__(get_response)
        self.directories.append((f"{os.path.abspath(self.static_root)}{os.sep}", self.static_prefix))  # noqa: PTH100 -- as WhiteNoise compares it

    def __call__(self, request):
        url = request.path_info
        if url.startswith(self.static_prefix) and url not in self.files:
            self.look_for(url)
        return super().__call__(request)

    def look_for(self, url):
        found = self.find_file(url)
        if found and timegm(found.last_modified) < time.time() - WRITTEN:
            self.files[url] = found
