"""The fixed cast: the people and companies of the demonstration, ready to act."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from parvis.access.models import Access
from parvis.access.spaces import Space, enter
from parvis.accounts.models import Account
from parvis.demo import world
from parvis.demo.people import account_of, organisation_of
from parvis.organisations.models import Kind, Organisation

PASSWORD = world.PASSWORD
OPERATOR = "operator"


@dataclass(frozen=True)
class Cast:
    """People and organisations by the keys of `parvis.demo.world`."""

    def account(self, person: str) -> Account:
        return account_of(person)

    def organisation(self, key: str) -> Organisation:
        if key == OPERATOR:
            return Organisation.objects.get(kind=Kind.OPERATOR)
        return organisation_of(key)

    def space(self, person: str, organisation: str) -> Space:
        """The space as this person enters it; the test fails if the door is shut."""
        space = enter(self.account(person), self.organisation(organisation).public_id)
        assert space is not None, f"{person} cannot enter {organisation}"
        return space

    def access(self, person: str, organisation: str) -> Access:
        return Access.objects.current().get(
            account=self.account(person), organisation=self.organisation(organisation)
        )

    def browser(self, person: str) -> Client:
        """A client that is signed in as this person."""
        client = Client()
        client.force_login(self.account(person))
        return client

    def address(self, organisation: str, path: str = "") -> str:
        """An address inside an organisation's space."""
        return f"/espaces/{self.organisation(organisation).public_id}/{path}"
