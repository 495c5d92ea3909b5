"""C9, C10: « Gestion des utilisateurs », with two people at it at once, and with hostile ones."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from parvis.access.actions import (
    ChangedMeanwhile,
    NotGivenByHand,
    NotOfTheStaff,
    assign,
    change_profile,
    end_access,
    invite,
    unassign,
)
from parvis.access.features import DETAILS, Level
from parvis.access.invitations import decline
from parvis.access.journal_lines import line_of
from parvis.access.models import Access, Assignment, Covers, State
from parvis.access.profiles import Profile
from parvis.access.spaces import RightMissing, enter
from parvis.accounts.models import Account
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.organisations.models import Desk
from tests.support.cast import OPERATOR, Cast
from tests.support.together import together


@pytest.fixture(autouse=True)
def no_earlier_mail(db: None) -> None:
    Message.objects.all().delete()


def page(cast: Cast, person: str, organisation: str = "tilleuls") -> str:
    return cast.address(
        organisation, f"utilisateurs/{cast.access(person, organisation).public_id}/"
    )


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# ── Changing ─────────────────────────────────────────────────────────────────────────────────────
def test_c10_a_new_profile_counts_on_the_next_request(cast: Cast) -> None:
    access, browser = cast.access("sophie", "tilleuls"), cast.browser("sophie")
    users = cast.address("tilleuls", "utilisateurs/")
    assert browser.get(users).status_code == 403
    change_profile(cast.space("solange", "tilleuls"), access, profile=Profile.GUEST, seen_version=1)
    assert browser.get(users).status_code == 200
    assert cast.space("sophie", "tilleuls").level(DETAILS) is Level.READ
    [mail] = Message.objects.all()
    assert (mail.kind, mail.recipient) == ("access.changed", access.account.identifier)
    entry = Entry.objects.latest("pk")
    assert entry.facts == {
        "person": "Sophie Brunel-Castaing",
        "before": "collaborator",
        "after": "guest",
    }
    assert (
        "« Collaborateur » à « Invité »".replace(" »", "\u00a0»").replace("« ", "«\u00a0")
        in line_of(entry).sentence
    )


def test_a_profile_that_stays_is_no_news(cast: Cast) -> None:
    before = Entry.objects.count()
    change_profile(
        cast.space("solange", "tilleuls"),
        cast.access("sophie", "tilleuls"),
        profile=Profile.COLLABORATOR,
        seen_version=1,
    )
    assert not Message.objects.exists()
    assert Entry.objects.count() == before


def test_who_handles_other_clients_from_now_on_is_in_the_journal(cast: Cast) -> None:
    change_profile(
        cast.space("claire", OPERATOR),
        cast.access("nadia", OPERATOR),
        profile=Profile.COLLABORATOR,
        seen_version=1,
        covers=Covers.ALL,
    )
    assert cast.space("nadia", OPERATOR).handles_all
    entry = Entry.objects.latest("pk")
    assert entry.event == "access.covers_changed"
    assert line_of(entry).sentence.endswith("Tous les dossiers.")


def test_two_people_changing_the_same_user_learn_of_each_other(cast: Cast) -> None:
    """Nothing is lost: the second reads what the first did, and sees the current state."""
    first, second = cast.browser("solange"), cast.browser("mathieu")
    address = page(cast, "sophie")
    shown = [browser.get(address).context["form"].initial["version"] for browser in (first, second)]
    assert shown == [1, 1]
    assert first.post(address, {"profile": "guest", "version": 1}).status_code == 302
    late = second.post(address, {"profile": "decision_maker", "version": 1}, follow=True)
    assert late.redirect_chain == [(address, 302)]
    assert "Quelqu’un d’autre vient de modifier cette personne" in said(late)[0]
    assert late.context["form"].initial == {"profile": "guest", "version": 2, "covers": "all"}
    assert cast.access("sophie", "tilleuls").profile == Profile.GUEST
    assert second.post(address, {"profile": "decision_maker", "version": 2}).status_code == 302
    assert cast.access("sophie", "tilleuls").profile == Profile.DECISION_MAKER


def test_a_removal_meanwhile_is_told_too(cast: Cast) -> None:
    first, second = cast.browser("solange"), cast.browser("mathieu")
    address = page(cast, "sophie")
    assert second.get(address + "retirer/").context["form"].initial == {"version": 1}
    assert first.post(address, {"profile": "guest", "version": 1}).status_code == 302
    late = second.post(address + "retirer/", {"version": 1}, follow=True)
    assert "Quelqu’un d’autre" in said(late)[0]
    assert cast.access("sophie", "tilleuls").state == State.LIVE
    assert first.post(address + "retirer/", {"version": 2}).status_code == 302
    assert second.post(address, {"profile": "guest", "version": 2}).status_code == 404


def test_forty_changes_at_once_count_once(committed_cast: Cast) -> None:
    space = committed_cast.space("solange", "tilleuls")
    access = committed_cast.access("sophie", "tilleuls")

    def change(number: int) -> None:
        if number % 2:
            end_access(space, access, seen_version=1)
        else:
            change_profile(space, access, profile=Profile.GUEST, seen_version=1)

    outcome = together(40, change)
    assert outcome == {"done": 1, ChangedMeanwhile.__name__: 39}


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99999999999999999999999", "1.5"])
def test_a_version_made_by_hand_changes_nothing(cast: Cast, version: str) -> None:
    response = cast.browser("solange").post(
        page(cast, "sophie"), {"profile": "guest", "version": version}
    )
    assert response.status_code in {200, 302, 422}
    assert cast.access("sophie", "tilleuls").profile == Profile.COLLABORATOR


@pytest.mark.parametrize("profile", ["principal", "deputy", "custom", "", "x", "PRINCIPAL"])
def test_c8_no_form_gives_another_profile(cast: Cast, profile: str) -> None:
    browser = cast.browser("solange")
    changed = browser.post(page(cast, "sophie"), {"profile": profile, "version": 1})
    assert "profile" in changed.context["form"].errors
    added = browser.post(
        cast.address("tilleuls", "utilisateurs/ajouter/"),
        {"first_name": "A", "last_name": "B", "identifier": "a@b.example", "profile": profile},
    )
    assert "profile" in added.context["form"].errors
    assert not Account.objects.filter(identifier="a@b.example").exists()


def test_c8_a_decision_maker_cannot_touch_the_principal(cast: Cast) -> None:
    browser, address = cast.browser("mathieu"), page(cast, "solange")
    response = browser.post(address, {"profile": "guest", "version": 1})
    [sentence] = response.context["form"].non_field_errors()
    assert "La place du décideur principal ne change pas ici" in sentence
    response = browser.post(address + "retirer/", {"version": 1})
    assert response.context["form"].non_field_errors()
    assert cast.space("solange", "tilleuls").is_principal


def test_nobody_changes_his_own_rights(cast: Cast) -> None:
    response = cast.browser("mathieu").post(
        page(cast, "mathieu"), {"profile": "guest", "version": 1}
    )
    [sentence] = response.context["form"].non_field_errors()
    assert "Vous ne pouvez pas changer vos propres droits" in sentence
    with pytest.raises(NotGivenByHand):
        change_profile(
            cast.space("mathieu", "tilleuls"),
            cast.access("mathieu", "tilleuls"),
            profile=Profile.GUEST,
            seen_version=1,
        )


# ── Removing ─────────────────────────────────────────────────────────────────────────────────────
def test_removing_somebody_ends_everything_on_the_next_request(cast: Cast) -> None:
    browser = cast.browser("sophie")
    assert browser.get(cast.address("tilleuls")).status_code == 200
    end_access(cast.space("mathieu", "tilleuls"), cast.access("sophie", "tilleuls"), seen_version=1)
    for path in ("", "documents/", "utilisateurs/", "journal/"):
        assert browser.get(cast.address("tilleuls", path)).status_code == 404
        assert browser.post(cast.address("tilleuls", path)).status_code == 404
    assert browser.get(cast.address("fournil")).status_code == 200, "the others stay"
    [mail] = Message.objects.all()
    assert mail.kind == "access.ended"
    assert Entry.objects.filter(event="access.ended").latest("pk").account_name == (
        "Mathieu Delaunay"
    )


def test_who_was_removed_can_be_invited_again(cast: Cast) -> None:
    space = cast.space("solange", "tilleuls")
    first = cast.access("sophie", "tilleuls")
    end_access(space, first, seen_version=1)
    again = invite(
        space,
        identifier=first.account.identifier,
        first_name="x",
        last_name="x",
        profile=Profile.GUEST,
    )
    assert again.pk != first.pk
    assert enter(first.account, space.public_id) is None
    assert [mail.kind for mail in Message.objects.order_by("pk")] == [
        "access.ended",
        "access.further_space",
    ]


def test_one_may_leave_by_oneself_but_not_the_principal(cast: Cast) -> None:
    browser = cast.browser("mathieu")
    response = browser.post(page(cast, "mathieu") + "retirer/", {"version": 1})
    assert response["Location"] == "/mes-espaces/"
    assert browser.get(cast.address("tilleuls")).status_code == 404
    with pytest.raises(NotGivenByHand):
        end_access(
            cast.space("solange", "tilleuls"), cast.access("solange", "tilleuls"), seen_version=1
        )


# ── Whose it is ──────────────────────────────────────────────────────────────────────────────────
def test_another_companys_user_under_ones_own_address_is_unknown_and_noted(cast: Cast) -> None:
    foreign = cast.access("aicha", "ferreira")
    browser = cast.browser("solange")
    for path in ("", "retirer/", "inviter/"):
        address = cast.address("tilleuls", f"utilisateurs/{foreign.public_id}/{path}")
        before = Entry.objects.latest("pk").pk
        assert browser.post(address, {"profile": "guest", "version": 1}).status_code == 404
        [entry] = Entry.objects.filter(pk__gt=before)
        assert entry.chain.name == cast.organisation("ferreira").chain
        assert (entry.event, entry.account_name) == ("access.stranger", "Solange Delaunay")
        assert entry.facts == {"path": address, "method": "POST"}
    foreign.refresh_from_db()
    assert (foreign.state, foreign.profile, foreign.version) == (
        State.LIVE,
        Profile.COLLABORATOR,
        1,
    )


def test_actions_refuse_another_companys_user_too(cast: Cast) -> None:
    space, foreign = cast.space("solange", "tilleuls"), cast.access("aicha", "ferreira")
    with pytest.raises(ChangedMeanwhile):
        change_profile(space, foreign, profile=Profile.GUEST, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        end_access(space, foreign, seen_version=1)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch", "head", "options"])
def test_a_strangers_404_is_word_for_word_that_of_an_unknown_id(cast: Cast, method: str) -> None:
    browser = cast.browser("paulo")
    before = Entry.objects.latest("pk").pk
    known = getattr(browser, method)(cast.address("tilleuls", "utilisateurs/"))
    noted = Entry.objects.filter(pk__gt=before)
    assert [(one.chain.name, one.event, one.facts["method"]) for one in noted] == [
        (cast.organisation("tilleuls").chain, "access.stranger", method.upper())
    ]
    unknown = getattr(browser, method)("/espaces/AAAAAAAAAAAAAAAA/utilisateurs/")
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert bare(known) == bare(unknown)
    assert dict(known.headers).keys() == dict(unknown.headers).keys()


def bare(response: Any) -> str:
    text = re.sub(r'nonce="[^"]*"', "", response.content.decode())
    text = re.sub(r"/espaces/[\w-]{16}/", "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_a_guest_who_posts_is_refused_and_noted(cast: Cast) -> None:
    browser, access = cast.browser("gerard"), cast.access("sophie", "tilleuls").public_id
    for path in (
        "utilisateurs/ajouter/",
        f"utilisateurs/{access}/",
        f"utilisateurs/{access}/retirer/",
        f"utilisateurs/{access}/inviter/",
        "documents/transferer/",
    ):
        address = cast.address("tilleuls", path)
        assert browser.post(address).status_code == 403
        entry = Entry.objects.latest("pk")
        assert (entry.event, entry.account_name) == ("access.refused", "Gérard Delaunay")
        assert entry.facts["path"] == address
        assert "faute de droit" in line_of(entry).sentence
    assert browser.post(cast.address("tilleuls", "utilisateurs/")).status_code == 405
    assert cast.access("sophie", "tilleuls").version == 1


@pytest.mark.parametrize("path", ["\0", "utilisateurs/\0/", "utilisateurs/%2e%2e/", "\ud800"])
def test_an_address_no_database_can_ask_for_is_unknown(cast: Cast, path: str) -> None:
    inside = quote(path, errors="surrogatepass")
    assert cast.browser("solange").get(cast.address("tilleuls", inside)).status_code == 404
    assert cast.browser("solange").get(f"/espaces/{inside}/").status_code == 404


# ── The back office ──────────────────────────────────────────────────────────────────────────────
def test_only_staff_is_assigned_and_twice_is_once(cast: Cast) -> None:
    office, client = cast.space("claire", OPERATOR), cast.organisation("granulats")
    with pytest.raises(NotOfTheStaff):
        assign(office, client, cast.access("melanie", "granulats"), Desk.ADVISER)
    nadia = cast.access("nadia", OPERATOR)
    before = Entry.objects.filter(chain__name=client.chain).count()
    assign(office, client, nadia, Desk.ADVISER)
    assign(office, client, nadia, Desk.ADVISER)
    assert Entry.objects.filter(chain__name=client.chain).count() == before + 1
    with pytest.raises(RightMissing):
        assign(cast.space("nadia", OPERATOR), client, nadia, Desk.ACCOUNTANT)


def test_assigning_at_once_is_once(committed_cast: Cast) -> None:
    office = committed_cast.space("claire", OPERATOR)
    client, nadia = (
        committed_cast.organisation("granulats"),
        committed_cast.access("nadia", OPERATOR),
    )
    outcome = together(20, lambda _number: assign(office, client, nadia, Desk.ADVISER))
    assert outcome == {"done": 20}
    rows = Assignment.objects.filter(access=nadia, organisation=client, ended_at=None)
    assert rows.count() == 1


def test_assignments_end_with_the_access(cast: Cast) -> None:
    nadia = cast.access("nadia", OPERATOR)
    assert Assignment.objects.live().filter(access=nadia).count() == 3
    end_access(cast.space("claire", OPERATOR), nadia, seen_version=1)
    assert not Assignment.objects.filter(access=nadia, ended_at=None).exists()
    nadia.refresh_from_db()
    with pytest.raises(NotOfTheStaff):
        assign(cast.space("claire", OPERATOR), cast.organisation("tilleuls"), nadia, Desk.ADVISER)


def test_forty_endings_of_an_assignment_at_once_are_one(committed_cast: Cast) -> None:
    office, client = (
        committed_cast.space("claire", OPERATOR),
        committed_cast.organisation("tilleuls"),
    )
    row = Assignment.objects.get(organisation=client, desk=Desk.ACCOUNTANT)
    assert together(40, lambda _number: unassign(office, row)) == {"done": 40}
    assert Entry.objects.filter(event="assignment.ended").count() == 1


def test_ending_an_assignment_twice_changes_nothing(cast: Cast) -> None:
    office = cast.space("claire", OPERATOR)
    row = Assignment.objects.get(organisation=cast.organisation("tilleuls"), desk=Desk.ACCOUNTANT)
    unassign(office, row)
    before = Entry.objects.count()
    unassign(office, row)
    assert Entry.objects.count() == before


def test_the_back_office_opens_a_space_on_its_page(cast: Cast) -> None:
    browser, address = cast.browser("claire"), cast.address(OPERATOR, "clients/ouvrir/")
    data = {
        "kind": "client",
        "name": "Ferme du Matin",
        "siret": "297 000 002 00016",
        "first_name": "Anne",
        "last_name": "Aubry",
        "identifier": "anne@b.example",
    }
    for change, field in (
        ({"siret": "12345678901"}, "siret"),
        ({"siret": "29700000200017"}, "siret"),
        ({"siret": cast.organisation("tilleuls").siret or ""}, "siret"),
        ({"kind": "operator"}, "kind"),
        ({"identifier": "anne"}, "identifier"),
        ({"name": ""}, "name"),
    ):
        response = browser.post(address, {**data, **change})
        assert set(response.context["form"].errors) == {field}
    assert browser.post(address, data).status_code == 302
    assert Access.objects.filter(account__identifier="anne@b.example").count() == 1


@pytest.mark.parametrize("search", ["\0", "%", "_", "'", "\\", "é" * 500, "٣", "297\0"])
@pytest.mark.parametrize("path", ["clients/", "documents-des-clients/", "arrivees/"])
def test_no_search_is_a_fault(cast: Cast, path: str, search: str) -> None:
    browser = cast.browser("claire")
    assert browser.get(cast.address(OPERATOR, path), {"q": search}).status_code == 200
    assert browser.get("/mes-espaces/", {"q": search}).status_code == 200


def test_a_search_knows_no_wildcard(cast: Cast) -> None:
    for search in ("%", "_", "\\"):
        shown = cast.browser("claire").get(cast.address(OPERATOR, "clients/"), {"q": search})
        assert shown.context["page"].rows == []


def test_c6_the_choice_shows_ones_own_spaces_only(cast: Cast) -> None:
    shown = cast.browser("sophie").get("/mes-espaces/").context["page"]
    assert {row.name for row in shown.rows} == {
        "EARL des Tilleuls",
        "Maçonnerie Ferreira & Fils",
        "Le Fournil de Jeanne",
    }
    found = cast.browser("sophie").get("/mes-espaces/", {"q": "granulats"}).context["page"]
    assert found.rows == []
    assert cast.browser("solange").get("/mes-espaces/")["Location"] == cast.address("tilleuls")


def test_the_journal_of_a_company_shows_its_own_lines_only(cast: Cast) -> None:
    Client().get("/")
    shown = cast.browser("paulo").get(cast.address("ferreira", "journal/"))
    own = Entry.objects.filter(chain__name=cast.organisation("ferreira").chain)
    assert shown.context["page"].total == own.count()
    text = shown.content.decode()
    assert "Solange" not in text
    assert "Mathieu" not in text


def test_an_entry_of_a_service_taken_out_stays_readable(cast: Cast) -> None:
    entry = Entry.objects.latest("pk")
    entry.event = "weather.stopped"
    assert line_of(entry).sentence == "weather.stopped"


def test_c9_an_accounts_own_name_is_told_to_nobody_before_it_accepts(cast: Cast) -> None:
    space = cast.space("paulo", "ferreira")
    jeanne = cast.account("jeanne")
    access = invite(
        space,
        identifier=jeanne.identifier,
        first_name="J.",
        last_name="du Fournil",
        profile=Profile.GUEST,
    )
    browser = cast.browser("paulo")
    page = browser.get(cast.address("ferreira", "utilisateurs/")).content.decode()
    assert "J. du Fournil" in page
    assert jeanne.last_name not in page

    decline(jeanne, access)
    lines = browser.get(cast.address("ferreira", "journal/")).content.decode()
    assert jeanne.last_name not in lines
