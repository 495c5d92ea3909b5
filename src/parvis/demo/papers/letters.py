"""Letters of the operator's staff, and certificates from outside."""

import datetime
from collections.abc import Sequence

from parvis.demo.world import OPERATOR, Organisation, Person

from .issuers import CLARIVELLE, Issuer, grouped
from .typesetter import Data, Sheet
from .typography import long_date


def letter(
    organisation: Organisation,
    writer: Person,
    title: str,
    date: datetime.date,
    subject: str,
    paragraphs: Sequence[Data],
) -> Sheet:
    """A letter; a paragraph may be words, a list of points or a table."""
    return Sheet(
        "letter",
        {
            "title": subject,
            "subject": subject,
            "accent": CLARIVELLE.accent,
            "tagline": OPERATOR.tagline,
            "issuer": {"name": CLARIVELLE.name, "lines": CLARIVELLE.lines},
            "imprint": CLARIVELLE.imprint,
            "sender": [
                *OPERATOR.place.lines,
                f"Tél. {OPERATOR.help_phone}",
                writer.email,
            ],
            "recipient": {"name": organisation.name, "lines": organisation.place.lines},
            "place_and_date": f"{OPERATOR.place.town}, le {long_date(date)}",
            "paragraphs": paragraphs,
            "signature": (writer.full_name, title),
        },
        date,
    )


def certificate(
    issuer: Issuer,
    date: datetime.date,
    *,
    heading: str,
    period: str,
    paragraphs: Sequence[str],
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    closing: Sequence[str],
    signature: tuple[str, str],
) -> Sheet:
    """A formal statement followed by groups of facts."""
    return Sheet(
        "certificate",
        {
            "title": heading,
            "heading": heading,
            "period": period,
            "accent": issuer.accent,
            "font": issuer.font,
            "issuer": {"name": issuer.name, "lines": issuer.lines},
            "imprint": issuer.imprint,
            "paragraphs": paragraphs,
            "groups": [{"heading": title, "pairs": pairs} for title, pairs in groups],
            "closing": closing,
            "signature": signature,
        },
        date,
    )


def identity(organisation: Organisation) -> list[tuple[str, str]]:
    """The facts that tell an organisation apart."""
    return [
        ("Dénomination", organisation.name),
        ("Forme", organisation.legal_form),
        ("SIRET", grouped(organisation.siret)),
        ("Adresse", ", ".join(organisation.place.lines)),
        ("Activité", organisation.trade),
    ]
