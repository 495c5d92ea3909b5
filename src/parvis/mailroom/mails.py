"""What a mail is made of, and the register of every mail the portal can send.

A mail is written once as data; the HTML and its text twin are two renderings of the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from parvis.foundation.colours import DARK, LIGHT, palette


@dataclass(frozen=True)
class Mail:
    """One mail, in the language active when it is made.

    `act` is the one thing to do: the words of the button and its path on the portal.
    `facts` are pairs of label and value. `why` says why this person gets it; `not_you` what to do
    if it was not meant for him.
    """

    subject: str
    title: str
    paragraphs: tuple[str, ...]
    why: str
    act: tuple[str, str] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    not_you: str = ""

    def rendered(self) -> tuple[str, str]:
        """The text and the HTML of this mail."""
        context = {
            "mail": self,
            "act_label": self.act[0] if self.act else "",
            "act_address": settings.PARVIS_ADDRESS + self.act[1] if self.act else "",
            "operator": settings.PARVIS_OPERATOR,
            "light": palette(settings.PARVIS_OPERATOR["accent"], LIGHT),
            "dark": palette(settings.PARVIS_OPERATOR["accent"], DARK),
            "language": get_language(),
            "portal_address": settings.PARVIS_ADDRESS,
        }
        return (
            render_to_string("mailroom/mail.txt", context).strip() + "\n",
            render_to_string("mailroom/mail.html", context),
        )


@dataclass(frozen=True)
class MailKind:
    """An entry of the register: its code, what it is for, and a sample for the gallery."""

    code: str
    purpose: str
    sample: Callable[[], Mail] = field(compare=False)

    def __post_init__(self) -> None:
        if self.code in MAIL_KINDS:
            raise ValueError(f"The mail {self.code} is declared twice.")
        MAIL_KINDS[self.code] = self


MAIL_KINDS: dict[str, MailKind] = {}


def subject_for(act: str) -> str:
    """The act and the operator, on one line whatever was typed into a name."""
    words = _("%(act)s — %(operator)s") % {
        "act": act,
        "operator": settings.PARVIS_OPERATOR["name"],
    }
    return " ".join(words.split())


def in_language(language: str, make: Callable[[], Mail]) -> Mail:
    """Make a mail in its reader's language rather than in the sender's."""
    with override(language):
        return make()
