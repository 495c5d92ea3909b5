"""C9, C11: letting people in, from the invitation to the answer, whoever else tries."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from parvis.access.actions import (
    AlreadyThere,
    NotGivenByHand,
    NumberTaken,
    OwnAddress,
    end_access,
    invite,
    open_space,
)
from parvis.access.features import USERS, Level
from parvis.access.invitations import (
    InvitationAnswered,
    accept,
    complete_account,
    decline,
    invitation_life,
    invitations_of,
    invite_again,
)
from parvis.access.models import Access, Covers, State
from parvis.access.profiles import Profile
from parvis.access.spaces import RightMissing, enter
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.models import Account, SecretLink
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.organisations.models import Kind, Organisation
from tests.support.cast import OPERATOR, Cast
from tests.support.together import together

ANNE = "anne.aubry@b.example"
SIRET = "29700000200016"
PASSWORD = "Vingt-3 pommes Ouf"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_earlier_mail(db: None) -> None:
    Message.objects.all().delete()


def invite_to(
    cast: Cast,
    identifier: str = ANNE,
    organisation: str = "tilleuls",
    by: str = "solange",
    profile: Profile = Profile.COLLABORATOR,
    covers: Covers = Covers.ALL,
) -> Access:
    return invite(
        cast.space(by, organisation),
        identifier=identifier,
        first_name="Anne",
        last_name="Aubry",
        profile=profile,
        covers=covers,
    )


def secret_in(mail: Message) -> str:
    found = re.search(r"/activation/([\w-]+)/", mail.text)
    assert found is not None
    return found[1]


# ── Opening a space ──────────────────────────────────────────────────────────────────────────────
def open_one(cast: Cast, by: str = "claire", **given: Any) -> Organisation:
    values: dict[str, Any] = {
        "kind": Kind.CLIENT,
        "name": "Ferme du Matin",
        "siret": SIRET,
        "identifier": ANNE,
        "first_name": "Anne",
        "last_name": "Aubry",
    }
    return open_space(cast.space(by, OPERATOR), **{**values, **given})


def test_c1_opening_a_space_sends_its_principal_one_link(cast: Cast) -> None:
    organisation = open_one(cast)
    [mail] = Message.objects.all()
    assert (mail.kind, mail.recipient) == ("access.activation", ANNE)
    assert mail.subject == "Activation de votre compte Clarivelle"
    account = complete_account(
        secret_in(mail),
        password=PASSWORD,
        mobile_phone="",
        language="fr",
        accepted=[Access.objects.get(organisation=organisation).public_id],
    )
    space = enter(account, organisation.public_id)
    assert space is not None
    assert space.is_principal
    told = Entry.objects.filter(chain__name=organisation.chain).order_by("number")
    assert [entry.event for entry in told] == ["space.opened", "access.accepted"]
    assert told[0].account_name == "Claire Marchandeau"
    assert told[0].acting_for == "Clarivelle"


def test_a_siret_already_served_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(NumberTaken):
        open_one(cast, siret=cast.organisation("tilleuls").siret)
    assert not Account.objects.filter(identifier=ANNE).exists()
    assert not Message.objects.exists()


def test_only_the_back_offices_update_right_opens_spaces(cast: Cast) -> None:
    for person, organisation in (("nadia", OPERATOR), ("solange", "tilleuls")):
        with pytest.raises(RightMissing):
            open_space(
                cast.space(person, organisation),
                kind=Kind.CLIENT,
                name="x",
                siret=SIRET,
                identifier=ANNE,
                first_name="x",
                last_name="x",
            )


def test_a_space_for_somebody_with_an_account_is_an_offer(cast: Cast) -> None:
    organisation = open_one(cast, identifier=cast.account("paulo").identifier)
    assert [mail.kind for mail in Message.objects.all()] == ["access.further_space"]
    assert enter(cast.account("paulo"), organisation.public_id) is None
    accept(cast.account("paulo"), Access.objects.get(organisation=organisation))
    assert enter(cast.account("paulo"), organisation.public_id) is not None


# ── Inviting ─────────────────────────────────────────────────────────────────────────────────────
def test_c9_an_invitation_gives_nothing_before_it_is_accepted(cast: Cast) -> None:
    access = invite_to(cast)
    account = access.account
    assert (access.state, account.activated_at) == (State.INVITED, None)
    assert enter(account, cast.organisation("tilleuls").public_id) is None
    [mail] = Message.objects.all()
    assert (mail.kind, mail.recipient) == ("access.invitation", ANNE)
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.account_name) == ("access.invited", "Solange Delaunay")
    assert entry.facts == {"person": "Anne Aubry", "profile": "collaborator"}


@pytest.mark.parametrize(
    "written",
    [
        "solange@earl-des-tilleuls.example",
        "SOLANGE@EARL-DES-TILLEULS.EXAMPLE",
        "  Solange@Earl-des-Tilleuls.example\t",
    ],
)
def test_c9_ones_own_address_is_refused_in_any_spelling(cast: Cast, written: str) -> None:
    with pytest.raises(OwnAddress):
        invite_to(cast, written)
    assert not Message.objects.exists()


@pytest.mark.parametrize("person", ["mathieu", "gerard"])
def test_c9_an_address_already_there_is_refused(cast: Cast, person: str) -> None:
    with pytest.raises(AlreadyThere):
        invite_to(cast, cast.account(person).identifier.upper())
    assert not Message.objects.exists()


def test_c9_an_address_invited_already_is_refused(cast: Cast) -> None:
    invite_to(cast)
    with pytest.raises(AlreadyThere):
        invite_to(cast, profile=Profile.GUEST)
    assert Message.objects.count() == 1


def test_c9_an_account_gains_one_more_space_when_its_owner_accepts(cast: Cast) -> None:
    paulo = cast.account("paulo")
    access = invite_to(cast, paulo.identifier)
    assert Account.objects.filter(identifier=paulo.identifier).count() == 1
    paulo.refresh_from_db()
    assert paulo.full_name == "Paulo Ferreira", "the inviter changes nobody's name"
    assert [mail.kind for mail in Message.objects.all()] == ["access.further_space"]
    assert not SecretLink.objects.filter(account=paulo).exists()
    assert enter(paulo, cast.organisation("tilleuls").public_id) is None
    assert invitations_of(paulo) == [access]
    accept(paulo, access)
    assert cast.space("paulo", "tilleuls").level(USERS) is Level.NONE
    assert cast.space("paulo", "ferreira").is_principal, "what he had stays"
    assert invitations_of(paulo) == []


def test_forty_invitations_at_once_make_one(committed_cast: Cast) -> None:
    space = committed_cast.space("solange", "tilleuls")

    def ask(_number: int) -> None:
        invite(space, identifier=ANNE, first_name="Anne", last_name="Aubry", profile=Profile.GUEST)

    assert together(40, ask) == Counter({"done": 1, "AlreadyThere": 39})
    assert Message.objects.filter(recipient=ANNE).count() == 1


def test_two_companies_may_invite_the_same_new_address_at_once(committed_cast: Cast) -> None:
    spaces = [
        committed_cast.space("solange", "tilleuls"),
        committed_cast.space("paulo", "ferreira"),
    ]

    def ask(number: int) -> None:
        invite(
            spaces[number % 2],
            identifier=ANNE,
            first_name="Anne",
            last_name="Aubry",
            profile=Profile.GUEST,
        )

    assert together(8, ask) == Counter({"done": 2, "AlreadyThere": 6})
    assert Account.objects.filter(identifier=ANNE).count() == 1


@pytest.mark.parametrize("person", ["sophie", "gerard"])
def test_who_may_not_update_users_invites_nobody(cast: Cast, person: str) -> None:
    with pytest.raises(RightMissing):
        invite_to(cast, by=person)


@pytest.mark.parametrize("profile", [Profile.PRINCIPAL, Profile.DEPUTY, Profile.CUSTOM])
def test_c8_some_profiles_are_not_given_by_hand(cast: Cast, profile: Profile) -> None:
    with pytest.raises(NotGivenByHand):
        invite_to(cast, profile=profile)


def test_nobody_gives_what_he_does_not_hold(cast: Cast) -> None:
    """A person who may only manage users gives no documents."""
    access = cast.access("mathieu", "tilleuls")
    Access.objects.filter(pk=access.pk).update(
        profile=Profile.CUSTOM, read_mask=USERS.mask, update_mask=USERS.mask
    )
    for profile in (Profile.DECISION_MAKER, Profile.COLLABORATOR, Profile.GUEST):
        with pytest.raises(RightMissing):
            invite_to(cast, by="mathieu", profile=profile)


def test_what_covers_is_kept(cast: Cast) -> None:
    access = invite_to(cast, organisation=OPERATOR, by="claire", covers=Covers.CHOSEN)
    access.refresh_from_db()
    assert access.covers == Covers.CHOSEN


# ── Lapsing, sending again ───────────────────────────────────────────────────────────────────────
def test_a_lapsed_invitation_makes_room_for_a_new_one(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = invite_to(cast)
        clock.shift(invitation_life() - timedelta(seconds=1))
        with pytest.raises(AlreadyThere):
            invite_to(cast)
        clock.shift(timedelta(seconds=1))
        assert invitations_of(first.account) == []
        with pytest.raises(InvitationAnswered):
            accept(first.account, first)
        second = invite_to(cast, profile=Profile.GUEST)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.ENDED, State.INVITED)


def test_sending_again_renews_the_time_and_kills_the_old_link(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        access = invite_to(cast)
        old = secret_in(Message.objects.get())
        clock.shift(invitation_life() + DAY)
        invite_again(cast.space("mathieu", "tilleuls"), access)
        access.refresh_from_db()
        assert access.lapses_at == timezone.now() + invitation_life()
        assert Client().get(f"/activation/{old}/").status_code == 410
        new = secret_in(Message.objects.latest("pk"))
        assert Client().get(f"/activation/{new}/").status_code == 200


def test_only_what_waits_in_this_space_is_sent_again(cast: Cast) -> None:
    with pytest.raises(InvitationAnswered):
        invite_again(cast.space("solange", "tilleuls"), cast.access("mathieu", "tilleuls"))
    with pytest.raises(InvitationAnswered):
        invite_again(cast.space("solange", "tilleuls"), cast.access("kevin", "granulats"))
    with pytest.raises(RightMissing):
        invite_again(cast.space("gerard", "tilleuls"), cast.access("mathieu", "tilleuls"))
    assert not Message.objects.exists()


# ── Answering ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def offered(cast: Cast) -> Access:
    return invite_to(cast, cast.account("paulo").identifier)


def test_nobody_else_answers(cast: Cast, offered: Access) -> None:
    for answer in (accept, decline):
        with pytest.raises(InvitationAnswered):
            answer(cast.account("jeanne"), offered)
    offered.refresh_from_db()
    assert offered.state == State.INVITED


def test_an_answer_counts_once(cast: Cast, offered: Access) -> None:
    paulo = cast.account("paulo")
    decline(paulo, offered)
    for answer in (accept, decline):
        with pytest.raises(InvitationAnswered):
            answer(paulo, offered)
    offered.refresh_from_db()
    assert (offered.state, offered.accepted_at) == (State.ENDED, None)
    assert Entry.objects.latest("pk").event == "access.declined"


def test_an_invitation_that_was_withdrawn_is_not_accepted(cast: Cast, offered: Access) -> None:
    end_access(cast.space("solange", "tilleuls"), offered, seen_version=1)
    with pytest.raises(InvitationAnswered):
        accept(cast.account("paulo"), offered)
    assert enter(cast.account("paulo"), cast.organisation("tilleuls").public_id) is None


def test_a_withdrawn_invitation_takes_its_link_along_unless_another_waits(cast: Cast) -> None:
    access = invite_to(cast)
    other = invite_to(cast, organisation="ferreira", by="paulo")
    secret = secret_in(Message.objects.latest("pk"))
    end_access(cast.space("solange", "tilleuls"), access, seen_version=1)
    assert Client().get(f"/activation/{secret}/").status_code == 200
    end_access(cast.space("paulo", "ferreira"), other, seen_version=1)
    assert Client().get(f"/activation/{secret}/").status_code == 410


def test_forty_acceptances_at_once_count_once(committed_cast: Cast) -> None:
    offered = invite_to(committed_cast, committed_cast.account("paulo").identifier)
    paulo = committed_cast.account("paulo")
    outcome = together(40, lambda _number: accept(paulo, offered))
    assert outcome == Counter({"done": 1, "InvitationAnswered": 39})
    entries = Entry.objects.filter(event="access.accepted", subject=offered.public_id)
    assert entries.count() == 1


def test_forty_refusals_and_acceptances_at_once_are_one_answer(committed_cast: Cast) -> None:
    offered = invite_to(committed_cast, committed_cast.account("paulo").identifier)
    paulo = committed_cast.account("paulo")
    answers = (accept, decline)
    outcome = together(40, lambda number: answers[number % 2](paulo, offered))
    assert outcome == Counter({"done": 1, "InvitationAnswered": 39})


def test_a_closed_company_lets_nobody_in(cast: Cast, offered: Access) -> None:
    Organisation.objects.filter(pk=offered.organisation_id).update(closed_at=timezone.now())
    with pytest.raises(InvitationAnswered):
        accept(cast.account("paulo"), offered)
    assert cast.browser("paulo").get(f"/invitations/{offered.public_id}/").status_code == 404


def test_forty_repeats_of_an_invitation_at_once_leave_one_link(committed_cast: Cast) -> None:
    access = invite_to(committed_cast)
    space = committed_cast.space("solange", "tilleuls")
    assert together(40, lambda _number: invite_again(space, access)) == Counter({"done": 40})
    still_open = SecretLink.objects.filter(account=access.account, used_at=None, revoked_at=None)
    assert still_open.count() == 1


def test_accepting_and_withdrawing_at_once_leave_one_truth(committed_cast: Cast) -> None:
    offered = invite_to(committed_cast, committed_cast.account("paulo").identifier)
    paulo, space = committed_cast.account("paulo"), committed_cast.space("solange", "tilleuls")

    def answer(number: int) -> None:
        if number % 2:
            accept(paulo, offered)
        else:
            end_access(space, offered, seen_version=1)

    together(10, answer)
    offered.refresh_from_db()
    assert offered.state == State.ENDED, "whoever came first, the withdrawal holds"
    assert enter(paulo, space.public_id) is None


# ── The pages ────────────────────────────────────────────────────────────────────────────────────
def test_c11_activation_asks_the_invited_for_a_mobile_number(cast: Cast) -> None:
    access = invite_to(cast)
    address = f"/activation/{secret_in(Message.objects.get())}/"
    data = {"password": PASSWORD, "confirmation": PASSWORD, "invitation": access.public_id}
    refused = Client().post(address, data)
    assert refused.context["form"].errors == {
        "mobile_phone": ["Indiquez votre numéro de téléphone portable."]
    }
    done = Client().post(address, {**data, "mobile_phone": "06 39 98 01 23"})
    assert done.status_code == 200
    account = Account.objects.get(identifier=ANNE)
    assert account.mobile_phone == "+33639980123"
    assert enter(account, cast.organisation("tilleuls").public_id) is not None
    assert Client().get(address).status_code == 410
    assert Client().post(address, data).status_code == 410


def test_c2_the_principal_is_asked_for_a_password_only(cast: Cast) -> None:
    organisation = open_one(cast)
    address = f"/activation/{secret_in(Message.objects.get())}/"
    page = Client().get(address)
    assert list(page.context["form"].fields) == ["password", "confirmation"]
    access = Access.objects.get(organisation=organisation)
    Client().post(
        address,
        {"password": PASSWORD, "confirmation": PASSWORD, "invitation": access.public_id},
    )
    access.refresh_from_db()
    assert access.state == State.LIVE


@pytest.mark.parametrize("tampered", ["profile", "read_mask", "organisation", "is_staff", "state"])
def test_what_is_added_to_the_form_counts_for_nothing(cast: Cast, tampered: str) -> None:
    access = invite_to(cast, profile=Profile.GUEST)
    elsewhere = cast.access("youssef", "fournil")
    Client().post(
        f"/activation/{secret_in(Message.objects.get())}/",
        {
            "password": PASSWORD,
            "confirmation": PASSWORD,
            "mobile_phone": "06 39 98 01 23",
            "invitation": [access.public_id, elsewhere.public_id, "unknown"],
            tampered: "principal",
        },
    )
    access.refresh_from_db()
    assert (access.state, access.profile) == (State.LIVE, Profile.GUEST)
    account = Account.objects.get(identifier=ANNE)
    assert Access.objects.filter(account=account).count() == 1
    elsewhere.refresh_from_db()
    assert elsewhere.account_id != account.pk


def test_only_the_invitations_shown_are_accepted(cast: Cast) -> None:
    shown = invite_to(cast)
    page = Client().get(f"/activation/{secret_in(Message.objects.get())}/")
    assert page.context["invitations"] == [shown]
    later = invite_to(cast, organisation="ferreira", by="paulo")
    complete_account(
        secret_in(Message.objects.latest("pk")),
        password=PASSWORD,
        mobile_phone="",
        language="fr",
        accepted=[shown.public_id],
    )
    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.state, later.state) == (State.LIVE, State.INVITED)


def test_an_active_account_is_not_activated_again(cast: Cast) -> None:
    access = invite_to(cast)
    secret = secret_in(Message.objects.get())
    Account.objects.filter(pk=access.account_id).update(activated_at=timezone.now())
    assert Client().get(f"/activation/{secret}/").status_code == 410
    with pytest.raises(LinkNoLongerWorks):
        complete_account(secret, password=PASSWORD, mobile_phone="", language="fr", accepted=[])


def test_the_page_of_an_invitation_is_its_owners(cast: Cast, offered: Access) -> None:
    address = f"/invitations/{offered.public_id}/"
    assert cast.browser("paulo").get(address).status_code == 200
    assert cast.browser("jeanne").get(address).status_code == 404
    assert cast.browser("solange").get(address).status_code == 404
    for person in ("jeanne", "solange"):
        assert cast.browser(person).post(f"{address}repondre/").status_code == 404
    offered.refresh_from_db()
    assert offered.state == State.INVITED


def test_a_tampered_profile_has_no_effect_on_an_answer(cast: Cast, offered: Access) -> None:
    response = cast.browser("paulo").post(
        f"/invitations/{offered.public_id}/repondre/",
        {"accept": "1", "profile": "principal", "organisation": "x", "read_mask": "-1"},
    )
    assert response["Location"] == cast.address("tilleuls")
    offered.refresh_from_db()
    assert (offered.state, offered.profile) == (State.LIVE, Profile.COLLABORATOR)


def test_a_second_answer_on_the_page_is_an_unknown_invitation(cast: Cast, offered: Access) -> None:
    browser = cast.browser("paulo")
    address = f"/invitations/{offered.public_id}/repondre/"
    assert browser.post(address, {"decline": "1"})["Location"] == "/mes-espaces/"
    assert browser.post(address).status_code == 404
    assert enter(cast.account("paulo"), cast.organisation("tilleuls").public_id) is None


def test_the_inviter_never_reads_the_secret(cast: Cast) -> None:
    browser = cast.browser("solange")
    browser.post(
        cast.address("tilleuls", "utilisateurs/ajouter/"),
        {"first_name": "A", "last_name": "B", "identifier": ANNE, "profile": "guest"},
    )
    secret = secret_in(Message.objects.get())
    for path in ("utilisateurs/", "journal/", ""):
        assert secret not in browser.get(cast.address("tilleuls", path)).content.decode()
