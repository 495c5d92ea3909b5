from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Declares its chores, mails, texts and events.
        from parvis.accounts import actions, texts  # noqa: F401
