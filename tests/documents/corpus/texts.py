"""Plain texts, honest and not."""

from __future__ import annotations

import codecs
import random

from parvis.services.documents.confined import refusal
from tests.documents.corpus.samples import GIF, HTML, MEBI, PROGRAM, SVG, Sample

LINES = "Libellé;Montant\r\nLoyer été;1 250,00 €\r\n"

TEXTS = [
    Sample("a list", "a.csv", LINES.encode),
    Sample("a list from Excel", "a.csv", lambda: LINES.encode("cp1252")),
    Sample("a list with a mark", "a.csv", lambda: codecs.BOM_UTF8 + LINES.encode()),
    Sample("Unicode text", "a.txt", lambda: LINES.encode("utf-16")),
    Sample(
        "Unicode text, the other way round",
        "a.txt",
        lambda: codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"),
    ),
    Sample("a sign across two pieces", "a.txt", lambda: b"x" * (MEBI - 1) + "é".encode() * 9),
    Sample(
        "UTF-8 until its last line",
        "a.txt",
        lambda: "é".encode() * MEBI + "é".encode("cp1252"),
    ),
    Sample("smaller and greater", "a.txt", lambda: b"if a < b and html > c: 1 <2\n"),
    Sample("a formula", "a.csv", lambda: b"=cmd|'/c calc'!A1;1\n"),
    Sample("the end as old programs wrote it", "a.txt", lambda: b"BONJOUR\r\n\x1a"),
    Sample("nothing", "a.txt", bytes, refusal.EMPTY),
    Sample("a zero", "a.txt", lambda: b"Bonjour\x00", refusal.NOT_TEXT),
    Sample("a zero, far away", "a.txt", lambda: b"x" * 3 * MEBI + b"\x00", refusal.NOT_TEXT),
    Sample("a bell", "a.csv", lambda: b"ding \x07 dong", refusal.NOT_TEXT),
    Sample("octets by chance", "a.csv", lambda: random.Random(7).randbytes(5000), refusal.NOT_TEXT),
    Sample("signs that no writing has", "a.txt", lambda: b"caf\x81 \x8d", refusal.NOT_TEXT),
    Sample(
        "Unicode text without its mark",
        "a.txt",
        lambda: "Bonjour".encode("utf-16-le"),
        refusal.NOT_TEXT,
    ),
    Sample(
        "Unicode text cut in a sign", "a.txt", lambda: LINES.encode("utf-16")[:-1], refusal.NOT_TEXT
    ),
    Sample("a page of the web", "a.txt", lambda: HTML, refusal.ACTIVE_TEXT),
    Sample(
        "a page, after a while", "a.txt", lambda: b" \n" * 700 + HTML.upper(), refusal.ACTIVE_TEXT
    ),
    Sample(
        "a page in Unicode", "a.txt", lambda: HTML.decode().encode("utf-16"), refusal.ACTIVE_TEXT
    ),
    Sample("a drawing that can act", "a.txt", lambda: SVG, refusal.ACTIVE_TEXT),
    Sample(
        "a script in a list", "a.csv", lambda: b"nom\n<script >1</script>\n", refusal.ACTIVE_TEXT
    ),
    Sample(
        "a style sheet in XML",
        "a.txt",
        lambda: b"<?xml-stylesheet href='x.xsl'?><a/>",
        refusal.ACTIVE_TEXT,
    ),
    Sample(
        "a program of a server", "a.txt", lambda: b"<?php system($_GET[0]);", refusal.ACTIVE_TEXT
    ),
    Sample("a PDF", "a.txt", lambda: b"%PDF-1.7\n", refusal.LYING),
    Sample("a GIF", "a.csv", lambda: GIF, refusal.LYING),
    Sample("a program", "a.txt", lambda: PROGRAM, refusal.LYING),
    Sample("a script of a system", "a.txt", lambda: b"#!/bin/sh\nrm -rf /\n", refusal.LYING),
    Sample("rich text", "a.txt", lambda: b"{\\rtf1 Bonjour}", refusal.LYING),
]
