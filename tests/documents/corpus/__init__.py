"""Files as people and attackers hand them in, made on the spot."""

from tests.documents.corpus.office_files import OFFICE_FILES
from tests.documents.corpus.pdf_files import PDF_FILES
from tests.documents.corpus.pictures import PICTURES
from tests.documents.corpus.samples import Sample
from tests.documents.corpus.texts import TEXTS

__all__ = ["SAMPLES", "Sample"]

SAMPLES = [*PDF_FILES, *PICTURES, *OFFICE_FILES, *TEXTS]
