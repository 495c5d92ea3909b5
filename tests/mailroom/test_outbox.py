"""A mail lives and dies with its change, leaves when it can, and leaves once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.access.actions import invite
from parvis.access.profiles import Profile
from parvis.accounts.mails import RESET
from parvis.mailroom.carrying import AWAY, BATCH, HOLD, WAITS
from parvis.mailroom.mails import Mail, subject_for
from parvis.mailroom.models import Message, MessageState
from parvis.mailroom.outbox import deliver_due, post
from parvis.organisations.models import Organisation
from tests.support.cast import Cast
from tests.support.smtp import MailServer
from tests.support.together import together

pytestmark = pytest.mark.usefixtures("empty_outbox")


def sample(subject: str = "Une nouvelle", **parts: Any) -> Mail:
    return Mail(
        subject=subject,
        title="Titre",
        paragraphs=("Bonjour,", 'É < à & "œ"'),
        why="Pour essayer.",
        act=("Ouvrir", "/activation/secret-of-the-link/"),
        **parts,
    )


def put(to: str = "anne@b.example", subject: str = "Une nouvelle", language: str = "fr") -> Message:
    with transaction.atomic():
        return post(RESET, to=to, language=language, make=lambda: sample(subject))


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_refused_outside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        post(RESET, to="anne@b.example", language="fr", make=sample)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_mail(mail_server: MailServer) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        put()
        raise ZeroDivisionError
    assert not Message.objects.exists()
    assert deliver_due() == 0
    assert mail_server.received == []


@pytest.mark.django_db
def test_a_mail_is_written_in_its_readers_language() -> None:
    def made() -> Mail:
        return sample(subject=_("Accueil"))

    with transaction.atomic():
        french = post(RESET, to="a@b.example", language="fr", make=made)
        english = post(RESET, to="a@b.example", language="en", make=made)
    assert 'lang="fr"' in french.html
    assert 'lang="en"' in english.html


@pytest.mark.django_db
def test_a_mail_leaves_once_as_text_and_html(mail_server: MailServer) -> None:
    message = put()
    assert state(message) == MessageState.WAITING
    assert deliver_due() == 1
    assert state(message) == MessageState.SENT
    assert deliver_due() == 0
    [mail] = mail_server.received
    assert mail_server.recipients == ["anne@b.example"]
    assert mail["To"] == "anne@b.example"
    assert mail["Subject"] == "Une nouvelle"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in mail.iter_parts())
    address = "http://testserver/activation/secret-of-the-link/"
    assert address in text
    assert f'href="{address}"' in html
    assert 'É < à & "œ"' in text
    assert "É &lt; à &amp; &quot;œ&quot;" in html


@pytest.mark.django_db
def test_the_body_is_wiped_once_the_mail_has_left(mail_server: MailServer) -> None:
    message = put()
    assert "secret-of-the-link" in message.text
    deliver_due()
    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert message.ended_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sender", ["ne-pas-repondre@c.example", "Clarivelle <ne-pas-repondre@c.example>"]
)
def test_the_message_id_is_well_formed_whatever_the_sender(settings: Any, sender: str) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    assert put().message_id.endswith("@c.example>")


@pytest.mark.django_db
def test_no_line_break_reaches_a_header(mail_server: MailServer, cast: Cast) -> None:
    hostile = "Le Fournil\r\nBcc: everybody@b.example\n\nX"
    Organisation.objects.filter(pk=cast.organisation("fournil").pk).update(name=hostile)
    invite(
        cast.space("jeanne", "fournil"),
        identifier="anne@b.example",
        first_name="Anne\r\nSubject: other",
        last_name="Aubry\nCc: x@b.example",
        profile=Profile.GUEST,
    )
    put(subject=subject_for(hostile))
    put(subject=hostile)
    assert deliver_due() == 3
    assert mail_server.recipients == ["anne@b.example"] * 3
    for mail in mail_server.received:
        assert mail["Bcc"] is None
        assert mail["Cc"] is None
        assert len(mail.get_all("Subject", [])) == 1
        assert "Bcc: everybody@b.example" in mail["Subject"], "as words of the subject"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["a@b.example\nBcc: x@b.example", "a\r\n@b.example"])
def test_an_address_of_two_lines_never_leaves_and_stops_nobody(
    mail_server: MailServer, address: str
) -> None:
    poison, good = put(to=address), put()
    assert deliver_due() == 1
    assert state(poison) == MessageState.REFUSED
    assert state(good) == MessageState.SENT
    assert mail_server.recipients == ["anne@b.example"]


@pytest.mark.django_db
def test_a_very_long_subject_is_cut_rather_than_refused(mail_server: MailServer) -> None:
    put(subject="é" * 2000)
    assert deliver_due() == 1
    assert mail_server.received[0]["Subject"].strip() == "é" * 300


@pytest.mark.django_db
def test_an_hour_without_mail_server_loses_nothing_and_delays_no_page(
    mail_server: MailServer, cast: Cast
) -> None:
    mail_server.stop()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        invite(
            cast.space("jeanne", "fournil"),
            identifier="anne@b.example",
            first_name="Anne",
            last_name="Aubry",
            profile=Profile.GUEST,
        )
        message = Message.objects.get()
        for _minute in range(60):
            assert deliver_due() == 0
            assert state(message) == MessageState.WAITING
            assert message.text, "what must leave is kept"
            assert message.held_until is None
            assert "refused" in message.last_error
            clock.shift(timedelta(minutes=1))
        mail_server.start()
        clock.shift(AWAY)
        assert deliver_due() == 1
    assert state(message) == MessageState.SENT
    assert mail_server.recipients == ["anne@b.example"]


@pytest.mark.django_db
def test_a_server_that_is_away_is_asked_once_a_round(mail_server: MailServer) -> None:
    mail_server.stop()
    messages = [put(), put(), put()]
    assert deliver_due() == 0
    assert [state(message) for message in messages] == [MessageState.WAITING] * 3
    assert sorted(message.attempts for message in messages) == [0, 0, 1]


@pytest.mark.django_db
def test_a_server_that_never_answers_does_not_hold_the_worker_for_ever(
    mail_server: MailServer, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    mail_server.delay = 1
    message = put()
    assert deliver_due() == 0
    assert state(message) == MessageState.WAITING
    assert "Timeout" in message.last_error or "Disconnected" in message.last_error


@pytest.mark.django_db
def test_an_answer_that_was_lost_gives_a_twin_with_the_same_message_id(
    mail_server: MailServer,
) -> None:
    mail_server.answers = ["drop"]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message, other = put(), put()
        assert deliver_due() == 1, "the connection is made anew for the others"
        assert state(message) == MessageState.WAITING
        assert state(other) == MessageState.SENT
        clock.shift(WAITS[0])
        assert deliver_due() == 1
    identifiers = [mail["Message-ID"] for mail in mail_server.received]
    assert identifiers == [message.message_id, other.message_id, message.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["451 4.3.0 Not now", "421 4.3.2 Closing"])
def test_a_refusal_for_now_waits_longer_each_time(mail_server: MailServer, answer: str) -> None:
    message = put()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for wait in WAITS:
            mail_server.answers = [answer]
            assert deliver_due() == 0
            assert state(message) == MessageState.WAITING
            assert message.next_attempt_at == timezone.now() + wait
            clock.shift(wait - timedelta(microseconds=1))
            assert deliver_due() == 0
            assert not mail_server.answers, "it was asked once"
            clock.shift(timedelta(microseconds=1))
        mail_server.answers = []
        assert deliver_due() == 1
    assert state(message) == MessageState.SENT


@pytest.mark.django_db
def test_a_recipient_who_does_not_exist_is_refused_for_good(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.refused = {"gone@b.example"}
    mail_server.busy = {"busy@b.example"}
    gone, busy, good = put("gone@b.example"), put("busy@b.example"), put()
    assert deliver_due() == 1
    assert state(gone) == MessageState.REFUSED
    assert (gone.text, gone.html) == ("", "")
    assert "No such person" in gone.last_error
    assert state(busy) == MessageState.WAITING
    assert state(good) == MessageState.SENT
    [line] = [one for one in caplog.messages if "mail.refused" in one]
    assert gone.message_id in line
    assert "gone@b.example" not in line, "a log is no place for addresses"


@pytest.mark.django_db
def test_a_message_that_the_server_will_not_have_is_refused_for_good(
    mail_server: MailServer,
) -> None:
    mail_server.answers = ["554 5.7.1 No"]
    message = put()
    assert deliver_due() == 0
    assert state(message) == MessageState.REFUSED


@pytest.mark.django_db
def test_a_server_that_does_not_know_us_refuses_no_message(
    mail_server: MailServer, settings: Any
) -> None:
    """A wrong password of the operator's is his to mend; the messages wait."""
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    message = put()
    assert deliver_due() == 0
    assert state(message) == MessageState.WAITING


