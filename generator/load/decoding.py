"""Bytes of a file to text: UTF-8 only, and only characters that every reader sees alike."""

import codecs
import itertools
import re
import unicodedata

from generator.core.finding import Finding, Span
from generator.load.codes import CHARACTER, ENCODING, TOO_LARGE
from generator.load.limits import MAX_FILE_BYTES
from generator.load.lines import LineTable

_MAX_REPORTED = 10  # one wrong tool can spoil every line; the first places suffice to find it

_PLAIN_BYTES = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
# What YAML 1.2 calls printable, less U+0085, U+2028, U+2029 (line ends for some readers), less the
# embeddings and isolates of bidirectional text, less the byte order mark.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)


def decode(file: str, data: bytes, most: int = MAX_FILE_BYTES) -> tuple[LineTable, list[Finding]]:
    """Return the text of a file and what is wrong with its characters.

    A leading UTF-8 byte order mark is accepted and left out, as editors do. The text is given even
    where there are findings, so that they can be shown in it.
    """
    if len(data) > most:
        message = f"the file is larger than {most} bytes"
        return LineTable(""), [TOO_LARGE.at(Span(file, 1, 1, 1, 1), message)]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        lines = LineTable(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _undecodable(file, data, error.start)
    # Removing the harmless bytes is ten times faster than searching the text for harmful ones.
    if not data.translate(None, _PLAIN_BYTES):
        return lines, []
    found = itertools.islice(_FORBIDDEN.finditer(lines.text), _MAX_REPORTED)
    return lines, [_forbidden(file, lines, match.start()) for match in found]


def _undecodable(file: str, data: bytes, start: int) -> tuple[LineTable, list[Finding]]:
    # Every wrong byte becomes one character; those before the first are right, so is its offset.
    lines = LineTable(data.decode("utf-8", errors="replace"))
    offset = len(data[:start].decode("utf-8"))
    message = f"byte 0x{data[start]:02X} is not UTF-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "the file is UTF-16"
    return lines, [ENCODING.at(lines.span(file, offset, offset + 1), message)]


def _forbidden(file: str, lines: LineTable, offset: int) -> Finding:
    character = lines.text[offset]
    name = unicodedata.name(character, "a control character").lower()
    message = f"the character U+{ord(character):04X} ({name}) is not allowed"
    fix = f"remove it, or write it as `\\u{ord(character):04X}` in a text in double quotes"
    return CHARACTER.at(lines.span(file, offset, offset + 1), message, fix=fix)
