"""Uploads that survive a cut connection: begun, continued piece by piece, completed, discarded.

What has arrived counts once it is safely on the disk; the offset of the row says how much that is
and only grows. A lock on the file keeps two writers of one machine apart, the conditional update of
the offset keeps all writers apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.access.features import Level
from parvis.access.spaces import Space
from parvis.accounts.models import Account
from parvis.mailroom.chores import Chore
from parvis.services.documents import storage
from parvis.services.documents.digests import digest_of, follow
from parvis.services.documents.examination import check_announced, examine, expect
from parvis.services.documents.features import ARRIVALS, DEPOSITS
from parvis.services.documents.models import Document, Upload, UploadQuerySet
from parvis.services.documents.names import clean_name
from parvis.services.documents.refusals import (
    FileRefused,
    OffsetConflict,
    UploadBusy,
    UploadIncomplete,
    UploadsExhausted,
)

NEAR_THE_END = 10
"""How many pieces like the present one are missing when the examination is made ready."""
MOST_UPLOADS = 50
"""Uploads of one account that belong to nothing yet."""
STRAY_AFTER = timedelta(days=1)
PICTURES_KEPT = timedelta(days=7)
BATCH = 500
"""Files whose keys are looked up in one query."""

# Constant, because it is asked for each piece.
_UPLOAD_OF = """
SELECT * FROM documents_upload
 WHERE public_id = %s AND account_id = %s AND space_organisation_id = %s
