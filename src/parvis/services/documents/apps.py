from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "parvis.services.documents"
    label = "documents"
