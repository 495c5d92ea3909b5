"""English is as good as French: nothing of the one in the other, and everyone reads their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import polib
import pytest
from django.conf import settings as configured
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from parvis.access.actions import invite
from parvis.access.models import Assignment
from parvis.access.profiles import Profile
from parvis.accounts.actions import new_activation_link
from parvis.accounts.identifier import ask_for_change
from parvis.accounts.links import make_link
from parvis.accounts.models import Account, Certification, Purpose
from parvis.foundation.languages import in_each_language
from parvis.foundation.rules import Audience
from parvis.mailroom.mails import MAIL_KINDS
from parvis.mailroom.models import LocalMail, Message
from parvis.mailroom.sms.texts import TEXT_KINDS
from parvis.organisations.models import Desk, Organisation
from parvis.portal.samples import NAMES
from parvis.portal.translation import catalogue_path
from parvis.services.documents.actions import deposit, publish, take_up
from parvis.services.documents.intake import Content
from parvis.services.documents.models import Deposit, Document
from parvis.services.documents.storage import new_key
from tests.support.addresses import Address, addresses
from tests.support.cast import OPERATOR, PASSWORD, Cast
from tests.support.french import Speech, french_in

COOKIE = configured.LANGUAGE_COOKIE_NAME
NEW_ADDRESS = "new@b.example"
FILES = ("Facture.pdf", "Relevé.pdf", "Bilan.pdf")
SAMPLE_NAMES = {"Claire Vasseur", "Paul Marchand", "EARL des Tilleuls", "Relevé bancaire mars.pdf"}
PAGES_OF_THE_JOURNEY = {
    *("portal:front", "portal:help", "portal:home", "portal:mailbox", "portal:mailbox_message"),
    *("portal:gallery", "account_login", "accounts:reset", "accounts:terms", "accounts:details"),
    *("accounts:password", "accounts:mobile", "accounts:renewal", "accounts:certify_email"),
    *("accounts:identifier", "accounts:change_identifier", "accounts:prove_identifier"),
    *("accounts:object_to_change", "account_reauthenticate"),
    *("accounts:own_data", "accounts:close"),
    *("access:activation", "access:forgotten", "access:choice", "access:invitation"),
    *("access:users", "access:invite_user", "access:change_user", "access:end_user"),
    *("access:journal", "access:clients", "access:open_client", "access:client"),
    *("documents:published", "documents:files", "documents:delete_files", "documents:transfer"),
    *("documents:receipt", "documents:document", "documents:arrivals", "documents:arrival"),
    *("documents:arrival_deposit", "documents:store", "documents:office_document"),
    *("documents:choose_client", "documents:publish"),
}
# Whom an address outside of spaces is for, where it is not for everyone who is signed in.
READERS = {
    "access:choice": ("sophie",),
    "access:invitation": ("aicha",),
    "access:answer_invitation": ("aicha",),
    "accounts:cancel_identifier": ("gerard", "solange"),
    "accounts:close": ("gerard", "solange"),
    "accounts:identifier": ("gerard", "solange"),
    "accounts:renewal": ("melanie", "emilie"),
    "accounts:send_identifier_again": ("gerard", "solange"),
    "accounts:terms": ("youssef",),
}


def hand_in(cast: Cast, name: str) -> Deposit:
    return deposit(
        cast.space("sophie", "tilleuls"),
        desk=Desk.ACCOUNTANT,
        files=[_content(name)],
        form_key=new_key(),
    )


def _content(name: str) -> Content:
    return Content(name, "application/pdf", 2, 1_234_567, "0" * 64, new_key())


def mailed_secret(recipient: str, route: str) -> str:
    """The secret in the last mail to this address, for this page."""
    text = Message.objects.filter(recipient=recipient).latest("pk").text
    before, after = reverse(route, args=["secret"]).split("secret")
    found = re.search(rf"{before}([\w-]+){after}", text)
    assert found, text
    return found[1]


class Exhibition:
    """Something of each kind to look at and to act upon, shown to people who read English."""

    def __init__(self, cast: Cast) -> None:
        Account.objects.update(language="en")
        Account.objects.filter(pk=cast.account("youssef").pk).update(accepted_terms=0)
        for late, days in (("melanie", 1), ("emilie", 300)):
            Certification.objects.filter(account=cast.account(late)).update(
                certified_at=timezone.now() - timedelta(days=700),
                expires_at=timezone.now() - timedelta(days=days),
            )
        self.cast = cast
        client, office = cast.organisation("tilleuls"), cast.space("nadia", OPERATOR)
        waiting = hand_in(cast, FILES[0])
        take_up(office, hand_in(cast, FILES[1]).documents.order_by("pk"))
        publish(
            office, client, desk=Desk.ACCOUNTANT, files=[_content(FILES[2])], form_key=new_key()
        )
        invitation = invite(
            cast.space("solange", "tilleuls"),
            identifier=cast.account("aicha").identifier,
            first_name="Aïcha",
            last_name="Benhaddou",
            profile=Profile.COLLABORATOR,
        )
        mail = LocalMail.objects.create(
            recipient="a@b.example", sender="c@d.example", subject="News", text="News", html="News"
        )
        document = waiting.documents.get().public_id
        staff = cast.access("thomas", OPERATOR)
        guest = cast.account("gerard")
        ask_for_change(guest, NEW_ADDRESS)
        # For a parameter of an address: under the name of the address, of the space, or of none.
        self.values: dict[tuple[str, str], object] = {
            ("access:activation", "secret"): new_activation_link(cast.account("kevin")),
            ("accounts:reset", "secret"): make_link(guest, Purpose.RESET, timedelta(hours=1)),
            ("accounts:certify_email", "secret"): make_link(
                guest, Purpose.CERTIFICATION, timedelta(hours=1)
            ),
            ("accounts:prove_identifier", "secret"): mailed_secret(
                NEW_ADDRESS, "accounts:prove_identifier"
            ),
            ("accounts:object_to_change", "secret"): mailed_secret(
                guest.identifier, "accounts:object_to_change"
            ),
            ("tilleuls", "access"): cast.access("gerard", "tilleuls").public_id,
            (OPERATOR, "access"): staff.public_id,
            ("", "access"): invitation.public_id,
            ("", "assignment"): Assignment.objects.filter(organisation=client).earliest("pk").pk,
            ("", "code"): "access.activation",
            ("", "deposit"): waiting.public_id,
            ("", "document"): document,
            ("", "number"): mail.pk,
            ("", "organisation"): client.public_id,
        }
        person = {"first_name": "Ana", "last_name": "Lo", "identifier": "ana@b.example"}
        refused = SimpleUploadedFile("a.exe", b"a")
        self.forms: dict[str, dict[str, Any]] = {
            "account_login": {"login": "ana@b.example", "password": "x"},
            "access:activation": {"mobile_phone": "12", "password": "abc", "confirmation": "d"},
            "access:answer_invitation": {"decline": "1"},
            "access:assign": {"access": staff.public_id, "desk": "accountant"},
            "access:change_user": {"profile": "guest", "covers": "all", "version": "1"},
            "access:end_user": {"version": "1"},
            "access:forgotten": {"identifier": "ana@b.example"},
            "access:invite_user": {**person, "profile": "guest", "covers": "all"},
            "access:open_client": {**person, "kind": "client", "name": "A", "siret": "1234"},
            "account_reauthenticate": {"password": "x"},
            "accounts:change_identifier": {"identifier": guest.identifier, "confirmation": "d"},
            "accounts:close": {"password": "x"},
            "accounts:details": {**person, "mobile_phone": "12", "language": "en"},
            "accounts:mobile": {"code": "1"},
            "accounts:password": {"current": "a", "password": "abc", "confirmation": "d"},
            "accounts:reset": {"password": "abc", "confirmation": "d"},
            "documents:delete_files": {"document": document, "confirm": "1"},
            "documents:publish": {"desk": "adviser", "documents": refused, "form_key": new_key()},
            "documents:take_up": {"document": document},
            "documents:transfer": {"desk": "adviser", "documents": refused, "form_key": new_key()},
        }
        self.names = {
            NEW_ADDRESS,
            *SAMPLE_NAMES,
            *NAMES,
            *FILES,
            *Organisation.objects.values_list("name", flat=True),
            *(text for one in Account.objects.all() for text in (one.full_name, one.identifier)),
        }
        self.shown: set[str] = set()
        self.cookies: dict[str, str] = {"": ""}

    def french_at(self, address: Address) -> list[str]:
        """What this address says in French, read, posted to with nothing, and with a form."""
        found: list[str] = []
        for person, place in self._visitors(address):
            path = self._path(address, place)
            document = self.values["", "document"]
            found += self._french(address, person, "get", path, {"document": document})
            found += self._french(address, person, "post", path, {})
            if address.name in self.forms:
                found += self._french(address, person, "post", path, self.forms[address.name])
        return found

    def _visitors(self, address: Address) -> list[tuple[str, str]]:
        """As whom and into whose space this address is called."""
        assert address.rule is not None
        if address.rule.audience == Audience.PUBLIC:
            return [("", "")]
        if address.rule.audience == Audience.IN_SPACE:
            return [("solange", "tilleuls"), ("claire", OPERATOR)]
        return [(person, "") for person in READERS.get(address.name, ("solange",))]

    def _path(self, address: Address, place: str) -> str:
        values: dict[str, object] = {}
        for name in address.parameters:
            if name == "space":
                values[name] = self.cast.organisation(place).public_id
            else:
                known = ((address.name, name), (place, name), ("", name))
                values[name] = next((self.values[key] for key in known if key in self.values), "x")
        return address.at(**values)

    def _browser(self, person: str) -> Client:
        """A fresh one, signed in as it was the first time."""
        name = configured.SESSION_COOKIE_NAME
        browser = Client()
        if person not in self.cookies:
            identifier = self.cast.account(person).identifier
            browser.post("/connexion/", {"login": identifier, "password": PASSWORD})
            self.cookies[person] = browser.cookies[name].value
        browser.cookies[COOKIE] = "en"
        if self.cookies[person]:
            browser.cookies[name] = self.cookies[person]
        return browser

    def _french(
        self, address: Address, person: str, method: str, path: str, data: dict[str, Any]
    ) -> list[str]:
        browser = self._browser(person)
        with _rolled_back():
            answer = getattr(browser, method)(path, data, follow=True)
        kind = answer.headers.get("Content-Type", "")
        if answer.streaming or not kind.startswith(("text/html", "text/plain")):
            return []
        body = answer.content.decode()
        is_page = method == "get" and answer.status_code == 200 and "<html" in body
        if is_page and not answer.redirect_chain:
            self.shown.add(address.name)
        if is_page and not address.name.endswith(("mailbox_html", "gallery_mail")):
            assert answer.headers["Content-Language"] == "en", path
            assert '<html lang="en">' in body, path
        texts = Speech(body, "en").texts if "html" in kind else body.splitlines()
        return french_in(texts, self.names)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_no_page_speaks_french_to_who_reads_english(cast: Cast, settings: Any) -> None:
    settings.PARVIS_DEMONSTRATION = True
    settings.PARVIS_DEMONSTRATION_PEOPLE = "parvis.demo.sign_in_sheet.people"
    exhibition = Exhibition(cast)
    french = {
        address.name: exhibition.french_at(address)
        for address in addresses()
        if "page" not in address.parameters  # pictures, which say nothing
    }
    assert {name: texts for name, texts in french.items() if texts} == {}
    assert PAGES_OF_THE_JOURNEY - exhibition.shown == set()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "410", "413", "429", "500"])
def test_pages_of_faults_speak_english(name: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with override("en"):
        page = render_to_string(f"{name}.html", request=request)
    assert french_in(Speech(page, "en").texts) == []
    assert '<html lang="en">' in page


@pytest.mark.parametrize("code", MAIL_KINDS)
def test_mails_speak_english(code: str) -> None:
    with override("en"):
        mail = MAIL_KINDS[code].sample()
        text, html = mail.rendered()
    names = {*SAMPLE_NAMES, *(value for _label, value in mail.facts if "@" in value)}
    assert french_in([mail.subject, *text.splitlines(), *Speech(html, "en").texts], names) == []


@pytest.mark.parametrize("code", TEXT_KINDS)
def test_texts_speak_english(code: str) -> None:
    with override("en"):
        assert french_in([TEXT_KINDS[code].sample()]) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<h1>Mes documents</h1>", ["Mes documents"]),
        ('<a title="Télécharger">Download</a>', ["Télécharger"]),
        ("<p>Étape 2 sur 3</p>", ["Étape 2 sur 3"]),
        ("<p>Signed in as Anne, au nom de Lune</p>", ["Signed in as Anne, au nom de Lune"]),
        ("<time>12 mars 2026</time>", ["12 mars 2026"]),
        ("<p>1,5\u00a0Mo</p>", ["1,5\u00a0Mo"]),
        ("<p>Result\u00a0: two</p>", ["Result\u00a0: two"]),
        ('<button lang="fr">Mes documents</button><p>Le Fournil</p>', []),
        ("<script>Mes documents</script><img alt='Plan'><p>Message</p>", []),
    ],
)
def test_french_is_found(page: str, found: list[str]) -> None:
    assert french_in(Speech(page, "en").texts, {"Le Fournil"}) == found


def test_english_is_written_as_english() -> None:
    texts = {
        text
        for entry in polib.pofile(str(catalogue_path("en")))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    }
    french = re.compile(r"[«»]|[\s\u00a0\u202f][:;!?]|\s%(?![(\w])|(?<=\w)'(?=\w)|\"[^<>=]*\"")
    assert {text for text in texts if french.search(text)} == set()


def test_dates_and_numbers_are_the_readers(cast: Cast) -> None:
    document = hand_in(cast, FILES[0]).documents.get()
    Document.objects.filter(pk=document.pk).update(at=datetime(2026, 3, 12, 13, 30, tzinfo=UTC))
    address = cast.address("tilleuls", "documents/en-cours/")
    written = {
        "fr": ("12\u00a0mars\u00a02026, 14\u00a0h\u00a030", "1,2\u00a0Mo", "plus de 1\u202f000"),
        "en": ("12\u00a0March\u00a02026, 14:30", "1.2\u00a0MB", "more than 1,000"),
    }
    for language, (day, size, count) in written.items():
        Account.objects.filter(pk=cast.account("sophie").pk).update(language=language)
        browser = cast.browser("sophie")
        answer = browser.get(address)
        page = answer.content.decode()
        assert answer.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in page
        assert day in page
        assert size in page
        assert count in browser.get("/atelier/galerie/").content.decode()


def choose(browser: Client, language: str) -> None:
    answer = browser.post("/langue/", {"language": language, "next": "/aide/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/aide/"


def language_of(browser: Client) -> str:
    return str(browser.get("/aide/").headers["Content-Language"])


def test_a_device_keeps_the_language_chosen_on_it(db: None) -> None:
    here, elsewhere = Client(headers={"Accept-Language": "en"}), Client()
    assert language_of(here) == "fr"
    choose(here, "en")
    assert here.cookies[COOKIE]["max-age"] >= 180 * 24 * 3600
    assert language_of(here) == "en"
    assert language_of(elsewhere) == "fr"
    choose(here, "de")
    assert language_of(here) == "en"
    here.cookies[COOKIE] = "de"
    assert language_of(here) == "fr"


def test_an_account_keeps_its_language_on_every_device(cast: Cast) -> None:
    here, elsewhere, stranger = (cast.browser(one) for one in ("sophie", "sophie", "mathieu"))
    choose(here, "en")
    assert cast.account("sophie").language == "en"
    assert [language_of(one) for one in (here, elsewhere, stranger)] == ["en", "en", "fr"]
    # The account goes before the device, and leaves the device as it was.
    elsewhere.cookies[COOKIE] = "fr"
    assert language_of(elsewhere) == "en"
    for browser in (here, elsewhere):
        browser.post("/deconnexion/")
    assert [language_of(one) for one in (here, elsewhere)] == ["en", "fr"]


def test_the_account_page_answers_in_the_language_just_chosen(cast: Cast) -> None:
    browser, account = cast.browser("sophie"), cast.account("sophie")
    page = browser.post(
        "/mon-compte/",
        {
            "first_name": account.first_name,
            "last_name": account.last_name,
            "mobile_phone": account.mobile_phone,
            "language": "en",
        },
        follow=True,
    ).content.decode()
    assert "Your details are saved." in page
    assert french_in(Speech(page, "en").texts, [account.full_name]) == []


def test_who_activates_an_account_in_english_goes_on_in_english(cast: Cast) -> None:
    browser = Client()
    choose(browser, "en")
    secret = new_activation_link(cast.account("kevin"))
    words = "Seventeen-Grey 4 herons"
    answer = browser.post(
        f"/activation/{secret}/",
        {
            "mobile_phone": "06 39 98 05 43",
            "password": words,
            "confirmation": words,
            "invitation": cast.access("kevin", "granulats").public_id,
        },
    )
    assert "Congratulations, your account is now active!" in answer.content.decode()
    assert cast.account("kevin").language == "en"


def test_everyone_is_written_to_in_their_own_language(cast: Cast) -> None:
    keepers = {"nadia": "en", "sophie": "fr"}
    for person, language in keepers.items():
        Account.objects.filter(pk=cast.account(person).pk).update(language=language)
    with override("fr"):
        hand_in(cast, FILES[0])
    english = Message.objects.get(recipient=cast.account("nadia").identifier)
    assert english.subject.startswith("EARL des Tilleuls has handed in 1 document")
    names = {"EARL des Tilleuls", "Sophie Brunel-Castaing", "Nadia Belkacem"}
    assert french_in([*english.text.splitlines(), *Speech(english.html, "en").texts], names) == []

    with override("en"):
        publish(
            cast.space("nadia", OPERATOR),
            cast.organisation("tilleuls"),
            desk=Desk.ACCOUNTANT,
            files=[_content(FILES[2])],
            form_key=new_key(),
        )
    french = Message.objects.get(recipient=cast.account("sophie").identifier)
    assert french.subject.startswith("Un document est à votre disposition")
    assert 'lang="fr"' in french.html
    assert "Voir le document" in french.text


def test_a_text_of_the_operator_is_read_in_the_readers_language() -> None:
    hours, english_is_wanting = in_each_language("de 8 h", "from 8"), in_each_language("ici", "")
    with override("en"):
        assert (str(hours), str(english_is_wanting)) == ("from 8", "ici")
    with override("fr"):
        assert f"{hours}" == "de 8 h"
    assert not in_each_language("", "")
