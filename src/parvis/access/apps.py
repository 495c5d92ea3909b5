from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "parvis.access"
    label = "access"

    def ready(self) -> None:
        # They declare their chore, mails, events, words and what happens to accesses with their account.
        from parvis.access import adoption, invitations, leaving, own_words  # noqa: F401
        from parvis.access.refresh import after_migrate

        post_migrate.connect(after_migrate, sender=self)
