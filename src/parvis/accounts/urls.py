from django.urls import include, path

from parvis.accounts import views, views_certification, views_contact, views_mobile

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
        path("langue/", views.choose_language, name="language"),
    ],
    "accounts",
)

urlpatterns = [
    # Under the names that the account library knows them by.
    path("connexion/", views.sign_in, name="account_login"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("", include(account_pages)),
]
