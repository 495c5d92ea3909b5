"""Production as operators run it, asked from behind its proxy, with an empty view to compare with."""

from __future__ import annotations

from parvis.settings import production
from parvis.settings.production import *  # noqa: F403

ROOT_URLCONF = "benchmarks.addresses"
MIDDLEWARE = ["benchmarks.queries.CountQueriesMiddleware", *production.MIDDLEWARE]
# The proxy's part. Loopback speaks plain HTTP, and the health check follows redirections.
SECURE_SSL_REDIRECT = False
