"""What the templates of documents need besides components."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from parvis.services.documents import sizes

register = template.Library()


@register.filter
def file_size(octets: int) -> str:
    """« 1,2 Mo »."""
    return sizes.readable_size(octets)


@register.filter
def breakable(name: str) -> SafeString:
    """A file name that may break after « _ », where browsers see but one long word."""
    return SafeString(escape(name).replace("_", "_<wbr>"))  # nosec B308 B703


@register.filter
def fingerprint(digest: str) -> str:
    """A SHA-256 digest in groups of eight, so that an eye can compare it."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))
