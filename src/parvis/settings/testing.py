"""The test suite: strict where production is lenient, quick where nothing is proved by slowness."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

from parvis.settings.base import *
from parvis.settings.demonstration import DEMONSTRATION_OPERATOR

# One folder for each run: two of them at once on a machine must not meet.
DATA = Path(tempfile.mkdtemp(prefix="parvis-tests-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost"]
PARVIS_ADDRESS = "http://testserver"
PARVIS_WORKSHOP = True
PARVIS_FILES = DATA / "files"
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()
PARVIS_FREE_DISK = 1_000_000
PASSWORD_HASHERS = ["parvis.settings.testing.QuickHasher"]
PARVIS_OPERATOR = DEMONSTRATION_OPERATOR
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: concurrent tests open connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"].pop("pool")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PARVIS_SMS_BACKEND = "local"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


class QuickHasher(Argon2PasswordHasher):
    """The real algorithm with the least work it accepts; the real figures have their own test."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1


class Undefined(str):
    """A template that names an unknown variable fails its test instead of printing nothing."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATE_OPTIONS["string_if_invalid"] = Undefined("%s")
