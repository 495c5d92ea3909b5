"""Activation proved the address of every active account; the portal gives these proofs their end."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def note_proofs(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    proofs = apps.get_model("accounts", "Certification")
    active = apps.get_model("accounts", "Account").objects.exclude(activated_at=None)
    proofs.objects.bulk_create(
        [
            proofs(
                account=account,
                channel="email",
                value=account.identifier,
                certified_at=account.activated_at,
            )
            for account in active.order_by("pk").iterator(chunk_size=1000)
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_certification")]

    operations = [migrations.RunPython(note_proofs, migrations.RunPython.noop)]
