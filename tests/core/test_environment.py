"""Settings read from the environment: defaults, refusals, the data folder and the secret key."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from palier.config import environment
from palier.config.databases import database_settings

WRONG = [
    ("PALIER_ENV", "production", "attendu : dev ou prod"),
    ("PALIER_DATABASE_URL", "mysql://hôte/base", "attendu : sqlite:///chemin ou postgres://"),
    ("PALIER_DATABASE_URL", "postgres://hôte", "attendu : sqlite:///chemin ou postgres://"),
    ("PALIER_BASE_URL", "palier.exemple.fr", "attendu : une adresse comme https://palier.exemple.fr"),
    ("PALIER_EMAIL_URL", "imap://hôte", "attendu : smtp+tls://"),
    ("PALIER_EMAIL_FROM", "palier", "attendu : une adresse comme palier@exemple.fr"),
    ("PALIER_DEBUG", "peut-être", "attendu : oui ou non"),
    ("PALIER_GALLERY", "2", "attendu : oui ou non"),
    ("PALIER_HTTPS", "https", "attendu : oui ou non"),
    ("PALIER_TRUSTED_PROXY", "10.0.0.1", "attendu : oui ou non"),
    ("PALIER_UPLOAD_MAX_MB", "vingt", "attendu : un nombre entier"),
    ("PALIER_UPLOAD_MAX_MB", "-1", "attendu : un nombre positif"),
    ("PALIER_SEMANTIC", "parfois", "attendu : oui ou non"),
    ("PALIER_TILES_URL", "tuiles.exemple.fr", "attendu : une adresse comme https://tuiles"),
    ("PALIER_TILES_URL", "https://tuiles.exemple.fr/1.png", "attendu : une adresse comme https://tuiles"),
    ("PALIER_TILES_URL", "https://a.fr; script-src/{z}/{x}/{y}", "attendu : une adresse comme https://tuiles"),
    ("PALIER_LOG_LEVEL", "bavard", "attendu : DEBUG ou INFO ou WARNING ou ERROR"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG)
def test_wrong_value_is_refused_with_its_name(
    name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.read(name)

    assert str(refused.value).startswith(f"{name} : valeur « {value} » refusée, {expected}")


@pytest.mark.parametrize("variable", environment.VARIABLES, ids=lambda variable: variable.name)
def test_each_default_can_be_read(variable: environment.Variable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable.name, raising=False)
    unset = environment.read(variable.name)
    monkeypatch.setenv(variable.name, "")

    empty = environment.read(variable.name)

    assert empty == unset == variable.read(variable.default)


RIGHT = [
    ("PALIER_DEBUG", "Oui", True),
    ("PALIER_DEBUG", "0", False),
    ("PALIER_SEMANTIC", "non", False),
    ("PALIER_UPLOAD_MAX_MB", "50", 50),
    ("PALIER_ALLOWED_HOSTS", "palier.fr, www.palier.fr,", ["palier.fr", "www.palier.fr"]),
    ("PALIER_BASE_URL", "https://palier.fr/", "https://palier.fr"),
]


@pytest.mark.parametrize(("name", "value", "expected"), RIGHT)
def test_right_value_is_typed(name: str, value: str, expected: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    assert environment.read(name) == expected


def test_security_policy_opens_to_the_tile_server_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALIER_TILES_URL", raising=False)
    without = environment.tiles_origin()
    monkeypatch.setenv("PALIER_TILES_URL", "https://tuiles.exemple.fr:8443/plan/{z}/{x}/{y}.png?cle=1")

    assert (without, environment.tiles_origin()) == ([], ["https://tuiles.exemple.fr:8443"])


def test_refusal_keeps_the_password_out_of_the_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_DATABASE_URL", "mysql://palier:motdepasse@hote/base")

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.read("PALIER_DATABASE_URL")

    assert "motdepasse" not in str(refused.value)
    assert "mysql://…@hote/base" in str(refused.value)


def test_data_dir_is_made_when_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_DATA_DIR", str(tmp_path / "données" / "palier"))

    folder = environment.data_dir()

    assert folder == tmp_path / "données" / "palier"
    assert folder.is_dir()


def test_data_dir_that_cannot_be_made_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PALIER_DATA_DIR", str(tmp_path / "file" / "data"))

    with pytest.raises(ImproperlyConfigured, match=r"^PALIER_DATA_DIR : dossier « .* » impossible à créer"):
        environment.data_dir()


def test_secret_key_is_made_once_and_kept_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALIER_SECRET_KEY", raising=False)

    first = environment.secret_key(tmp_path)
    second = environment.secret_key(tmp_path)

    assert first == second
    assert len(first) >= environment.SECRET_KEY_MIN_LENGTH
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_secret_key_is_the_same_for_all_who_start_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALIER_SECRET_KEY", raising=False)

    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(environment.secret_key, [tmp_path] * 64))

    assert len(keys) == 1


def test_short_secret_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIER_SECRET_KEY", "x" * 31)

    with pytest.raises(ImproperlyConfigured, match=r"^PALIER_SECRET_KEY : 32 caractères au moins\.$"):
        environment.secret_key(tmp_path)


def test_emptied_secret_key_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALIER_SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("")

    with pytest.raises(ImproperlyConfigured, match="32 caractères au moins"):
        environment.secret_key(tmp_path)


def test_secret_key_in_a_folder_that_vanished_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PALIER_SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"^PALIER_DATA_DIR : fichier « .* » impossible à écrire"):
        environment.secret_key(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["Données #1", "50 % ?", "a&b=c"])
def test_sqlite_accepts_any_folder_name(name: str, tmp_path: Path) -> None:
    config = database_settings("", tmp_path / name)

    assert config["NAME"] == os.fspath(tmp_path / name / "palier.sqlite3")
    assert config["ENGINE"] == "palier.core.sqlite"


def test_sqlite_by_url() -> None:
    config = database_settings("sqlite:////srv/palier/base.sqlite3", Path("unused"))

    assert config["NAME"] == "/srv/palier/base.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["CONN_MAX_AGE"] == 60


def test_postgresql_by_url() -> None:
    config = database_settings("postgres://palier:p%40ss%2F1@db.exemple.fr:5433/palier?sslmode=require", Path("x"))

    assert {key: config[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "palier",
        "USER": "palier",
        "PASSWORD": "p@ss/1",
        "HOST": "db.exemple.fr",
        "PORT": 5433,
    }
    assert config["OPTIONS"] == {"sslmode": "require"}
    assert config["CONN_HEALTH_CHECKS"] is True
