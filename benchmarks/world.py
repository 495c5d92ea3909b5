"""Fills the database of a benchmark and says how to get in: `python -m benchmarks.world COUNT`.

Run in the environment of a portal. Prints, as JSON, the cookies of its people and its pages.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from stdnum import luhn  # noqa: E402

from parvis.access.models import Access, Assignment, Covers, State  # noqa: E402
from parvis.access.profiles import Profile, preset  # noqa: E402
from parvis.accounts.models import Account  # noqa: E402
from parvis.demo.people import account_of, load_people, office_of, organisation_of  # noqa: E402
from parvis.foundation.sorting import sort_key  # noqa: E402
from parvis.organisations.models import Desk, Organisation  # noqa: E402
from parvis.services.documents.models import Deposit, Document  # noqa: E402
from parvis.services.documents.models import State as DocumentState  # noqa: E402

CLIENT, ACCOUNTANT, DIRECTOR = "solange", "nadia", "claire"
ORGANISATION = "tilleuls"
MOST_FOR_ONE = 200
"""Clients of one accountant, spaces of one person, people of one space: they do not grow with the
operator. Portfolios of thousands come with mandates."""
SIREN = "28"
"""How the invented numbers begin; those of the cast begin with 29."""
PAGES: dict[str, tuple[str, str, str]] = {
    "home": (CLIENT, ORGANISATION, "portal:home"),
    "documents": (CLIENT, ORGANISATION, "documents:published"),
    "files-in-progress": (CLIENT, ORGANISATION, "documents:files"),
    "users": (CLIENT, ORGANISATION, "access:users"),
    "choice": (CLIENT, "", "access:choice"),
    "queue": (ACCOUNTANT, "operator", "documents:arrivals"),
    "clients": (DIRECTOR, "operator", "access:clients"),
}


def fill(count: int) -> None:
    """Bring organisations, people of one of them and documents up to `count` of each."""
    if not Account.objects.exists():
        load_people()
    start = Organisation.objects.filter(siret__startswith=SIREN).count()
    most = max(0, MOST_FOR_ONE - start)
    with transaction.atomic():
        organisations = _organisations(range(start, count))
        accounts = _accounts(range(start, count))
        client, space = account_of(CLIENT), organisation_of(ORGANISATION)
        Access.objects.bulk_create(
            [_access(client, each, Profile.GUEST) for each in organisations[:most]]
            + [_access(each, space, Profile.COLLABORATOR) for each in accounts[:most]],
            batch_size=500,
        )
        _assign(organisations[:most])
        _documents(start, count, space, organisations, client)
    with connection.cursor() as cursor:
        # What the engine does by itself within a minute.
        cursor.execute("ANALYZE")


def _organisations(numbers: range) -> list[Organisation]:
    made = []
    for number in numbers:
        name = f"Exploitation {number:05d}"
        siren = f"{SIREN}{number:06d}"
        siren += luhn.calc_check_digit(siren)
        siret = f"{siren}0001"
        siret += luhn.calc_check_digit(siret)
        made.append(Organisation(name=name, sort_name=sort_key(name), siret=siret))
    return Organisation.objects.bulk_create(made, batch_size=500)


def _accounts(numbers: range) -> list[Account]:
    made = [
        Account(
            identifier=f"personne.{number}@parvis.example",
            first_name="Camille",
            last_name=f"Personne {number:05d}",
            activated_at=timezone.now(),
        )
        for number in numbers
    ]
    Account.objects.bulk_create(made, batch_size=500)
    return made


def _access(account: Account, organisation: Organisation, profile: Profile) -> Access:
    rights = preset(profile)
    return Access(
        account=account,
        organisation=organisation,
        profile=profile,
        covers=Covers.ALL,
        read_mask=rights.read,
        update_mask=rights.update,
        state=State.LIVE,
        accepted_at=timezone.now(),
    )


def _assign(organisations: list[Organisation]) -> None:
    access_id = office_of(ACCOUNTANT).link.access_id
    Assignment.objects.bulk_create(
        [
            Assignment(access_id=access_id, organisation=each, desk=Desk.ACCOUNTANT)
            for each in organisations
        ]
    )


def _documents(
    start: int, count: int, space: Organisation, organisations: list[Organisation], client: Account
) -> None:
    """As many published in one space as handed in there and across the clients; of what was handed
    in, the first thirty and every fiftieth still wait."""
    if start >= count:
        return
    deposits = Deposit.objects.bulk_create(
        [
            Deposit(
                organisation=each,
                desk=Desk.ACCOUNTANT,
                author=client,
                author_name=client.full_name,
                form_key=f"{start}-{index}",
            )
            for index, each in enumerate([space, *organisations])
        ],
        batch_size=500,
    )
    handed_in, *elsewhere = deposits
    rows: list[Document] = []
    for number, deposit in zip(range(start, count), elsewhere, strict=True):
        rows += [
            _document(number, space, client, None),
            _document(number, space, client, handed_in),
            _document(number, deposit.organisation, client, deposit),
        ]
    Document.objects.bulk_create(rows, batch_size=500)


def _document(
    number: int,
    organisation: Organisation,
    author: Account,
    deposit: Deposit | None,
) -> Document:
    name = f"Facture {number:05d}.pdf"
    kind = "published" if deposit is None else f"handed-{deposit.pk}"
    taken_up = deposit is not None and number >= 30 and number % 50 != 0
    state = DocumentState.WAITING if deposit else DocumentState.PUBLISHED
    if taken_up:
        state = DocumentState.TAKEN_UP
    return Document(
        organisation=organisation,
        deposit=deposit,
        desk=Desk.ACCOUNTANT,
        name=name,
        sort_name=sort_key(name),
        media_type="application/pdf",
        size=120_000,
        pages=2,
        digest="0" * 64,
        storage_key=f"{kind}-{number}",
        state=state,
        taken_up_at=timezone.now() if taken_up else None,
        taken_up_by_name="Camille Exemple" if taken_up else "",
        author=author,
        author_name=author.full_name,
    )


def entrances() -> dict[str, Any]:
    """The cookies of a signed-in person each, and the pages with who asks for them."""
    office = office_of(DIRECTOR).public_id
    space = organisation_of(ORGANISATION).public_id
    addresses = {"operator": [office], ORGANISATION: [space], "": []}
    return {
        "cookies": {
            person: {settings.SESSION_COOKIE_NAME: _session(account_of(person))}
            for person in (CLIENT, ACCOUNTANT, DIRECTOR)
        },
        "pages": {
            name: (person, reverse(route, args=addresses[where]))
            for name, (person, where, route) in PAGES.items()
        },
        "addresses": {
            name: reverse(route, args=[space])
            for name, route in (
                ("uploads", "documents:uploads"),
                ("transfer", "documents:transfer"),
            )
        },
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


def _session(account: Account) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    key: str = session.session_key
    return key


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    sys.stdout.write(json.dumps(entrances()))
