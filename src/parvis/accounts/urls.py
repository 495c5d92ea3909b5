from django.urls import include, path

from parvis.accounts import views

account_pages = (
    [
        path("mot-de-passe/<str:secret>/", views.reset, name="reset"),
        path("conditions/", views.terms, name="terms"),
        path("mon-compte/", views.details, name="details"),
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
