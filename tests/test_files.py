"""Files that people hand in: by content, whole, scanned, kept privately, in a folder or in an object store."""

import io
import socket
import struct
import threading
import zipfile

import boto3
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from docx import Document
from moto.server import ThreadedMotoServer
from openpyxl import Workbook
from storages.backends.s3 import S3Storage

from bureau.files import EXCEL, PDF, PNG, SCANS, WORD, CheckedFileField, Unacceptable, check_file, hand_out, local_path
from bureau.lists.models import ImportRun

PDF_BYTES = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + bytes(64)


def upload(name, content):
    return SimpleUploadedFile(name, content)


def word():
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


def excel(macro=False):
    file = io.BytesIO()
    Workbook().save(file)
    if macro:
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("a.pdf", PDF_BYTES, PDF), ("照片.PNG", PNG_BYTES, PNG), ("a.docx", word(), WORD), ("表.xlsx", excel(), EXCEL)],
)
def test_a_file_is_what_its_content_says(name, content, kind):
    assert check_file(upload(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<script>alert(1)</script>", "不是PDF"),
        ("a.pdf", b"#!/bin/sh\nrm -rf x\n", "不是PDF"),
        ("a.pdf", b"<html><!-- %PDF-1.7 -->", "不是PDF"),
        ("a.pdf", PNG_BYTES, "扩展名却是“.pdf”"),
        ("a.exe", PDF_BYTES, "扩展名却是“.exe”"),
        ("a.pdf", b"", "是空的"),
        ("a.pdf", PDF_BYTES + bytes(2**20), "超过上限"),
        ("a.xlsx", excel(macro=True), "有宏"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "不是PDF"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是PDF"),
    ],
)
def test_what_it_is_not_gets_one_sentence(name, content, words):
    with pytest.raises(Unacceptable, match=words):
        check_file(upload(name, content), max_bytes=2**20)


def test_a_form_says_the_sentence_at_its_field():
    field = CheckedFileField(kinds=SCANS)

    assert field.clean(upload("a.pdf", PDF_BYTES)).kind == PDF
    with pytest.raises(ValidationError, match="不是PDF、PNG 图片、JPEG 图片"):
        field.clean(upload("a.docx", word()))


@pytest.fixture
def clamd(settings):
    """A server that speaks clamd's INSTREAM and finds ``EVIL``."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        for _ in range(2):
            channel, _address = server.accept()
            with channel, channel.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                channel.sendall(b"stream: Evil FOUND\0" if b"EVIL" in content else b"stream: OK\0")

    threading.Thread(target=answer, daemon=True).start()
    settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
    yield
    server.close()


@pytest.mark.usefixtures("clamd")
def test_the_scanner_decides():
    assert check_file(upload("a.pdf", PDF_BYTES * 5000), max_bytes=2**30) == PDF
    with pytest.raises(Unacceptable, match="未通过安全检查"):
        check_file(upload("a.pdf", PDF_BYTES + b"EVIL"))


def test_an_unscanned_file_is_not_taken(settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"

    with pytest.raises(Unacceptable, match="暂时不可用"):
        check_file(upload("a.pdf", PDF_BYTES))


@pytest.fixture
def stored(tmp_path):
    """A file in a folder."""
    storage = FileSystemStorage(location=tmp_path)
    name = storage.save("lists/甲.pdf", ContentFile(PDF_BYTES))
    file = FieldFile(ImportRun(), ImportRun._meta.get_field("file"), name)
    file.storage = storage
    return file


def test_a_file_is_handed_out_to_be_saved_and_never_run(stored, settings):
    answer = hand_out(stored, "清单.pdf")

    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]
    settings.ACCEL_PREFIX = "/private/"
    assert hand_out(stored, "清单.pdf")["X-Accel-Redirect"] == "/private/lists/%E7%94%B2.pdf"


def test_an_object_store_serves_as_a_folder_does(stored, monkeypatch, settings):
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    account = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "cn-north-1"}
    constraint = {"LocationConstraint": "cn-north-1"}
    boto3.client("s3", endpoint_url=address, **account).create_bucket(
        Bucket="bureau", CreateBucketConfiguration=constraint
    )
    storage = S3Storage(
        bucket_name="bureau", endpoint_url=address, access_key="x", secret_key="x", region_name="cn-north-1",
        default_acl="private", addressing_style="path", file_overwrite=False,
    )  # fmt: skip
    try:
        stored.name, stored.storage = storage.save("lists/乙.pdf", ContentFile(PDF_BYTES)), storage
        settings.ACCEL_PREFIX = "/private/"

        with local_path(stored) as path:
            assert path.read_bytes() == PDF_BYTES
        assert b"".join(hand_out(stored, "清单.pdf").streaming_content) == PDF_BYTES
    finally:
        server.stop()
