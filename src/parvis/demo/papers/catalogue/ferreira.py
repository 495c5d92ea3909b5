"""The building company: cement, hire, a restoration site from quote to invoice, insurance, pay."""

from datetime import date
from decimal import Decimal

from parvis.demo.papers import accounts, bank, issuers, letters, reports, trade
from parvis.demo.papers.bank import movement
from parvis.demo.papers.folder import Folder
from parvis.demo.papers.paper import Paper, PaperKind
from parvis.demo.papers.reports import employee
from parvis.demo.papers.scanner import Scan
from parvis.demo.papers.trade import INTERMEDIATE, Customer, line
from parvis.demo.world import Desk

ACCENT = "#7f1d1d"
GLYCINES = Customer(
    "Syndicat des copropriétaires, résidence Les Glycines",
    ("18 rue de la Corderie", "44908 Port-Lanvoy"),
)
WORKS = (
    line("Échafaudage de façade, pose, dépose, 6 semaines", "310", "m²", "14.50", INTERMEDIATE),
    line("Piquage des enduits dégradés", "310", "m²", "18.20", INTERMEDIATE),
    line("Reprise de pierres de taille, tuffeau", "22", "pierres", "186.00", INTERMEDIATE),
    line("Enduit à la chaux, trois passes", "310", "m²", "57.40", INTERMEDIATE),
    line("Création d’une rampe d’accès en béton désactivé", "1", "ensemble", "3840.00"),
)


def papers() -> list[Paper]:
    """Deposits, then publications."""
    folder = Folder("ferreira")
    _deposits(folder)
    _publications(folder)
    return folder.papers


