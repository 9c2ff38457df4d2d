"""The text of PDF pages: which characters are shown, and names taken out of it, glyph by glyph, with a black square in their place.

ISO 32000-1 9.4 (text objects), 9.10 (extraction of text content). Text that a file draws with a font that does not say which
characters its glyphs are, and text inside pictures, cannot be read; ``unread`` says on which pages.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from reportlab.pdfbase._glyphlist import _glyphname2unicode

MARK = "/BureauBlot"
_SQUARE, _SQUARE_WIDTH = (
    b"n",
    761,
)  # ■ of ZapfDingbats, one of the fonts that every reader has; in thousandths of the size.
_SHOWS = {"Tj": 0, "'": 0, '"': 2, "TJ": 0}  # By operator, which operand is the text.
_HEX = re.compile(r"<([0-9A-Fa-f\s]*)>")
_TEXTS = re.compile(rb"beginbf(char|range)(.*?)endbf(?:char|range)", re.DOTALL)
_SPACES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]*)>", re.DOTALL)
_UNICODE = re.compile(r"Uni.*-(UCS2|UTF16)-[HV]$")
_CHINESE = re.compile(r"GB(K|Kp|K2K|pc)?(-EUC)?-[HV]$")


@dataclass(slots=True)
class Font:
    """What the codes of a font mean and how wide they are; ``texts`` None: nobody can tell."""

    length: int  # Bytes of a code; 0: one or two, as GBK has them.
    texts: dict[bytes, str] | None
    widths: dict[int, float]
    width: float
    charset: str = ""

    def codes(self, shown: bytes) -> list[bytes]:
        """The string, code by code."""
        if self.length:
            return [shown[at : at + self.length] for at in range(0, len(shown), self.length)]
        found, at = [], 0
        while at < len(shown):
            size = 2 if shown[at] > 0x80 else 1
            found.append(shown[at : at + size])
            at += size
        return found

    def text(self, code: bytes) -> str:
        """What a reader sees for the code; empty when it cannot be told."""
        if self.texts is not None and code in self.texts:
            return unicodedata.normalize("NFKC", self.texts[code])  # Browsers write 土 as the radical ⼟.
        return code.decode(self.charset, "replace") if self.charset else ""


def font_of(held) -> Font:
    """How to read what is shown with this font dictionary."""
    is_composite = held.get("/Subtype") == "/Type0"
    texts, length = _to_unicode(held.get("/ToUnicode"), 2 if is_composite else 1)
    widths, width = _widths(held, is_composite)
    if not is_composite:
        return _simple(held, texts, widths, width)
    encoding = held.get("/Encoding")
    name = str(encoding)[1:] if isinstance(encoding, pikepdf.Name) else ""
    if _UNICODE.match(name):
        return Font(2, texts, widths, width, "utf-16-be")
    if _CHINESE.match(name):
        return Font(0, texts, widths, width, "gb18030")
    return Font(length, texts, widths, width)


def _simple(held, texts, widths, width) -> Font:
    if held.get("/Subtype") == "/Type3":
        return Font(1, texts, widths, width)
    encoding = held.get("/Encoding")
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    if texts is None and differences is not None:
        texts = _by_names(differences)
        if texts is None:
            return Font(1, None, widths, width)
    return Font(1, texts, widths, width, "cp1252")


def _by_names(differences) -> dict[bytes, str] | None:
    """Characters by the names of their glyphs; None when a name tells nothing (``/g17`` of a subset)."""
    found, code = {}, 0
    for one in differences:
        if not isinstance(one, pikepdf.Name):
            code = int(one)
            continue
        name = str(one)[1:]
        known = _glyphname2unicode.get(name)
        if known is None and re.fullmatch(r"uni[0-9A-F]{4}", name):
            known = int(name[3:], 16)
        if known is None and name != ".notdef":
            return None
        found[bytes([code])] = chr(known) if known else ""
        code += 1
    return found


def _to_unicode(stream, length: int) -> tuple[dict[bytes, str] | None, int]:
    if not isinstance(stream, pikepdf.Stream):
        return None, length
    data = stream.read_bytes()
    if space := _SPACES.search(data):
        length = max(1, len(b"".join(space[1].split())) // 2)
    found: dict[bytes, str] = {}
    for kind, lines in _TEXTS.findall(data):
        (_add_chars if kind == b"char" else _add_ranges)(found, lines.decode("latin-1"))
    return found, length


def _bytes(digits: str) -> bytes:
    digits = "".join(digits.split())
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _add_chars(found: dict[bytes, str], lines: str) -> None:
    values = [_bytes(digits) for digits in _HEX.findall(lines)]
    for code, text in zip(values[::2], values[1::2], strict=False):
        found[code] = text.decode("utf-16-be", "replace")


def _add_ranges(found: dict[bytes, str], lines: str) -> None:
    for low, high, several, first in re.findall(
        r"<([0-9A-Fa-f\s]*)>\s*<([0-9A-Fa-f\s]*)>\s*(?:\[(.*?)\]|<([0-9A-Fa-f\s]*)>)", lines, re.DOTALL
    ):
        start, size = int.from_bytes(_bytes(low)), len(_bytes(low))
        count = min(int.from_bytes(_bytes(high)) - start, 0xFFFF) + 1
        if several:
            texts = [_bytes(digits).decode("utf-16-be", "replace") for digits in _HEX.findall(several)]
        else:
            base = _bytes(first)
            last = int.from_bytes(base[-2:])
            texts = [(base[:-2] + ((last + n) & 0xFFFF).to_bytes(2)).decode("utf-16-be", "replace") for n in range(count)]  # fmt: skip
        for n, text in enumerate(texts[:count]):
            found[(start + n).to_bytes(size)] = text


def _widths(held, is_composite: bool) -> tuple[dict[int, float], float]:
    if not is_composite:
        first = int(held.get("/FirstChar", 0))
        return {first + n: float(w) for n, w in enumerate(held.get("/Widths", ()))}, 500
    child = held.get("/DescendantFonts")[0]
    found, waiting = {}, list(child.get("/W", ()))
    while len(waiting) >= 2:
        first, second = int(waiting.pop(0)), waiting.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + n: float(w) for n, w in enumerate(second)}
        elif waiting:
            found |= dict.fromkeys(range(first, min(int(second), first + 0xFFFF) + 1), float(waiting.pop(0)))
    return found, float(child.get("/DW", 1000))


@dataclass(slots=True)
class _Shown:
    """One code of a content stream: where it stands, what a reader sees."""

    instruction: int
    element: int  # In the array of a TJ; 0 otherwise.
    place: int
    text: str


class Content:
    """A page's or a form's content stream with its text."""

    def __init__(self, held, resources):
        self.fonts, self.unread = {}, False
        self.instructions = list(pikepdf.parse_content_stream(held))
        self.state: dict[int, tuple[Font | None, str, float]] = {}
        self.shown = list(self._walk(resources))

    def _walk(self, resources) -> Iterator[_Shown]:
        current, kept = (None, "", 0.0), []
        fonts = (resources or {}).get("/Font", {})
        for number, instruction in enumerate(self.instructions):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                kept.append(current)
            elif operator == "Q" and kept:
                current = kept.pop()
            elif operator == "Tf":
                current = (self._font(fonts, str(operands[0])), str(operands[0]), float(operands[1]))
            elif operator in _SHOWS:
                self.state[number] = current
                yield from self._codes(number, operands[_SHOWS[operator]], current[0])

    def _font(self, fonts, name: str) -> Font | None:
        if name not in self.fonts:
            held = fonts.get(name)
            self.fonts[name] = font_of(held) if held is not None else None
        return self.fonts[name]

    def _codes(self, number: int, operand, font: Font | None) -> Iterator[_Shown]:
        for element, one in enumerate(operand if isinstance(operand, pikepdf.Array) else [operand]):
            if not isinstance(one, pikepdf.String):
                continue
            for place, code in enumerate(font.codes(bytes(one)) if font else ()):
                text = font.text(code)
                self.unread |= not text and font.texts is None
                yield _Shown(number, element, place, text)

    def blot(self, names: re.Pattern) -> bytes | None:
        """The stream without what ``names`` match; None when nothing does."""
        joined, owners = "", []
        for one in self.shown:
            joined += one.text
            owners += [one] * len(one.text)
        gone = {
            (one.instruction, one.element, one.place)
            for match in names.finditer(joined)
            for one in owners[match.start() : match.end()]
        }
        if not gone:
            return None
        touched, out = {instruction for instruction, _element, _place in gone}, []
        for number, instruction in enumerate(self.instructions):
            out += self._without(number, instruction, gone) if number in touched else [instruction]
        return pikepdf.unparse_content_stream(out)

    def _without(self, number: int, instruction, gone) -> list:
        operator, operands = str(instruction.operator), list(instruction.operands)
        font, name, size = self.state[number]
        out = []
        if operator == '"':
            out += [_say([operands[0]], "Tw"), _say([operands[1]], "Tc")]
        if operator in "'\"":
            out.append(_say([], "T*"))
        operand = operands[_SHOWS[operator]]
        kept: list = []
        for element, one in enumerate(operand if isinstance(operand, pikepdf.Array) else [operand]):
            if not isinstance(one, pikepdf.String):
                kept.append(one)
                continue
            run, is_gone = [], False
            for place, code in enumerate([*font.codes(bytes(one)), None]):
                now = (number, element, place) in gone
                if run and (now != is_gone or code is None):
                    if is_gone:
                        out += [_say([pikepdf.Array(kept)], "TJ"), *_squares(font, name, size, run)]
                        kept = []
                    else:
                        kept.append(pikepdf.String(b"".join(run)))
                    run = []
                is_gone = now
                run.append(code)
        return [*out, _say([pikepdf.Array(kept)], "TJ")]


def _say(operands: list, operator: str):
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))


def _squares(font: Font, name: str, size: float, codes: list[bytes]) -> list:
    """As wide as what was there, so that what follows stays in its place."""
    wide = sum(font.widths.get(int.from_bytes(code), font.width) for code in codes)
    count = max(1, round(wide / 1000))
    line = pikepdf.Array([pikepdf.String(_SQUARE * count), round(_SQUARE_WIDTH * count - wide)])
    return [_say([pikepdf.Name(MARK), size], "Tf"), _say([line], "TJ"), _say([pikepdf.Name(name), size], "Tf")]


def blot_pdf(pdf: pikepdf.Pdf, names: re.Pattern, instead: str) -> None:
    """Take every match out of pages, forms drawn on them, notes, fields, bookmarks and the texts read aloud."""
    square = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.ZapfDingbats)
    for page in pages_of(pdf):
        data = Content(page, inherited(page.obj, "/Resources")).blot(names)
        if data is not None:
            page.obj["/Contents"] = pdf.make_stream(data)
            _give_font(page.obj, inherited(page.obj, "/Resources"), square)
    for held in pdf.objects:
        if isinstance(held, pikepdf.Stream) and held.get("/Subtype") == "/Form":
            data = Content(held, held.get("/Resources")).blot(names)
            if data is not None:
                held.write(data)
                _give_font(held, held.get("/Resources"), square)
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm["/XFA"]
    for held in pdf.objects:
        _blot_strings(held, names, instead)


def pages_of(pdf: pikepdf.Pdf):
    """The pages; a file without a tree of pages has none."""
    return pdf.pages if "/Pages" in pdf.Root else ()


def inherited(held, key: str):
    """A page's own value, or the one of the tree of pages above it."""
    for _ in range(64):
        if held is None or key in held:
            break
        held = held.get("/Parent")
    return None if held is None else held.get(key)


