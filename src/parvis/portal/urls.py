"""Every address of the portal."""

from django.urls import include, path

from parvis.portal.register import services

urlpatterns = [
    path("", include("parvis.portal.addresses")),
    path("", include("parvis.accounts.urls")),
    path("", include("parvis.access.urls")),
    *[path("", include(service.urls)) for service in services() if service.urls],
]

handler500 = "parvis.portal.views.faults.server_error"
