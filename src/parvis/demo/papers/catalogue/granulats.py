"""The haulier with the long name: diesel, tyres, loads from the quarry, a fleet to insure."""

from datetime import date
from decimal import Decimal

from parvis.demo.papers import accounts, bank, issuers, letters, reports, trade
from parvis.demo.papers.bank import movement
from parvis.demo.papers.folder import Folder
from parvis.demo.papers.paper import Paper, PaperKind
from parvis.demo.papers.reports import employee
from parvis.demo.papers.trade import Customer, line
from parvis.demo.world import Desk, person


def papers() -> list[Paper]:
    """Deposits, then publications."""
    folder = Folder("granulats")
    _deposits(folder)
    _publications(folder)
    return folder.papers


def _deposits(folder: Folder) -> None:
    company = folder.organisation
    haulier = trade.client(company)
    folder.deposit(
        "facture_pneus_2026-03.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 3, 24),
        "melanie",
        trade.invoice(
            issuers.PNEUROUTE,
            haulier,
            "PS-26-2208",
            date(2026, 3, 20),
            [
                line("Pneu moteur 315/80 R22.5, chantier", "8", "pneus", "428.00"),
                line("Montage, équilibrage", "8", "pneus", "31.50"),
                line("Dépannage sur site, carrière de Roche-Morne", "1", "", "185.00"),
                line("Recyclage des pneus usagés", "8", "pneus", "9.20"),
            ],
            facts=[("Véhicule", "Benne 11")],
        ),
        taken_up_on=date(2026, 3, 25),
    )
    folder.deposit(
        "devis_bras_hydraulique_2026-06.pdf",
        PaperKind.QUOTE,
        date(2026, 6, 18),
        "didier",
        trade.quote(
            issuers.HYDRAULIQUE,
            haulier,
            "DV-1187",
            date(2026, 6, 16),
            [
                line("Bras de levage 20 t, fourniture", "1", "", "18450.00"),
                line("Groupe hydraulique et commande à distance", "1", "", "4280.00"),
                line("Pose sur châssis 6 × 4, essais", "62", "heures", "68.00"),
                line("Contrôle réglementaire de mise en service", "1", "", "390.00"),
            ],
            subject="Équipement du porteur n° 14 d’un bras de levage",
            notes=["Délai : neuf semaines. Garantie : deux ans, pièces et main-d’œuvre."],
        ),
        desk=Desk.ADVISER,
        taken_up_on=date(2026, 6, 22),
    )
    folder.deposit(
        "facture_transport_2026-09.pdf",
        PaperKind.SALES_INVOICE,
        date(2026, 10, 2),
        "melanie",
        trade.invoice(
            issuers.of_organisation(company, "#0f4c81"),
            Customer("Carrières de Roche-Morne", ("Route du Front de taille", "53904 Roche-Morne")),
            "2026-0912",
            date(2026, 9, 30),
            [
                line("Granulats 0/20, carrière vers plateforme Est", "1846.5", "t", "5.40"),
                line("Enrochements 200/400, carrière vers digue", "412.2", "t", "9.85"),
                line("Chargeuse avec conducteur, front nord", "58", "heures", "92.00"),
                line("Attente au chargement au-delà d’une heure", "6.5", "heures", "61.00"),
            ],
            facts=[("Période", "septembre 2026"), ("Bons", "n° 7710 à 7794")],
            notes=["Indexation gazole de septembre comprise (indice de référence 104,2)."],
        ),
        taken_up_on=date(2026, 10, 5),
    )
    folder.deposit(
        "attestation_assurance_flotte_2026.pdf",
        PaperKind.INSURANCE_CERTIFICATE,
        date(2026, 10, 13),
        "didier",
        letters.certificate(
            issuers.BELLEGARENNE,
            date(2026, 10, 1),
            heading="Attestation d’assurance de flotte",
            period="Période du 1er octobre 2026 au 30 septembre 2027",
            paragraphs=[
                "La Mutuelle d’assurances Bellegarenne atteste que les véhicules et engins de la "
                "société désignée ci-dessous sont assurés par le contrat n° FL 2021 066 340."
            ],
            groups=[
                ("Assuré", letters.identity(company)),
                (
                    "Garanties",
                    [
                        ("Véhicules", "16 porteurs et semi-remorques, liste au contrat"),
                        ("Engins", "3 chargeuses, 1 pelle, en carrière et sur route"),
                        ("Marchandises", "jusqu’à 60 000 € par transport"),
                        ("Territoire", "France et pays limitrophes"),
                    ],
                ),
            ],
            closing=["Attestation à présenter à l’entrée des sites des donneurs d’ordre."],
            signature=("Yannick Morvan-Diallo", "Service des flottes"),
        ),
        desk=Desk.ADVISER,
    )
    folder.deposit(
        "facture_gazole_2026-10.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 16),
        "melanie",
        trade.invoice(
            issuers.PETROVAL,
            haulier,
            "26104415",
            date(2026, 10, 31),
            [
                line("Gazole routier, cuve du dépôt", "14200", "l", "1.2640"),
                line("Gazole non routier, chargeuses", "3100", "l", "0.9350"),
                line("AdBlue, vrac", "900", "l", "0.4850"),
            ],
            facts=[("Livraisons", "3, 14 et 27 octobre 2026")],
        ),
    )
    folder.deposit(
        "releve_bancaire_2026-10.pdf",
        PaperKind.BANK_STATEMENT,
        date(2026, 11, 16),
        "melanie",
        bank.statement(
            company,
            date(2026, 10, 1),
            Decimal("-4218.66"),
            [
                movement(2, "Virement Carrières de Roche-Morne, août", "23816.40"),
                movement(5, "Crédit-bail tracteurs 12 et 13", "-4860.00"),
                movement(6, "Péages, abonnement", "-3914.22"),
                movement(8, "Virement Enrobés du Val d’Orbise", "31240.80"),
                movement(9, "Prélèvement Pétroval Distribution", "-24618.37"),
                movement(12, "Pneuroute Services", "-2716.80"),
                movement(14, "Prélèvement Bellegarenne, flotte", "-5743.30"),
                movement(15, "Cotisations sociales", "-15371.00"),
                movement(19, "Remboursement partiel d’accise", "9842.00"),
                movement(20, "TVA, télépaiement", "-11208.00"),
                movement(23, "Virement Carrières de Roche-Morne, septembre", "23716.52"),
                movement(26, "Virement Béton de Brévigne", "46380.12"),
                movement(29, "Salaires d’octobre, 7 virements", "-14360.71"),
                movement(30, "Échéance de prêt 021 chargeuse", "-3281.45"),
                movement(30, "Agios et frais", "-118.74"),
            ],
            number=10,
        ),
    )