def _give_font(holder, resources, font) -> None:
    own = pikepdf.Dictionary(dict(resources.items()) if resources is not None else {})
    fonts = own.get("/Font")
    own["/Font"] = pikepdf.Dictionary((dict(fonts.items()) if fonts is not None else {}) | {MARK: font})
    holder["/Resources"] = own


def _blot_strings(held, names: re.Pattern, instead: str, depth: int = 0) -> None:
    if depth > 20 or not isinstance(held, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    items = enumerate(held) if isinstance(held, pikepdf.Array) else held.items()
    for key, one in list(items):
        if isinstance(one, pikepdf.String):
            if key not in ("/ID", "/CharSet") and not (key == "/Contents" and "/ByteRange" in held):
                text, count = names.subn(instead, str(one))
                if count:
                    held[key] = pikepdf.String(text)
        elif not getattr(one, "is_indirect", False):
            _blot_strings(one, names, instead, depth + 1)


def unread(data: bytes) -> list[str]:
    """On which pages something is shown that nobody but a person can read: sentences, empty when there is none."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pictures, dumb, empty = [], [], []
        for number, page in enumerate(pages_of(pdf), 1):
            drawn = list(_drawn(inherited(page.obj, "/Resources")))
            contents = [Content(page, inherited(page.obj, "/Resources"))]
            contents += [Content(one, one.get("/Resources")) for one in drawn if one.get("/Subtype") == "/Form"]
            has_picture = any(one.get("/Subtype") == "/Image" for one in drawn)
            has_picture |= any(str(one.operator) == "INLINE IMAGE" for held in contents for one in held.instructions)
            if has_picture:
                pictures.append(number)
            elif not any(held.shown for held in contents) and any(held.instructions for held in contents):
                empty.append(number)
            if any(held.unread for held in contents):
                dumb.append(number)
    told = (
        (pictures, "有图片，图片上的字认不出"),
        (dumb, "所用字体没有字符对照，字认不出"),
        (empty, "没有文字，只有线条"),
    )
    return [f"{_pages(numbers)}{words}" for numbers, words in told if numbers]


def _drawn(resources, depth: int = 0) -> Iterator:
    for one in ((resources or {}).get("/XObject") or {}).values():
        yield one
        if one.get("/Subtype") == "/Form" and depth < 5:
            yield from _drawn(one.get("/Resources"), depth + 1)


def _pages(numbers: list[int]) -> str:
    first = "、".join(map(str, numbers[:8]))
    return f"第 {first}{' 等' if len(numbers) > 8 else ''} 页"
