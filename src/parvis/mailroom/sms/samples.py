"""A sample of each text that the portal can send, for the gallery."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from parvis.mailroom.sms.alphabet import parts, plain
from parvis.mailroom.sms.texts import TEXT_KINDS


@dataclass(frozen=True)
class TextSample:
    """A text as a telephone shows it, and how many an operator counts it as."""

    code: str
    language: str
    text: str
    parts: int


def text_samples() -> list[TextSample]:
    samples = []
    for kind in TEXT_KINDS.values():
        for language, _name in settings.LANGUAGES:
            with override(language):
                text = plain(kind.sample())
            samples.append(TextSample(kind.code, language, text, parts(text)))
    return samples
