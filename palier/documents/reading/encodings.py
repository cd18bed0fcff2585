"""From the bytes of a file to its text: UTF-8, UTF-16 and UTF-32 with their mark, Windows-1252."""

import codecs

from palier.documents.reading.characters import CONTROL
from palier.documents.reading.errors import Expected, UnreadableFile

# The longest marks first: the mark of UTF-32 starts as that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What French texts hold beyond ASCII, and the letters of neighbouring languages.
_USUAL = frozenset(
    "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆáíóúñãõìòåøßÁÍÓÚÑ’‘“”«»„…–—€°²³·•†§£×½¼¾µ¨ºª‰™©®¿¡\u00a0\u00ad¤‹›"
)
_USUAL_SHARE = 0.8
_CONTROL_SHARE = 0.02
UNKNOWN = (
    "L'encodage de ce fichier n'est pas reconnu. Ouvrez-le dans un éditeur de texte et enregistrez-le "
    "en UTF-8, puis réessayez."
)


def not_a_text(expected: Expected) -> str:
    """Return the French message for a file of bytes that are no text."""
    return f"Ce fichier n'est pas du texte. {expected.advice}"


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(UNKNOWN, _line_of(data, len(mark) + error.start)) from error
    return None


def _unmarked(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableFile(UNKNOWN, line) from error
    foreign = [character for character in text if not character.isascii()]
    usual = sum(character in _USUAL for character in foreign)
    if usual < _USUAL_SHARE * len(foreign):
        raise UnreadableFile(UNKNOWN, line)
    return text


def decode(data: bytes, expected: Expected) -> str:
    """Return the text of a file, without its mark. Raises UnreadableFile, with the line at fault."""
    text = _marked(data)
    if text is None:
        if b"\0" in data:
            raise UnreadableFile(not_a_text(expected), _line_of(data, data.index(b"\0")))
        text = _unmarked(data)
    if "\0" in text:
        raise UnreadableFile(not_a_text(expected), text.count("\n", 0, text.index("\0")) + 1)
    if len(CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise UnreadableFile(not_a_text(expected))
    return text
