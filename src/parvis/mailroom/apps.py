from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "parvis.mailroom"
    label = "mailroom"
