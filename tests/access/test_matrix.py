"""Who may do what: every address × every kind of person × whose space × whose object × method.

What is expected follows from the rule that each view declares and from who the cast are; nothing
here asks the portal's own guard.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.http.response import HttpResponseBase
from django.template.backends.django import Template
from django.test import RequestFactory
from django.test.client import ClientHandler

from parvis.access.actions import invite
from parvis.access.features import Level
from parvis.access.middleware import GuardMiddleware
from parvis.access.models import Assignment
from parvis.access.profiles import Profile
from parvis.access.rules import SpaceRule
from parvis.accounts.backend import AccountBackend
from parvis.accounts.models import Account
from parvis.foundation.identifiers import new_public_id
from parvis.foundation.rules import Audience
from parvis.journal.models import Entry
from parvis.mailroom.mails import MAIL_KINDS
from parvis.mailroom.models import LocalMail
from parvis.organisations.models import Desk, Kind
from parvis.services.documents.models import Deposit, Document
from parvis.services.documents.storage import new_key, path_of
from tests.support.addresses import Address, addresses
from tests.support.cast import OPERATOR, Cast

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")
READING = ("GET", "HEAD", "OPTIONS")
UNKNOWN = "unknown"
SPACES = ("tilleuls", "ferreira", OPERATOR, UNKNOWN)
KINDS = {
    "tilleuls": Kind.CLIENT,
    "ferreira": Kind.CLIENT,
    OPERATOR: Kind.OPERATOR,
}
# Somebody else's: under a company's address that of another one, under the back office's that of
# a client whom only the director handles.
FOREIGN, FOREIGN_CLIENT = "foreign", "foreign client"
ADMITTED = "admitted"
SIGN_IN = "sign in first"
TERMS = "terms first"
HIDDEN = "404"
FORBIDDEN = "403"


@dataclass(frozen=True)
class Person:
    """A kind of person: whose account, and the profile it has in which space of the matrix."""

    kind: str
    account: str = ""
    profiles: tuple[tuple[str, Profile], ...] = ()
    is_active: bool = True
    accepted_terms: bool = True

    def profile(self, space: str) -> Profile | None:
        return dict(self.profiles).get(space)


PEOPLE = (
    Person("anonymous", is_active=False),
    Person("not active yet", "kevin", is_active=False),
    Person("before the terms", "youssef", accepted_terms=False),
    Person("stranger", "jeanne"),
    Person("invited, not accepted", "aicha", (("ferreira", Profile.COLLABORATOR),)),
    Person("guest", "gerard", (("tilleuls", Profile.GUEST),)),
    Person(
        "collaborator",
        "sophie",
        (("tilleuls", Profile.COLLABORATOR), ("ferreira", Profile.GUEST)),
    ),
    Person("decision maker", "mathieu", (("tilleuls", Profile.DECISION_MAKER),)),
    Person("principal", "solange", (("tilleuls", Profile.PRINCIPAL),)),
    Person("another's principal", "paulo", (("ferreira", Profile.PRINCIPAL),)),
    Person("staff, chosen clients", "nadia", ((OPERATOR, Profile.COLLABORATOR),)),
    Person("staff, director", "claire", ((OPERATOR, Profile.PRINCIPAL),)),
)
PERSON = {person.kind: person for person in PEOPLE}


@dataclass
class Objects:
    """What addresses name: for each parameter, the value by whose it is."""

    spaces: dict[str, str]
    table: dict[tuple[str, str], dict[str, object]]

    def of(self, address: Address, parameter: str) -> dict[str, object]:
        """Raises KeyError for a parameter that this matrix was not told of."""
        room = address.name.partition(":")[0]
        for key in ((address.name, parameter), (room, parameter), ("", parameter)):
            if key in self.table:
                return self.table[key]
        raise KeyError(f"The matrix knows no value for « {parameter} » of {address.name}.")


def document(cast: Cast, organisation: str, person: str) -> Document:
    account = cast.account(person)
    whose = cast.organisation(organisation)
    key = new_key()
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a")
    deposit = Deposit.objects.create(
        organisation=whose,
        desk=Desk.ACCOUNTANT,
        author=account,
        author_name=account.full_name,
        form_key=new_public_id(),
    )
    return Document.objects.create(
        organisation=whose,
        deposit=deposit,
        desk=Desk.ACCOUNTANT,
        name="a.txt",
        media_type="text/plain",
        size=1,
        digest="0" * 64,
        storage_key=key,
        state="waiting",
        author=account,
        author_name=account.full_name,
    )


@pytest.fixture
def objects(cast: Cast) -> Objects:
    own, foreign = document(cast, "tilleuls", "sophie"), document(cast, "fournil", "youssef")
    unhandled = document(cast, "granulats", "melanie")
    invite(
        cast.space("solange", "tilleuls"),
        identifier=cast.account("aicha").identifier,
        first_name="Aïcha",
        last_name="Benhaddou",
        profile=Profile.COLLABORATOR,
    )
    Account.objects.filter(pk=cast.account("youssef").pk).update(accepted_terms=0)
    mail = LocalMail.objects.create(
        recipient="a@b.example", sender="", subject="", text="", html=""
    )
    invitation = cast.access("aicha", "tilleuls")
    client = cast.organisation("tilleuls")
    served = Assignment.objects.get(organisation=client, desk=Desk.ACCOUNTANT)
    elsewhere = Assignment.objects.filter(organisation=cast.organisation("ferreira")).first()
    assert elsewhere is not None
    unknown = new_public_id()
    table: dict[tuple[str, str], dict[str, object]] = {
        ("", "secret"): {"own": "unknown-secret"},
        ("portal", "number"): {"own": mail.pk, UNKNOWN: 10**30},
        ("portal", "code"): {"own": next(iter(MAIL_KINDS)), UNKNOWN: "none"},
        ("access", "access"): {
            "tilleuls": cast.access("gerard", "tilleuls").public_id,
            "ferreira": cast.access("sophie", "ferreira").public_id,
            OPERATOR: cast.access("nadia", OPERATOR).public_id,
            FOREIGN: cast.access("youssef", "fournil").public_id,
            FOREIGN_CLIENT: cast.access("youssef", "fournil").public_id,
            UNKNOWN: unknown,
        },
        ("access:invitation", "access"): {"invited": invitation.public_id, UNKNOWN: unknown},
        ("access:answer_invitation", "access"): {
            "invited": invitation.public_id,
            UNKNOWN: unknown,
        },
        ("access", "organisation"): {
            OPERATOR: client.public_id,
            UNKNOWN: unknown,
            FOREIGN_CLIENT: cast.organisation(OPERATOR).public_id,
        },
        ("access", "assignment"): {
            OPERATOR: served.pk,
            UNKNOWN: 10**30,
            FOREIGN_CLIENT: elsewhere.pk,
        },
        ("documents", "organisation"): {
            OPERATOR: client.public_id,
            FOREIGN_CLIENT: cast.organisation("granulats").public_id,
            UNKNOWN: unknown,
        },
        ("documents", "document"): {
            "tilleuls": own.public_id,
            OPERATOR: own.public_id,
            FOREIGN: foreign.public_id,
            FOREIGN_CLIENT: unhandled.public_id,
            UNKNOWN: unknown,
        },
        ("documents", "deposit"): {
            "tilleuls": own.deposit.public_id if own.deposit else "",
            OPERATOR: own.deposit.public_id if own.deposit else "",
            FOREIGN: foreign.deposit.public_id if foreign.deposit else "",
            FOREIGN_CLIENT: unhandled.deposit.public_id if unhandled.deposit else "",
            UNKNOWN: unknown,
        },
        ("documents", "page"): {"own": 1},
        ("documents", "upload"): {UNKNOWN: unknown},
    }
    spaces = {key: cast.organisation(key).public_id for key in SPACES if key != UNKNOWN}
    return Objects({**spaces, UNKNOWN: unknown}, table)


class Door:
    """Calls the whole stack of middleware and views as one person, and nothing more.

    The account is loaded as a session loads it, but once: sessions have tests of their own.
    """

    def __init__(self, cast: Cast, person: Person, *, csrf: bool = False) -> None:
        self.factory = RequestFactory(headers={"Tus-Resumable": "1.0.0"})
        self.handler = ClientHandler(enforce_csrf_checks=csrf)
        account = cast.account(person.account) if person.account else None
        self.user = (account and AccountBackend().get_user(account.pk)) or AnonymousUser()

    def ask(self, method: str, path: str) -> HttpResponseBase:
        auth.get_user = lambda _request: self.user  # type: ignore[assignment]
        response: HttpResponseBase = self.handler(self.factory.generic(method, path).environ)
        if response.streaming:
            b"".join(response)  # to its end, which closes the file
        return response


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Decisions are about statuses: the words of the pages are shown by other tests."""
    monkeypatch.setattr(Template, "render", lambda *_args, **_options: "")
    monkeypatch.setattr(auth, "get_user", auth.get_user)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


