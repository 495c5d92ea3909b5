"""Files that a computer would run, wherever they hide."""

from __future__ import annotations

EXTENSIONS = {
    *("app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "lnk", "msi", "msp", "pif", "reg"),
    *("scr", "url"),  # Windows
    *("js", "jse", "ps1", "py", "sh", "vb", "vbe", "vbs", "wsf"),  # scripts
    *("apk", "class", "dmg", "jar", "pkg"),  # other systems
}
BEGINNINGS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    b"\xcf\xfa\xed\xfe",  # macOS
    b"\xca\xfe\xba\xbe",  # macOS, Java
    b"#!",
)
LONGEST_BEGINNING = 4


def is_program(name: str, beginning: bytes = b"") -> bool:
    """By the last extension of its name, or by its first octets."""
    return name.rpartition(".")[2].strip().lower() in EXTENSIONS or beginning.startswith(BEGINNINGS)
