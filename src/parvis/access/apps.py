from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "parvis.access"
    label = "access"
