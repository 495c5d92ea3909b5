"""The farm: energy, seed, fuel, wheat, the vet, and the booklet of its accounts."""

from datetime import date
from decimal import Decimal

from parvis.demo.papers import accounts, bank, issuers, letters, reports, trade
from parvis.demo.papers.bank import movement
from parvis.demo.papers.folder import Folder
from parvis.demo.papers.paper import Paper, PaperKind
from parvis.demo.papers.scanner import Scan
from parvis.demo.papers.trade import INTERMEDIATE, REDUCED, Customer, line
from parvis.demo.world import Desk, person


def papers() -> list[Paper]:
    """Deposits, then publications."""
    folder = Folder("tilleuls")
    _deposits(folder)
    _publications(folder)
    return folder.papers


def _deposits(folder: Folder) -> None:
    farm = trade.client(folder.organisation)
    folder.deposit(
        "facture_electricite_2026-01.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 2, 3),
        "sophie",
        trade.invoice(
            issuers.VOLTALUNE,
            farm,
            "VE-2026-014827",
            date(2026, 1, 31),
            [
                line("Abonnement professionnel 36 kVA, janvier", "1", "mois", "48.60"),
                line("Consommation, heures pleines", "2140", "kWh", "0.1512"),
                line("Consommation, heures creuses", "1385", "kWh", "0.1148"),
                line("Accise sur l’électricité", "3525", "kWh", "0.02579"),
            ],
            facts=[("Point de livraison", "99 871 420 331 056"), ("Compteur", "Hangar et étable")],
            notes=["Relève réelle du 30 janvier 2026. Prochaine relève fin février."],
        ),
        taken_up_on=date(2026, 2, 4),
    )
    folder.deposit(
        "facture_telephone_2026-01.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 2, 3),
        "sophie",
        trade.invoice(
            issuers.TELONDE,
            farm,
            "T26-0088140",
            date(2026, 1, 28),
            [
                line("Forfait fibre professionnel", "1", "mois", "39.90"),
                line("Lignes mobiles, 50 Go", "2", "lignes", "14.90"),
                line("Appels vers numéros spéciaux", "1", "", "2.35"),
            ],
            facts=[("Client", "C-448 120")],
            notes=["Prélèvement automatique le 12 février 2026."],
        ),
        taken_up_on=date(2026, 2, 4),
    )
    folder.deposit(
        "facture_semences_2026-03.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 3, 16),
        "mathieu",
        trade.invoice(
            issuers.SEMENCES,
            farm,
            "F-26-1307",
            date(2026, 3, 12),
            [
                line(
                    "Maïs grain, variété Orlune, dose 50 000 grains",
                    "34",
                    "doses",
                    "98.50",
                    INTERMEDIATE,
                ),
                line(
                    "Tournesol, variété Soléa, dose 150 000 grains",
                    "8",
                    "doses",
                    "142.00",
                    INTERMEDIATE,
                ),
                line("Trèfle violet, sac de 25 kg", "6", "sacs", "121.40", INTERMEDIATE),
                line("Livraison à l’exploitation", "1", "", "65.00"),
            ],
            facts=[("Commande", "n° 5512 du 20 février 2026")],
        ),
        taken_up_on=date(2026, 3, 18),
    )
    folder.deposit(
        "bon_livraison_engrais_2026-04.pdf",
        PaperKind.DELIVERY_NOTE,
        date(2026, 4, 9),
        "mathieu",
        trade.delivery_note(
            issuers.SEMENCES,
            farm,
            "BL-26-0944",
            date(2026, 4, 8),
            [
                ("AZ-335", "Ammonitrate 33,5, sac de 600 kg", "12 sacs", "12 sacs"),
                ("PK-025", "Engrais PK 0-25-25, sac de 600 kg", "5 sacs", "5 sacs"),
                ("AM-CAL", "Amendement calcaire, vrac", "24 t", "23,6 t"),
            ],
            facts=[("Transporteur", "camion 7"), ("Commande", "n° 5590 du 27 mars 2026")],
            notes=["Écart de 0,4 t sur l’amendement : avoir à suivre."],
        ),
        taken_up_on=date(2026, 4, 10),
        scan=Scan(dpi=300, tilt=0.35),
    )
    folder.deposit(
        "facture_gnr_2026-05.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 5, 22),
        "sophie",
        trade.invoice(
            issuers.PETROVAL,
            farm,
            "26051844",
            date(2026, 5, 19),
            [
                line("Gazole non routier, livré en cuve", "3000", "l", "0.9135"),
                line("Additif hiver-été", "3000", "l", "0.0090"),
                line("Frais de livraison", "1", "", "24.00"),
            ],
            facts=[("Cuve", "5 000 l, cour de la ferme")],
        ),
        taken_up_on=date(2026, 5, 26),
    )
    folder.deposit(
        "facture_vente_ble_2026-08.pdf",
        PaperKind.SALES_INVOICE,
        date(2026, 8, 28),
        "solange",
        trade.invoice(
            issuers.of_organisation(folder.organisation, "#4d7c0f"),
            Customer(
                "Coopérative céréalière de Vaubrun",
                ("Silo des Quatre-Vents", "72909 Vaubrun-le-Château"),
            ),
            "2026-018",
            date(2026, 8, 26),
            [
                line("Blé tendre meunier, récolte 2026", "86.42", "t", "214.00", REDUCED),
                line("Orge de brasserie, récolte 2026", "31.08", "t", "228.50", REDUCED),
            ],
            facts=[("Contrat", "C-2026-77")],
            notes=["Humidité moyenne 14,1 %, protéines 11,8 %."],
        ),
        taken_up_on=date(2026, 8, 31),
    )
    folder.deposit(
        "attestation_assurance_2026.pdf",
        PaperKind.INSURANCE_CERTIFICATE,
        date(2026, 9, 7),
        "solange",
        letters.certificate(
            issuers.BELLEGARENNE,
            date(2026, 9, 1),
            heading="Attestation d’assurance",
            period="Responsabilité civile exploitation agricole",
            paragraphs=[
                "La Mutuelle d’assurances Bellegarenne atteste que l’exploitation désignée "
                "ci-dessous est titulaire d’un contrat multirisque agricole en cours de validité."
            ],
            groups=[
                ("Assuré", letters.identity(folder.organisation)),
                (
                    "Garanties",
                    [
                        ("Contrat", "MA 2019 004 512"),
                        ("Période", "du 1er septembre 2026 au 31 août 2027"),
                        ("Responsabilité civile", "jusqu’à 8 000 000 € par sinistre"),
                        ("Bâtiments et récoltes", "incendie, tempête, dégâts des eaux"),
                        ("Matériel", "bris de machine, franchise 350 €"),
                    ],
                ),
            ],
            closing=[
                "La présente attestation ne peut engager l’assureur au-delà des conditions du "
                "contrat auquel elle se réfère."
            ],
            signature=("Yannick Morvan-Diallo", "Service des sociétaires"),
        ),
        desk=Desk.ADVISER,
        taken_up_on=date(2026, 9, 9),
    )
    folder.deposit(
        "releve_bancaire_2026-09.pdf",
        PaperKind.BANK_STATEMENT,
        date(2026, 10, 5),
        "sophie",
        bank.statement(
            folder.organisation,
            date(2026, 9, 1),
            Decimal("14826.37"),
            [
                movement(1, "Prélèvement Télonde", "-84.66"),
                movement(3, "Virement Coopérative céréalière de Vaubrun", "27003.42"),
                movement(4, "Échéance de prêt 004 tracteur", "-1486.20"),
                movement(7, "Prélèvement Bellegarenne, multirisque", "-612.45"),
                movement(9, "Chèque 4418803, fermage", "-4850.00"),
                movement(10, "Prélèvement Voltalune Énergie", "-598.14"),
                movement(14, "Remise de chèques, colis de viande", "1284.50"),
                movement(15, "Cotisations sociales agricoles", "-3217.00"),
                movement(18, "Virement salaire septembre", "-1512.30"),
                movement(21, "Carte, quincaillerie du Foirail", "-137.82"),
                movement(22, "Virement Le Fournil de Jeanne, farine", "742.30"),
                movement(24, "TVA, télépaiement", "-1109.00"),
                movement(28, "Virement Semences du Haut-Méandre", "-2463.75"),
                movement(30, "Frais de tenue de compte", "-14.50"),
            ],
            number=9,
        ),
        taken_up_on=date(2026, 10, 6),
    )
    folder.deposit(
        "facture_veterinaire_2026-10.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 18),
        "mathieu",
        trade.invoice(
            issuers.VETERINAIRES,
            farm,
            "2026-3390",
            date(2026, 10, 23),
            [
                line("Visite d’exploitation", "1", "", "62.00"),
                line("Échographies de gestation", "18", "vaches", "9.80"),
                line("Vaccins, boîte de 25 doses", "2", "boîtes", "148.40"),
                line("Antiparasitaire, bidon de 2,5 l", "1", "bidon", "186.00"),
            ],
            notes=["Actes réalisés à l’exploitation le 21 octobre 2026."],
        ),
        scan=Scan(dpi=200, tilt=-0.9),
    )
    folder.deposit(
        "facture_electricite_2026-10.pdf",
        PaperKind.SUPPLIER_INVOICE,
        date(2026, 11, 18),
        "mathieu",
        trade.invoice(
            issuers.VOLTALUNE,
            farm,
            "VE-2026-131094",
            date(2026, 10, 31),
            [
                line("Abonnement professionnel 36 kVA, octobre", "1", "mois", "48.60"),
                line("Consommation, heures pleines", "1874", "kWh", "0.1512"),
                line("Consommation, heures creuses", "1242", "kWh", "0.1148"),
                line("Accise sur l’électricité", "3116", "kWh", "0.02579"),
            ],
            facts=[("Point de livraison", "99 871 420 331 056"), ("Compteur", "Hangar et étable")],
            notes=["Relève estimée du 31 octobre 2026."],
        ),
    )