def _publications(folder: Folder) -> None:
    company = folder.organisation
    folder.publish(
        "bilan_2025.pdf",
        PaperKind.BALANCE_SHEET,
        date(2026, 6, 9),
        accounts.balance_sheet(company, date(2026, 6, 8)),
    )
    folder.publish(
        "compte_de_resultat_2025.pdf",
        PaperKind.INCOME_STATEMENT,
        date(2026, 6, 9),
        accounts.income_statement(company, date(2026, 6, 8)),
    )
    folder.publish(
        "courrier_facture_electronique_2026.pdf",
        PaperKind.LETTER,
        date(2026, 7, 3),
        letters.letter(
            company,
            person("thomas"),
            "Comptable",
            date(2026, 7, 2),
            "Factures électroniques : ce qui change au 1er septembre 2026",
            [
                "Bonjour Monsieur Vasseur,",
                "À partir du 1er septembre 2026, vos fournisseurs peuvent vous adresser des "
                "factures électroniques, et vous devez pouvoir les recevoir. L’obligation d’en "
                "émettre vous concernera le 1er septembre 2027.",
                [
                    "D’ici le 31 juillet : choisir ensemble votre plateforme agréée.",
                    "En août : vérifier les SIRET et adresses de vos vingt premiers clients.",
                    "Au 1er septembre : ne plus accepter de doublon papier.",
                ],
                "Rien ne change pour les bons de chargement et les tickets de péage : continuez à "
                "les déposer dans votre espace, dossier « Comptable ».",
                "Bien cordialement,",
            ],
        ),
    )
    folder.publish(
        "accuse_tva_2026-09.pdf",
        PaperKind.VAT_RECEIPT,
        date(2026, 10, 22),
        reports.vat_receipt(
            company,
            date(2026, 9, 1),
            date(2026, 10, 21),
            [(trade.STANDARD, Decimal(142_380))],
            deductible_assets=Decimal(4_650),
            deductible_goods=Decimal(12_618),
            reference="TD-2609-118 630 942",
        ),
    )
    folder.publish(
        "accuse_tva_2026-10.pdf",
        PaperKind.VAT_RECEIPT,
        date(2026, 11, 19),
        reports.vat_receipt(
            company,
            date(2026, 10, 1),
            date(2026, 11, 18),
            [(trade.STANDARD, Decimal(131_640))],
            deductible_assets=Decimal(24_650),
            deductible_goods=Decimal(9_236),
            reference="TD-2610-118 630 977",
        ),
    )
    folder.publish(
        "recapitulatif_paie_2026-10.pdf",
        PaperKind.PAYROLL_SUMMARY,
        date(2026, 11, 3),
        reports.payroll_summary(
            company,
            date(2026, 10, 1),
            [
                employee("Mélanie Nguyen", "Responsable d’exploitation", "3240.00", "0.051"),
                employee("Régis Boulanger-Diop", "Conducteur routier", "2618.40", "0.024"),
                employee("Ibrahim Coulibaly", "Conducteur routier", "2594.10", "0.022"),
                employee("Stéphanie Marquet", "Conductrice routière", "2641.75", "0.025"),
                employee("Jean-Noël Picard", "Conducteur d’engins", "2720.00", "0.028"),
                employee("Aurélien Sanchez", "Conducteur d’engins", "2655.30", "0.025"),
                employee("Kévin Okoumba", "Mécanicien", "2480.00", "0.018"),
            ],
        ),
    )
