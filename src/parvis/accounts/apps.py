from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Declares its checks, chores, mails, texts and events.
        from parvis.accounts import (  # noqa: F401
            actions,
            certification,
            checks,
            identifier,
            mobile,
            own_data,
        )
