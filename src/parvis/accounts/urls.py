from django.urls import include, path

from parvis.accounts import (
    views,
    views_certification,
    views_contact,
    views_fresh,
    views_identifier,
    views_mobile,
    views_own_data,
)

account_pages = (
    [
        path("mot-de-passe/<str:secret>/", views.reset, name="reset"),
        path("conditions/", views.terms, name="terms"),
        path("mon-compte/", views_contact.details, name="details"),
        path("mon-compte/mot-de-passe/", views_contact.password, name="password"),
        path("mon-compte/mobile/", views_mobile.mobile, name="mobile"),
        path("mon-compte/mobile/code/", views_mobile.send_mobile_code, name="send_mobile_code"),
        path("mon-compte/renouveler/", views_certification.renewal, name="renewal"),
        path(
            "certification/<str:secret>/", views_certification.certify_email, name="certify_email"
        ),
        path("mon-compte/identifiant/", views_identifier.identifier, name="identifier"),
        path(
            "mon-compte/identifiant/modifier/",
            views_identifier.change_identifier,
            name="change_identifier",
        ),
        path(
            "mon-compte/identifiant/annuler/",
            views_identifier.cancel_identifier,
            name="cancel_identifier",
        ),
        path(
            "mon-compte/identifiant/renvoyer/",
            views_identifier.send_identifier_again,
            name="send_identifier_again",
        ),
        path(
            "identifiant/<str:secret>/", views_identifier.prove_identifier, name="prove_identifier"
        ),
        path(
            "identifiant/<str:secret>/ce-n-est-pas-moi/",
            views_identifier.object_identifier,
            name="object_to_change",
        ),
        path("mon-compte/donnees/", views_own_data.own_data, name="own_data"),
        path("mon-compte/donnees/telecharger/", views_own_data.download, name="download_own_data"),
        path("mon-compte/fermer/", views_own_data.close, name="close"),
        path("langue/", views.choose_language, name="language"),
    ],
    "accounts",
)

urlpatterns = [
    # Under the names that the account library knows them by.
    path("connexion/", views.sign_in, name="account_login"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("mon-compte/confirmer/", views_fresh.confirm, name="account_reauthenticate"),
    path("", include(account_pages)),
]
