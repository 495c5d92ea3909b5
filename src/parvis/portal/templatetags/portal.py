"""What templates need beside components. Loaded everywhere (see TEMPLATES in the settings)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.defaultfilters import linebreaks_filter
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.phones import readable_phone
from parvis.foundation.colours import theme
from parvis.foundation.paging import TOTAL_CAP, Page

register = template.Library()


@register.simple_tag
@cache  # a page has up to two hundred of them
def icon(name: str) -> SafeString:
    """A drawing of the set, hidden from screen readers: the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/bootstrap-icons/icons.svg"),
        name,
    )


@register.filter
def of_row(address: str, public_id: str) -> str:
    """The address of one row, from that of a row called « ~ », which a long list makes only once."""
    return address.replace("~", public_id)


@register.filter(expects_localtime=True)
def moment(at: datetime) -> SafeString:
    """A moment as people and as machines read it, to the minute."""
    return _written(at.replace(second=0, microsecond=0), get_language() or "")


@lru_cache(maxsize=2048)  # the files of a deposit share theirs
def _written(minute: datetime, language: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', minute.isoformat(), date_format(minute, "DATETIME_FORMAT")
    )


@register.filter(expects_localtime=True)
def short_moment(at: datetime) -> SafeString:
    """The same in figures, for a narrow column; the words come under the pointer."""
    return _figured(at.replace(second=0, microsecond=0), get_language() or "")


@lru_cache(maxsize=2048)
def _figured(minute: datetime, language: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        minute.isoformat(),
        date_format(minute, "DATETIME_FORMAT"),
        date_format(minute, "SHORT_DATETIME_FORMAT"),
    )


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The control of a field. The first one with an error gets the focus when the page opens."""
    return field.as_widget(attrs={"autofocus": True} if field.name == _first_error(field) else {})


def _first_error(field: BoundField) -> str:
    """The name of the first field of the form with an error, or nothing."""
    form = field.form
    return next((name for name in form.fields if name in form.errors), "") if form.is_bound else ""


@dataclass(frozen=True)
class Option:
    """One radio button or tick box of a field, with what it means."""

    id: str
    tag: SafeString
    label: str
    explanation: str | Promise


@register.simple_tag
def options_of(field: BoundField) -> list[Option]:
    """The choices of a field, one by one; explained where its form field has `explanations`."""
    explanations = getattr(field.field, "explanations", {})
    found = []
    for place, choice in enumerate(field.subwidgets):
        if place == 0 and field.name == _first_error(field):
            choice.data["attrs"]["autofocus"] = True
        found.append(
            Option(
                choice.id_for_label,
                choice.tag(),
                choice.choice_label,
                explanations.get(str(choice.data["value"]), ""),
            )
        )
    return found


@register.filter
def needs_star(form: BaseForm | None) -> bool:
    """Whether the sentence about the star must stand on top of this form."""
    return form is not None and any(field.field.required for field in form.visible_fields())


@register.filter
def errors_count(form: BaseForm) -> int:
    """How many sentences the summary of errors has."""
    return sum(len(errors) for errors in form.errors.values())


@register.simple_tag
def focus_id(field: BoundField) -> str:
    """Where a link of the summary leads: the control itself, or the first one of a group."""
    return field.id_for_label or next((choice.id_for_label for choice in field.subwidgets), "")


@register.filter
def up_to(number: int | str) -> range:
    """1, 2, … up to this number."""
    return range(1, int(number) + 1)


@register.simple_tag
def total(page: Page[object]) -> str:  # type: ignore[type-var]
    """How many rows there are: « 12 », « plus de 1 000 »."""
    number = number_format(page.total, use_l10n=True, force_grouping=True)
    if page.total_is_capped:
        return _("plus de %(number)s") % {
            "number": number_format(TOTAL_CAP, use_l10n=True, force_grouping=True)
        }
    return number


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a link wants it: digits, and the plus in front."""
    return re.sub(r"[^\d+]", "", phone)


@register.filter
def phone(number: str) -> str:
    """A stored telephone number as people read it."""
    return readable_phone(number)


@register.filter
def clauses(text: str) -> list[tuple[str, SafeString]]:
    """The clauses of a long text written plainly: blocks apart by an empty line, the first line of
    a block of several being its heading."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        first, _line, rest = block.partition("\n")
        heading, body = (first, rest) if rest.strip() else ("", first)
        found.append((heading, linebreaks_filter(body, autoescape=True)))
    return found


@register.simple_tag
def theme_version() -> str:
    """Changes with the operator's colours, so that browsers may keep the stylesheet for long."""
    return _digest(settings.PARVIS_OPERATOR["accent"])


@cache
def _digest(accent: str) -> str:
    return sha256(theme(accent).encode()).hexdigest()[:12]


@register.simple_tag
def demonstration_people() -> Sequence[object]:
    """Who may be tried out, on the sign-in page of the demonstration; nobody elsewhere."""
    if not (settings.PARVIS_DEMONSTRATION and settings.PARVIS_DEMONSTRATION_PEOPLE):
        return ()
    people: Sequence[object] = import_string(settings.PARVIS_DEMONSTRATION_PEOPLE)()
    return people
