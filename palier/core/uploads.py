"""Stop reading a request once the files in it are past the limit."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# Room for the other fields of the form and for the marks between its parts.
FORM_BYTES = 1024 * 1024


class UploadTooLarge(SuspiciousOperation):
    """What was sent is past settings.UPLOAD_MAX_BYTES. palier.core.errors.bad_request answers it 413."""


class SizeLimitUploadHandler(FileUploadHandler):
    """Stand before the handlers that keep files: count the bytes of all the files of one request."""

    received = 0

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],  # noqa: N803 (the name Django calls it by)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]] | None:
        """Refuse at once, without reading, a request that says it is too big.

        Raises UploadTooLarge.
        """
        if content_length > settings.UPLOAD_MAX_BYTES + FORM_BYTES:
            raise UploadTooLarge(f"{content_length} bytes announced")
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count the chunk and hand it on to the next handler.

        Raises UploadTooLarge.
        """
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            self.drop_what_was_kept()
            raise UploadTooLarge(f"more than {settings.UPLOAD_MAX_BYTES} bytes received")
        return raw_data

    def drop_what_was_kept(self) -> None:
        """Let the other handlers remove the file they were writing."""
        assert self.request is not None
        for handler in self.request.upload_handlers:
            if handler is not self:
                handler.upload_interrupted()

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return None: the next handler keeps the file."""
        return None