def _publications(folder: Folder) -> None:
    farm = folder.organisation
    folder.publish(
        "comptes_annuels_2025.pdf",
        PaperKind.ANNUAL_ACCOUNTS,
        date(2026, 4, 24),
        accounts.annual_accounts(farm, date(2026, 4, 22), person("nadia")),
    )
    folder.publish(
        "bilan_2025.pdf",
        PaperKind.BALANCE_SHEET,
        date(2026, 4, 24),
        accounts.balance_sheet(farm, date(2026, 4, 22)),
    )
    folder.publish(
        "accuse_tva_2026-09.pdf",
        PaperKind.VAT_RECEIPT,
        date(2026, 10, 20),
        reports.vat_receipt(
            farm,
            date(2026, 9, 1),
            date(2026, 10, 19),
            [
                (trade.STANDARD, Decimal(1_840)),
                (trade.INTERMEDIATE, Decimal(6_320)),
                (trade.REDUCED, Decimal(27_450)),
            ],
            deductible_assets=Decimal(0),
            deductible_goods=Decimal(1_312),
            reference="TD-2609-448 120 771",
        ),
    )
    folder.publish(
        "courrier_assolement_2027.pdf",
        PaperKind.LETTER,
        date(2026, 11, 6),
        letters.letter(
            farm,
            person("helene"),
            "Conseillère de gestion",
            date(2026, 11, 5),
            "Votre rendez-vous d’automne : assolement 2027 et trésorerie",
            [
                "Bonjour Madame Delaunay,",
                "À la suite de notre visite du 29 octobre, voici ce que nous avons retenu ensemble "
                "avant la clôture de l’exercice.",
                [
                    "Garder 42 hectares de blé tendre et porter le tournesol à 12 hectares.",
                    "Demander deux devis pour la rénovation de la cellule de stockage n° 3.",
                    "Fractionner les achats d’engrais en trois commandes, de janvier à avril.",
                    "Mettre 8 000 € de côté d’ici mars pour la première échéance du nouvel "
                    "emprunt.",
                ],
                "Pour préparer le prévisionnel, il nous manque deux pièces : le contrat de la "
                "coopérative pour 2027 et le tableau d’amortissement de la banque. Vous pouvez "
                "les déposer dans votre espace, dossier « Conseil ».",
                "Je vous propose un nouveau point le 10 décembre à 9 h 30, à la ferme ou à "
                "distance.",
                "Bien cordialement,",
            ],
        ),
        desk=Desk.ADVISER,
    )
