"""Settings: read from the environment, each with its reason."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from geostories.config import Settings, resource


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTORIES_PORT", "8080")
    monkeypatch.setenv("GEOSTORIES_BASE_URL", "https://berattelser.example.se")
    settings = Settings()
    assert settings.port == 8080
    assert settings.is_https


def test_a_setting_of_the_wrong_kind_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOSTORIES_PORT", "eight thousand")
    with pytest.raises(ValidationError, match="port"):
        Settings()


def test_a_pool_with_no_connection_over_stops_the_start() -> None:
    assert Settings(web_threads=4, pool_size=5)
    with pytest.raises(ValidationError, match="pool_size must be larger than web_threads"):
        Settings(web_threads=5, pool_size=5)


def test_every_setting_says_what_it_is_for() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]
    assert silent == []


def test_the_signing_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new home")
    key = settings.signing_key()
    assert len(key) >= 43
    assert settings.signing_key() == key
    files = list((tmp_path / "new home").iterdir())
    assert [file.name for file in files] == ["secret-key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_starts_at_the_same_time_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as starts:
        keys = set(starts.map(lambda _: Settings(home=tmp_path).signing_key(), range(64)))
    assert len(keys) == 1


def test_a_given_key_is_used_and_none_is_kept(tmp_path: Path) -> None:
    assert Settings(home=tmp_path, secret_key="given").signing_key() == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["templates", "static", "migrations", "data"])
def test_the_folders_beside_the_package_are_found(name: str) -> None:
    assert resource(name).is_dir()
