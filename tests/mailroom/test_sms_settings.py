"""Production starts only with a way out for texts that is whole and safe, or with none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAFE = {
    "PARVIS_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 2,
    "PARVIS_HOSTS": "espace.example",
    "PARVIS_ADDRESS": "https://espace.example",
    "PARVIS_MAIL_HOST": "smtp.example",
    "PARVIS_MAIL_SENDER": "portail@espace.example",
}
OVH = {
    "PARVIS_SMS_BACKEND": "ovh",
    "PARVIS_SMS_OVH_SERVICE": "sms-pv12345-1",
    "PARVIS_SMS_OVH_APPLICATION_KEY": "key",
    "PARVIS_SMS_OVH_APPLICATION_SECRET": "the-application-secret",
    "PARVIS_SMS_OVH_CONSUMER_KEY": "the-consumer-key",
}
SIGNED = {
    "PARVIS_SMS_BACKEND": "signed",
    "PARVIS_SMS_SENDER": "PARVIS",
    "PARVIS_SMS_SIGNED_ADDRESS": "https://texts.example/send",
    "PARVIS_SMS_SIGNED_SECRET": "s" * 32,
}


def start(folder: Path, **variables: str) -> str:
    """What production says when it starts with these variables; nothing where all is well."""
    started = subprocess.run(
        [sys.executable, "-c", "import parvis.settings.production"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PARVIS_DATA": str(folder),
            **SAFE,
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return started.stderr


@pytest.mark.parametrize("variables", [{}, {"PARVIS_SMS_BACKEND": "none"}, OVH, SIGNED])
def test_a_whole_set_starts(tmp_path: Path, variables: dict[str, str]) -> None:
    assert start(tmp_path, **variables) == ""


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PARVIS_SMS_BACKEND": "local"}, "PARVIS_SMS_BACKEND"),
        ({"PARVIS_SMS_BACKEND": "pigeon"}, "PARVIS_SMS_BACKEND"),
        ({**OVH, "PARVIS_SMS_OVH_CONSUMER_KEY": ""}, "PARVIS_SMS_OVH_CONSUMER_KEY"),
        ({**OVH, "PARVIS_SMS_OVH_ADDRESS": "http://eu.api.example"}, "PARVIS_SMS_OVH_ADDRESS"),
        ({**OVH, "PARVIS_SMS_SENDER": "Un nom trop long"}, "PARVIS_SMS_SENDER"),
        ({**SIGNED, "PARVIS_SMS_SENDER": ""}, "PARVIS_SMS_SENDER"),
        ({**SIGNED, "PARVIS_SMS_SIGNED_SECRET": "short"}, "PARVIS_SMS_SIGNED_SECRET"),
        (
            {**SIGNED, "PARVIS_SMS_SIGNED_ADDRESS": "http://texts.example"},
            "PARVIS_SMS_SIGNED_ADDRESS",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, variables: dict[str, str], named: str) -> None:
    said = start(tmp_path, **variables)
    assert "Parvis does not start" in said
    assert f"Set {named}" in said or f"and {named}" in said
    assert "the-application-secret" not in said
