"""What happens to invitations when somebody with an account proves the address they were sent to."""

from __future__ import annotations

from django.utils import timezone

from parvis.access.models import Access, State
from parvis.access.profiles import Profile
from parvis.accounts.identifier import ADOPTERS, AddressTaken
from parvis.accounts.models import Account


def move_invitations(placeholder: Account, account: Account) -> None:
    """The invitations of an account that was never activated wait for the other one's answer.

    Where that one has a place already, the invitation ends. Raises AddressTaken for a principal's
    place, which an organisation cannot be left without.
    """
    there = Access.objects.current().filter(account=account).values("organisation")
    twice = Access.objects.current().filter(account=placeholder, organisation__in=there)
    if twice.filter(profile=Profile.PRINCIPAL).exists():
        raise AddressTaken
    Access.objects.filter(pk__in=list(twice.values_list("pk", flat=True))).update(
        state=State.ENDED, ended_at=timezone.now(), lapses_at=None
    )
    Access.objects.filter(account=placeholder).update(account=account)


ADOPTERS.append(move_invitations)
