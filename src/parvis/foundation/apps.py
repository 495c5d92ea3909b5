from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "parvis.foundation"
    label = "foundation"
