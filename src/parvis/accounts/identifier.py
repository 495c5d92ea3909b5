"""« Modifier identifiant »: another address to sign in with, and the way back.

The old address stays the identifier until the link mailed to the new one is followed, so a typing
mistake shuts nobody out. For 72 hours afterwards the old address can take itself back, whatever was
changed since: see docs/decisions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Q
from django.utils import timezone

from parvis.accounts import events
from parvis.accounts import mails_identifier as mails
from parvis.accounts.actions import author_of
from parvis.accounts.certification import certify_email
from parvis.accounts.links import (
    LinkNoLongerWorks,
    find_link,
    make_link,
    revoke_links,
    spend_link,
)
from parvis.accounts.models import (
    Account,
    ChangeState,
    IdentifierChange,
    Purpose,
    SecretLink,
    normal_identifier,
)
from parvis.journal.actions import Author, record
from parvis.journal.events import Event
from parvis.mailroom.chores import Chore
from parvis.mailroom.outbox import post

RESTORE_WITHIN = timedelta(hours=72)
# Beyond this many links within this time, asking is refused: a mailbox is not a target.
LINKS_AT_MOST = 5
LINKS_WITHIN = timedelta(hours=1)
KEPT_FOR = timedelta(days=365)

Adopter = Callable[[Account, Account], None]
ADOPTERS: list[Adopter] = []
"""What other rooms do when the first account, never activated, gives way to the second, whose owner
has just proved its address. They move what the first one was offered, or raise AddressTaken."""


class OwnIdentifier(Exception):
    """The new address is the identifier already."""


class AskedTooOften(Exception):
    """Several links left within the hour; the last one works."""


class NothingWaits(Exception):
    """No change waits for its link: it was confirmed, cancelled, refused, or has lapsed."""


class AddressTaken(Exception):
    """The address is the identifier of another active account."""


@transaction.atomic
def ask_for_change(account: Account, address: str) -> IdentifierChange:
    """Send a link to the new address, and tell the old one, which stays the identifier meanwhile.

    A change that waited gives way. Whether the new address has an account already shows nowhere:
    its owner gets another mail, that is all. Raises OwnIdentifier, AskedTooOften.
    """
    owner = _lock(account)
    new = normal_identifier(address)
    if new == owner.identifier:
        raise OwnIdentifier
    _require_patience(owner)
    _end_waiting(owner)
    life = timedelta(days=settings.PARVIS_LINK_DAYS)
    change = IdentifierChange.objects.create(
        account=owner,
        old_identifier=owner.identifier,
        new_identifier=new,
        lapses_at=timezone.now() + life,
    )
    _mail_new_address(change)
    refusal = make_link(
        owner, Purpose.IDENTIFIER_REFUSE, life + RESTORE_WITHIN, about=change.public_id
    )
    post(
        mails.IDENTIFIER_ASKED,
        to=owner.identifier,
        language=owner.language,
        make=lambda: mails.asked_mail(change, refusal),
    )
    _record(events.IDENTIFIER_CHANGE_ASKED, change, author_of(owner))
    return change


@transaction.atomic
def send_again(account: Account) -> None:
    """The link to the new address once more; the one before it stops working, the day on which the
    change lapses stays. Raises NothingWaits, AskedTooOften."""
    owner = _lock(account)
    change = waiting_change(owner)
    if change is None:
        raise NothingWaits
    _require_patience(owner)
    _mail_new_address(change)


@transaction.atomic
def cancel_change(account: Account) -> None:
    """The owner keeps the present identifier. Raises NothingWaits."""
    owner = _lock(account)
    change = waiting_change(owner)
    if change is None:
        raise NothingWaits
    _end_waiting(owner)
    _record(events.IDENTIFIER_CHANGE_CANCELLED, change, author_of(owner))


def waiting_change(account: Account) -> IdentifierChange | None:
    """The change that waits for its link, if there is one."""
    return IdentifierChange.objects.waiting().filter(account=account).first()


def find_proof(secret: str) -> IdentifierChange:
    """The change that an open link to its new address belongs to. Raises LinkNoLongerWorks."""
    change = _change_of(find_link(secret, Purpose.IDENTIFIER))
    if change.state != ChangeState.ASKED:
        raise LinkNoLongerWorks
    return change


@transaction.atomic
def prove(secret: str) -> IdentifierChange:
    """The new address is proved and becomes the identifier. Every session ends; both addresses are
    told, the old one with the way back.

    Raises LinkNoLongerWorks, and AddressTaken where somebody activated an account with this address
    meanwhile; nothing has changed then.
    """
    _lock(find_link(secret, Purpose.IDENTIFIER).account)
    link = spend_link(secret, Purpose.IDENTIFIER)
    proved = (
        IdentifierChange.objects.waiting()
        .filter(public_id=link.about, account=link.account)
        .update(state=ChangeState.PROVED, proved_at=timezone.now())
    )
    if not proved:
        raise LinkNoLongerWorks
    change = _change_of(link)
    account = _take(link.account, change.new_identifier)
    restoring = make_link(
        account, Purpose.IDENTIFIER_RESTORE, RESTORE_WITHIN, about=change.public_id
    )
    post(
        mails.IDENTIFIER_CHANGED,
        to=change.new_identifier,
        language=account.language,
        make=lambda: mails.changed_mail(change),
    )
    post(
        mails.IDENTIFIER_REPLACED,
        to=change.old_identifier,
        language=account.language,
        make=lambda: mails.replaced_mail(change, restoring),
    )
    _record(events.IDENTIFIER_CHANGED, change, author_of(account))
    return change


@dataclass(frozen=True)
class Objection:
    """What « ce n’est pas moi » did. `reset_secret` opens the page of a new password where the
    identifier was restored; it is empty where the change had not been confirmed yet."""

    change: IdentifierChange
    reset_secret: str = ""


def find_objection(secret: str) -> IdentifierChange:
    """The change that the old address may still refuse or undo. Raises LinkNoLongerWorks."""
    change = _change_of(find_link(secret, Purpose.IDENTIFIER_REFUSE, Purpose.IDENTIFIER_RESTORE))
    if change.state != ChangeState.ASKED and not _can_be_undone(change):
        raise LinkNoLongerWorks
    return change


@transaction.atomic
def object_to_change(secret: str) -> Objection:
    """« Ce n’est pas moi », from the old address: a change that waits is refused, one that was
    confirmed is undone, with all that came after it. Every session ends.

    Raises LinkNoLongerWorks, and AddressTaken where somebody else has activated an account with
    the old address meanwhile.
    """
    purposes = (Purpose.IDENTIFIER_REFUSE, Purpose.IDENTIFIER_RESTORE)
    _lock(find_link(secret, *purposes).account)
    link = spend_link(secret, *purposes)
    change = _change_of(link)
    if change.state == ChangeState.ASKED:
        _end_waiting(change.account)
        end_every_session(change.account)
        _record(events.IDENTIFIER_CHANGE_REFUSED, change, author_of(change.account))
        return Objection(change)
    if not _can_be_undone(change):
        raise LinkNoLongerWorks
    return Objection(change, _restore(change))


def _restore(change: IdentifierChange) -> str:
    """Back to the address from before this change; the secret of a link to a new password.

    The password goes, since whoever changed the identifier knew it or chose it.
    """
    now = timezone.now()
    lost = change.account.identifier
    since = IdentifierChange.objects.filter(account=change.account, pk__gte=change.pk)
    for later in since:
        revoke_links(
            change.account,
            Purpose.IDENTIFIER,
            Purpose.IDENTIFIER_REFUSE,
            Purpose.IDENTIFIER_RESTORE,
            about=later.public_id,
        )
    since.filter(state=ChangeState.ASKED).update(state=ChangeState.CANCELLED, ended_at=now)
    since.filter(state=ChangeState.PROVED).update(state=ChangeState.RESTORED, ended_at=now)
    account = _take(change.account, change.old_identifier)
    account.set_unusable_password()
    account.save(update_fields=["password"])
    secret = make_link(account, Purpose.RESET, timedelta(hours=settings.PARVIS_RESET_HOURS))
    post(
        mails.IDENTIFIER_RESTORED,
        to=account.identifier,
        language=account.language,
        make=lambda: mails.restored_mail(account, secret),
    )
    post(
        mails.IDENTIFIER_LOST,
        to=lost,
        language=account.language,
        make=lambda: mails.lost_mail(lost),
    )
    record(
        events.IDENTIFIER_RESTORED,
        by=author_of(account),
        identifier=account.identifier,
        new=lost,
    )
    return secret


def end_every_session(account: Account) -> None:
    """Whoever is signed in with this account, wherever, has to sign in again."""
    Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)


def _lock(account: Account) -> Account:
    """The row as it is now, held until the end of the transaction, so that one change at a time
    happens to an account. It is locked before its links everywhere: two orders would block."""
    row: Account = Account.objects.select_for_update().get(pk=account.pk)
    return row


def _require_patience(account: Account) -> None:
    recent = SecretLink.objects.filter(
        account=account, purpose=Purpose.IDENTIFIER, created_at__gt=timezone.now() - LINKS_WITHIN
    )
    if recent.count() >= LINKS_AT_MOST:
        raise AskedTooOften


def _end_waiting(account: Account) -> None:
    """Close the change that is open, whether it still waits or has lapsed unseen, and its links."""
    for change in IdentifierChange.objects.filter(account=account, state=ChangeState.ASKED):
        revoke_links(account, Purpose.IDENTIFIER, Purpose.IDENTIFIER_REFUSE, about=change.public_id)
    IdentifierChange.objects.filter(account=account, state=ChangeState.ASKED).update(
        state=ChangeState.CANCELLED, ended_at=timezone.now()
    )


def _mail_new_address(change: IdentifierChange) -> None:
    """The link, or for an address that has an account the news that somebody tried. Both ways do
    the same work: a link is made, though nobody may ever see it."""
    account, new = change.account, change.new_identifier
    secret = make_link(
        account,
        Purpose.IDENTIFIER,
        change.lapses_at - timezone.now(),
        about=change.public_id,
    )
    holder: Account | None = Account.objects.with_identifier(new).exclude(activated_at=None).first()
    if holder is None:
        post(
            mails.IDENTIFIER_PROOF,
            to=new,
            language=account.language,
            make=lambda: mails.proof_mail(change, secret),
        )
    else:
        post(
            mails.IDENTIFIER_TRIED,
            to=new,
            language=holder.language,
            make=lambda: mails.tried_mail(new),
        )


def _change_of(link: SecretLink) -> IdentifierChange:
    change = IdentifierChange.objects.filter(public_id=link.about, account=link.account).first()
    if change is None:
        raise LinkNoLongerWorks
    change.account = link.account  # one object, so that what changes in it is seen here too
    return change


def _can_be_undone(change: IdentifierChange) -> bool:
    return (
        change.state == ChangeState.PROVED
        and change.proved_at is not None
        and timezone.now() < change.proved_at + RESTORE_WITHIN
    )


def _take(account: Account, identifier: str) -> Account:
    """Make this proved address the account's identifier; sessions and open links to it end.

    An account of that address that nobody ever activated gives way: its mailbox is the same
    person's. Raises AddressTaken.
    """
    placeholder = (
        Account.objects.select_for_update()
        .with_identifier(identifier)
        .exclude(pk=account.pk)
        .first()
    )
    if placeholder is not None:
        if placeholder.activated_at is not None or not placeholder.is_active:
            raise AddressTaken
        for adopt in ADOPTERS:
            adopt(placeholder, account)
        try:
            placeholder.delete()
        except ProtectedError:
            raise AddressTaken from None
    try:
        with transaction.atomic():
            Account.objects.filter(pk=account.pk).update(
                identifier=identifier, session_round=F("session_round") + 1
            )
    except IntegrityError:
        raise AddressTaken from None
    revoke_links(account, Purpose.RESET, Purpose.CERTIFICATION)
    account.refresh_from_db()
    certify_email(account)
    return account


def _record(event: Event, change: IdentifierChange, by: Author) -> None:
    record(event, by=by, identifier=change.old_identifier, new=change.new_identifier)


def lapse_changes() -> int:
    """Close the changes that nobody confirmed in time; how many."""
    now = timezone.now()
    return IdentifierChange.objects.filter(state=ChangeState.ASKED, lapses_at__lte=now).update(
        state=ChangeState.LAPSED, ended_at=now
    )


def sweep_changes() -> int:
    """Forget the changes that were settled more than KEPT_FOR ago; how many."""
    old = timezone.now() - KEPT_FOR
    count, _each = IdentifierChange.objects.filter(
        Q(ended_at__lt=old) | Q(state=ChangeState.PROVED, proved_at__lt=old)
    ).delete()
    return count


Chore("accounts.identifier_changes_lapse", timedelta(hours=1), lapse_changes)
Chore("accounts.identifier_changes", timedelta(days=1), sweep_changes)
