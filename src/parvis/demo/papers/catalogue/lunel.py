"""The accounting firm, itself a client of the operator's advisers."""

from datetime import date

from parvis.demo.papers import issuers, letters, trade
from parvis.demo.papers.folder import Folder
from parvis.demo.papers.paper import Paper, PaperKind
from parvis.demo.papers.trade import line
from parvis.demo.world import Desk, person


def papers() -> list[Paper]:
    """A letter from the operator, an invoice handed in."""
    folder = Folder("lunel")
    firm = folder.organisation
    folder.publish(
        "lettre_de_partenariat_2026.pdf",
        PaperKind.LETTER,
        date(2026, 1, 20),
        letters.letter(
            firm,
            person("helene"),
            "Conseillère de gestion",
            date(2026, 1, 19),
            "Travailler ensemble en 2026",
            [
                "Bonjour Monsieur Lunel,",
                "Nous sommes heureux d’ouvrir à votre cabinet un espace commun avec nos équipes. "
                "Vous y trouverez les documents de vos dossiers partagés et pourrez nous en "
                "remettre d’autres, sans courrier ni clé.",
                [
                    "Vos collaborateurs reçoivent leur invitation de votre part, pas de la nôtre.",
                    "Chaque dépôt est accusé, chaque prise en charge est datée et signée.",
                    "Vous gardez la main : tout accès peut être retiré à tout moment.",
                ],
                "Une présentation d’une heure est prévue le 3 février à 14 h, dans vos locaux.",
                "Bien cordialement,",
            ],
        ),
        desk=Desk.ADVISER,
    )
    folder.deposit(
        "facture_telephone_2026-10.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 4),
        "emilie",
        trade.invoice(
            issuers.TELONDE,
            trade.client(firm),
            "T26-1064418",
            date(2026, 10, 28),
            [
                line("Standard téléphonique hébergé", "12", "postes", "11.40"),
                line("Forfait fibre garantie", "1", "mois", "129.00"),
                line("Lignes mobiles, 50 Go", "5", "lignes", "14.90"),
            ],
            facts=[("Client", "C-317 205")],
        ),
        taken_up_on=date(2026, 11, 5),
    )
    return folder.papers
