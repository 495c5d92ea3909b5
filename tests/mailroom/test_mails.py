"""Every mail of the portal, in both languages and both forms."""

from __future__ import annotations

import re
from html import unescape
from importlib import import_module

import pytest
from django.conf import settings
from django.utils.translation import override

from parvis.mailroom.mails import MAIL_KINDS, Mail, MailKind

import_module(settings.ROOT_URLCONF)  # the whole house, so that every mail is declared
CODES = sorted(MAIL_KINDS)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_mail_renders_as_text_and_html(code: str, language: str) -> None:
    with override(language):
        mail = MAIL_KINDS[code].sample()
        text, html = mail.rendered()
    assert f'lang="{language}"' in html
    for words in (mail.title, *mail.paragraphs, *mail.after, mail.why):
        assert words in text
        assert words in unescape(html)
    for label, value in mail.facts:
        for words in (label, value):
            assert words in text
            assert words in unescape(html)
    for words in (text, html, mail.subject):
        assert "%(" not in words
        assert "{{" not in words
        assert "{%" not in words
    assert "\n" not in mail.subject
    assert "<" not in text.replace(mail.subject, "")


@pytest.mark.parametrize("code", CODES)
def test_both_forms_lead_to_the_same_place_of_the_configured_address(code: str) -> None:
    mail = MAIL_KINDS[code].sample()
    text, html = mail.rendered()
    targets = {unescape(one) for one in re.findall(r'href="([^"]*)"', html)}
    written = set(re.findall(r"https?://[^\s<>\"]+", text))
    if mail.act:
        address = settings.PARVIS_ADDRESS + mail.act[1]
        assert address in targets
        assert address in written
    outside = {
        one
        for one in targets | written
        if not one.startswith((settings.PARVIS_ADDRESS, "mailto:", "tel:", "cid:"))
    }
    assert not outside


@pytest.mark.parametrize("code", CODES)
def test_no_mail_runs_or_loads_anything(code: str) -> None:
    html = MAIL_KINDS[code].sample().rendered()[1].lower()
    assert not re.search(r"<(script|iframe|object|embed|form|link|base)\b", html)
    assert not re.search(r"\son\w+\s*=", html)
    assert not re.search(
        r'(src|background)="(?!cid:|data:image/|' + settings.PARVIS_ADDRESS + ")", html
    )


def test_markup_in_a_name_stays_text() -> None:
    mail = Mail(
        subject="x",
        title="<script>alert(1)</script>",
        paragraphs=("<img src=x onerror=alert(1)>",),
        facts=(("<big>", "</p>"),),
        act=('"><script>', "/a/"),
        after=("<i>",),
        why="<u>",
        not_you="<s>",
    )
    text, html = mail.rendered()
    for tag in ("<script", "<img src=x", "<big>", "<i>", "<u>", "<s>"):
        assert tag not in html.lower()
    assert "<script>alert(1)</script>" in text


def test_a_mail_is_declared_once() -> None:
    code = CODES[0]
    kind = MAIL_KINDS[code]
    with pytest.raises(ValueError, match="declared twice"):
        MailKind(code, "again", kind.sample)
    assert MAIL_KINDS[code] is kind


def test_c1_the_activation_mail_says_what_the_requirement_says() -> None:
    mail = MAIL_KINDS["access.activation"].sample()
    assert mail.subject == f"Activation de votre compte {settings.PARVIS_OPERATOR['name']}"
    assert mail.act is not None
    assert mail.act[0] == "Pour activer votre compte, cliquez ici"
