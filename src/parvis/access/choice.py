"""All the spaces that one login opens."""

from __future__ import annotations

import re

from django.db.models import Q

from parvis.access.models import Access, Mandate, today
from parvis.accounts.models import Account
from parvis.foundation.paging import Page, page_of
from parvis.foundation.sorting import sort_key
from parvis.organisations.models import Organisation


def spaces_of(account: Account, *, search: str = "", place: str = "") -> Page[Organisation]:
    """The open organisations that this person may enter, by name; found by name or number."""
    day = today()
    own = Access.objects.live(day).filter(account=account)
    through_firm = Mandate.objects.live(day).filter(
        firm__in=own.filter(covers="all").values("organisation")
    )
    organisations = Organisation.objects.open().filter(
        Q(pk__in=own.values("organisation")) | Q(pk__in=through_firm.values("organisation"))
    )
    if search:
        digits = re.sub(r"\D", "", search)
        found = Q(sort_name__contains=sort_key(search))
        if digits:
            found |= Q(siret__startswith=digits)
        organisations = organisations.filter(found)
    return page_of(organisations, ("sort_name", "id"), place)
