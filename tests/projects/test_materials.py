"""Attachments on their way to experts: nobody named in them where the round is blind, the expert's number on each, looked at where no machine reads."""

import io
import re
import zipfile

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import InternalError
from django.urls import reverse
from docx import Document
from openpyxl import Workbook, load_workbook
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bureau import pdftext, redacting
from bureau.audit.models import Entry
from bureau.files import EXCEL, OFD, PDF, PNG, WORD, Unacceptable
from bureau.watermarks import mark_excel, mark_word
from bureau.workflow import Refused
from projects.models import Assignment, ExpertCopy, Reading
from projects.workflow import assigning, drafts, materials, reviewing, rounds
from tests.projects.test_blinding import accept_one, inside
from tests.projects.test_reviewing import address

pytestmark = pytest.mark.django_db
UNIT, SHORT, PERSON, PHONE = "赣州红杉稀土科技有限公司", "红杉稀土科技", "王伟", "13812345678"
NAMES = [UNIT, SHORT, PERSON, "Hongshan"]
LINE = f"本项目由{UNIT}牵头，王 伟负责，电话 138 1234 5678。"


def a_pdf(*, picture=False) -> bytes:
    """Chinese by a predefined encoding, Latin by an embedded font with its table; a bookmark and a note."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    out = io.BytesIO()
    page = Canvas(out)
    page.setFont("STSong-Light", 12)
    page.drawString(60, 700, LINE)
    page.setFont("Vera", 12)
    page.drawString(60, 660, "by Hongshan Co, wang@hongshan.com, end")
    page.bookmarkPage("x")
    page.addOutlineEntry(f"{SHORT}方案", "x")
    page.textAnnotation(f"{PERSON}的批注", [100, 100, 200, 200])
    if picture:
        page.drawImage(ImageReader(Image.new("RGB", (20, 20), "red")), 60, 300)
    page.showPage()
    page.save()
    return out.getvalue()


def text_of(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return "".join(
            one.text
            for page in pdf.pages
            for one in pdftext.Content(page, pdftext.inherited(page.obj, "/Resources")).shown
        )


def a_word() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = f"{SHORT} 内部资料"
    line = document.add_paragraph("由赣州红杉")
    line.add_run("稀土科技").bold = True
    line.add_run(f"有限公司承担，{PERSON} {PHONE}，编号 91360702MA35X0010A")
    document.add_table(1, 1).cell(0, 0).text = "王　伟"
    document.add_section()
    document.add_comment(line.runs, text=f"{PERSON}已改", author=PERSON, initials="WW")
    document.core_properties.author = PERSON
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def an_excel() -> bytes:
    book = Workbook()
    book.active.title = PERSON
    for row in ([UNIT], [int(PHONE)], [5], ["=A3+1"]):
        book.active.append(row)
    book.active.auto_filter.ref = "A1:A4"
    book.active.oddHeader.center.text = SHORT
    book.create_sheet("二")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_names_are_taken_out_of_the_text_of_a_pdf():
    """However they are spaced, of whichever font; bookmarks and notes too; what stands beside them stays."""
    assert text_of(a_pdf()).startswith(LINE)
    clean = redacting.blot(a_pdf(), PDF.mime, NAMES)

    text = text_of(clean)
    assert not [name for name in (UNIT, SHORT, "王 伟", "1234 5678", "Hongshan", "hongshan.com") if name in text]
    assert [word in text for word in ("本项目由", "牵头，", "负责，电话 ", "Co, ", ", end")] == [True] * 5
    written = [way for name in NAMES for way in (name.encode(), name.encode("utf-16-be")) if way in inside(clean)]
    assert written == []
    with pikepdf.open(io.BytesIO(clean)) as pdf:
        assert str(pdf.open_outline().root[0].title) == "■■■方案"


def test_names_are_taken_out_of_word_and_excel_in_whatever_pieces():
    word = redacting.blot(a_word(), WORD.mime, NAMES)
    document = Document(io.BytesIO(word))
    assert document.paragraphs[0].text == "由■■■承担，■■■ ■■■，编号 ■■■"
    assert document.sections[0].header.paragraphs[0].text == "■■■ 内部资料"
    assert document.tables[0].cell(0, 0).text == "■■■"
    book = load_workbook(io.BytesIO(redacting.blot(an_excel(), EXCEL.mime, NAMES)))
    assert book.sheetnames == ["■■■", "二"]
    assert [cell.value for cell in book.worksheets[0]["A"]] == ["■■■", "■■■", 5, "=A3+1"]
    assert "红杉" not in str(book.worksheets[0].oddHeader.center.text)


def test_what_only_a_person_can_read_is_told():
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    document, out = Document(), io.BytesIO()
    document.add_picture(picture)
    document.save(out)

    assert redacting.unread(a_pdf(), PDF.mime) == []
    assert redacting.unread(a_pdf(picture=True), PDF.mime) == ["第 1 页有图片，图片上的字认不出"]
    assert redacting.unread(a_word(), WORD.mime) == redacting.unread(an_excel(), EXCEL.mime) == []
    assert redacting.unread(out.getvalue(), WORD.mime) == ["有 1 张图片，图片上的字认不出"]
    assert redacting.unread(picture.getvalue(), PNG.mime) == ["是图片，图片上的字认不出"]
    assert redacting.unread(b"", OFD.mime)
    assert redacting.unread(b"%PDF-1.4 broken", PDF.mime) == ["打不开或受密码保护"]


def test_a_font_that_does_not_say_its_characters_is_told():
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Dictionary) and "/ToUnicode" in held:
                del held["/ToUnicode"]
            if isinstance(held, pikepdf.Dictionary) and held.get("/Encoding") == "/UniGB-UCS2-H":
                held["/Encoding"] = pikepdf.Name("/Identity-H")
        out = io.BytesIO()
        pdf.save(out)

    assert redacting.unread(out.getvalue(), PDF.mime) == ["第 1 页所用字体没有字符对照，字认不出"]


def test_word_and_excel_carry_the_mark_on_every_page():
    word = mark_word(a_word(), "专家 03　ZJ000001")
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        headers = [archive.read(name).decode() for name in archive.namelist() if re.match(r"word/header\d*\.xml", name)]
    assert len(headers) == 1  # The second section has the first's.
    assert 'string="专家 03　ZJ000001"' in headers[0]
    book = mark_excel(an_excel(), "专家 03", "EXPERT 03")
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        assert (sheet.oddHeader.center.text, sheet.oddFooter.center.text) == ("专家 03", "专家 03")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.index("headerFooter") < sheet.index("picture")
        assert "/xl/media/bureau-mark.png" in archive.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    with pytest.raises(Unacceptable):
        mark_word(b"PK broken", "x")


# At the desk.


@pytest.fixture
def handed(published, filled, people, expert, round_of, person, client):
    """A reviewed application with such attachments: ``handed({kind: bytes}, is_blind=True)`` gives its assignments."""

    def make(files: dict, *, is_blind=True, is_started=True, judges=2):
        call = published(scheme="plan")
        who = people()
        who[0].name = UNIT
        who[0].save()
        application, *_ = filled(call=call, who=who)
        for code, (kind, data) in zip(("feasibility", "novelty_report", "other_files"), files.items(), strict=False):
            upload = SimpleUploadedFile(f"{SHORT}{kind.extensions[0]}", data, kind.mime)
            upload.kind = kind
            drafts.attach(application, "files", application.version.form.fields[code], by=who[1], file=upload)
        accept_one(application, *who[1:], person("officer"))
        held = round_of(application, is_started=is_started, is_blind=is_blind)
        made = [assigning.assign(held, application, expert(), by=person("officer")) for _ in range(judges)]
        return [Assignment.objects.get(pk=one.pk) for one in made]

    return make


def got(client, assignment, attachment) -> bytes:
    reviewing.pledge(assignment, by=assignment.expert.user)
    client.force_login(assignment.expert.user)
    response = client.get(address("file", assignment, attachment.pk))
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_each_expert_gets_an_own_marked_copy_made_once(handed, client):
    first, second = handed({PDF: a_pdf(), WORD: a_word(), EXCEL: an_excel()})
    for attachment in first.application.attachments.filter(name__startswith=SHORT):
        one, other = (got(client, assignment, attachment) for assignment in (first, second))
        assert one == got(client, first, attachment)
        assert one != other
        with attachment.file.open("rb") as stored:
            assert stored.read() != one
        for data, assignment in ((one, first), (other, second)):
            assert assignment.expert.number.encode() in inside(data)
        leaks = [name for name in (UNIT, SHORT, PHONE) for way in ("utf-8", "utf-16-be") if name.encode(way) in inside(one)]  # fmt: skip
        assert leaks == []
    assert ExpertCopy.objects.count() == 6
    with pytest.raises(InternalError):
        ExpertCopy.objects.update(sha256="0")


def test_copies_go_when_the_round_is_over_and_originals_stay(handed, client, person):
    assignment, _other = handed({WORD: a_word()})
    attachment = assignment.application.attachments.get(name__startswith=SHORT)
    got(client, assignment, attachment)
    copy = ExpertCopy.objects.get()
    assert materials.sweep() == 0
    rounds.end(assignment.round, by=person("section_head"))
    assert materials.sweep() == 1

    assert not ExpertCopy.objects.exists()
    assert not copy.file.storage.exists(copy.file.name)
    assert attachment.file.storage.exists(attachment.file.name)
    assert "1 份，原件不动" in Entry.objects.get(verb="sweep_copies").reason
    assert materials.sweep() == 0


def test_in_an_open_round_the_copy_is_marked_and_names_stay(handed, client):
    (assignment, _other) = handed({WORD: a_word()}, is_blind=False)
    attachment = assignment.application.attachments.get(name__startswith=SHORT)
    data = inside(got(client, assignment, attachment))

    assert SHORT.encode() in data
    assert f"专家 {assignment.number:02d}".encode() in data


def test_what_cannot_be_marked_is_not_handed_out(handed, client):
    (assignment, _other) = handed({PDF: a_pdf()}, is_blind=False)
    attachment = assignment.application.attachments.get(name__startswith=SHORT)
    with open(attachment.file.path, "wb") as stored:
        stored.write(b"%PDF-1.4 broken")
    reviewing.pledge(assignment, by=assignment.expert.user)
    client.force_login(assignment.expert.user)

    assert client.get(address("file", assignment, attachment.pk)).status_code == 302
    assert not ExpertCopy.objects.exists()


# Before a blind round opens.


def test_a_blind_round_opens_when_what_no_machine_reads_was_looked_at(handed, person, client):
    (assignment, _other) = handed({PDF: a_pdf(picture=True), WORD: a_word()}, is_started=False)
    held, application, officer = assignment.round, assignment.application, person("officer")
    with pytest.raises(Refused, match="无法自动识别"):
        rounds.start(held, by=officer)
    client.force_login(officer)
    page = client.get(reverse("admin:projects_application_change", args=[application.pk])).content.decode()
    assert "第 1 页有图片，图片上的字认不出（未人工核对）" in page
    page = client.get(reverse("admin:projects_reviewround_change", args=[held.pk])).content.decode()
    assert "份附件须人工核对后才能启动" in page

    client.post(reverse("admin:projects_application_files_checked_page", args=[application.pk]))
    rounds.start(held, by=officer)
    assert held.status == "reviewing"
    entry = Entry.objects.get(verb="confirm_files")
    assert (entry.actor, SHORT in entry.reason) == (officer, True)
    with pytest.raises(Refused, match="没有需要"):
        materials.confirm(application, by=officer)


def test_the_officer_is_warned_at_the_formal_check(recommended, person, client):
    application, contributor, *_rest = recommended()
    attachment = application.attachments.first()
    with open(attachment.file.path, "wb") as stored:
        stored.write(a_pdf(picture=True))
    client.force_login(person("officer"))
    page = client.get(reverse("admin:projects_application_accept_page", args=[application.pk])).content.decode()

    assert "第 1 页有图片" in page
    assert Reading.objects.waiting().exists()
    assert contributor


@pytest.mark.parametrize("role", ["leader", "supervision", "web_editor", "audit_admin"])
def test_only_who_examines_confirms(role, handed, person):
    (assignment, _other) = handed({PDF: a_pdf(picture=True)}, is_started=False)
    with pytest.raises(PermissionDenied):
        materials.confirm(assignment.application, by=person(role))


def test_an_open_round_asks_for_no_such_look(handed, person):
    (assignment, _other) = handed({PDF: a_pdf(picture=True)}, is_started=False, is_blind=False)
    rounds.start(assignment.round, by=person("officer"))

    assert not Reading.objects.exists()
