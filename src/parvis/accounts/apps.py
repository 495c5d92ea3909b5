from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        from parvis.accounts import actions  # noqa: F401 - declares its chores, mails and events
