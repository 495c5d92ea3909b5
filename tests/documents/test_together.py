"""Several people at the same instant: the database decides, once."""

from __future__ import annotations

from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.organisations.models import Desk
from parvis.services.documents import actions, storage
from parvis.services.documents.models import Deposit, Document, State
from tests.documents.conftest import HandIn, stored
from tests.documents.test_deposits import complete_upload
from tests.support.cast import OPERATOR, Cast
from tests.support.together import together

CALLERS = 6


def test_d6_two_collaborators_at_once_take_up_once(committed_cast: Cast, hand_in: HandIn) -> None:
    cast = committed_cast
    documents = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")
    offices = [cast.space("nadia", OPERATOR), cast.space("claire", OPERATOR)]
    taken: list[int] = []

    def act(number: int) -> None:
        seen = list(Document.objects.filter(pk__in=[row.pk for row in documents]))
        # Each in another order: no ring of waiting.
        seen = seen if number % 2 else seen[::-1]
        taken.append(len(actions.take_up(offices[number % 2], seen).done))

    assert together(CALLERS, act) == {"done": CALLERS}
    assert sum(taken) == 2
    entries = Entry.objects.filter(event="documents.taken_up")
    assert entries.count() == 2
    for document in Document.objects.all():
        entry = entries.get(subject=document.public_id)
        assert entry.account_name == document.taken_up_by_name


def test_d5_deleting_and_taking_up_at_once_never_both(
    committed_cast: Cast, hand_in: HandIn
) -> None:
    cast = committed_cast
    documents = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")
    client, office = cast.space("sophie", "tilleuls"), cast.space("nadia", OPERATOR)
    done: list[int] = []

    def act(number: int) -> None:
        seen = list(Document.objects.filter(pk__in=[row.pk for row in documents]))
        seen = seen if number < CALLERS / 2 else seen[::-1]
        change = actions.delete if number % 2 else actions.take_up
        done.append(len(change(client if number % 2 else office, seen).done))

    assert together(CALLERS, act) == {"done": CALLERS}
    assert sum(done) == 2
    for document in Document.objects.all():
        assert document.state in {State.DELETED, State.TAKEN_UP}
        assert storage.path_of(document.storage_key).exists() == (document.state == State.TAKEN_UP)


def test_d2_the_same_form_from_many_connections_makes_one_deposit(committed_cast: Cast) -> None:
    space = committed_cast.space("sophie", "tilleuls")
    contents = [stored(f"{number}.pdf") for number in range(CALLERS)]
    told = Message.objects.count()

    def act(number: int) -> None:
        actions.deposit(space, desk=Desk.ACCOUNTANT, files=[contents[number]], form_key="c" * 32)

    assert together(CALLERS, act) == {"done": 1, "DepositedBefore": CALLERS - 1}
    assert Deposit.objects.count() == Document.objects.count() == 1
    assert Message.objects.count() == told + 1


def test_hostile_24_one_upload_in_two_forms_becomes_one_document(committed_cast: Cast) -> None:
    space = committed_cast.space("sophie", "tilleuls")
    upload = complete_upload(committed_cast, "sophie", "tilleuls")

    def act(number: int) -> None:
        actions.deposit(
            space,
            desk=Desk.ACCOUNTANT,
            uploads=[upload.public_id],
            form_key=f"{number:032}",
        )

    assert together(CALLERS, act) == {"done": 1, "UploadSpent": CALLERS - 1}
    assert Deposit.objects.count() == Document.objects.count() == 1
