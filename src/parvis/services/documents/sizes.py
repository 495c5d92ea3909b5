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
        return _("%(number)s\u00a0Ko") % {"number": number_format(round(octets / 1_000))}
    if octets < 999_950_000:
        return _("%(number)s\u00a0Mo") % {"number": number_format(octets / 1_000_000, 1)}
    return _("%(number)s\u00a0Go") % {"number": number_format(octets / 1_000_000_000, 1)}
