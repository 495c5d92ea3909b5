"""What an operator deploys. Refuses to start on an unsafe setting and says what to set."""

from __future__ import annotations

import re

from parvis.mailroom.sms.calls import is_safe_address
from parvis.settings import environment
from parvis.settings.base import *
from parvis.settings.environment import SettingError


def unsafe_settings() -> list[str]:
    """One sentence for each setting that would make this portal unsafe to open."""
    sentences = []
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        sentences.append(
            "Set PARVIS_SECRET_KEY to random text of at least 50 characters, for example the "
            "output of: python -c 'import secrets; print(secrets.token_urlsafe(50))'."
        )
    if environment.DEBUG.boolean():
        sentences.append("Set PARVIS_DEBUG to no: error pages would show secrets.")
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        sentences.append(
            "Set PARVIS_HOSTS to the names under which the portal answers, without « * », "
            "for example: espace.exemple.fr."
        )
    if not PARVIS_ADDRESS.startswith("https://"):
        sentences.append(
            "Set PARVIS_ADDRESS to the portal's public address, beginning with https://."
        )
    if not EMAIL_HOST:
        sentences.append("Set PARVIS_MAIL_HOST to your SMTP server: accounts open by e-mail.")
    if environment.MAIL_SENDER.text() == environment.MAIL_SENDER.default:
        sentences.append("Set PARVIS_MAIL_SENDER to the address your messages come from.")
    if environment.MAIL_SECURITY.text() not in {"starttls", "tls", "none"}:
        sentences.append("Set PARVIS_MAIL_SECURITY to starttls, tls or none.")
    is_near = EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
    if environment.MAIL_SECURITY.text() == "none" and EMAIL_HOST_PASSWORD and not is_near:
        sentences.append(
            "Set PARVIS_MAIL_SECURITY to starttls or tls: the mail server's password would travel "
            "in the clear."
        )
    if PARVIS_PASSWORD_RULE not in {"twelve", "eight", "fifteen"}:
        sentences.append("Set PARVIS_PASSWORD_RULE to twelve, eight or fifteen.")
    return sentences + unsafe_sms_settings()


def unsafe_sms_settings() -> list[str]:
    """The same for the way texts leave."""
    sentences = []
    if PARVIS_SMS_BACKEND not in {"ovh", "signed", "none"}:
        sentences.append("Set PARVIS_SMS_BACKEND to ovh, signed or none.")
    if not re.fullmatch(r"|[A-Za-z0-9]{3,11}", PARVIS_SMS_SENDER):
        sentences.append("Set PARVIS_SMS_SENDER to 3 to 11 letters and digits, without accents.")
    if PARVIS_SMS_BACKEND == "ovh":
        if not all(PARVIS_SMS_OVH.values()):
            sentences.append(
                "Set PARVIS_SMS_OVH_SERVICE, PARVIS_SMS_OVH_APPLICATION_KEY, "
                "PARVIS_SMS_OVH_APPLICATION_SECRET and PARVIS_SMS_OVH_CONSUMER_KEY."
            )
        if not is_safe_address(PARVIS_SMS_OVH["address"]):
            sentences.append("Set PARVIS_SMS_OVH_ADDRESS to an address beginning with https://.")
    if PARVIS_SMS_BACKEND == "signed":
        if not is_safe_address(PARVIS_SMS_SIGNED["address"]):
            sentences.append(
                "Set PARVIS_SMS_SIGNED_ADDRESS to the receiving address, beginning with https://."
            )
        if len(PARVIS_SMS_SIGNED["secret"]) < 32 or not PARVIS_SMS_SENDER:
            sentences.append(
                "Set PARVIS_SMS_SIGNED_SECRET to random text of at least 32 characters, "
                "and PARVIS_SMS_SENDER."
            )
    return sentences


if _sentences := unsafe_settings():
    raise SettingError("Parvis does not start:\n- " + "\n- ".join(_sentences))

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# Other names under the operator's domain are not the portal's to force (subdomains, preload list).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
