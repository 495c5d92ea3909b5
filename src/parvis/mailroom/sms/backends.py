"""Which way texts leave the house, as the operator set it."""

from __future__ import annotations

from django.conf import settings

from parvis.mailroom.sms.local_mailbox import LocalMailboxBackend
from parvis.mailroom.sms.ovh import OvhBackend
from parvis.mailroom.sms.signed_call import SignedCallBackend
from parvis.mailroom.sms.texts import SmsBackend


def chosen_backend() -> SmsBackend | None:
    """The backend of PARVIS_SMS_BACKEND; None where texts are off."""
    match settings.PARVIS_SMS_BACKEND:
        case "ovh":
            return OvhBackend(**settings.PARVIS_SMS_OVH)
        case "signed":
            return SignedCallBackend(**settings.PARVIS_SMS_SIGNED)
        case "local":
            return LocalMailboxBackend()
        case _:
            return None


def sms_is_available() -> bool:
    """Whether a text can be sent at all, so whether a mobile number can be certified."""
    return chosen_backend() is not None
