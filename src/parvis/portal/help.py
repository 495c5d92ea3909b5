"""Questions people ask, and their answers: the house's own, then each service's."""

from django.utils.translation import gettext_lazy as _

from parvis.portal.register import HelpTopic, services

HOUSE = (
    HelpTopic(
        _("Je n’ai pas reçu le message d’activation. Que faire\u00a0?"),
        _(
            "Regardez dans les courriers indésirables. S’il n’y est pas, utilisez "
            "«\u00a0Mot de passe oublié\u00a0» sur la page d’accueil\u00a0: un nouveau message part aussitôt, "
            "et l’ancien lien cesse de fonctionner."
        ),
        ("account_login", "access:forgotten"),
    ),
    HelpTopic(
        _("Comment donner un accès à un associé ou à un salarié\u00a0?"),
        _(
            "Dans le menu de l’entreprise, ouvrez «\u00a0Gestion des utilisateurs\u00a0» puis «\u00a0Ajouter une "
            "personne\u00a0». Chacun a sa propre adresse e-mail et son propre mot de passe."
        ),
        ("access:users", "access:invite_user"),
    ),
    HelpTopic(
        _("Que permet chaque profil\u00a0?"),
        _(
            "«\u00a0Autre décideur\u00a0» a tous les droits, sauf la place du décideur principal. "
            "«\u00a0Collaborateur\u00a0» utilise les outils du quotidien. «\u00a0Invité\u00a0» consulte sans rien modifier."
        ),
        ("access:users", "access:invite_user", "access:change_user"),
    ),
    HelpTopic(
        _("Comment changer l’adresse avec laquelle je me connecte\u00a0?"),
        _(
            "Ouvrez «\u00a0Mon compte\u00a0», puis «\u00a0Identifiant\u00a0». Un lien arrive à la nouvelle adresse\u00a0: "
            "tant que vous ne l’avez pas suivi, vous vous connectez avec l’ancienne. Une erreur de "
            "frappe ne vous ferme donc pas la porte."
        ),
        ("accounts:identifier", "accounts:change_identifier"),
    ),
    HelpTopic(
        _("Mon identifiant a changé et ce n’est pas moi. Que faire\u00a0?"),
        _(
            "Ouvrez le message reçu à votre ancienne adresse et suivez «\u00a0Ce n’est pas moi\u00a0». Pendant "
            "72\u00a0heures, vous y reprenez votre adresse et choisissez un nouveau mot de passe, même si "
            "l’identifiant a encore changé depuis. Passé ce délai, appelez l’assistance."
        ),
        ("accounts:identifier", "accounts:prove_identifier", "accounts:object_to_change"),
    ),
    HelpTopic(
        _("À quoi sert de certifier mon téléphone mobile\u00a0?"),
        _(
            "Un code envoyé par SMS prouve que le numéro est le vôtre. Il est demandé pour saisir de "
            "nouvelles coordonnées bancaires et pour être averti des nouveaux documents. Si vous "
            "changez de numéro, certifiez le nouveau. Plusieurs personnes peuvent partager un numéro."
        ),
        ("accounts:details", "accounts:mobile"),
    ),
    HelpTopic(
        _("Je ne reçois pas le code par SMS. Que faire\u00a0?"),
        _(
            "Vérifiez le numéro dans «\u00a0Mes informations\u00a0». Après une minute, vous pouvez "
            "demander un autre code, cinq fois par jour\u00a0: seul le dernier vaut, pendant "
            "10 minutes, dans le navigateur où vous l’avez demandé."
        ),
        ("accounts:mobile",),
    ),
    HelpTopic(
        _("Pourquoi confirmer à nouveau mon adresse e-mail\u00a0?"),
        _(
            "C’est à cette adresse que nous vous écrivons et que part le lien d’un nouveau mot de "
            "passe. Nous vérifions de temps à autre qu’elle est toujours la vôtre. Un message vous "
            "prévient à l’avance\u00a0; suivre son lien suffit."
        ),
        ("accounts:details", "accounts:renewal", "accounts:certify_email"),
    ),
    HelpTopic(
        _("Qu’est-ce qu’un bon mot de passe\u00a0?"),
        _(
            "Plusieurs mots sans rapport entre eux, que vous n’utilisez nulle part ailleurs. Un "
            "gestionnaire de mots de passe peut en choisir un et le retenir pour vous."
        ),
        ("accounts:password", "accounts:reset", "access:activation"),
    ),
    HelpTopic(
        _("Que reste-t-il de moi quand je ferme mon compte\u00a0?"),
        _(
            "Vos coordonnées sont effacées et vos accès terminés. Les journaux des entreprises gardent "
            "votre nom à côté de ce que vous y avez fait, comme un registre. Votre adresse redevient "
            "libre\u00a0: si l’on vous invite un jour, un nouveau compte s’ouvre."
        ),
        ("accounts:own_data", "accounts:close"),
    ),
    HelpTopic(
        _("Comment passer d’une entreprise à l’autre\u00a0?"),
        _("En haut à droite, ouvrez votre nom puis «\u00a0Mes autres comptes\u00a0»."),
        ("access:choice",),
    ),
)


def topics(route: str = "") -> list[HelpTopic]:
    """Every topic, or those about the page of this URL name."""
    every = [*HOUSE, *(topic for service in services() for topic in service.help)]
    return [topic for topic in every if route in topic.about] if route else every