def _deposits(folder: Folder) -> None:
    company = folder.organisation
    builder = trade.client(company)
    own = issuers.of_organisation(company, ACCENT, "band")
    folder.deposit(
        "facture_ciment_2026-02.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 2, 26),
        "aicha",
        trade.invoice(
            issuers.LIANTS,
            builder,
            "LC-260218-44",
            date(2026, 2, 18),
            [
                line("Ciment CEM II 32,5 R, sac de 35 kg", "168", "sacs", "9.45"),
                line("Chaux hydraulique naturelle NHL 3,5, sac de 25 kg", "120", "sacs", "12.80"),
                line("Sable 0/4 lavé", "14.5", "t", "27.90"),
                line("Consigne palettes", "8", "", "18.00"),
            ],
            facts=[("Chantier", "Les Glycines")],
        ),
        taken_up_on=date(2026, 2, 27),
    )
    folder.deposit(
        "devis_ravalement_glycines_2026-03.pdf",
        PaperKind.QUOTE,
        date(2026, 3, 11),
        "marie-antoinette",
        trade.quote(
            own,
            GLYCINES,
            "D-2026-031",
            date(2026, 3, 10),
            WORKS,
            subject="Ravalement à la chaux de la façade sud et rampe d’accès",
            notes=[
                "Taux de 10 % sous réserve de l’attestation du client : logements achevés depuis "
                "plus de deux ans. Délai : onze semaines à compter de la commande. Acompte de "
                "30 % à la commande."
            ],
        ),
        desk=Desk.ADVISER,
        taken_up_on=date(2026, 3, 13),
    )
    folder.deposit(
        "facture_location_nacelle_2026-04.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 4, 30),
        "aicha",
        trade.invoice(
            issuers.BRISEVENT,
            builder,
            "NB-8812",
            date(2026, 4, 27),
            [
                line("Nacelle articulée 16 m, diesel", "9", "jours", "164.00"),
                line("Transport aller et retour", "1", "", "190.00"),
                line("Assurance bris de machine", "9", "jours", "13.10"),
                line("Carburant consommé", "42", "l", "1.92"),
            ],
            facts=[("Contrat", "du 13 au 23 avril 2026")],
        ),
        taken_up_on=date(2026, 5, 4),
    )
    folder.deposit(
        "facture_glycines_2026-06.pdf",
        PaperKind.SALES_INVOICE,
        date(2026, 6, 30),
        "aicha",
        trade.invoice(
            own,
            GLYCINES,
            "F-2026-047",
            date(2026, 6, 29),
            WORKS,
            subject="Ravalement à la chaux de la façade sud et rampe d’accès",
            facts=[("Devis", "D-2026-031")],
            notes=["Travaux réceptionnés sans réserve le 26 juin 2026."],
        ),
        taken_up_on=date(2026, 7, 2),
    )
    folder.deposit(
        "attestation_decennale_2026.pdf",
        PaperKind.INSURANCE_CERTIFICATE,
        date(2026, 7, 8),
        "paulo",
        letters.certificate(
            issuers.BELLEGARENNE,
            date(2026, 7, 1),
            heading="Attestation d’assurance décennale",
            period="Période du 1er juillet 2026 au 30 juin 2027",
            paragraphs=[
                "La Mutuelle d’assurances Bellegarenne atteste que l’entreprise désignée ci-dessous "
                "est assurée pour la responsabilité décennale des constructeurs, au titre du "
                "contrat n° CB 2014 118 902."
            ],
            groups=[
                ("Assuré", letters.identity(company)),
                (
                    "Activités garanties",
                    [
                        ("Maçonnerie", "béton armé, pierre de taille, enduits"),
                        ("Bâti ancien", "restauration hors monuments classés"),
                        ("Chantiers", "coût total des travaux jusqu’à 3 000 000 €"),
                        ("Zone", "France métropolitaine"),
                    ],
                ),
            ],
            closing=[
                "Les garanties s’appliquent aux chantiers ouverts pendant la période indiquée. "
                "Cette attestation ne vaut que pour un paiement de la cotisation à son échéance."
            ],
            signature=("Yannick Morvan-Diallo", "Service construction"),
        ),
        desk=Desk.ADVISER,
        taken_up_on=date(2026, 7, 9),
    )
    folder.deposit(
        "bon_livraison_parpaings_2026-11.pdf",
        PaperKind.DELIVERY_NOTE,
        date(2026, 11, 17),
        "aicha",
        trade.delivery_note(
            issuers.PARPAINGS,
            builder,
            "BL 26-7741",
            date(2026, 11, 13),
            [
                ("PB20", "Bloc béton creux 20 × 20 × 50", "560", "560"),
                ("LIN120", "Linteau précontraint 120 cm", "8", "6"),
                ("FER10", "Acier à béton HA10, barre de 6 m", "40", "40"),
                ("TS25", "Treillis soudé ST25C", "12", "12"),
            ],
            facts=[("Chantier", "École de Pen-Aven")],
            notes=["Deux linteaux à livrer avec la prochaine tournée."],
        ),
        scan=Scan(dpi=200, tilt=1.1),
    )
    folder.deposit(
        "facture_carburant_2026-10.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 17),
        "aicha",
        trade.invoice(
            issuers.PETROVAL,
            builder,
            "26103922",
            date(2026, 10, 31),
            [
                line("Gazole, cartes 1 à 4, octobre", "612.4", "l", "1.3820"),
                line("AdBlue, bidon de 10 l", "3", "bidons", "11.60"),
                line("Frais de gestion des cartes", "4", "cartes", "2.50"),
            ],
        ),
    )
    folder.deposit(
        "releve_bancaire_2026-10.pdf",
        PaperKind.BANK_STATEMENT,
        date(2026, 11, 19),
        "paulo",
        bank.statement(
            company,
            date(2026, 10, 1),
            Decimal("86204.11"),
            [
                movement(1, "Virement Liants et Ciments de l’Aubraie", "-6420.38"),
                movement(2, "Acompte école de Pen-Aven", "18600.00"),
                movement(5, "Échéance de prêt 012 camion", "-1124.66"),
                movement(6, "Virement M. et Mme Castel, solde", "4380.20"),
                movement(9, "Prélèvement Bellegarenne, décennale", "-1645.00"),
                movement(13, "Sous-traitance Couverture Lanvoy", "-9840.00"),
                movement(15, "Cotisations sociales", "-8217.00"),
                movement(16, "Carte, péages et repas", "-214.70"),
                movement(20, "TVA, télépaiement", "-6312.00"),
                movement(22, "Virement mairie de Kerlouvan, situation n° 3", "26750.40"),
                movement(27, "Location Nacelles Brisevent", "-2046.12"),
                movement(29, "Salaires d’octobre, 7 virements", "-12965.70"),
                movement(15, "Prélèvement à la source", "-338.00"),
                movement(30, "Frais bancaires", "-31.80"),
            ],
            number=10,
        ),
    )


