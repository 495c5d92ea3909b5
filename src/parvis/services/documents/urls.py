from django.urls import URLPattern, URLResolver, include, path

from parvis.services.documents.tus import upload_urlpatterns
from parvis.services.documents.views import (
    deposits,
    document,
    lists,
    office,
    publications,
    selection,
)

in_a_space: list[URLPattern] = [
    path("documents/", lists.published, name="published"),
    path("documents/tous/", lists.documents, name="documents"),
    path("documents/en-cours/", lists.files, name="files"),
    path("documents/en-cours/supprimer/", selection.delete_files, name="delete_files"),
    path("documents/transferer/", deposits.transfer, name="transfer"),
    path("documents/archive/", selection.archive, name="archive"),
    path("documents/depots/<str:deposit>/", deposits.receipt, name="receipt"),
    path("documents/<str:document>/", document.document, name="document"),
    path("documents/<str:document>/pages/<int:page>/", document.picture, name="picture"),
    path("documents/<str:document>/telecharger/", document.download, name="download"),
    path("arrivees/", office.arrivals, name="arrivals"),
    path("arrivees/prendre-en-charge/", office.take_up_arrivals, name="take_up"),
    path("arrivees/depots/<str:deposit>/", office.arrival_deposit, name="arrival_deposit"),
    path("arrivees/<str:document>/", document.office_document, name="arrival"),
    path("documents-des-clients/", office.store, name="store"),
    path("documents-des-clients/archive/", selection.office_archive, name="office_archive"),
    path("documents-des-clients/<str:document>/", document.office_document, name="office_document"),
    path(
        "documents-des-clients/<str:document>/pages/<int:page>/",
        document.office_picture,
        name="office_picture",
    ),
    path(
        "documents-des-clients/<str:document>/telecharger/",
        document.office_download,
        name="office_download",
    ),
    path("publications/nouvelle/", publications.choose_client, name="choose_client"),
    path("publications/nouvelle/<str:organisation>/", publications.publish, name="publish"),
]

every: list[URLPattern | URLResolver] = [
    *upload_urlpatterns,
    path("espaces/<str:space>/", include(in_a_space)),
]

urlpatterns = [path("", include((every, "documents")))]
