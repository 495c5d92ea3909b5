"""What a migration makes of the rows of a portal in use."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from parvis.accounts.models import Account, Certification
from tests.support.cast import Cast


def test_e8_activation_counts_as_the_proof_of_accounts_that_were_active_before(cast: Cast) -> None:
    Certification.objects.all().delete()
    step = import_module("parvis.accounts.migrations.0003_proofs_of_active_accounts")
    step.note_proofs(apps, None)
    proofs = {proof.account_id: proof for proof in Certification.objects.all()}
    active = Account.objects.exclude(activated_at=None)
    assert set(proofs) == {account.pk for account in active}
    for account in active:
        proof = proofs[account.pk]
        assert (proof.value, proof.certified_at) == (account.identifier, account.activated_at)
        assert proof.expires_at is None