WRITES = {"INSERT", "UPDATE", "DELETE"}
BESIDE = ("journal_", "django_session", 'SET "last_used_on"')


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write, but for what is noted of a visit once the page is made: the
    journal's, the session's, and the day of the visit."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip()[:6].upper() in WRITES and not any(table in sql for table in BESIDE):
            seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield seen


@dataclass(frozen=True)
class Case:
    address: Address
    person: Person
    space: str
    whose: tuple[str, ...]
    method: str
    path: str

    def __str__(self) -> str:
        where = f" in {self.space}" if self.space else ""
        whose = f" of {', '.join(self.whose)}" if self.whose else ""
        return f"{self.person.kind}: {self.method} {self.address.name}{whose}{where}"


def level_of(profile: Profile, daily: bool) -> Level:
    """C10, said again: the test's own table."""
    match profile:
        case Profile.PRINCIPAL | Profile.DECISION_MAKER:
            return Level.UPDATE
        case Profile.GUEST:
            return Level.READ
        case _:
            return Level.UPDATE if daily else Level.NONE


def expected(case: Case) -> str:  # noqa: PLR0911 - one line a rule
    rule, person = case.address.rule, case.person
    assert rule is not None
    if rule.audience is Audience.PUBLIC:
        return ADMITTED
    if not person.is_active:
        return SIGN_IN
    if rule.audience is Audience.BEFORE_TERMS:
        return ADMITTED
    if not person.accepted_terms:
        return TERMS
    if rule.audience is Audience.SIGNED_IN:
        return ADMITTED
    assert isinstance(rule, SpaceRule)
    profile = person.profile(case.space)
    if profile is None:
        return HIDDEN
    if rule.feature is None:
        return HIDDEN if case.space == OPERATOR and case.address.name in OF_A_COMPANY else ADMITTED
    if KINDS[case.space] not in rule.feature.kinds:
        return HIDDEN
    if level_of(profile, rule.feature.daily) < rule.level:
        return FORBIDDEN
    return ADMITTED