@pytest.mark.django_db
def test_what_cannot_be_delivered_in_days_is_given_up(
    mail_server: MailServer, settings: Any
) -> None:
    settings.PARVIS_MAIL_GIVE_UP_DAYS = 3
    mail_server.stop()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put()
        clock.shift(timedelta(days=3))
        deliver_due()
        assert state(message) == MessageState.WAITING
        clock.shift(AWAY)
        deliver_due()
    assert state(message) == MessageState.GIVEN_UP
    assert (message.text, message.html) == ("", "")


@pytest.mark.django_db
def test_a_worker_killed_with_a_mail_in_its_hands_loses_nothing(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_args: object) -> None:
        raise Killed

    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put()
        with monkeypatch.context() as patched:
            patched.setattr(EmailBackend, "send_messages", kill)
            with pytest.raises(Killed):
                deliver_due()
        assert deliver_due() == 0, "it may still be under way"
        clock.shift(HOLD)
        assert deliver_due() == 0
        clock.shift(timedelta(seconds=1))
        assert deliver_due() == 1
    assert state(message) == MessageState.SENT
    assert len(mail_server.received) == 1


@pytest.mark.django_db
def test_a_slow_batch_never_outlives_its_holds(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message is held from when it is taken, not from when the batch began."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(3):
            put()
        send = EmailBackend.send_messages

        def slowly(self: EmailBackend, messages: Any) -> int:
            clock.shift(HOLD - timedelta(seconds=1))
            with monkeypatch.context() as patched:
                patched.setattr(EmailBackend, "send_messages", send)
                held = Message.objects.get(held_until__isnull=False)
                assert held not in Message.objects.due(timezone.now())
            return send(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", slowly)
        assert deliver_due() == 3
    assert len(mail_server.received) == 3


@pytest.mark.django_db
def test_a_batch_uses_one_connection(mail_server: MailServer) -> None:
    for number in range(BATCH + 1):
        put(f"{number}@b.example")
    assert deliver_due() == BATCH
    assert mail_server.connections == 1
    assert deliver_due() == 1
    assert mail_server.connections == 2


@pytest.mark.django_db
def test_the_oldest_leaves_first(mail_server: MailServer) -> None:
    for number in range(5):
        put(f"{number}@b.example")
    deliver_due()
    assert mail_server.recipients == [f"{number}@b.example" for number in range(5)]


@pytest.mark.django_db(transaction=True)
def test_a_thousand_messages_through_four_workers_leave_once_each(
    mail_server: MailServer,
) -> None:
    with transaction.atomic():
        message = put()
        Message.objects.bulk_create(
            Message(
                kind=RESET.code,
                message_id=f"<{number}@b.example>",
                recipient=f"{number}@b.example",
                subject="Une nouvelle",
                text=message.text,
                html=message.html,
            )
            for number in range(999)
        )

    def work(_number: int) -> None:
        while deliver_due() or Message.objects.filter(state=MessageState.WAITING).exists():
            pass

    assert together(4, work) == {"done": 4}
    assert Message.objects.filter(state=MessageState.SENT, text="", html="").count() == 1000
    assert len({mail["Message-ID"] for mail in mail_server.received}) == 1000
    assert len(mail_server.received) == 1000


@pytest.mark.django_db(transaction=True)
def test_the_worker_carries_all_that_is_due_in_one_round(mail_server: MailServer) -> None:
    for _number in range(BATCH * 2 + 1):
        put()
    call_command("worker", once=True, stdout=io.StringIO())
    assert len(mail_server.received) == BATCH * 2 + 1
