"""E12, case 15: another identifier, without a door that shuts by mistake, and the way back."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from parvis.access.actions import invite
from parvis.access.invitations import complete_account, send_link_to
from parvis.access.models import Access, State
from parvis.access.profiles import Profile
from parvis.accounts.actions import ask_for_reset, find_reset, reset_password
from parvis.accounts.fresh import FRESH_FOR
from parvis.accounts.identifier import (
    KEPT_FOR,
    LINKS_AT_MOST,
    LINKS_WITHIN,
    RESTORE_WITHIN,
    AddressTaken,
    AskedTooOften,
    NothingWaits,
    OwnIdentifier,
    ask_for_change,
    cancel_change,
    find_objection,
    find_proof,
    lapse_changes,
    object_to_change,
    prove,
    send_again,
    sweep_changes,
    waiting_change,
)
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.models import Account, ChangeState, IdentifierChange, SecretLink
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from tests.support.cast import PASSWORD, Cast
from tests.support.together import together

OLD = "solange@earl-des-tilleuls.example"
NEW = "solange@verger.example"
THIRD = "voleur@ailleurs.example"
LIFE = timedelta(days=settings.PARVIS_LINK_DAYS)
LINK = re.compile(r"/(?:identifiant|mot-de-passe)/([^/\s]+)/")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def solange(cast: Cast) -> Account:
    return cast.account("solange")


def message(kind: str, recipient: str) -> Message:
    return Message.objects.filter(kind=f"accounts.{kind}", recipient=recipient).latest("pk")


def secret_of(kind: str, recipient: str) -> str:
    found = LINK.search(message(kind, recipient).text)
    assert found
    return found.group(1)


def change_to(account: Account, address: str) -> None:
    """Ask for the address and follow its link."""
    ask_for_change(account, address)
    prove(secret_of("identifier_proof", address))
    account.refresh_from_db()


def identifier_of(account: Account) -> str:
    account.refresh_from_db()
    return account.identifier


def state_of(change: IdentifierChange) -> str:
    change.refresh_from_db()
    return change.state


def signs_in(identifier: str, password: str = PASSWORD) -> bool:
    answer = Client().post("/connexion/", {"login": identifier, "password": password})
    return answer.status_code == 302


def is_signed_in(client: Client) -> bool:
    return client.get("/mon-compte/identifiant/").status_code == 200


def fresh_browser(cast: Cast, person: str) -> Client:
    browser = cast.browser(person)
    answer = browser.post("/mon-compte/confirmer/", {"password": PASSWORD, "next": "/mon-compte/"})
    assert answer.status_code == 302
    return browser


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────


def test_e12_the_old_address_works_until_the_link_at_the_new_one_is_followed(
    solange: Account,
) -> None:
    change = ask_for_change(solange, "  Solange@Verger.EXAMPLE ")
    assert identifier_of(solange) == OLD
    assert signs_in(OLD)
    assert not signs_in(NEW)
    secret = secret_of("identifier_proof", NEW)
    assert find_proof(secret) == change
    proved = prove(secret)
    assert identifier_of(solange) == NEW
    assert state_of(change) == ChangeState.PROVED
    assert proved.account.identifier == NEW
    assert signs_in(NEW)
    assert not signs_in(OLD)


def test_e12_both_addresses_are_told_and_the_mail_to_the_new_one_names_nobody(
    solange: Account,
) -> None:
    ask_for_change(solange, NEW)
    told = message("identifier_asked", OLD)
    assert NEW in told.text
    assert "ce-n-est-pas-moi" in told.text
    sent = message("identifier_proof", NEW)
    assert "Solange" not in sent.text + sent.html
    assert OLD not in sent.text + sent.html
    prove(secret_of("identifier_proof", NEW))
    assert "72" in message("identifier_replaced", OLD).text
    assert NEW in message("identifier_changed", NEW).text
    assert [
        (entry.event, entry.facts)
        for entry in Entry.objects.filter(event__startswith="identifier.").order_by("pk")
    ] == [
        ("identifier.asked", {"identifier": OLD, "new": NEW}),
        ("identifier.changed", {"identifier": OLD, "new": NEW}),
    ]


def test_one_change_waits_at_a_time(solange: Account) -> None:
    first = ask_for_change(solange, NEW)
    mistaken = secret_of("identifier_proof", NEW)
    refusal = secret_of("identifier_asked", OLD)
    second = ask_for_change(solange, THIRD)
    assert (state_of(first), state_of(second)) == (ChangeState.CANCELLED, ChangeState.ASKED)
    for secret in (mistaken, refusal):
        with pytest.raises(LinkNoLongerWorks):
            prove(secret)
        with pytest.raises(LinkNoLongerWorks):
            object_to_change(secret)
    assert identifier_of(solange) == OLD


def test_ones_own_address_is_no_change(solange: Account) -> None:
    with pytest.raises(OwnIdentifier):
        ask_for_change(solange, OLD.upper())
    assert not IdentifierChange.objects.exists()


def test_a_change_can_be_sent_again_and_its_day_stays(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        change = ask_for_change(solange, NEW)
        first = secret_of("identifier_proof", NEW)
        clock.shift(LIFE - SECOND)
        send_again(solange)
        second = secret_of("identifier_proof", NEW)
        with pytest.raises(LinkNoLongerWorks):
            find_proof(first)
        assert find_proof(second) == change
        assert Message.objects.filter(kind="accounts.identifier_asked").count() == 1
        clock.shift(SECOND)
        with pytest.raises(LinkNoLongerWorks):
            prove(second)
        with pytest.raises(NothingWaits):
            send_again(solange)
        assert waiting_change(solange) is None
        assert lapse_changes() == 1
        assert state_of(change) == ChangeState.LAPSED
        assert identifier_of(solange) == OLD
        ask_for_change(solange, NEW)


def test_a_change_that_lapsed_unseen_makes_room_for_another(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask_for_change(solange, NEW)
        clock.shift(LIFE)
        change = ask_for_change(solange, THIRD)
        assert waiting_change(solange) == change


def test_a_change_can_be_cancelled(solange: Account) -> None:
    change = ask_for_change(solange, NEW)
    cancel_change(solange)
    assert state_of(change) == ChangeState.CANCELLED
    with pytest.raises(LinkNoLongerWorks):
        prove(secret_of("identifier_proof", NEW))
    with pytest.raises(LinkNoLongerWorks):
        object_to_change(secret_of("identifier_asked", OLD))
    with pytest.raises(NothingWaits):
        cancel_change(solange)


def test_a_mailbox_is_not_a_target(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask_for_change(solange, NEW)
        for _number in range(LINKS_AT_MOST - 1):
            send_again(solange)
        with pytest.raises(AskedTooOften):
            send_again(solange)
        with pytest.raises(AskedTooOften):
            ask_for_change(solange, THIRD)
        clock.shift(LINKS_WITHIN)
        send_again(solange)


def test_a_forgotten_password_is_answered_beside_a_change(solange: Account) -> None:
    ask_for_change(solange, NEW)
    send_again(solange)
    send_again(solange)
    send_link_to(OLD)
    assert find_reset(secret_of("reset", OLD)) == solange


# ── Whose address it is shows nowhere ───────────────────────────────────────────────────────────


def test_a_taken_address_is_answered_like_a_free_one(cast: Cast) -> None:
    pages = []
    for address in (NEW, cast.account("paulo").identifier):
        browser = fresh_browser(cast, "solange")
        answer = browser.post(
            "/mon-compte/identifiant/modifier/",
            {"identifier": address, "confirmation": address},
            follow=True,
        )
        assert answer.redirect_chain == [("/mon-compte/identifiant/", 302)]
        text = answer.content.decode().replace(address, "ADDRESS")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", text)
        pages.append(re.sub(r"<time.*?</time>", "", text))
    assert pages[0] == pages[1]
    taken = cast.account("paulo").identifier
    tried = message("identifier_tried", taken)
    assert "ce-n-est-pas-moi" not in tried.text
    assert not LINK.search(tried.text)
    assert not Message.objects.filter(kind="accounts.identifier_proof", recipient=taken).exists()


def test_an_address_taken_meanwhile_is_refused_and_nothing_changes(
    cast: Cast, solange: Account
) -> None:
    change = ask_for_change(solange, NEW)
    secret = secret_of("identifier_proof", NEW)
    change_to(cast.account("paulo"), NEW)
    with pytest.raises(AddressTaken):
        prove(secret)
    assert identifier_of(solange) == OLD
    assert state_of(change) == ChangeState.ASKED
    answer = Client().post(f"/identifiant/{secret}/")
    assert answer.status_code == 409
    assert "rien n’a changé" in answer.content.decode()


def test_an_invitation_at_the_new_address_follows_its_owner(cast: Cast) -> None:
    jeanne = cast.account("jeanne")
    for person, organisation in (("solange", "tilleuls"), ("paulo", "ferreira")):
        invite(
            cast.space(person, organisation),
            identifier=NEW,
            first_name="J.",
            last_name="M.",
            profile=Profile.GUEST,
        )
    activation = SecretLink.objects.filter(account__identifier=NEW, revoked_at=None).count()
    assert activation == 1
    change_to(jeanne, NEW)
    assert Account.objects.filter(identifier=NEW).get() == jeanne
    waiting = Access.objects.filter(account=jeanne, state=State.INVITED)
    assert {access.organisation for access in waiting} == {
        cast.organisation("tilleuls"),
        cast.organisation("ferreira"),
    }


def test_an_invitation_where_one_has_a_place_already_ends(cast: Cast) -> None:
    gerard = cast.account("gerard")
    twin = invite(
        cast.space("solange", "tilleuls"),
        identifier=NEW,
        first_name="G.",
        last_name="D.",
        profile=Profile.COLLABORATOR,
    )
    change_to(gerard, NEW)
    twin.refresh_from_db()
    assert twin.state == State.ENDED
    assert cast.access("paulo", "ferreira").state == State.LIVE
    assert (
        Access.objects.current()
        .get(account=gerard, organisation=cast.organisation("tilleuls"))
        .profile
        == Profile.GUEST
    )


def test_an_invitation_as_principal_is_not_lost(cast: Cast) -> None:
    """Its place cannot be given up, so the address stays with it."""
    gerard = cast.account("gerard")
    twin = invite(
        cast.space("solange", "tilleuls"),
        identifier=NEW,
        first_name="G.",
        last_name="D.",
        profile=Profile.COLLABORATOR,
    )
    Access.objects.filter(account=cast.account("solange"), profile="principal").update(
        profile="decision_maker"
    )
    Access.objects.filter(pk=twin.pk).update(profile="principal")
    ask_for_change(gerard, NEW)
    with pytest.raises(AddressTaken):
        prove(secret_of("identifier_proof", NEW))
    assert Access.objects.get(pk=twin.pk).state == State.INVITED


# ── What ends with a change ─────────────────────────────────────────────────────────────────────


def test_e12_every_other_session_ends(cast: Cast, solange: Account) -> None:
    here, elsewhere = cast.browser("solange"), cast.browser("solange")
    ask_for_change(solange, NEW)
    assert is_signed_in(here)
    secret = secret_of("identifier_proof", NEW)
    assert here.get(f"/identifiant/{secret}/").status_code == 200
    assert identifier_of(solange) == OLD, "a link that is looked at changes nothing"
    assert here.post(f"/identifiant/{secret}/").status_code == 200
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert here.post(f"/identifiant/{secret}/").status_code == 410


def test_a_link_followed_beside_somebody_elses_session_leaves_it(
    cast: Cast, solange: Account
) -> None:
    other = cast.browser("paulo")
    ask_for_change(solange, NEW)
    assert other.post(f"/identifiant/{secret_of('identifier_proof', NEW)}/").status_code == 200
    assert other.get("/mon-compte/").context["request"].user == cast.account("paulo")


def test_an_open_link_to_a_new_password_ends(solange: Account) -> None:
    ask_for_reset(solange)
    reset = secret_of("reset", OLD)
    change_to(solange, NEW)
    with pytest.raises(LinkNoLongerWorks):
        reset_password(reset, password="Vingt-3 pommes Ouf")


def test_organisations_see_the_new_address_and_the_journal_keeps_the_old_facts(
    cast: Cast, solange: Account
) -> None:
    change_to(solange, NEW)
    page = cast.browser("mathieu").get(cast.address("tilleuls", "utilisateurs/")).content.decode()
    assert NEW in page
    assert OLD not in page
    assert Entry.objects.filter(facts__identifier=OLD).exists()


# ── The way back ────────────────────────────────────────────────────────────────────────────────


def test_refusing_from_the_old_address_cancels_and_ends_every_session(
    cast: Cast, solange: Account
) -> None:
    thief = cast.browser("solange")
    change = ask_for_change(solange, NEW)
    refusal = secret_of("identifier_asked", OLD)
    page = Client().get(f"/identifiant/{refusal}/ce-n-est-pas-moi/")
    assert page.status_code == 200
    assert is_signed_in(thief)
    assert Client().post(f"/identifiant/{refusal}/ce-n-est-pas-moi/").status_code == 200
    assert state_of(change) == ChangeState.CANCELLED
    assert not is_signed_in(thief)
    assert signs_in(OLD), "the password stays"
    with pytest.raises(LinkNoLongerWorks):
        prove(secret_of("identifier_proof", NEW))
    assert Entry.objects.latest("pk").event == "account.signed_in"
    assert Entry.objects.filter(event="identifier.refused").count() == 1


def test_case_15_the_old_address_takes_itself_back_within_72_hours(
    cast: Cast, solange: Account
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        change_to(solange, NEW)
        clock.shift(RESTORE_WITHIN - SECOND)
        thief = Client()
        thief.force_login(Account.objects.get(pk=solange.pk))
        restoring = secret_of("identifier_replaced", OLD)
        answer = Client().post(f"/identifiant/{restoring}/ce-n-est-pas-moi/")
        assert identifier_of(solange) == OLD
        assert not is_signed_in(thief)
        assert not signs_in(OLD), "the password that the thief knows is gone"
        assert not signs_in(NEW)
        mailed = secret_of("identifier_restored", OLD)
        assert answer["Location"] == f"/mot-de-passe/{mailed}/"
        assert NEW in message("identifier_lost", NEW).text
        chosen = {"password": "Vingt-3 pommes Ouf", "confirmation": "Vingt-3 pommes Ouf"}
        assert Client().post(answer["Location"], chosen).status_code == 302
        assert signs_in(OLD, "Vingt-3 pommes Ouf")
        assert Entry.objects.filter(event="identifier.restored").get().facts == {
            "identifier": OLD,
            "new": NEW,
        }


def test_case_15_after_72_hours_it_is_too_late(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        change_to(solange, NEW)
        clock.shift(RESTORE_WITHIN)
        for kind in ("identifier_replaced", "identifier_asked"):
            with pytest.raises(LinkNoLongerWorks):
                object_to_change(secret_of(kind, OLD))
        assert identifier_of(solange) == NEW


def test_case_15_a_second_change_does_not_cut_the_way_back(solange: Account) -> None:
    """The thief changes it twice, and has a third change waiting."""
    change_to(solange, NEW)
    first = secret_of("identifier_replaced", OLD)
    change_to(solange, THIRD)
    second = secret_of("identifier_replaced", NEW)
    ask_for_change(solange, "encore@ailleurs.example")
    waiting = secret_of("identifier_proof", "encore@ailleurs.example")
    object_to_change(first)
    assert identifier_of(solange) == OLD
    assert Counter(IdentifierChange.objects.values_list("state", flat=True)) == Counter(
        {"restored": 2, "cancelled": 1}
    )
    # Nothing that the thief holds brings the account back to him.
    with pytest.raises(LinkNoLongerWorks):
        object_to_change(second)
    with pytest.raises(LinkNoLongerWorks):
        prove(waiting)


def test_the_address_in_the_middle_takes_back_itself_and_the_first_one_still_may(
    solange: Account,
) -> None:
    change_to(solange, NEW)
    first = secret_of("identifier_replaced", OLD)
    change_to(solange, THIRD)
    object_to_change(secret_of("identifier_replaced", NEW))
    assert identifier_of(solange) == NEW
    object_to_change(first)
    assert identifier_of(solange) == OLD


def test_the_first_mail_undoes_the_change_too(solange: Account) -> None:
    """Who reads « demandé » only after the change was confirmed is not sent to another mail."""
    ask_for_change(solange, NEW)
    refusal = secret_of("identifier_asked", OLD)
    prove(secret_of("identifier_proof", NEW))
    assert find_objection(refusal).state == ChangeState.PROVED
    assert object_to_change(refusal).reset_secret
    assert identifier_of(solange) == OLD
    with pytest.raises(LinkNoLongerWorks):
        object_to_change(secret_of("identifier_replaced", OLD))


def test_an_invitation_does_not_bar_the_way_back(cast: Cast, solange: Account) -> None:
    """Whoever stole the account cannot fill the old address by inviting it somewhere."""
    change_to(solange, NEW)
    invite(
        cast.space("paulo", "ferreira"),
        identifier=OLD,
        first_name="S.",
        last_name="D.",
        profile=Profile.GUEST,
    )
    object_to_change(secret_of("identifier_replaced", OLD))
    assert identifier_of(solange) == OLD
    assert Access.objects.filter(account=solange, state=State.INVITED).count() == 1


def test_an_account_activated_at_the_old_address_bars_it_with_a_sentence(
    cast: Cast, solange: Account
) -> None:
    change_to(solange, NEW)
    invite(
        cast.space("paulo", "ferreira"),
        identifier=OLD,
        first_name="S.",
        last_name="D.",
        profile=Profile.GUEST,
    )
    activation = re.search(
        r"/activation/([^/\s]+)/", Message.objects.filter(recipient=OLD).latest("pk").text
    )
    assert activation
    complete_account(
        activation.group(1),
        password="Vingt-3 pommes Ouf",
        mobile_phone="",
        language="fr",
        accepted=(),
    )
    restoring = secret_of("identifier_replaced", OLD)
    answer = Client().post(f"/identifiant/{restoring}/ce-n-est-pas-moi/")
    assert answer.status_code == 409
    assert identifier_of(solange) == NEW


# ── Everything at once ──────────────────────────────────────────────────────────────────────────


def test_forty_confirmations_at_once_change_it_once(committed_cast: Cast) -> None:
    solange = committed_cast.account("solange")
    ask_for_change(solange, NEW)
    secret = secret_of("identifier_proof", NEW)
    assert together(40, lambda _number: prove(secret)) == Counter(
        {"done": 1, "LinkNoLongerWorks": 39}
    )
    assert identifier_of(solange) == NEW
    assert Message.objects.filter(kind="accounts.identifier_replaced").count() == 1


def test_forty_objections_at_once_restore_it_once(committed_cast: Cast) -> None:
    solange = committed_cast.account("solange")
    change_to(solange, NEW)
    secret = secret_of("identifier_replaced", OLD)
    assert together(40, lambda _number: object_to_change(secret)) == Counter(
        {"done": 1, "LinkNoLongerWorks": 39}
    )
    assert identifier_of(solange) == OLD


def test_confirming_and_refusing_at_once_leave_one_answer(committed_cast: Cast) -> None:
    """Whatever comes first, the old address has the last word."""
    solange = committed_cast.account("solange")
    ask_for_change(solange, NEW)
    proof, refusal = secret_of("identifier_proof", NEW), secret_of("identifier_asked", OLD)

    def act(number: int) -> None:
        if number % 2:
            prove(proof)
        else:
            object_to_change(refusal)

    counted = together(40, act)
    assert set(counted) == {"done", "LinkNoLongerWorks"}
    assert 1 <= counted["done"] <= 2
    assert identifier_of(solange) == OLD


def test_forty_people_who_prove_one_address_at_once_get_it_once(committed_cast: Cast) -> None:
    people = [
        committed_cast.account(person)
        for person in ("solange", "paulo", "jeanne", "didier", "melanie", "sophie")
    ]
    secrets = []
    for account in people:
        ask_for_change(account, NEW)
        secrets.append(secret_of("identifier_proof", NEW))
    counted = together(36, lambda number: prove(secrets[number % 6]))
    assert counted["done"] == 1
    assert set(counted) <= {"done", "LinkNoLongerWorks", "AddressTaken"}
    assert Account.objects.filter(identifier=NEW).count() == 1


def test_forty_questions_at_once_leave_one_open_change(committed_cast: Cast) -> None:
    solange = committed_cast.account("solange")
    counted = together(40, lambda number: ask_for_change(solange, f"a{number}@verger.example"))
    assert counted == Counter({"done": LINKS_AT_MOST, "AskedTooOften": 40 - LINKS_AT_MOST})
    assert IdentifierChange.objects.filter(state=ChangeState.ASKED).count() == 1


def test_the_database_refuses_a_second_open_change(solange: Account) -> None:
    change = ask_for_change(solange, NEW)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentifierChange.objects.create(
            account=solange,
            old_identifier=OLD,
            new_identifier=THIRD,
            lapses_at=change.lapses_at,
        )
    for fields in (
        {"new_identifier": OLD},
        {"new_identifier": NEW.upper()},
        {"state": "proved"},
        {"state": "cancelled"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentifierChange.objects.filter(pk=change.pk).update(**fields)


def test_settled_changes_are_forgotten_after_a_year(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        change_to(solange, NEW)
        ask_for_change(solange, THIRD)
        cancel_change(solange)
        clock.shift(KEPT_FOR)
        assert sweep_changes() == 0
        clock.shift(SECOND)
        assert sweep_changes() == 2


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def test_changing_it_asks_for_the_password_again(cast: Cast) -> None:
    browser = cast.browser("solange")
    page = "/mon-compte/identifiant/modifier/"
    confirm = "/mon-compte/confirmer/?next=/mon-compte/identifiant/modifier/"
    for method in (browser.get, browser.post):
        answer = method(page)
        assert answer.status_code == 302
        assert answer["Location"].replace("%2F", "/") == confirm
    wrong = browser.post("/mon-compte/confirmer/", {"password": "Tout à fait faux 1", "next": page})
    assert wrong.status_code == 200
    assert "n’est pas le vôtre" in wrong.content.decode()
    assert browser.get(page).status_code == 302
    assert Entry.objects.latest("pk").event == "account.confirmation_failed"
    right = browser.post("/mon-compte/confirmer/", {"password": PASSWORD, "next": page})
    assert right["Location"] == page
    assert browser.get(page).status_code == 200


def test_a_password_given_at_sign_in_is_fresh_for_ten_minutes(cast: Cast) -> None:
    page = "/mon-compte/identifiant/modifier/"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = Client()
        browser.post("/connexion/", {"login": OLD, "password": PASSWORD})
        clock.shift(FRESH_FOR - SECOND)
        assert browser.get(page).status_code == 200
        clock.shift(SECOND)
        assert browser.get(page).status_code == 302


def test_confirming_leads_to_no_other_site(cast: Cast) -> None:
    for following in ("https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"):
        answer = cast.browser("solange").post(
            "/mon-compte/confirmer/", {"password": PASSWORD, "next": following}
        )
        assert answer["Location"] == "/mes-espaces/"


def test_guesses_of_the_own_password_are_limited(cast: Cast) -> None:
    browser = cast.browser("solange")
    for _number in range(10):
        browser.post("/mon-compte/confirmer/", {"password": "Tout à fait faux 1"})
    answer = browser.post("/mon-compte/confirmer/", {"password": PASSWORD})
    assert answer.status_code == 200
    assert "trop d’essais" in answer.content.decode()


@pytest.mark.parametrize(
    ("identifier", "confirmation", "sentence"),
    [
        ("", "", "Indiquez votre nouvelle adresse e-mail."),
        ("solange", "solange", "n’est pas complète"),
        ("a@b.example\nBcc: c@d.example", "", "n’est pas complète"),
        (NEW, THIRD, "Les deux adresses ne sont pas les mêmes."),
        (NEW, "", "Tapez l’adresse une seconde fois."),
        (OLD, OLD.upper(), "Cette adresse est déjà votre identifiant."),
        ("a" * 10_000 + "@b.example", "x", "254"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    cast: Cast, identifier: str, confirmation: str, sentence: str
) -> None:
    browser = fresh_browser(cast, "solange")
    answer = browser.post(
        "/mon-compte/identifiant/modifier/",
        {"identifier": identifier, "confirmation": confirmation},
    )
    assert answer.status_code == 200
    said = " ".join(str(one) for ones in answer.context["form"].errors.values() for one in ones)
    assert sentence in said
    assert answer.context["form"]["identifier"].value() == identifier
    assert not IdentifierChange.objects.exists()


def test_the_page_says_where_a_change_stands(cast: Cast, solange: Account) -> None:
    browser = cast.browser("solange")
    page = "/mon-compte/identifiant/"
    assert "Modifier mon identifiant" in browser.get(page).content.decode()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask_for_change(solange, NEW)
        text = browser.get(page).content.decode()
        assert "En attente de confirmation" in text
        assert NEW in text
        assert browser.post(page + "renvoyer/").status_code == 302
        clock.shift(timedelta(hours=11))
        browser.post(page + "annuler/")
        answer: Any = browser.post(page + "annuler/", follow=True)
        assert "n’attend plus" in answer.content.decode()
    with time_machine.travel(timezone.now() - LIFE, tick=False):
        ask_for_change(solange, NEW)
    assert "a expiré" in browser.get(page).content.decode()


@pytest.mark.parametrize("secret", ["x", "é", "x" * 3000])
def test_a_link_that_no_longer_works_says_what_to_do(db: None, secret: str) -> None:
    for path in (f"/identifiant/{secret}/", f"/identifiant/{secret}/ce-n-est-pas-moi/"):
        for method in (Client().get, Client().post):
            answer = method(path)
            assert answer.status_code == 410
            assert "Que faire" in answer.content.decode()
