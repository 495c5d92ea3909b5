"""Addresses of the front hall and of the workshop."""

from django.urls import include, path

from parvis.portal.views import hall, theme, workshop

pages = (
    [
        path("", hall.front, name="front"),
        path("aide/", hall.help_page, name="help"),
        path("sante/", hall.health, name="health"),
        path("theme.css", theme.theme, name="theme"),
        path("logo", theme.logo, name="logo"),
        path("espaces/<str:space>/", hall.home, name="home"),
        path("atelier/boite-aux-lettres/", workshop.mailbox, name="mailbox"),
        path(
            "atelier/boite-aux-lettres/<int:number>/",
            workshop.mailbox_message,
            name="mailbox_message",
        ),
        path(
            "atelier/boite-aux-lettres/<int:number>/html/",
            workshop.mailbox_html,
            name="mailbox_html",
        ),
        path("atelier/galerie/", workshop.gallery, name="gallery"),
        path("atelier/galerie/mails/<str:code>/", workshop.gallery_mail, name="gallery_mail"),
    ],
    "portal",
)

urlpatterns = [path("", include(pages))]
