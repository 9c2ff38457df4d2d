"""Files without what they say of their author: properties, metadata, names of editors, hidden copies; watermarked on request.

Knows file formats, knows nothing of the bureau. What is read on the pages themselves stays as it is.
"""

import io
import re
import zipfile

import pikepdf
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from bureau.files import JPEG, PDF, PNG, Unacceptable
from bureau.pdftext import inherited

UNREADABLE = "文件受密码保护或已损坏，无法去除其中的属性信息，不能查看。请与评审工作人员联系。"
MEMBER_AT_MOST = 200 * 2**20  # Unpacked bytes of an archive's member.
_DAY = (1980, 1, 1, 0, 0, 0)
_CORE = b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_CUSTOM = b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
_PROPERTIES = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM}
# Names of editors in attributes (tracked changes, comments, file sharing), in elements (authors of comments, of an OFD).
_EDITORS = re.compile(
    rb'(\b(?:w:author|w:initials|w15:author|w15:userId|userName|author|displayName|providerId)=")[^"]*(")'
)
_AUTHORS = re.compile(rb"(<(?:\w+:)?(?:author|Author|Creator|CustomData|Abstract|Title|Subject)\b[^>]*>)[^<]*(</)")
_PATHS = re.compile(rb'(<x15ac:absPath\b[^>]*\burl=")[^"]*(")')


def strip(data: bytes, mime: str, *, mark: str = "") -> bytes:
    """``data`` of that type without metadata; ``mark`` (ASCII) is drawn across PDF pages and images.

    Raises Unacceptable for what cannot be opened.
    """
    if mime == PDF.mime:
        return _strip_pdf(data, mark)
    if mime in (PNG.mime, JPEG.mime):
        return _strip_image(data, mark)
    return _strip_archive(data)


def _strip_pdf(data: bytes, mark: str) -> bytes:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise Unacceptable(UNREADABLE) from error
    with pdf:
        for name in ("/Metadata", "/PieceInfo", "/Names", "/AF", "/Collection", "/OpenAction", "/AA"):
            if name in pdf.Root:
                del pdf.Root[name]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for item in pdf.objects:
            if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                _forget(item)
        for page in pdf.pages if "/Pages" in pdf.Root else ():
            if mark:
                page.contents_add(
                    pdf.make_stream(b"q\n"), prepend=True
                )  # The mark stands upright whatever the page leaves behind.
                page.contents_add(_overlay(page, mark, pdf), prepend=False)
        out = io.BytesIO()
        pdf.save(out, static_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _forget(item) -> None:
    for name in ("/Metadata", "/PieceInfo", "/LastModified"):
        if name in item:
            del item[name]
    if (
        item.get("/Subtype") is not None and item.get("/Rect") is not None
    ):  # An annotation: who wrote it, what is pinned to it.
        for name in ("/T", "/FS", "/NM"):
            if name in item and item.get("/Subtype") != "/Widget":
                del item[name]


def _overlay(page: pikepdf.Page, mark: str, pdf: pikepdf.Pdf) -> pikepdf.Stream:
    shared = inherited(page.obj, "/Resources")
    resources = page.obj["/Resources"] = pikepdf.Dictionary(dict(shared.items()) if shared is not None else {})
    for kind, name, value in (
        ("/Font", "/BureauMark", pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)),
        ("/ExtGState", "/BureauPale", pikepdf.Dictionary(ca=0.18)),
    ):  # fmt: skip
        known = resources.get(kind)
        resources[kind] = pikepdf.Dictionary((dict(known.items()) if known is not None else {}) | {name: value})
    left, bottom, right, top = (float(number) for number in page.mediabox)
    text = mark.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    drawn = b"".join(
        b"1 0 0 1 0 0 Tm 0.87 0.5 -0.5 0.87 %d %d Tm (%s) Tj "
        % (left + x * (right - left), bottom + y * (top - bottom), text)
        for x, y in ((0.08, 0.1), (0.35, 0.4), (0.08, 0.6), (0.5, 0.75))
    )
    return pdf.make_stream(b"\nQ q /BureauPale gs 0.4 g BT /BureauMark 22 Tf " + drawn + b"ET Q")


def _strip_image(data: bytes, mark: str) -> bytes:
    try:
        held = Image.open(io.BytesIO(data))
        kind = held.format
        picture = ImageOps.exif_transpose(held).convert("RGB" if kind == "JPEG" else "RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise Unacceptable(UNREADABLE) from error
    if mark:
        picture = _marked(picture, mark)
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, format=kind, **({"quality": 90} if kind == "JPEG" else {}))
    return out.getvalue()


def _marked(picture: Image.Image, mark: str) -> Image.Image:
    veil = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    size = max(12, picture.width // 24)
    pen, font = ImageDraw.Draw(veil), ImageFont.load_default(size)
    for x, y in ((0.05, 0.15), (0.35, 0.5), (0.1, 0.8)):
        pen.text((x * picture.width, y * picture.height), mark, fill=(120, 120, 120, 70), font=font)
    return Image.alpha_composite(picture.convert("RGBA"), veil).convert(picture.mode)


def _strip_archive(data: bytes) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
            for info in archive.infolist():
                if info.file_size > MEMBER_AT_MOST:
                    raise Unacceptable(UNREADABLE)
                clean.writestr(zipfile.ZipInfo(info.filename, _DAY), _member(info.filename, archive.read(info)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise Unacceptable(UNREADABLE) from error
    return out.getvalue()


def _member(name: str, data: bytes) -> bytes:
    if name in _PROPERTIES:
        return _PROPERTIES[name]
    if name.startswith("docProps/thumbnail"):
        return b""
    if name.endswith((".xml", ".rels")):
        return _PATHS.sub(rb"\1\2", _AUTHORS.sub(rb"\1\2", _EDITORS.sub(rb"\1\2", data)))
    if name.lower().endswith((".jpg", ".jpeg", ".png")):
        try:
            return _strip_image(data, "")
        except Unacceptable:
            return data
    return data
