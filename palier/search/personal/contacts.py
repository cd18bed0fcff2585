"""Find mail addresses, links and accounts on networks. Every repetition is bounded: hostile texts cost no more."""

import re
from collections.abc import Iterator

from palier.search.personal.findings import Finding, FindingKind, finding
from palier.search.stopwords import listed

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\b")
# "fatou.sow arobase exemple point fr", as it is said aloud.
_SAID = r"\s{0,2}(?:\barobase\b|\barobaz\b|\bchez\b|\(at\)|\[at\]|@)\s{0,2}"
_SAID_MAIL = re.compile(
    r"(?<![\w.+-])[\w+-]{1,40}(?:(?:\.|\s{0,2}\b(?:point|dot)\b\s{0,2})[\w+-]{1,40}){0,3}"
    + _SAID
    + r"[a-z0-9-]{2,40}(?:\.|\s{0,2}\b(?:point|pt|dot)\b\s{0,2})(?:fr|com|org|net|eu|be)\b"
)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"«»]{2,300}")
_BARE_LINK = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]{2,40}\.){1,3}(?:fr|com|org|net|eu|be|io|me|gg|info)(?![\w-])(?:/[^\s<>\"«»]{0,200})?"
)
# The sites of public services say nothing of a person.
_PUBLIC_SITE = re.compile(
    r"\b(?:gouv|service-public|caf|ameli|francetravail|msa|laposte|sncf-connect|wikipedia)\.(?:fr|org|com)\b"
)
_HANDLE = re.compile(r"(?<![\w@.])@[\w.]{2,30}")
_NETWORK = r"\b(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|facebook|fb|twitter|telegram|discord|linkedin|messenger)"
_ACCOUNT = re.compile(_NETWORK + r"\b\s{0,2}(?::|=|c'est|cest|est)\s{0,2}(?P<name>[\w.@-]{3,30})")
# The name itself, right after the network, only if it looks like no word: "snap lulu93".
_CODED = re.compile(_NETWORK + r"\s{1,2}(?P<name>(?=[\w.-]{0,29}[\d_])[a-z][\w.-]{2,29})")
_TRAILING = ".,;:!?)]'…"


def find_contacts(flat: str) -> Iterator[Finding]:
    """Yield mails, links and accounts of a flat text (``words.flat``)."""
    if "@" in flat or "arob" in flat or "(at)" in flat or "[at]" in flat:
        for pattern in (_MAIL, _SAID_MAIL):
            yield from _each(pattern, flat, FindingKind.COURRIEL)
    for pattern in (_LINK, _BARE_LINK):
        for found in _each(pattern, flat, FindingKind.LIEN):
            if not _PUBLIC_SITE.search(flat, found.start, found.end):
                yield found
    yield from _each(_HANDLE, flat, FindingKind.COMPTE)
    for pattern in (_ACCOUNT, _CODED):
        for match in pattern.finditer(flat):
            name = match["name"].rstrip(_TRAILING)
            if not name.isalpha() or (pattern is _ACCOUNT and name not in _NO_ACCOUNT):
                yield finding(match.start("name"), match.start("name") + len(name), FindingKind.COMPTE)


# "Facebook est bien", "insta c'est pour les jeunes": what follows is no account.
_NO_ACCOUNT = listed("bien mal pour pas plus mieux trop tres nul super mon une les des notre votre bloque mort")


def _each(pattern: re.Pattern[str], flat: str, kind: FindingKind) -> Iterator[Finding]:
    for match in pattern.finditer(flat):
        yield finding(match.start(), match.start() + len(match.group().rstrip(_TRAILING)), kind)
