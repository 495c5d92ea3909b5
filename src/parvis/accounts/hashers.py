"""Argon2id within the memory that a portal can spare for many sign-ins at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BoundedArgon2Hasher(Argon2PasswordHasher):
    """OWASP's figures (19 MiB, two passes, one lane) rather than Django's 100 MiB a hash."""

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
