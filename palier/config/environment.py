"""Read the ``PALIER_...`` settings from the environment, each with a safe default.

``VARIABLES`` is the one list of them: the settings read it, and a test compares it with
docs/guide/installation.md. ``palier check --deploy`` says what a service still lacks.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PACKAGE_DIR = Path(__file__).resolve().parent.parent
CHECKOUT_DIR = PACKAGE_DIR.parent
DATABASE_SCHEMES = {"sqlite", "sqlite3", "postgres", "postgresql"}
EMAIL_SCHEMES = {"smtp", "smtp+tls", "smtp+ssl", "consolemail", "filemail"}
SECRET_KEY_MIN_LENGTH = 32


def is_checkout() -> bool:
    """Tell a git checkout from an installed wheel."""
    return (CHECKOUT_DIR / "pyproject.toml").is_file()


def _text(value: str) -> str:
    return value


def _one_of(*choices: str) -> Callable[[str], str]:
    def choose(value: str) -> str:
        if value not in choices:
            raise ValueError(f"attendu : {' ou '.join(choices)}")
        return value

    return choose


def _boolean(value: str) -> bool:
    lowered = value.strip().lower()
    if lowered in {"1", "true", "oui", "yes", "on"}:
        return True
    if lowered in {"0", "false", "non", "no", "off", ""}:
        return False
    raise ValueError("attendu : oui ou non")


def _number(value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        raise ValueError("attendu : un nombre entier") from None
    if number < 0:
        raise ValueError("attendu : un nombre positif")
    return number


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ValueError("attendu : une adresse comme https://palier.exemple.fr")
    return value.rstrip("/")


def _tiles_url(value: str) -> str:
    parts = urlsplit(value)
    whole = parts.scheme in {"http", "https"} and parts.netloc and all(mark in value for mark in ("{z}", "{x}", "{y}"))
    # Written in the security policy of each page: nothing there may end the directive.
    if value and (not whole or re.search(r"[\s;,'\"]", value) or not re.fullmatch(r"[\w.:-]+", parts.netloc)):
        raise ValueError("attendu : une adresse comme https://tuiles.exemple.fr/{z}/{x}/{y}.png")
    return value


def _database_url(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in DATABASE_SCHEMES or not parts.path.strip("/")):
        raise ValueError("attendu : sqlite:///chemin ou postgres://utilisateur:secret@hôte/base")
    return value


def _email_url(value: str) -> str:
    if urlsplit(value).scheme not in EMAIL_SCHEMES:
        raise ValueError("attendu : smtp+tls://utilisateur:secret@hôte:587 ou consolemail://")
    return value


def _address(value: str) -> str:
    name, _, host = value.rpartition("@")
    if not name or not host or any(character.isspace() for character in host):
        raise ValueError("attendu : une adresse comme palier@exemple.fr")
    return value


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting: its name in the environment, how to read it, its default, and what it does (in French)."""

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str


