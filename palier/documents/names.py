"""File names: safe on every disk, and announced to browsers as RFC 6266 wants."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 80
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
# Names that Windows keeps for devices, whatever the extension.
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
# Characters RFC 8187 (section 3.2.1, attr-char) allows unescaped, besides letters and digits.
ATTR_CHARS = "!#$&+-.^_`|~"


def safe_filename(title: str, extension: str, fallback: str = "document") -> str:
    """Return an ASCII name of at most 80 characters and its extension: "K'fé", "pdf" gives "k-fe.pdf"."""
    letters = unicodedata.normalize("NFKD", title.translate(LIGATURES)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(filter(without_accent, letters))).strip("-")
    slug = slug[:LONGEST].rstrip("-") or fallback
    if slug in RESERVED:
        slug = f"{slug}-{fallback}"
    suffix = re.sub(r"[^a-z0-9]+", "", extension.lower())
    return f"{slug}.{suffix}" if suffix else slug


def without_accent(character: str) -> bool:
    """Tell whether the character is anything but a combining accent."""
    return not unicodedata.combining(character)


def content_disposition(filename: str, *, inline: bool = False) -> str:
    """Return the Content-Disposition header value for the file name, accents allowed (RFC 6266, RFC 8187).

    Line ends, control characters and path separators never pass. The plain form is for browsers that ignore
    ``filename*``.
    """
    kind = "inline" if inline else "attachment"
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\]+", "_", filename)
    ascii_name = unicodedata.normalize("NFKD", name.translate(LIGATURES)).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[\"%]", "_", ascii_name).strip() or "document"
    value = f'{kind}; filename="{plain}"'
    return value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe=ATTR_CHARS)}"