def decided(response: HttpResponseBase) -> str:
    """What the guard decided, as the answer shows it."""
    target = response.headers.get("Location", "").partition("?")[0]
    if response.status_code == 302 and target == "/connexion/":
        return SIGN_IN
    if response.status_code == 302 and target == "/conditions/":
        return TERMS
    if response.status_code in {403, 404}:
        return str(response.status_code)
    return ADMITTED if response.status_code < 500 else str(response.status_code)


def is_right(case: Case, response: HttpResponseBase) -> bool:
    wanted, got = expected(case), decided(response)
    if wanted != ADMITTED:
        return got == wanted
    if response.status_code == 405 or (case.method == "OPTIONS" and response.status_code == 204):
        return True
    handled = {"own", case.space}
    if case.person.kind == "staff, director" and case.address.name.startswith("documents:"):
        handled.add(FOREIGN_CLIENT)
    foreign = any(one in {FOREIGN, FOREIGN_CLIENT, UNKNOWN} - handled for one in case.whose)
    mine = all(one in handled for one in case.whose)
    if case.address.name in {"access:invitation", "access:answer_invitation"}:
        foreign = case.person.account != "aicha" or UNKNOWN in case.whose
        mine = not foreign
    if foreign:
        return got == HIDDEN
    if case.address.name in ASK_MORE:
        return got in {ADMITTED, HIDDEN, FORBIDDEN}
    if mine:
        return got == ADMITTED
    return got in {HIDDEN, FORBIDDEN}


# Views that ask for more than their rule says, or answer 404 where nothing is set.
ASK_MORE = {"portal:logo", "documents:archive", "documents:picture", "documents:office_picture"}


# A company's own papers, whose parts have features of their own. The back office has other pages.
OF_A_COMPANY = {
    "documents:documents",
    "documents:document",
    "documents:picture",
    "documents:download",
}


def is_there(owner: str, space: str) -> bool:
    """Whether an object of this owner is worth asking for in this space."""
    if owner in KINDS:
        return owner == space
    return owner not in {FOREIGN, FOREIGN_CLIENT} or (owner == FOREIGN_CLIENT) == (
        space == OPERATOR
    )


def cases(address: Address, person: Person, objects: Objects) -> Iterator[Case]:
    """Every space, every object and every method of one address for one person."""
    spaces: tuple[str, ...] = ("",)
    if "space" in address.parameters:
        # Who has not come in yet is sent the same way from every space.
        spaces = SPACES if person.is_active and person.accepted_terms else SPACES[:1]
    named = [parameter for parameter in address.parameters if parameter != "space"]
    for space in spaces:
        choices: list[tuple[tuple[str, ...], dict[str, object]]] = [((), {})]
        for parameter in named:
            choices = [
                ((*whose, owner), {**values, parameter: value})
                for whose, values in choices
                for owner, value in objects.of(address, parameter).items()
                if is_there(owner, space)
            ]
        if space and person.profile(space) is None:
            choices = choices[:1]  # the door is shut before any object is looked at
        for whose, values in choices:
            where = {"space": objects.spaces[space]} if space else {}
            path = address.at(**where, **values)
            for method in METHODS if space != UNKNOWN else ("GET", "POST"):
                yield Case(address, person, space, whose, method, path)


