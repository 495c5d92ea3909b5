"""Every text of the portal is one text, and can be looked at before it leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parvis.mailroom.models import LocalText
from parvis.mailroom.sms.alphabet import is_gsm7
from parvis.mailroom.sms.samples import text_samples


def test_every_text_is_one_text_in_every_language(settings: Any) -> None:
    settings.PARVIS_OPERATOR = {**settings.PARVIS_OPERATOR, "name": "Chambre d’Entraide « Œuvres »"}
    samples = text_samples()
    assert {"accounts.mobile_code"} <= {sample.code for sample in samples}
    assert {sample.language for sample in samples} == {"fr", "en"}
    for sample in samples:
        assert is_gsm7(sample.text), f"{sample.code} in {sample.language}: {sample.text}"
        assert sample.parts == 1, f"{sample.code} in {sample.language}: {sample.text}"


@pytest.mark.django_db
def test_the_gallery_shows_each_text(client: Client) -> None:
    page = client.get(reverse("portal:gallery")).content.decode()
    assert "482913 est votre code" in page
    assert "accounts.mobile_code" in page


@pytest.mark.django_db
def test_the_local_mailbox_shows_texts_beside_mails(client: Client) -> None:
    LocalText.objects.create(recipient="+33639980102", sender="", text="123456 est votre code")
    LocalText.objects.create(recipient="+33639980103", sender="", text="654321 est votre code")
    page = client.get(reverse("portal:mailbox")).content.decode()
    assert "123456 est votre code" in page
    assert "654321 est votre code" in page
    assert "Aucun message" not in page
    for written in ("%2B33639980102", "+33639980102"):
        page = client.get(f"{reverse('portal:mailbox')}?pour={written}").content.decode()
        assert "123456 est votre code" in page
        assert "654321 est votre code" not in page
