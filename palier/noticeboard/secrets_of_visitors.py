"""What a visitor without account holds: the code of an idea, the key of a browser, the token of a form."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice, token_urlsafe
from uuid import UUID

from django.core.signing import BadSignature, dumps, loads
from django.utils.crypto import salted_hmac

# Neither 0 nor O, neither 1, I nor L: a code is written by hand and read aloud. 31 ** 8 is 40 bits, tries are counted.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
BROWSER_COOKIE = "palier_panneau"
BROWSER_SECONDS = 365 * 24 * 3600
# Nobody writes an idea in less; a form left open all day must be asked again.
QUICKEST, OLDEST = timedelta(seconds=3), timedelta(hours=12)
_SALT = "palier.board.form"


def new_code() -> str:
    """Return a new code, « 7KQ2-MX4D »."""
    drawn = "".join(choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def code_hash(structure_id: UUID, typed: str) -> str:
    """Return what the database keeps of a code, however it was typed: spaces, small letters."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return salted_hmac("palier.board.code", f"{structure_id}:{plain}", algorithm="sha256").hexdigest()


def new_browser_key() -> str:
    """Return the random key that a browser keeps once it supported an idea."""
    return token_urlsafe(24)


def browser_mark(structure_id: UUID, key: str) -> str:
    """Return what the database keeps of a browser's key: another one for each structure."""
    return salted_hmac("palier.board.browser", f"{structure_id}:{key}", algorithm="sha256").hexdigest()


def batch_mark(structure_id: UUID, line: str, now: datetime) -> str:
    """Return the mark of the line that something came by, the same all day long and no longer."""
    return salted_hmac("palier.board.batch", f"{structure_id}:{line}:{now:%Y-%m-%d}", algorithm="sha256").hexdigest()[
        :16
    ]


@dataclass(frozen=True, slots=True)
class FormToken:
    """The signed token of a form: when it was drawn, and a number of its own."""

    drawn_at: datetime
    number: str

    def age(self, now: datetime) -> timedelta:
        """Return for how long the page was open."""
        return now - self.drawn_at


def new_token(board: UUID, now: datetime) -> str:
    """Return the token of a form of ``board``, drawn now."""
    return dumps([str(board), now.isoformat(), token_urlsafe(12)], salt=_SALT)


def read_token(board: UUID, written: str) -> FormToken | None:
    """Return what a token says; None when it was not drawn here for ``board``."""
    try:
        of_board, drawn_at, number = loads(written, salt=_SALT)
    except (BadSignature, ValueError):
        return None
    return FormToken(datetime.fromisoformat(drawn_at), number) if of_board == str(board) else None
