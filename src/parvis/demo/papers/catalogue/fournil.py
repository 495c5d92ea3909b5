"""The bakery: flour, butter, a wedding buffet at three rates, its registration, pay and VAT."""

from datetime import date
from decimal import Decimal

from parvis.demo.papers import accounts, bank, issuers, letters, reports, trade
from parvis.demo.papers.bank import movement
from parvis.demo.papers.folder import Folder
from parvis.demo.papers.paper import Paper, PaperKind
from parvis.demo.papers.reports import employee
from parvis.demo.papers.trade import INTERMEDIATE, REDUCED, Customer, line
from parvis.demo.world import Desk, person


def papers() -> list[Paper]:
    """Deposits, then publications."""
    folder = Folder("fournil")
    _deposits(folder)
    _publications(folder)
    return folder.papers


def _deposits(folder: Folder) -> None:
    company = folder.organisation
    bakery = trade.client(company)
    folder.deposit(
        "facture_farine_2026-01.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 1, 27),
        "youssef",
        trade.invoice(
            issuers.HAUTEGRANGE,
            bakery,
            "26/0117",
            date(2026, 1, 22),
            [
                line("Farine de blé T65, sac de 25 kg", "60", "sacs", "16.80", REDUCED),
                line("Farine de seigle T130, sac de 25 kg", "8", "sacs", "21.35", REDUCED),
                line("Farine complète T150, sac de 25 kg", "10", "sacs", "19.90", REDUCED),
                line("Palette, participation au transport", "1", "", "38.00"),
            ],
            facts=[("Tournée", "jeudi matin")],
        ),
        taken_up_on=date(2026, 1, 28),
    )
    folder.deposit(
        "facture_beurre_2026-04.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 4, 21),
        "youssef",
        trade.invoice(
            issuers.LAITERIE,
            bakery,
            "LPA-44871",
            date(2026, 4, 17),
            [
                line("Beurre de tourage 82 %, plaque de 2 kg", "48", "plaques", "15.92", REDUCED),
                line("Crème fleurette 35 %, seau de 5 l", "12", "seaux", "17.40", REDUCED),
                line("Lait entier, bidon de 10 l", "20", "bidons", "9.15", REDUCED),
            ],
        ),
        taken_up_on=date(2026, 4, 22),
    )
    folder.deposit(
        "facture_buffet_mariage_2026-05.pdf",
        PaperKind.SALES_INVOICE,
        date(2026, 6, 2),
        "jeanne",
        trade.invoice(
            issuers.of_organisation(company, "#be185d"),
            Customer(
                "Comité des fêtes de Sainte-Aurée",
                ("Mairie, place des Marronniers", "49907 Sainte-Aurée-sur-Layre"),
            ),
            "2026-05-09",
            date(2026, 5, 30),
            [
                line(
                    "Pains de campagne et pains surprises, à emporter",
                    "40",
                    "pièces",
                    "8.50",
                    REDUCED,
                ),
                line("Buffet salé, servi sur place", "120", "personnes", "16.20", INTERMEDIATE),
                line(
                    "Pièce montée et mignardises, servies sur place",
                    "120",
                    "personnes",
                    "7.40",
                    INTERMEDIATE,
                ),
                line("Cidre et vins", "36", "bouteilles", "9.80"),
                line("Location de vaisselle", "120", "couverts", "1.95"),
            ],
            subject="Buffet du 30 mai 2026, salle des Marronniers",
        ),
        taken_up_on=date(2026, 6, 3),
    )
    folder.deposit(
        "facture_electricite_2026-06.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 7, 6),
        "sophie",
        trade.invoice(
            issuers.VOLTALUNE,
            bakery,
            "VE-2026-080415",
            date(2026, 6, 30),
            [
                line("Abonnement professionnel 72 kVA, juin", "1", "mois", "91.20"),
                line("Consommation, heures pleines", "3920", "kWh", "0.1512"),
                line("Consommation, heures creuses", "5140", "kWh", "0.1148"),
                line("Accise sur l’électricité", "9060", "kWh", "0.02579"),
            ],
            facts=[("Point de livraison", "99 871 420 540 902"), ("Compteur", "Fournil")],
        ),
        taken_up_on=date(2026, 7, 7),
    )
    folder.deposit(
        "extrait_immatriculation_2026.pdf",
        PaperKind.REGISTRATION_EXTRACT,
        date(2026, 9, 14),
        "jeanne",
        letters.certificate(
            issuers.GREFFE,
            date(2026, 9, 10),
            heading="Extrait d’immatriculation",
            period="Registre imaginaire, à jour au 10 septembre 2026",
            paragraphs=[],
            groups=[
                ("Identification", letters.identity(company)),
                (
                    "Gestion et direction",
                    [
                        ("Présidente", "Jeanne Kerouanton, née le 4 février 1988 à Pen-Aven"),
                        ("Durée de la société", "99 ans, jusqu’au 11 mars 2118"),
                        ("Clôture de l’exercice", "31 décembre"),
                    ],
                ),
                (
                    "Établissement principal",
                    [
                        ("Enseigne", "Le Fournil de Jeanne"),
                        ("Début d’exploitation", "2 avril 2019"),
                        ("Origine", "Achat du fonds"),
                        ("Observations", "Néant"),
                    ],
                ),
            ],
            closing=[
                "Cet extrait est inventé pour une démonstration. Il n’émane d’aucun greffe et ne "
                "prouve rien."
            ],
            signature=("Le registre imaginaire", "Extrait délivré le 10 septembre 2026"),
        ),
        desk=Desk.ADVISER,
        taken_up_on=date(2026, 9, 15),
    )
    folder.deposit(
        "releve_bancaire_2026-10.pdf",
        PaperKind.BANK_STATEMENT,
        date(2026, 11, 9),
        "sophie",
        bank.statement(
            company,
            date(2026, 10, 1),
            Decimal("31548.92"),
            [
                movement(1, "Loyer place du Puits-Salé", "-2050.00"),
                movement(2, "Remise de cartes, semaine 39", "6384.15"),
                movement(5, "Versement d’espèces", "1460.00"),
                movement(6, "Prélèvement Minoterie Hautegrange", "-1812.40"),
                movement(7, "Échéance de prêt 007 four", "-1396.28"),
                movement(9, "Remise de cartes, semaine 40", "6117.70"),
                movement(12, "Prélèvement Voltalune Énergie", "-1904.83"),
                movement(13, "Prélèvement Laiterie de Pen-Aven", "-1371.06"),
                movement(15, "Cotisations sociales", "-3874.00"),
                movement(16, "Remise de cartes, semaine 41", "6502.35"),
                movement(20, "Versement d’espèces", "1580.00"),
                movement(21, "TVA, télépaiement", "-987.00"),
                movement(23, "Remise de cartes, semaine 42", "6290.80"),
                movement(26, "Virement cantine de Kerlouvan", "1148.64"),
                movement(29, "Salaires d’octobre, 4 virements", "-6491.51"),
                movement(30, "Remise de cartes, semaine 43", "6671.25"),
                movement(31, "Frais bancaires et location du terminal", "-62.30"),
            ],
            number=10,
        ),
        taken_up_on=date(2026, 11, 10),
    )
    folder.deposit(
        "facture_telephone_2026-11.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 20),
        "sophie",
        trade.invoice(
            issuers.TELONDE,
            bakery,
            "T26-1190332",
            date(2026, 11, 16),
            [
                line("Forfait fibre professionnel", "1", "mois", "39.90"),
                line("Terminal de paiement, secours 4G", "1", "mois", "9.50"),
                line("Ligne mobile, 50 Go", "1", "ligne", "14.90"),
            ],
            facts=[("Client", "C-502 774")],
        ),
    )


