"""A watermark on every page of a Word document and every sheet of an Excel workbook; those of PDF and pictures are in stripping.py."""

import io
import posixpath
import zipfile
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.oxml import parse_xml
from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from bureau.files import Unacceptable

CANNOT = "文件结构特殊，无法加上专家水印，不能查看。请与评审工作人员联系。"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_BACKGROUND = "xl/media/bureau-mark.png"
# ECMA-376 18.3.1.99: what may stand after headerFooter, and after picture, in a worksheet.
_AFTER_PICTURE = ("oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
_AFTER_HEADER = (
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", *_AFTER_PICTURE,
)  # fmt: skip
_SHAPE = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"
 adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="BureauMark{number}" o:spid="_x0000_s20{number:02d}" type="#_x0000_t136" style="position:absolute;width:430pt;height:60pt;rotation:315;
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin" fillcolor="#a0a0a0" stroked="f"><v:fill opacity=".45"/>
<v:textpath style="font-family:&quot;SimSun&quot;;font-size:1pt" string={mark}/></v:shape></w:pict></w:r>"""


def mark_word(data: bytes, mark: str) -> bytes:
    """The document with ``mark`` behind the text of every page, first and even pages too."""
    try:
        document = Document(io.BytesIO(data))
        number = 0
        for place, section in enumerate(document.sections):
            headers = [section.header]
            headers += [section.first_page_header] if section.different_first_page_header_footer else []
            headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
            for header in headers:
                if place and header.is_linked_to_previous:
                    continue
                number += 1
                paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
                paragraph._p.append(parse_xml(_SHAPE.format(number=number, mark=quoteattr(mark))))
        out = io.BytesIO()
        document.save(out)
    except (KeyError, ValueError, AttributeError, TypeError, zipfile.BadZipFile) as error:
        raise Unacceptable(CANNOT) from error
    return out.getvalue()


def mark_excel(data: bytes, mark: str, picture_mark: str) -> bytes:
    """The workbook with ``mark`` in the header and footer of each printed page and ``picture_mark`` (ASCII) behind the cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
        sheets = [name for name in members if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        for name in sheets:
            members[name] = _marked(members, name, mark)
        members[_BACKGROUND] = _tile(picture_mark)
        types = etree.fromstring(members["[Content_Types].xml"])
        if not any(one.get("Extension", "").lower() == "png" for one in types):
            etree.SubElement(types, f"{{{_TYPES}}}Default", Extension="png", ContentType="image/png")
            types.insert(0, types[-1])
        members["[Content_Types].xml"] = _written(types)
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise Unacceptable(CANNOT) from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as marked:
        for name, content in members.items():
            marked.writestr(name, content)
    return out.getvalue()


def _marked(members: dict[str, bytes], name: str, mark: str) -> bytes:
    root = etree.fromstring(members[name])
    for gone in ("headerFooter", "picture"):
        for element in root.findall(f"{{{_MAIN}}}{gone}"):
            root.remove(element)
    header = etree.Element(f"{{{_MAIN}}}headerFooter")
    for part in ("oddHeader", "oddFooter"):
        etree.SubElement(header, f"{{{_MAIN}}}{part}").text = f"&C{escape(mark).replace('&', '&&')}"
    _put(root, header, _AFTER_HEADER)
    picture = etree.Element(f"{{{_MAIN}}}picture")
    picture.set(f"{{{_OFFICE}}}id", "rIdBureauMark")
    _put(root, picture, _AFTER_PICTURE)
    folder, file = posixpath.split(name)
    links = f"{folder}/_rels/{file}.rels"
    relations = (
        etree.fromstring(members[links]) if links in members else etree.Element(f"{{{_RELATIONS}}}Relationships")
    )
    etree.SubElement(
        relations, f"{{{_RELATIONS}}}Relationship", Id="rIdBureauMark", Type=f"{_OFFICE}/image", Target=f"/{_BACKGROUND}"
    )  # fmt: skip
    members[links] = _written(relations)
    return _written(root)


def _put(root, element, after: tuple[str, ...]) -> None:
    """Before the first element that has to stand behind it."""
    place = next((n for n, one in enumerate(root) if etree.QName(one).localname in after), len(root))
    root.insert(place, element)


def _written(root) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _tile(mark: str) -> bytes:
    picture = Image.new("RGB", (420, 200), "white")
    veil = Image.new("L", (420, 200), 0)
    ImageDraw.Draw(veil).text((20, 88), mark, fill=70, font=ImageFont.load_default(20))
    picture.paste((120, 120, 120), mask=veil.rotate(18, resample=Image.Resampling.BICUBIC))
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
