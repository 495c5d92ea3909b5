"""The workshop: the local mailbox and the gallery. Absent where the portal serves for real."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_sameorigin

from parvis.accounts.password_rules import rules
from parvis.foundation.rules import public
from parvis.mailroom.mails import MAIL_KINDS
from parvis.mailroom.models import LocalMail, LocalText
from parvis.mailroom.sms.samples import text_samples
from parvis.portal.samples import DAY, NAMES, SampleForm, middle_page, refused_form

# The library types its decorators for views without arguments.
Decorator = Callable[[Any], Any]

# A mail's HTML under the rules of a mail program: its own styles, no script, no address.
as_mail: Decorator = csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [SELF],
    }
)
with_frames: Decorator = csp_update({"frame-src": [SELF]})


def _workshop_only() -> None:
    if not settings.PARVIS_WORKSHOP:
        raise Http404


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """The messages that would have left, newest first."""
    _workshop_only()
    recipient = request.GET.get("pour", "").replace("\0", "").strip()
    mails, texts = LocalMail.objects.all(), LocalText.objects.all()
    if recipient:
        mails = mails.filter(recipient__iexact=recipient)
        # A bare « + » in an address reads as a space.
        texts = texts.filter(recipient__endswith=recipient.lstrip("+"))
    return render(
        request,
        "portal/mailbox.html",
        {"mails": mails[:100], "texts": texts[:100], "recipient": recipient},
    )


@public
@with_frames
def mailbox_message(request: HttpRequest, number: int) -> HttpResponse:
    """One message, as text and as it looks."""
    _workshop_only()
    return render(
        request, "portal/mailbox_message.html", {"mail": get_object_or_404(LocalMail, pk=number)}
    )


@public
@as_mail
@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML of a message, for the frame that shows it."""
    _workshop_only()
    return HttpResponse(get_object_or_404(LocalMail, pk=number).html)


@public
@with_frames
def gallery(request: HttpRequest) -> HttpResponse:
    """Each component in each of its states, and a sample of each mail and text."""
    _workshop_only()
    return render(
        request,
        "portal/gallery.html",
        {
            "mail_kinds": MAIL_KINDS.values(),
            "texts": text_samples(),
            "empty_form": SampleForm(auto_id="id_vide_%s"),
            "refused_form": refused_form(),
            "rules": rules(),
            "page": middle_page(),
            "names": NAMES,
            "day": DAY,
        },
    )


@public
@as_mail
@xframe_options_sameorigin
def gallery_mail(request: HttpRequest, code: str) -> HttpResponse:
    """A sample of a mail, in the language and form (`html` or `text`) asked for."""
    _workshop_only()
    if code not in MAIL_KINDS:
        raise Http404
    language = request.GET.get("langue", "fr")
    with override(language if language in dict(settings.LANGUAGES) else "fr"):
        mail = MAIL_KINDS[code].sample()
        text, html = mail.rendered()
    if request.GET.get("forme") == "text":
        return HttpResponse(f"{mail.subject}\n\n{text}", content_type="text/plain; charset=utf-8")
    return HttpResponse(html)