def _publications(folder: Folder) -> None:
    company = folder.organisation
    folder.publish(
        "compte_de_resultat_2025.pdf",
        PaperKind.INCOME_STATEMENT,
        date(2026, 4, 14),
        accounts.income_statement(company, date(2026, 4, 13)),
    )
    folder.publish(
        "recapitulatif_paie_2026-10.pdf",
        PaperKind.PAYROLL_SUMMARY,
        date(2026, 10, 30),
        reports.payroll_summary(
            company,
            date(2026, 10, 1),
            [
                employee("Youssef Amrani", "Responsable de boutique", "2460.00", "0.019"),
                employee("Malo Quéméner", "Boulanger", "2385.20", "0.016"),
                employee("Anh-Thu Le Bihan", "Pâtissière", "2310.00", "0.014"),
                employee("Nolwenn Tanguy", "Vendeuse, 24 h", "1284.50", "0"),
            ],
        ),
    )
    folder.publish(
        "courrier_prix_de_vente_2026.pdf",
        PaperKind.LETTER,
        date(2026, 11, 12),
        letters.letter(
            company,
            person("helene"),
            "Conseillère de gestion",
            date(2026, 11, 12),
            "Vos prix de vente : ce que disent les neuf premiers mois",
            [
                "Bonjour Madame Kerouanton,",
                "Vous nous avez demandé si la hausse du beurre se voyait déjà dans vos comptes. "
                "Voici la marge sur les matières, famille par famille, de janvier à septembre.",
                {
                    "size": 10,
                    "columns": [
                        {"label": "Famille", "width": 1, "align": "left"},
                        {"label": "Ventes HT (€)", "width": "auto", "align": "right"},
                        {"label": "Matières (€)", "width": "auto", "align": "right"},
                        {"label": "Marge (€)", "width": "auto", "align": "right"},
                    ],
                    "rows": [
                        {"cells": ["Pain", "128 400", "27 960", "100 440"]},
                        {"cells": ["Viennoiserie", "66 150", "24 480", "41 670"]},
                        {"cells": ["Pâtisserie, traiteur", "69 720", "23 010", "46 710"]},
                        {"cells": ["Salon de café", "41 300", "9 080", "32 220"]},
                        {"style": "total", "cells": ["Ensemble", "305 570", "84 530", "221 040"]},
                    ],
                },
                "La viennoiserie rapporte moins qu’en 2025. Un croissant vendu cinq centimes de "
                "plus compenserait la hausse. Le pain, lui, tient sa place : rien ne presse.",
                "Je vous appelle la semaine prochaine pour en parler.",
                "Bien cordialement,",
            ],
        ),
        desk=Desk.ADVISER,
    )
    folder.publish(
        "accuse_tva_2026-10.pdf",
        PaperKind.VAT_RECEIPT,
        date(2026, 11, 19),
        reports.vat_receipt(
            company,
            date(2026, 10, 1),
            date(2026, 11, 18),
            [
                (trade.STANDARD, Decimal(1_260)),
                (trade.INTERMEDIATE, Decimal(4_870)),
                (trade.REDUCED, Decimal(26_940)),
            ],
            deductible_assets=Decimal(212),
            deductible_goods=Decimal(1_046),
            reference="TD-2610-502 774 006",
        ),
    )
