"""The advice before going online."""

from pathlib import Path

import pytest
from pytest_django import Settings

from palier.core.checks import MAIL_NOWHERE, ready_to_go_online


@pytest.fixture
def online(settings: Settings, tmp_path: Path) -> Settings:
    tmp_path.chmod(0o700)
    settings.DATA_DIR = tmp_path
    settings.BASE_URL = "https://palier.exemple.fr"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SESSION_COOKIE_SECURE = True
    settings.SOURCE_URL = "https://code.exemple.fr"
    return settings


def test_a_complete_service_gets_no_advice(online: Settings) -> None:
    assert ready_to_go_online(None) == []


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("BASE_URL", "", "palier.W001"),
        ("EMAIL_BACKEND", MAIL_NOWHERE, "palier.W002"),
        ("SESSION_COOKIE_SECURE", False, "palier.W003"),
        ("SOURCE_URL", "", "palier.W005"),
        ("TILES_URL", "https://tuiles.exemple.fr/{z}/{x}/{y}.png", "palier.W006"),
    ],
)
def test_each_lack_is_said(online: Settings, name: str, value: object, number: str) -> None:
    setattr(online, name, value)

    assert [message.id for message in ready_to_go_online(None)] == [number]


def test_a_folder_that_all_may_read_is_said(online: Settings, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    assert [message.id for message in ready_to_go_online(None)] == ["palier.W004"]
