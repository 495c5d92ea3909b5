"""Sizes of files as people read them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def readable_size(octets: int) -> str:
    """« 812 octets », « 34 Ko », « 1,2 Mo »: in powers of ten, as French shops and disks say it."""
    if octets < 1_000:
        return ngettext("%(count)s octet", "%(count)s octets", octets) % {"count": octets}
    if octets < 999_500:
        return _("%(number)s\u00a0Ko") % {"number": round(octets / 1_000)}
    if octets < 999_950_000:
        return _("%(number)s\u00a0Mo") % {"number": _tenths(octets / 1_000_000)}
    return _("%(number)s\u00a0Go") % {"number": _tenths(octets / 1_000_000_000)}


def _tenths(number: float) -> str:
    """« 1,2 », but « 200 » rather than « 200,0 »."""
    rounded = round(number, 1)
    return number_format(int(rounded) if rounded.is_integer() else rounded)
