from django.urls import URLPattern, URLResolver, include, path

from parvis.access.views import clients, entrance, journal, users

in_a_space: list[URLPattern | URLResolver] = [
    path("utilisateurs/", users.users, name="users"),
    path("utilisateurs/ajouter/", users.invite_user, name="invite_user"),
    path("utilisateurs/<str:access>/", users.change_user, name="change_user"),
    path("utilisateurs/<str:access>/retirer/", users.end_user, name="end_user"),
    path("utilisateurs/<str:access>/inviter/", users.invite_user_again, name="invite_user_again"),
    path("journal/", journal.journal, name="journal"),
    path("clients/", clients.clients, name="clients"),
    path("clients/ouvrir/", clients.open_client, name="open_client"),
    path("clients/<str:organisation>/", clients.client, name="client"),
    path("clients/<str:organisation>/affecter/", clients.assign_client, name="assign"),
    path(
        "clients/<str:organisation>/affectations/<int:assignment>/terminer/",
        clients.unassign_client,
        name="unassign",
    ),
]

pages: tuple[list[URLPattern | URLResolver], str] = (
    [
        path("activation/<str:secret>/", entrance.activation, name="activation"),
        path("mot-de-passe-oublie/", entrance.forgotten, name="forgotten"),
        path("mes-espaces/", entrance.choice, name="choice"),
        path("invitations/<str:access>/", entrance.invitation, name="invitation"),
        path(
            "invitations/<str:access>/repondre/",
            entrance.answer_invitation,
            name="answer_invitation",
        ),
        path("espaces/<str:space>/", include(in_a_space)),
    ],
    "access",
)

urlpatterns = [path("", include(pages))]
