from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"
    label = "accounts"

    def ready(self) -> None:
        from parvis.accounts import texts  # noqa: F401 - enters its texts into the register
