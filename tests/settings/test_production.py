"""Production starts on safe settings only, and says what to set otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parvis.settings.environment import SettingError, Variable, all_variables

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PARVIS_SECRET_KEY": "kU3vB9-xQ2mZ7pL5rT8wN1cY4dF6gH0jS_eA-iO3uKqVbXyMzPl",
    "PARVIS_HOSTS": "espace.exemple.fr",
    "PARVIS_ADDRESS": "https://espace.exemple.fr",
    "PARVIS_MAIL_HOST": "smtp.exemple.fr",
    "PARVIS_MAIL_SENDER": "ne-pas-repondre@exemple.fr",
}


def start(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, in an environment that holds nothing but these settings."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "parvis.settings.production",
            "PARVIS_DATA": str(folder),
            **settings,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


LOAD = ("-c", "import parvis.settings.production")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"PARVIS_SECRET_KEY": ""}, "Set PARVIS_SECRET_KEY to random text"),
        ({"PARVIS_SECRET_KEY": "x" * 60}, "Set PARVIS_SECRET_KEY to random text"),
        ({"PARVIS_SECRET_KEY": "short"}, "Set PARVIS_SECRET_KEY to random text"),
        ({"PARVIS_DEBUG": "yes"}, "Set PARVIS_DEBUG to no"),
        ({"PARVIS_DEBUG": "perhaps"}, "PARVIS_DEBUG must be yes or no"),
        ({"PARVIS_HOSTS": ""}, "Set PARVIS_HOSTS to the names"),
        ({"PARVIS_HOSTS": "*"}, "Set PARVIS_HOSTS to the names"),
        ({"PARVIS_HOSTS": "espace.exemple.fr,*.exemple.fr"}, "Set PARVIS_HOSTS to the names"),
        ({"PARVIS_ADDRESS": "http://espace.exemple.fr"}, "beginning with https://"),
        ({"PARVIS_ADDRESS": ""}, "beginning with https://"),
        ({"PARVIS_MAIL_HOST": ""}, "Set PARVIS_MAIL_HOST"),
        ({"PARVIS_MAIL_SENDER": ""}, "Set PARVIS_MAIL_SENDER"),
        ({"PARVIS_MAIL_SECURITY": "ssl"}, "Set PARVIS_MAIL_SECURITY to starttls, tls or none"),
        (
            {"PARVIS_MAIL_SECURITY": "none", "PARVIS_MAIL_PASSWORD": "secret"},
            "password would travel in the clear",
        ),
        ({"PARVIS_MAIL_PORT": "many"}, "PARVIS_MAIL_PORT must be a whole number"),
        ({"PARVIS_LINK_DAYS": "0"}, "PARVIS_LINK_DAYS must be 1 or more"),
        ({"PARVIS_SESSION_HOURS": "-1"}, "PARVIS_SESSION_HOURS must be 1 or more"),
        ({"PARVIS_TRUSTED_PROXIES": "-1"}, "PARVIS_TRUSTED_PROXIES must be 0 or more"),
    ],
    ids=lambda value: (
        ",".join(f"{k}={v[:9]}" for k, v in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_production_refuses_each_unsafe_setting_and_says_what_to_set(
    tmp_path: Path, changed: dict[str, str], sentence: str
) -> None:
    started = start(tmp_path, *LOAD, **{**SAFE, **changed})
    assert started.returncode != 0
    assert sentence in started.stderr
    secret = changed.get("PARVIS_MAIL_PASSWORD", SAFE["PARVIS_SECRET_KEY"])
    assert secret not in started.stderr, "a secret is not to stand in a log"


def test_every_unsafe_setting_is_told_at_once(tmp_path: Path) -> None:
    told = start(tmp_path, *LOAD).stderr
    for name in SAFE:
        assert f"Set {name}" in told


def test_production_starts_on_safe_settings_and_passes_its_checks(tmp_path: Path) -> None:
    checked = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_mail_server_on_this_machine_needs_no_encryption(tmp_path: Path) -> None:
    near = {"PARVIS_MAIL_HOST": "localhost", "PARVIS_MAIL_PASSWORD": "secret"}
    started = start(tmp_path, *LOAD, **{**SAFE, **near, "PARVIS_MAIL_SECURITY": "none"})
    assert started.returncode == 0, started.stderr


SHOW = """
import parvis.settings.production as s
print(s.DEBUG, s.PARVIS_WORKSHOP, s.PARVIS_DEMONSTRATION, s.SECURE_SSL_REDIRECT)
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.PASSWORD_HASHERS)
print(s.SECURE_HSTS_SECONDS >= 31536000, s.EMAIL_TIMEOUT > 0, s.EMAIL_USE_TLS)
"""


def test_production_is_closed_where_it_must_be(tmp_path: Path) -> None:
    shown = start(tmp_path, "-c", SHOW, **SAFE)
    assert shown.stdout.splitlines() == [
        "False False False True",
        "True True __Host-session ['parvis.accounts.hashers.BoundedArgon2Hasher']",
        "True True True",
    ]


def test_the_documented_list_is_current(tmp_path: Path) -> None:
    checked = start(tmp_path, "scripts/settings.py", "--check")
    assert checked.returncode == 0, checked.stdout


def test_every_variable_is_listed_once_and_told() -> None:
    every = all_variables()
    assert len({variable.name for variable in every}) == len(every) > 20
    for variable in every:
        assert variable.purpose.endswith(".")
        assert variable.name == "DATABASE_URL" or variable.name.startswith("PARVIS_")


def test_a_variable_set_to_nothing_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    port = Variable("PARVIS_TESTS", "587", "For the tests.", least=1)
    for written, number in (("", 587), ("  ", 587), (" 25 ", 25)):
        monkeypatch.setenv("PARVIS_TESTS", written)
        assert port.integer() == number
    for written in ("0", "x", "1.5"):
        monkeypatch.setenv("PARVIS_TESTS", written)
        with pytest.raises(SettingError, match="PARVIS_TESTS must be"):
            port.integer()


def test_lists_and_words_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    variable = Variable("PARVIS_TESTS", "", "For the tests.")
    monkeypatch.setenv("PARVIS_TESTS", " a.fr , b.fr,, ")
    assert variable.words() == ["a.fr", "b.fr"]
    for written, value in (("Oui", True), ("ON", True), ("non", False), ("0", False), ("", False)):
        monkeypatch.setenv("PARVIS_TESTS", written)
        assert variable.boolean() is value