"""


def start_upload(space: Space, organisation_id: int, name: str, size: int) -> Upload:
    """Announce a file of `size` octets for this organisation; its octets follow.

    Raises FileRefused (a name or size that is not taken, no room on the disk) and
    UploadsExhausted.
    """
    space.require(ARRIVALS if space.is_back_office else DEPOSITS, Level.UPDATE)
    name = clean_name(name)
    check_announced(name, size)
    if storage.free_disk_is_short(size):
        raise storage.disk_full()
    with transaction.atomic():
        # One by one for each account, so that the count holds however many ask at once.
        Account.objects.select_for_update(no_key=True).values_list("pk").get(pk=space.account.pk)
        if Upload.objects.filter(account=space.account).count() >= MOST_UPLOADS:
            raise UploadsExhausted(
                _(
                    "Vous avez déjà %(count)s fichiers en attente de transfert. Transférez-les ou "
                    "supprimez-les avant d’en ajouter."
                ),
                count=MOST_UPLOADS,
            )
        return Upload.objects.create(
            organisation_id=organisation_id,
            space_organisation_id=space.organisation_id,
            account=space.account,
            name=name,
            size=size,
            storage_key=storage.new_key(),
        )


def upload_of(space: Space, public_id: str) -> Upload:
    """An upload of this very person in this very space.

    Raises Http404 for any other, as for an unknown one.
    """
    owner = [public_id, space.account.pk, space.organisation_id]
    upload = next(iter(Upload.objects.raw(_UPLOAD_OF, owner)), None)
    if upload is None:
        raise Http404
    return upload


def complete_upload_of(space: Space, public_id: str) -> Upload:
    """The same, complete and examined. Raises UploadIncomplete besides."""
    upload = upload_of(space, public_id)
    if not upload.digest:
        raise UploadIncomplete(
            _(
                "Le transfert du fichier «\u00a0%(name)s\u00a0» n’est pas terminé. Attendez la fin ou "
                "choisissez-le de nouveau."
            ),
            name=upload.name,
        )
    return upload


def append(upload: Upload, stream: storage.Readable, offset: int, length: int) -> Upload:
    """Write the next `length` octets, which begin at `offset`; keep those that arrive, should the
    stream end before. With the last one the file is examined and the upload complete.

    Raises UploadBusy, OffsetConflict, Http404 when the upload has gone meanwhile, DiskFull, and
    FileRefused: for more octets than announced, or, the upload being removed, for what the
    examination finds.
    """
    if upload.offset != offset:
        raise _conflict()
    if offset + length > upload.size:
        raise FileRefused(
            _(
                "Ce fichier a changé pendant son transfert. Supprimez-le de la liste, puis "
                "choisissez-le de nouveau."
            )
        )
    if storage.free_disk_is_short(length):
        raise storage.disk_full()
    if upload.size - offset <= NEAR_THE_END * length:
        expect(upload.name)
    try:
        with storage.writing(upload.storage_key, begun=offset > 0) as descriptor:
            if storage.end_of(descriptor) != offset:
                _look_again(upload, offset, descriptor)
            if arrived := _write(stream, descriptor, length):
                _advance(upload, offset + arrived)
    except BlockingIOError:
        raise UploadBusy(
            _("Un autre transfert de ce fichier est en cours. Réessayez dans un instant.")
        ) from None
    except Upload.DoesNotExist:
        raise Http404 from None
    except FileNotFoundError:
        # Its octets are lost: better begin again than go on for nothing.
        discard(upload)
        raise Http404 from None
    return upload


def _conflict() -> OffsetConflict:
    return OffsetConflict(
        _("Ce transfert a avancé ailleurs entre-temps. Rechargez la page pour le reprendre.")
    )


def _look_again(upload: Upload, offset: int, descriptor: int) -> None:
    """The file is longer or shorter than its row said a moment ago: either somebody wrote since, or
    somebody was cut short before what he wrote was acknowledged."""
    upload.refresh_from_db(fields=["offset"])
    if upload.offset != offset:
        raise _conflict()
    storage.cut_at(descriptor, offset)


def _write(stream: storage.Readable, descriptor: int, length: int) -> int:
    """How many octets arrived and are safely on the disk."""
    arrived = 0
    while arrived < length:
        try:
            piece = stream.read(min(storage.PIECE, length - arrived))
        except OSError:  # the connection was cut
            break
        if not piece:
            break
        storage.write(descriptor, piece)
        arrived += len(piece)
    os.fsync(descriptor)
    return arrived


def _advance(upload: Upload, offset: int) -> None:
    """Acknowledge what is on the disk. The last octet is acknowledged with the examination, so that
    an upload is complete and examined or neither."""
    before, key = upload.offset, upload.storage_key
    facts: dict[str, object] = {"offset": offset, "touched_at": timezone.now()}
    if offset == upload.size:
        follow(key, before, offset)
        facts |= _findings(upload)
    if not Upload.objects.filter(pk=upload.pk, offset=before).update(**facts):
        raise Upload.DoesNotExist
    for name, value in facts.items():
        setattr(upload, name, value)
    if offset < upload.size:
        follow(key, before, offset)


def _findings(upload: Upload) -> dict[str, object]:
    """What the examination of a whole upload finds. Refused, the upload is removed."""
    try:
        examined = examine(storage.path_of(upload.storage_key), upload.name)
    except FileRefused:
        if not discard(upload):
            raise Upload.DoesNotExist from None
        raise
    return {
        "digest": digest_of(upload.storage_key, upload.size),
        "media_type": examined.media_type,
        "pages": examined.pages,
    }


def discard(upload: Upload) -> bool:
    """Remove an upload and its octets; False for one that has gone or become a document meanwhile,
    whose octets are left alone."""
    return _remove(Upload.objects.filter(pk=upload.pk), upload.storage_key)


def _remove(row: UploadQuerySet, key: str) -> bool:
    removed, _rows = row.delete()
    if removed:
        transaction.on_commit(partial(storage.delete, key))
    return removed > 0


def superfluous() -> Iterator[storage.Stored]:
    """Files, older than a day, that neither an upload nor a kept document names; and pictures that
    nobody has looked at for long, which can be drawn again. Only says so and removes nothing."""
    now = timezone.now()
    stored = (file for file in storage.stored() if file.changed_at < now - STRAY_AFTER)
    while batch := list(islice(stored, BATCH)):
        keys = {file.key for file in batch}
        # In one statement, since an upload may become a document at any moment.
        named = set(
            Upload.objects.filter(storage_key__in=keys)
            .values_list("storage_key")
            .union(
                Document.objects.kept()
                .filter(storage_key__in=keys)
                .order_by()
                .values_list("storage_key")
            )
        )
        for file in batch:
            is_old_picture = file.is_picture and file.changed_at < now - PICTURES_KEPT
            if is_old_picture or (file.key,) not in named:
                yield file


def sweep_uploads() -> None:
    """Remove uploads that were left for days, and what is superfluous in the storage."""
    before = timezone.now() - timedelta(days=settings.PARVIS_UPLOAD_DAYS)
    for upload in Upload.objects.abandoned(before).order_by("pk"):
        untouched = Upload.objects.filter(pk=upload.pk, touched_at=upload.touched_at)
        _remove(untouched, upload.storage_key)
    for file in superfluous():
        file.path.unlink(missing_ok=True)


Chore("documents.uploads", timedelta(days=1), sweep_uploads)
