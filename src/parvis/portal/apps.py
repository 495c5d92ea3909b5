from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "parvis.portal"
    label = "portal"

    def ready(self) -> None:
        from parvis.portal.register import services

        # So that every command knows every feature, mail, event and chore, web server or not.
        for service in services():
            if service.urls:
                import_module(service.urls)
