"""What the house needs to know of the documents."""

from django.utils.translation import gettext_lazy as _

from parvis.portal.register import Service

SERVICE = Service(code="documents", name=_("Mes documents"), icon="folder")
