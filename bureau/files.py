"""Files that people hand in: told by their content, scanned where a scanner is set, kept privately, handed out after a check.

Basis: GB/T 22239-2019 8.1.4.4 (validity of input), OWASP ASVS 5 V5 (file handling). Nothing here trusts a file's name or the
type that a browser says.
"""

import socket
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

CHUNK = 2**20
ARCHIVE_MEMBERS_AT_MOST = 20_000
_SCANNED_AT_ONCE = 2**16


class Unacceptable(Exception):
    """The file cannot be taken. ``str()`` is the sentence for the person: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file can be: how people call it, how its name ends, and by which content it is known."""

    name: str
    extensions: tuple[str, ...]
    mime: str
    member: str = ""  # For archives: the member that only this kind has.


PDF = FileKind("PDF", (".pdf",), "application/pdf")
PNG = FileKind("PNG 图片", (".png",), "image/png")
JPEG = FileKind("JPEG 图片", (".jpg", ".jpeg"), "image/jpeg")
WORD = FileKind("Word 文档", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml")  # fmt: skip
EXCEL = FileKind("Excel 工作簿", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml")  # fmt: skip
OFD = FileKind("OFD 版式文件", (".ofd",), "application/ofd", "OFD.xml")
IMAGES = (PNG, JPEG)
SCANS = (PDF, *IMAGES)
DOCUMENTS = (PDF, WORD, EXCEL, OFD, *IMAGES)


def private_storage():
    """Where files of people lie: outside every public folder, handed out by permission-checked views alone."""
    return storages["private"]


def check_file(file, *, kinds: tuple[FileKind, ...] = DOCUMENTS, max_bytes: int | None = None) -> FileKind:
    """Look into an uploaded file (``size``, ``name``, seekable) and return what it is.

    Raises Unacceptable when it is empty, larger than ``max_bytes``, none of ``kinds`` by content, named as another kind,
    holds macros, or the scanner finds something in it.
    """
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    if not file.size:
        raise Unacceptable("文件是空的，请重新选择。")
    if file.size > limit:
        raise Unacceptable(
            f"文件有 {file.size / 2**20:.1f} MB，超过上限 {limit / 2**20:.0f} MB。请压缩或拆分后再上传。"
        )
    kind = _kind_of(file, kinds)
    names = "、".join(allowed.name for allowed in kinds)
    if kind is None:
        raise Unacceptable(f"文件内容不是{names}中的任何一种（与扩展名无关）。请另存为其中一种格式后再上传。")
    if Path(file.name).suffix.lower() not in kind.extensions:
        raise Unacceptable(f"文件内容是{kind.name}，扩展名却是“{Path(file.name).suffix}”。请改正文件名后再上传。")
    scan(file)
    return kind


def _kind_of(file, kinds: tuple[FileKind, ...]) -> FileKind | None:
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    try:
        mimes = {found.mime_type for found in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    if zipfile.is_zipfile(file):
        return _archive_kind(file, kinds)
    flat = (kind for kind in kinds if not kind.member)
    return next((kind for kind in flat if kind.mime in mimes and _starts_as(kind, head)), None)


def _starts_as(kind: FileKind, head: bytes) -> bool:
    """The signature stands at the very start: what only contains it further on may be something else to a browser."""
    return head.startswith({PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}[kind])


def _archive_kind(file, kinds: tuple[FileKind, ...]) -> FileKind | None:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    finally:
        file.seek(0)
    if len(members) > ARCHIVE_MEMBERS_AT_MOST:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in members):
        raise Unacceptable("文件里有宏，不能接收。请另存为不含宏的格式（.docx、.xlsx）或 PDF 后再上传。")
    return next((kind for kind in kinds if kind.member and kind.member in members), None)


def scan(file: BinaryIO) -> None:
    """Let clamd at ``CLAMD_ADDRESS`` (host:port or a socket's path) read the file; no address, no scan.

    Raises Unacceptable when it finds something, and when it cannot be asked: an unscanned file is not taken.
    """
    if not settings.CLAMD_ADDRESS:
        return
    file.seek(0)
    try:
        answer = _ask_clamd(file)
    except OSError as error:
        raise Unacceptable("文件安全检查暂时不可用，没有接收文件。请稍后再试，或联系系统管理员。") from error
    finally:
        file.seek(0)
    if not answer.endswith("OK"):
        raise Unacceptable("文件未通过安全检查（疑似含有恶意代码），没有接收。请查杀后再上传。")


def _ask_clamd(file: BinaryIO) -> str:
    """clamd's INSTREAM (man 8 clamd): length-prefixed pieces, an empty one ends."""
    with _connection(settings.CLAMD_ADDRESS) as channel:
        channel.sendall(b"zINSTREAM\0")
        while piece := file.read(_SCANNED_AT_ONCE):
            channel.sendall(struct.pack("!L", len(piece)) + piece)
        channel.sendall(struct.pack("!L", 0))
        return channel.makefile("rb").read().rstrip(b"\0\n").decode(errors="replace")


def _connection(address: str) -> socket.socket:
    if address.startswith("/"):
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(30)
        channel.connect(address)
        return channel
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=30)


class CheckedFileField(forms.FileField):
    """A form's file, taken only as one of ``kinds``; cleaned it carries ``kind``."""

    def __init__(self, *args, kinds: tuple[FileKind, ...] = DOCUMENTS, max_bytes: int | None = None, **kwargs):
        self.kinds, self.max_bytes = kinds, max_bytes
        names = "、".join(kind.name for kind in kinds)
        limit = (max_bytes or settings.UPLOAD_MAX_BYTES) / 2**20
        kwargs.setdefault("help_text", f"{names}，不超过 {limit:.0f} MB。")
        accept = ",".join(extension for kind in kinds for extension in kind.extensions)
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accept}))
        super().__init__(*args, **kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if data and file is data:
            try:
                file.kind = check_file(file, kinds=self.kinds, max_bytes=self.max_bytes)
            except Unacceptable as error:
                raise ValidationError(str(error)) from error
        return file


@contextmanager
def local_path(stored) -> Iterator[Path]:
    """The stored file (a FieldFile) as a path on this machine, whether its storage is a folder or an object store."""
    if isinstance(stored.storage, FileSystemStorage):
        yield Path(stored.path)
        return
    with tempfile.NamedTemporaryFile(suffix=Path(stored.name).suffix) as copy:
        with stored.open("rb") as file:
            while piece := file.read(CHUNK):
                copy.write(piece)
        copy.flush()
        yield Path(copy.name)


def hand_out(stored, filename: str, *, mime: str = "application/octet-stream", inline: bool = False) -> HttpResponse:
    """The answer that carries a stored file, for a view that has checked who asks.

    Behind a web server that knows ``ACCEL_PREFIX`` (X-Accel-Redirect) the server sends the file itself. ``inline`` is for
    kinds that a browser shows harmlessly (PDF, images); everything else is saved.
    """
    if settings.ACCEL_PREFIX and isinstance(stored.storage, FileSystemStorage):
        response = HttpResponse(content_type=mime)
        response["X-Accel-Redirect"] = settings.ACCEL_PREFIX + quote(stored.name)
        response["Content-Disposition"] = content_disposition_header(not inline, filename)
    else:
        response = FileResponse(stored.open("rb"), as_attachment=not inline, filename=filename, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
