"""Why a file is not taken, in a sentence that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise


class FileRefused(Exception):
    """A file that the portal does not take. Its text is a sentence in the language of whoever reads
    it at that moment; `facts` fill the gaps of the sentence."""

    def __init__(self, sentence: str | Promise, **facts: object) -> None:
        super().__init__(sentence)
        self.facts = facts

    @property
    def sentence(self) -> str:
        return str(self.args[0]) % self.facts if self.facts else str(self.args[0])

    def __str__(self) -> str:
        return self.sentence


class FileTooLarge(FileRefused):
    """Larger than the operator allows."""


class DiskFull(FileRefused):
    """The portal itself has no room left: nothing is wrong with the file."""


class UploadsExhausted(FileRefused):
    """This person has too many uploads that belong to nothing yet."""


class UploadIncomplete(FileRefused):
    """Octets of this upload are still missing."""


class UploadBusy(FileRefused):
    """Another request is writing to this upload at this moment."""


class OffsetConflict(FileRefused):
    """The piece does not begin where what has arrived ends."""
