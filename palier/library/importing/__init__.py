"""Reading action sheets from files: text of the national base, CSV, XLSX, JSON. No database here."""

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.files import DEFAULT_LIMIT
from palier.library.importing.columns import COLUMNS, cells_of
from palier.library.importing.reading import FORMATS, read_file

__all__ = ["COLUMNS", "DEFAULT_LIMIT", "FORMATS", "UnreadableFile", "cells_of", "read_file"]
