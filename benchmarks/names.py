"""What the benchmarks and the server that they measure agree on."""

EMPTY = "rien/"
"""The page that does nothing, in a space and outside of one."""
ASKED = "X-Count-Queries"
ANSWERED = "X-Queries"
