"""Names taken out of the text of files, a square in their place; and what in a file only a person can read.

Word, Excel and PDF. Pictures, and OFD (which draws glyphs by number beside its text), are left as they are and told by ``unread``.
Knows file formats, knows nothing of the bureau.
"""

import io
import re
import zipfile

import pikepdf
from lxml import etree

from bureau.files import EXCEL, OFD, PDF, WORD, Unacceptable
from bureau.pdftext import blot_pdf
from bureau.pdftext import unread as unread_pdf
from bureau.stripping import MEMBER_AT_MOST, UNREADABLE

BLOT = "■■■"
# Telephone numbers, addresses of e-mail, identity numbers and credit codes say who, whosever they are.
_ALWAYS = (
    r"(?<!\d)1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)", r"(?<!\d)0\d{2,3}[-\s]\d{7,8}(?!\d)", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?<!\d)\d{17}[\dXx](?!\w)", r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])",
)  # fmt: skip
_LINES = {
    "p",
    "si",
    "is",
    "comment",
    "text",
    "rPh",
}  # Elements whose text is one line, whatever pieces it is written in.
_PIECES = {"t", "delText", "instrText"}
_XML = (".xml", ".rels", ".vml")


def pattern_of(names: list[str]) -> re.Pattern:
    """What is to be taken out: the names, spaced or not, and what always says who."""
    spaced = (
        r"[\s\u3000]*".join(map(re.escape, name.replace(" ", ""))) for name in sorted(names, key=len, reverse=True)
    )
    return re.compile("|".join([*(one for one in spaced if one), *_ALWAYS]), re.IGNORECASE)


def blot(data: bytes, mime: str, names: list[str]) -> bytes:
    """The file without the names in its text. Raises Unacceptable for what cannot be opened."""
    pattern = pattern_of(names)
    if mime == PDF.mime:
        return _blot_pdf(data, pattern)
    return _blot_archive(data, pattern) if mime in (WORD.mime, EXCEL.mime, OFD.mime) else data


def _blot_pdf(data: bytes, pattern: re.Pattern) -> bytes:
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            blot_pdf(pdf, pattern, BLOT)
            pdf.save(out)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError) as error:
        raise Unacceptable(UNREADABLE) from error
    return out.getvalue()


def _blot_archive(data: bytes, pattern: re.Pattern) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
            for info in archive.infolist():
                if info.file_size > MEMBER_AT_MOST:
                    raise Unacceptable(UNREADABLE)
                clean.writestr(info.filename, _blot_member(info.filename, archive.read(info), pattern))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Unacceptable(UNREADABLE) from error
    return out.getvalue()


def _blot_member(name: str, data: bytes, pattern: re.Pattern) -> bytes:
    lower = name.lower()
    if lower.endswith((".docx", ".xlsx")):
        return _blot_archive(data, pattern)
    if not lower.endswith(_XML) or lower == "[content_types].xml":
        return data
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Unacceptable(UNREADABLE) from error
    is_links = lower.endswith(".rels")
    for element in root.iter(etree.Element):
        if _local(element) in _LINES:
            _blot_line([one for one in element.iter(etree.Element) if _local(one) in _PIECES and one.text], pattern)
    for element in root.iter(etree.Element):
        _blot_element(element, pattern, is_links)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _local(element) -> str:
    return etree.QName(element).localname


def _blot_line(pieces: list, pattern: re.Pattern) -> None:
    """Names that are written in several pieces: the square stands in the first, the rest is gone."""
    joined = "".join(piece.text for piece in pieces)
    for match in reversed(list(pattern.finditer(joined))):
        at = len(joined)
        for piece in reversed(pieces):
            at -= len(piece.text)
            low, high = max(match.start() - at, 0), min(match.end() - at, len(piece.text))
            if low < high:
                instead = BLOT if at <= match.start() else ""
                piece.text = piece.text[:low] + instead + piece.text[high:]
        joined = "".join(piece.text for piece in pieces)


def _blot_element(element, pattern: re.Pattern, is_links: bool) -> None:
    if element.text and (found := pattern.sub(BLOT, element.text)) != element.text:
        element.text = found
        if _local(element) == "v" and (cell := element.getparent()) is not None and cell.get("t", "n") == "n":
            cell.set("t", "str")  # A number that was a telephone's is a text now.
    for key, value in element.attrib.items():
        if is_links and not (key == "Target" and element.get("TargetMode") == "External"):
            continue
        if (found := pattern.sub(BLOT, value)) != value and not key.endswith("}id"):
            element.set(key, "about:blank" if is_links else found)


def unread(data: bytes, mime: str) -> list[str]:
    """What of the file nobody but a person can read: sentences; empty when all of its text can be."""
    if mime == PDF.mime:
        try:
            return unread_pdf(data)
        except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
            return ["打不开或受密码保护"]
    if mime == OFD.mime:
        return ["OFD 文件的字形不能逐字遮盖"]
    if mime not in (WORD.mime, EXCEL.mime):
        return ["是图片，图片上的字认不出"]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except zipfile.BadZipFile:
        return ["打不开或已损坏"]
    pictures = sum("/media/" in name for name in names)
    objects = sum("/embeddings/" in name and not name.endswith((".docx", ".xlsx")) for name in names)
    told = [f"有 {pictures} 张图片，图片上的字认不出"] if pictures else []
    return told + ([f"有 {objects} 个嵌入的对象，其中的字认不出"] if objects else [])
