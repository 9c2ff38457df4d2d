"""Lists of projects and patents, and loading them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from bureau.lists.commands import load_file

PROJECTS = ["项目编号", "项目名称", "承担单位", "级别", "立项日期", "财政经费（万元）"]
PATENTS = ["申请号", "专利名称", "专利类型", "申请人", "县（市、区）", "申请日", "授权公告日", "法律状态"]


@pytest.fixture
def projects(workbook):
    """A list of projects; each row may be shorter than the headings."""
    return lambda *rows, headings=PROJECTS: workbook([headings, *map(list, rows)])


@pytest.fixture
def patents(workbook):
    """A list of patents."""
    return lambda *rows, headings=PATENTS: workbook([headings, *map(list, rows)])


@pytest.fixture
def load(person):
    """Load a file in this process; gives the run and the result."""
    officer = person("officer")
    return lambda path, **options: load_file(path, by=officer, **options)


@pytest.fixture
def run():
    """Say a loading command with --json: its exit code, what it printed, and what it said of the failure."""

    def say(command, *arguments):
        out, code, words = io.StringIO(), 0, ""
        try:
            call_command(command, *map(str, arguments), "--json", stdout=out, stderr=io.StringIO())
        except CommandError as error:
            code, words = error.returncode, str(error)
        return code, json.loads(out.getvalue() or "null"), words

    return say
