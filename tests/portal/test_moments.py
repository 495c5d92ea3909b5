"""How moments are written on pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import engines
from django.utils.translation import override

AT = datetime(2026, 3, 12, 13, 30, 59, tzinfo=UTC)  # 14:30 in Paris


@pytest.mark.parametrize(
    ("language", "words", "figures"),
    [
        ("fr", "12\u00a0mars\u00a02026, 14\u00a0h\u00a030", "12/03/2026 14\u00a0h\u00a030"),
        ("en", "12\u00a0March\u00a02026, 14:30", "12/03/2026 14:30"),
    ],
)
def test_moments_are_read_by_people_and_by_machines(
    language: str, words: str, figures: str
) -> None:
    template = engines["django"].from_string("{{ at|moment }}|{{ at|short_moment }}")
    with override(language):
        long, short = template.render({"at": AT}).split("|")
    assert long == f'<time datetime="2026-03-12T14:30:00+01:00">{words}</time>'
    assert short == f'<time datetime="2026-03-12T14:30:00+01:00" title="{words}">{figures}</time>'
