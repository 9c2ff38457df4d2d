"""Whatever somebody sends by mistake or on purpose: one clear Chinese sentence, exit code 1, nothing written."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx import Document
from openpyxl import Workbook

from bureau.celery import app
from bureau.lists.models import ImportRun
from tests.lists.good import DAY, GOOD, count

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(person):
    """Files lie in a folder of the test's own."""


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_of(rows, far="") -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if far:
        book.active[far] = 1
    return saved(book)


def with_member(content: bytes, name: str, body: bytes) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return file.getvalue()


def with_sheet(content: bytes, rows: str) -> bytes:
    """The workbook with other rows, written by hand."""
    written = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, written if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return file.getvalue()


LIST = sheet_of([[*GOOD["projects"]], [*GOOD["projects"].values()]])
LACKING = sheet_of([["项目编号", "项目名称", "承担单位", "级别", "立项日期"], ["P1", "钨", "甲", "省级", DAY]])
FILES = {
    "text": (b"\xe9\xa1\xb9\xe7\x9b\xae,1\n", "不是 Excel 工作簿"),
    "old or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式（.xls）或加密"),
    "Word": (saved(Document()), "改了扩展名"),
    "cut off": (LIST[: len(LIST) // 2], "已损坏"),
    "macros": (with_member(LIST, "xl/vbaProject.bin", b"x"), "文件里有宏"),
    "no heading": (sheet_of([["通知"], ["各县（市、区）科技局："]]), "没有找到清单"),
    "no cell": (saved(Workbook()), "没有找到清单"),
    "another kind": (sheet_of([[*GOOD["awards"]], [*GOOD["awards"].values()]]), "不是立项项目清单"),
    "heading missing": (LACKING, "缺少必需的列“财政经费（万元）”（表头在第 1 行）"),
    "far corner": (sheet_of([[*GOOD["projects"]]], "XFD1048576"), "1048576 行 × 16384 列，过大"),
    "cells without places": (with_sheet(LIST, f"<row>{'<c><v>1</v></c>' * 17_000}</row>"), "1 行 × 17000 列，过大"),
    "bomb": (with_member(LIST, "xl/media/a.bin", bytes(30 * 2**20)), "解压后过大"),
}


@pytest.fixture
def at_once():
    """Tasks run where they are asked for."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def small(settings):
    """Limits that a test can reach."""
    settings.LIST_UNPACKED_MAX_BYTES = 20 * 2**20


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES)
def test_what_is_no_list_is_refused_by_the_command(content, words, run, tmp_path, small):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)

    code, found, said = run("load_list", "projects", path, "--skip-bad-rows")

    assert code == 1
    assert words in found["error"]
    assert found["error"].endswith("。")
    assert (found["file"], found["kind"], found["read"], found["created"]) == ("list.xlsx", "projects", 0, 0)
    assert set(count().values()) == {0}
    assert said
    assert [run.status in ("failed", "refused") for run in ImportRun.objects.all()] == [True]


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES)
def test_what_is_no_list_is_refused_by_the_upload_page(content, words, person, client, at_once, small):
    client.force_login(person("officer"))

    response = client.post(
        reverse("admin:lists_upload"), {"file": SimpleUploadedFile("清单.xlsx", content), "only_kind": "projects"}
    )

    page = client.get(response["Location"])
    assert words in page.content.decode()
    assert not page.context["can_confirm"]
    assert set(count().values()) == {0}


def test_an_empty_upload_is_refused_on_the_form(person, client):
    client.force_login(person("officer"))

    response = client.post(reverse("admin:lists_upload"), {"file": SimpleUploadedFile("清单.xlsx", b"")})

    assert "空" in str(response.context["form"].errors["file"])
    assert not ImportRun.objects.exists()


def test_a_file_over_the_limit_is_not_read(run, tmp_path, settings):
    settings.LIST_FILE_MAX_BYTES = 1000
    (tmp_path / "list.xlsx").write_bytes(LIST)

    code, found, _words = run("load_list", "projects", tmp_path / "list.xlsx")

    assert code == 1
    assert "超过上限" in found["error"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("load_list", "nonsense", "x.xlsx"), "可用的种类：high_tech_enterprises"),
        (("load_list", "projects", "/nowhere.xlsx"), "没有这个文件"),
        (("load_lists", "/nowhere"), "没有这个文件夹"),
        (("load_lists", "/tmp", "--by", "无名氏"), "没有名为“无名氏”的在用账号"),
    ],
)
def test_a_command_said_wrongly_is_told_so(arguments, words, run):
    code, _found, said = run(*arguments)

    assert code == 1
    assert words in said


def test_a_folder_goes_on_after_a_fault_and_names_what_is_no_list(run, tmp_path, capsys):
    bad = GOOD["awards"] | {"年度": "去年"}
    files = {"a.bin": LIST, "b.xlsx": sheet_of([[*bad], [*bad.values()]]), "c.xlsx": FILES["Word"][0], "d.txt": b"x"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    err = io.StringIO()

    with pytest.raises(CommandError, match=r"：b\.xlsx。") as failed:
        call_command("load_lists", str(tmp_path), "--json", stdout=io.StringIO(), stderr=err)

    assert failed.value.returncode == 1
    assert "c.xlsx" in err.getvalue()
    assert "d.txt" not in err.getvalue()
    assert (count()["projects"], count()["awards"]) == (1, 0)
    code, _parts, _words = run("load_lists", tmp_path, "--skip-bad-rows")
    assert code == 0
