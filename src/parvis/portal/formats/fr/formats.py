"""12 mars 2026, 14 h 30, 1 250,00: with no-break spaces, as French typography asks."""

DATE_FORMAT = "j\u00a0F\u00a0Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "G\\\u00a0\\h\\\u00a0i"
DATETIME_FORMAT = "j\u00a0F\u00a0Y, G\\\u00a0\\h\\\u00a0i"
SHORT_DATETIME_FORMAT = "d/m/Y G\\\u00a0\\h\\\u00a0i"
THOUSAND_SEPARATOR = "\u202f"
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