def test_every_address_declares_a_rule_and_is_known_to_the_matrix(objects: Objects) -> None:
    every = addresses()
    assert len(every) > 30
    for address in every:
        assert address.rule is not None, f"{address.name} declares no rule"
        if address.rule.audience is Audience.IN_SPACE:
            assert isinstance(address.rule, SpaceRule)
            assert "space" in address.parameters, f"{address.name} names no space"
        for parameter in address.parameters:
            assert parameter == "space" or objects.of(address, parameter)


def test_no_address_is_named_twice() -> None:
    counted = Counter(address.name for address in addresses())
    assert [name for name, count in counted.items() if count > 1] == []


def test_every_kind_of_person_of_the_cast_is_in_the_matrix(cast: Cast) -> None:
    held = {profile for person in PEOPLE for _space, profile in person.profiles}
    assert held == {
        Profile.PRINCIPAL,
        Profile.DECISION_MAKER,
        Profile.COLLABORATOR,
        Profile.GUEST,
    }
    for person in PEOPLE:
        for space, profile in person.profiles:
            assert cast.access(person.account, space).profile == profile


@pytest.fixture
def decisions(cast: Cast, objects: Objects) -> Counter[str]:
    """The whole matrix: how many decisions of each kind; the wrong ones fail."""
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    chains = {key: cast.organisation(key).chain for key in KINDS}
    for person in PEOPLE:
        door = Door(cast, person)
        for address in addresses():
            for case in cases(address, person, objects):
                with rolled_back(), writes() as written, entries() as noted:
                    response = door.ask(case.method, case.path)
                    fault = fault_of(case, response, written, noted, chains)
                counted[expected(case)] += 1
                if fault:
                    wrong.append(f"{case}: {fault}")
    assert not wrong, f"{len(wrong)} wrong of {counted.total()}:\n" + "\n".join(wrong[:40])
    return counted


@contextmanager
def entries() -> Iterator[list[Entry]]:
    """What the journal gets meanwhile."""
    seen: list[Entry] = []

    def keep(instance: Entry, **_options: object) -> None:
        seen.append(instance)

    post_save.connect(keep, sender=Entry)
    yield seen
    post_save.disconnect(keep, sender=Entry)


def fault_of(
    case: Case,
    response: HttpResponseBase,
    written: list[str],
    noted: list[Entry],
    chains: dict[str, str],
) -> str:
    if not is_right(case, response):
        return f"{response.status_code}, expected {expected(case)}"
    if case.method in READING and written:
        return f"reading wrote: {written[0][:80]}"
    refusals = [entry for entry in noted if entry.event in {"access.refused", "access.stranger"}]
    if expected(case) == FORBIDDEN:
        kept = [(entry.event, entry.chain.name) for entry in refusals]
        if kept != [("access.refused", chains[case.space])]:
            return f"the journal keeps {kept}"
    if expected(case) == HIDDEN and case.person.profile(case.space) is None:
        kept = [(entry.event, entry.chain.name) for entry in refusals]
        wanted = [("access.stranger", chains[case.space])] if case.space in chains else []
        if kept != wanted:
            return f"the journal keeps {kept}"
    if expected(case) in {SIGN_IN, TERMS} and noted:
        return "the journal notes somebody who was only asked to sign in"
    return ""


def test_the_matrix_of_rights_holds(decisions: Counter[str]) -> None:
    assert decisions.total() >= 10_000
    assert set(decisions) == {ADMITTED, SIGN_IN, TERMS, HIDDEN, FORBIDDEN}
    print(f"{decisions.total()} decisions, none wrong: {dict(decisions)}")  # noqa: T201


def test_no_write_passes_without_its_token(cast: Cast, objects: Objects) -> None:
    """Every address refuses a form that did not come from its own page."""
    person = PERSON["principal"]
    for kind in ("principal", "staff, director", "anonymous"):
        person = PERSON[kind]
        door = Door(cast, person, csrf=True)
        for address in addresses():
            assert not getattr(address.view, "csrf_exempt", False), address.name
            for case in cases(address, person, objects):
                if case.method in READING:
                    continue
                with rolled_back(), writes() as written:
                    response = door.ask(case.method, case.path)
                assert response.status_code == 403, str(case)
                assert not written, str(case)


def test_a_view_without_a_rule_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    address = next(one for one in addresses() if one.name == "portal:help")
    monkeypatch.setattr(address.view, "rule", None)
    response = Door(cast, PERSON["principal"]).ask("GET", address.at())
    assert response.status_code == 500


def test_the_guard_stands_before_every_view() -> None:
    assert configured.MIDDLEWARE[-1] == f"{GuardMiddleware.__module__}.GuardMiddleware"
