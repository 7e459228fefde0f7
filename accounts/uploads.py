"""Files come from people who may enter the admin; nobody else's are written anywhere."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class StaffOnly(FileUploadHandler):
    """Stands before the handlers that keep files: a form of anybody else ends where a file begins,
    so that no stranger fills the disk, on whichever route.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_staff:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers that come after keep the file."""
