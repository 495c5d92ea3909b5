"""Finds what is to be translated in Python files and in templates.

Templates are read with Django's own lexer, with the same rules as Django's tags apply when they
look a translation up: `%` is doubled, `trimmed` joins lines, a context is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal
from django.utils.translation import trim_whitespace

TEMPLATE_SUFFIXES = {".html", ".txt"}
PYTHON_KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
CONSTANT = re.compile(rf"_\(({STRING})\)")
TRANSLATE_TAG = re.compile(rf"(?:trans|translate)\s+({STRING})")
BLOCK_TAG = re.compile(r"(?:blocktrans|blocktranslate)\b")
CONTEXT = re.compile(rf"\scontext\s+({STRING})")
# A component's dynamic attribute stands in plain text for Django: :title="_('Mes documents')"
DYNAMIC_ATTRIBUTE = re.compile(r"""\s:[\w.-]+=(?:"([^"]*)"|'([^']*)')""")


class Message(NamedTuple):
    """One text to translate. Without a plural or a context these are empty."""

    singular: str
    plural: str = ""
    context: str = ""


def messages_of_project(source: Path) -> set[Message]:
    """Every message of a package: its Python files but for migrations, and its templates.

    A text that also stands somewhere with a plural is one message, as for GNU gettext: whoever asks
    for it without a number gets the singular.
    """
    found: set[Message] = set()
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found.update(messages_of_python(path))
        elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
            found.update(messages_of_template(path.read_text(encoding="utf-8")))
    numbered = {(message.singular, message.context) for message in found if message.plural}
    return {one for one in found if one.plural or (one.singular, one.context) not in numbered}


def messages_of_python(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        for _line, texts, _comments, context in extract("python", file, PYTHON_KEYWORDS):
            singular, plural = (texts, "") if isinstance(texts, str) else texts[:2]
            yield Message(singular, plural, context or "")


def messages_of_template(source: str) -> Iterator[Message]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            for attribute in DYNAMIC_ATTRIBUTE.finditer(token.contents):
                yield from _constants(attribute[1] or attribute[2] or "")
        elif token.token_type == TokenType.VAR:
            yield from _constants(token.contents)
        elif token.token_type == TokenType.BLOCK:
            if token.contents == "comment" or token.contents.startswith("comment "):
                _up_to(tokens, "endcomment")
                continue
            yield from _constants(token.contents)
            if tag := TRANSLATE_TAG.match(token.contents):
                yield Message(_text(tag[1]), context=_context(token))
            elif BLOCK_TAG.match(token.contents):
                yield _block(token, _up_to(tokens, "endblocktrans", "endblocktranslate"))


def _block(opening: Token, body: Sequence[Token]) -> Message:
    parts: list[list[str]] = [[]]
    for token in body:
        if token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.BLOCK:
            parts.append([])
    texts = ["".join(part) for part in parts]
    if "trimmed" in opening.split_contents():
        texts = [trim_whitespace(text) for text in texts]
    singular, plural = texts if len(texts) == 2 else (texts[0], "")
    return Message(singular, plural, _context(opening))


def _up_to(tokens: Iterator[Token], *endings: str) -> list[Token]:
    """The tokens before one of these closing tags; the closing tag is consumed."""
    before: list[Token] = []
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents in endings:
            break
        before.append(token)
    return before


def _constants(text: str) -> Iterator[Message]:
    for constant in CONSTANT.finditer(text):
        yield Message(_text(constant[1]))


def _context(tag: Token) -> str:
    match = CONTEXT.search(tag.contents)
    return unescape_string_literal(match[1]) if match else ""


def _text(literal: str) -> str:
    return unescape_string_literal(literal).replace("%", "%%")