def _publications(folder: Folder) -> None:
    company = folder.organisation
    folder.publish(
        "calendrier_fiscal_2026.pdf",
        PaperKind.TAX_CALENDAR,
        date(2026, 1, 12),
        reports.tax_calendar(
            company,
            date(2026, 1, 9),
            2026,
            [
                ("Chaque mois, le 15", "DSN, prélèvement à la source, cotisations (Clarivelle)"),
                ("Chaque mois, le 24", "déclaration et paiement de la TVA (Clarivelle)"),
            ],
            [
                (date(2026, 1, 31), "Inventaire des matériaux et des travaux en cours", "Vous"),
                (date(2026, 2, 27), "Dernières pièces de 2025 à déposer", "Vous"),
                (date(2026, 3, 15), "Premier acompte d’impôt sur les sociétés", "Clarivelle"),
                (date(2026, 4, 30), "Date à prévoir pour l’arrêté des comptes", "Ensemble"),
                (date(2026, 5, 20), "Liasse fiscale 2025", "Clarivelle"),
                (date(2026, 5, 15), "Solde de l’impôt sur les sociétés", "Clarivelle"),
                (date(2026, 6, 15), "Deuxième acompte d’impôt sur les sociétés", "Clarivelle"),
                (date(2026, 6, 30), "Assemblée des associés, comptes 2025", "Vous"),
                (date(2026, 7, 30), "Dépôt des comptes au greffe", "Clarivelle"),
                (date(2026, 9, 1), "Réception des factures électroniques", "Ensemble"),
                (date(2026, 9, 15), "Troisième acompte d’impôt sur les sociétés", "Clarivelle"),
                (date(2026, 11, 30), "Congés de fin d’année : nous les signaler", "Vous"),
                (
                    date(2026, 12, 15),
                    "Cotisation foncière, quatrième acompte d’impôt",
                    "Clarivelle",
                ),
            ],
        ),
        desk=Desk.ADVISER,
    )
    folder.publish(
        "bilan_2025.pdf",
        PaperKind.BALANCE_SHEET,
        date(2026, 5, 12),
        accounts.balance_sheet(company, date(2026, 5, 11)),
    )
    folder.publish(
        "compte_de_resultat_2025.pdf",
        PaperKind.INCOME_STATEMENT,
        date(2026, 5, 12),
        accounts.income_statement(company, date(2026, 5, 11)),
    )
    folder.publish(
        "accuse_tva_2026-09.pdf",
        PaperKind.VAT_RECEIPT,
        date(2026, 10, 21),
        reports.vat_receipt(
            company,
            date(2026, 9, 1),
            date(2026, 10, 20),
            [(trade.STANDARD, Decimal(38_460)), (trade.INTERMEDIATE, Decimal(27_180))],
            deductible_assets=Decimal(430),
            deductible_goods=Decimal(3_668),
            reference="TD-2609-771 042 318",
        ),
    )
    folder.publish(
        "recapitulatif_paie_2026-10.pdf",
        PaperKind.PAYROLL_SUMMARY,
        date(2026, 10, 30),
        reports.payroll_summary(
            company,
            date(2026, 10, 1),
            [
                employee("Manuel Teixeira", "Chef d’équipe", "3180.00", "0.046"),
                employee("Ousmane Sarr", "Maçon, tailleur de pierre", "2740.00", "0.029"),
                employee("Loïc Guivarch", "Maçon", "2520.50", "0.021"),
                employee("Bastien Roy", "Maçon", "2480.00", "0.018"),
                employee("Farid Ziani", "Conducteur d’engins", "2610.00", "0.024"),
                employee("Clara Nogueira", "Apprentie", "1126.40", "0"),
                employee("Aïcha Benhaddou", "Assistante de gestion", "2390.00", "0.016"),
            ],
        ),
    )
