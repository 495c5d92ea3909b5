"""What the benchmarks and the server that they measure agree on."""

EMPTY = "/rien/"
"""The page that does nothing."""
ASKED = "X-Count-Queries"
ANSWERED = "X-Queries"