VARIABLES: tuple[Variable, ...] = (
    Variable("PALIER_ENV", _one_of("dev", "prod"), "dev", "« dev » (essai) ou « prod » (service en ligne)."),
    Variable("PALIER_DATA_DIR", _text, "", "Dossier de toutes les données : base, fichiers, clés, journaux."),
    Variable("PALIER_DATABASE_URL", _database_url, "", "Base de données. Vide : SQLite, au même endroit."),
    Variable("PALIER_SECRET_KEY", _text, "", "Clé secrète. Vide : créée et gardée avec les données."),
    Variable("PALIER_FORMER_SECRET_KEYS", _words, "", "Anciennes clés secrètes, séparées par des virgules."),
    Variable("PALIER_ALLOWED_HOSTS", _words, "", "Noms du serveur, séparés par des virgules."),
    Variable("PALIER_BASE_URL", _base_url, "", "Adresse publique, par exemple https://palier.exemple.fr."),
    Variable("PALIER_EMAIL_URL", _email_url, "consolemail://", "Serveur d'envoi des courriels."),
    Variable("PALIER_EMAIL_FROM", _address, "palier@localhost", "Adresse qui envoie les courriels."),
    Variable("PALIER_SOURCE_URL", _base_url, "", "Adresse du code source de cette instance (licence AGPL)."),
    Variable("PALIER_DEBUG", _boolean, "non", "Pages d'erreur détaillées. Jamais en ligne."),
    Variable("PALIER_GALLERY", _boolean, "", "Montrer la galerie /composants/ en ligne."),
    Variable("PALIER_HTTPS", _boolean, "", "Exiger HTTPS. Vide : oui avec PALIER_ENV=prod."),
    Variable("PALIER_TRUSTED_PROXY", _boolean, "non", "Croire l'en-tête X-Forwarded-Proto d'un mandataire."),
    Variable("PALIER_UPLOAD_MAX_MB", _number, "20", "Taille maximale d'un fichier envoyé, en mégaoctets."),
    Variable("PALIER_TILES_URL", _tiles_url, "", "Fond de carte : serveur de tuiles. Vide : contours et lieux seuls."),
    Variable("PALIER_TILES_ATTRIBUTION", _text, "", "Auteurs du fond de carte, écrits sous la carte."),
    Variable("PALIER_RETURN_GRACE_MINUTES", _number, "30", "Minutes de retard d'une équipe avant la première alerte."),
    Variable("PALIER_SEMANTIC", _boolean, "oui", "Recherche par le sens (environ 120 Mo de mémoire)."),
    Variable(
        "PALIER_LOG_LEVEL",
        _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        "Détail des journaux : DEBUG, INFO, WARNING ou ERROR.",
    ),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}


def read(name: str) -> Any:
    """Return the typed value of one setting; an empty variable counts as unset.

    Raises ImproperlyConfigured, with the name, the value and what was expected, when it cannot be read.
    """
    variable = BY_NAME[name]
    raw = os.environ.get(name) or variable.default
    try:
        return variable.read(raw)
    except ValueError as error:
        shown = re.sub(r"//[^@/]*@", "//…@", raw)  # the password of an address stays out of the logs
        raise ImproperlyConfigured(f"{name} : valeur « {shown} » refusée, {error}.") from None


def data_dir() -> Path:
    """Return the data folder, made when missing."""
    configured = read("PALIER_DATA_DIR")
    usual = CHECKOUT_DIR / "data" if is_checkout() else Path.cwd()
    folder = Path(configured).expanduser() if configured else usual
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"PALIER_DATA_DIR : dossier « {folder} » impossible à créer ({error}).") from None
    return folder.resolve()


def secret_key(folder: Path) -> str:
    """Return the configured secret key, or the one kept in the data folder (made at first use, mode 600).

    Raises ImproperlyConfigured when it is too short to be safe, or when the folder can't be written.
    """
    configured = str(read("PALIER_SECRET_KEY"))
    path = folder / "secret_key"
    try:
        key = configured or _kept_secret_key(path)
    except OSError as error:
        raise ImproperlyConfigured(f"PALIER_DATA_DIR : fichier « {path} » impossible à écrire ({error}).") from None
    if len(key) < SECRET_KEY_MIN_LENGTH:
        where = "PALIER_SECRET_KEY" if configured else f"Fichier « {path} »"
        raise ImproperlyConfigured(f"{where} : {SECRET_KEY_MIN_LENGTH} caractères au moins.")
    return key


def _kept_secret_key(path: Path) -> str:
    """Return the key in ``path``. Two processes that start together end up with the same, whole key."""
    if not path.exists():
        # mkstemp makes it readable by its owner alone; link() refuses to replace a key that came first.
        descriptor, draft = tempfile.mkstemp(prefix=".secret_key-", dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text(encoding="utf-8").strip()


def email_settings() -> dict[str, Any]:
    """Return Django's EMAIL_... settings for ``PALIER_EMAIL_URL``."""
    return dict(environ.Env.email_url_config(read("PALIER_EMAIL_URL")))


def tiles_origin() -> list[str]:
    """Return the origin of the tile server, as a security policy names it; nothing without such a server."""
    parts = urlsplit(read("PALIER_TILES_URL"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def is_set(name: str) -> bool:
    """Tell whether ``name`` was given a value at all."""
    return bool(os.environ.get(BY_NAME[name].name, ""))
