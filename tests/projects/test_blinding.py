"""Blind: no byte of any answer names the applicant, and what cannot be cleaned is not handed out."""

import io
import zipfile
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bureau.files import PDF, PNG, WORD, Unacceptable
from bureau.stripping import strip
from projects import blinding
from projects.formdata.scheme import ready_scheme
from projects.models import Assignment
from projects.workflow import deciding, drafts, reviewing, submitting
from tests.projects.test_reviewing import address
from tests.projects.test_reviewing import desk as desk

pytestmark = pytest.mark.django_db
D = Decimal
SCHEME = ready_scheme("plan")


def tainted_pdf(name: str) -> bytes:
    """A PDF whose properties and metadata name the applicant."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = name
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [name]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def tainted_word(name: str) -> bytes:
    document = Document()
    document.core_properties.author = document.core_properties.last_modified_by = name
    document.add_paragraph("技术方案")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tainted_png(name: str) -> bytes:
    picture, out = Image.new("RGB", (80, 60), "white"), io.BytesIO()
    picture.save(out, format="PNG", exif=_exif(name), pnginfo=_text(name))
    return out.getvalue()


def _exif(name: str):
    found = Image.Exif()
    found[0x013B] = name
    return found


def _text(name: str):
    found = PngInfo()
    found.add_itxt("Author", name)
    return found


MADE = {PDF: tainted_pdf, WORD: tainted_word, PNG: tainted_png}


def inside(data: bytes) -> bytes:
    """The bytes, and those of each member of an archive, and of each stream of a PDF."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return data + b"".join(archive.read(name) for name in archive.namelist())
    if data[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return data + b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    return data


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.extensions[0])
def test_what_a_file_says_of_its_author_is_stripped(kind):
    name = "赣州示例科技"
    data = MADE[kind](name)
    written = [name.encode(), name.encode("utf-16-be")]
    assert any(one in inside(data) for one in written)

    clean = strip(data, kind.mime, mark="EXPERT 03")
    assert not any(one in inside(clean) for one in written)
    assert strip(clean, kind.mime)


def test_a_file_that_cannot_be_opened_is_not_handed_out_half_clean():
    for kind in MADE:
        with pytest.raises(Unacceptable):
            strip(b"%PDF-1.4 broken", kind.mime)


def test_blind_no_byte_of_any_answer_names_the_applicant(
    published, filled, people, expert, round_of, person, client, unit
):
    """Everything that an expert of a blind round can open, byte by byte."""
    call = published(scheme="proof")
    organisation, contributor, manager, office = people()
    organisation.name = "赣州红杉稀土科技有限公司"
    organisation.save()
    text = "本项目由赣州红杉稀土科技有限公司（红杉稀土科技）牵头，成员1负责，技术路线可行。" * 4
    application, *_ = filled(call=call, who=(organisation, contributor, manager, office), title="红杉稀土科技萃取技术研究", summary=text)  # fmt: skip
    secrets = ["赣州红杉稀土科技有限公司", "红杉稀土科技", "成员1", "成员2", organisation.credit_code, str(office.current_memberships[0].organisation)]  # fmt: skip
    for code, (kind, make) in zip(("feasibility", "novelty_report", "other_files"), MADE.items(), strict=True):
        upload = SimpleUploadedFile(f"红杉稀土科技{kind.extensions[0]}", make(secrets[0]), kind.mime)
        upload.kind = kind
        drafts.attach(application, "files", application.version.form.fields[code], by=contributor, file=upload)
    accept_one(application, contributor, manager, office, person("officer"))
    judge = expert(unit_name="无关大学")
    held = round_of(application, is_started=True)
    assignment = Assignment.objects.create(round=held, application=application, expert=judge, number=3, source="appointed", assigned_by=person("officer"))  # fmt: skip
    client.force_login(judge.user)
    reviewing.pledge(assignment, by=judge.user)

    pages = [reverse("projects:review-list"), address("desk", assignment), address("word", assignment)]
    pages += [address("file", assignment, file.pk) for file in application.attachments.current()]
    pages += [reverse("workspace"), reverse("messaging:inbox")]
    answers = {}
    for page in pages:
        response = client.get(page)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answers[page] = inside(body) + "".join(f"{k}: {v}" for k, v in response.headers.items()).encode()
        assert response.status_code in (200, 302), page
    answers["saved"] = client.post(address("desk", assignment), {"comment": "x", "revision-sheet": "0"}, headers={"accept": "application/json"}).content  # fmt: skip
    answers["lacking"] = client.post(address("desk", assignment), {"hand_in": "1", "revision-sheet": "1"}).content

    leaks = [(page, secret) for page, body in answers.items() for secret in secrets
             for way in (secret.encode(), secret.encode("utf-16-be"), _quoted(secret)) if way in body]  # fmt: skip
    assert leaks == []
    assert "■■萃取技术研究" in answers[address("desk", assignment)].decode(errors="ignore")
    assert len(pages) == 8


def _quoted(text: str) -> bytes:
    """As a header or an address writes it."""
    return "".join(f"%{byte:02X}" for byte in text.encode()).encode()


def accept_one(application, contributor, manager, office, officer):
    submitting.propose(application, by=contributor)
    submitting.submit(application, by=manager, token=application.token)
    deciding.recommend(application, by=office, opinion="同意")
    deciding.accept(application, by=officer, verdicts=[True, True])


def test_a_name_is_blotted_out_whole_before_its_parts():
    assert blinding.blot("赣州示例科技有限公司与示例科技", ["赣州示例科技有限公司", "示例科技"]) == "■■与■■"


def test_an_open_round_says_who_applies_and_keeps_file_names(desk, client):
    assignment = desk()
    page = client.get(address("desk", assignment)).content.decode()

    assert assignment.application.organisation.name in page
    assert "报告.pdf" in page
