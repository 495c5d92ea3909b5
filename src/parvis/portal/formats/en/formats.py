"""12 March 2026, 14:30, 1,250.00: British usage, since the portal works by French days."""

DATE_FORMAT = "j\u00a0F\u00a0Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j\u00a0F\u00a0Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
