"""What may be attached: known by its bytes, not by its name, and with nothing in it that runs."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _

from cases.enums import FileKind

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_ENDINGS = {f".{kind}": kind for kind in FileKind} | {".jpeg": FileKind.JPEG}
# The part that makes a package of Office what it is.
_MAIN_PARTS = {
    FileKind.DOCX: "word/document.xml",
    FileKind.XLSX: "xl/workbook.xml",
    FileKind.PPTX: "ppt/presentation.xml",
}
_TAIL = 2048
# Long words only: short ones such as /JS come about by chance in compressed parts.
_RUNS_IN_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)\b")
# A name may be spelt by the numbers of its letters (/Java#53cript), and stand in a packed stream of objects.
_SPELT = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
_MOST_UNPACKED_PDF = 20 * 1024 * 1024
_RUNS_IN_PACKAGE = re.compile(r"(?:vbaProject\.bin|vbaData\.xml|activeX/|Basic/|Scripts/|embeddings/)", re.I)
# A package that unpacks to more is no letter but an attack.
MOST_PARTS = 3000
MOST_UNPACKED_BYTES = 300 * 1024 * 1024


class FileRefused(ValueError):
    """The file may not be attached; the words say why and what to do."""


def kind_of(content: bytes, name: str) -> FileKind:
    """What the file is, from its bytes and the ending of its name, which must agree. Raises FileRefused."""
    kind = _ENDINGS.get(PurePath(name).suffix.casefold())
    if kind is None:
        raise FileRefused(_("Choose a PDF, an image (jpg, png) or a document from Office or LibreOffice."))
    if not _is(content, kind):
        raise FileRefused(
            _("The file is not what its name says, or it is damaged. Save it anew and try again.")
        )
    return kind


def _is(content: bytes, kind: FileKind) -> bool:
    if kind == FileKind.PDF:
        return _is_pdf(content)
    if kind == FileKind.JPEG:
        return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-_TAIL:]
    if kind == FileKind.PNG:
        return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-_TAIL:]
    return _is_package(content, kind)


def _is_pdf(content: bytes) -> bool:
    if not (content.startswith(b"%PDF-") and b"%%EOF" in content[-_TAIL:]):
        return False
    if any(_RUNS_IN_PDF.search(_plain(part)) for part in (content, *_unpacked(content))):
        raise FileRefused(
            _("The PDF has scripts or other files in it. Print it to a new PDF and attach that.")
        )
    return True


def _plain(part: bytes) -> bytes:
    """With every name spelt out in letters."""
    return _SPELT.sub(lambda found: bytes([int(found[1], 16)]), part)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The streams of objects of a PDF, which most programs pack; what can't be unpacked is no such stream."""
    left = _MOST_UNPACKED_PDF
    for found in _PACKED_OBJECTS.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[found.end() :], left + 1)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0:
            raise FileRefused(_("The PDF unpacks to far too much. Print it to a new PDF and attach that."))
        yield part


def _is_package(content: bytes, kind: FileKind) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                return False
            names = {part.filename for part in parts}
            if any(_RUNS_IN_PACKAGE.search(name) for name in names):
                raise FileRefused(
                    _("The document has macros or other files in it. Save it without them, or as PDF.")
                )
            if kind in _MAIN_PARTS:
                return {"[Content_Types].xml", _MAIN_PARTS[kind]} <= names
            return "mimetype" in names and package.read("mimetype").decode("ascii") == CONTENT_TYPES[kind]
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError, OSError):
        return False
