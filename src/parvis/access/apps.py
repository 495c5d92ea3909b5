from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "parvis.access"
    label = "access"

    def ready(self) -> None:
        from parvis.access import invitations  # noqa: F401 - declares its chore, mails and events
        from parvis.access.refresh import after_migrate

        post_migrate.connect(after_migrate, sender=self)
