from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Declares its checks, chores, mails, texts and events.
        from parvis.accounts import actions, certification, checks, mobile  # noqa: F401
