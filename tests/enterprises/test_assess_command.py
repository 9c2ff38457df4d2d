"""``manage.py assess``: what it prints, what it refuses, and that it names every mistake."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from enterprises.assessment.engine import schema

from .firms import firm, line, right, series, year

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def assess(tmp_path):
    """Write the data (or raw text) to a file and assess it."""

    def run(data, *arguments) -> str:
        file = tmp_path / "企业.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), "utf-8")
        out = StringIO()
        call_command("assess", str(file), *arguments, stdout=out)
        return out.getvalue()

    return run


def refusal(assess, data, *arguments) -> str:
    with pytest.raises(CommandError) as caught:
        assess(data, "--json", *(arguments or ("--rule-set", "2016")))
    return str(caught.value)


def test_json_is_one_object_and_the_same_twice(assess):
    first, second = (assess(firm(), "--rule-set", "2016", "--json") for _ in range(2))
    found = json.loads(first)

    assert first == second
    assert [told["code"] for told in found["conditions"]] == list("12345678")
    assert [told["code"] for told in found["score"]["items"]] == list("ABCD")
    assert set(line(found, "5.1")) == {
        "code",
        "label",
        "status",
        "min",
        "max",
        "full",
        "grade",
        "value",
        "shown",
        "required",
        "clause",
        "reason",
        "parts",
    }


def test_words_for_people(assess):
    told = assess(firm())

    assert "4 科技人员占职工总数：符合 20.00% （≥ 10.00%）" in told
    assert "½ ×（1200 万元 ÷ 1000 万元 + 1500 万元 ÷ 1200 万元）− 1 = 22.50%" in told


def test_the_schema_names_what_the_reader_reads():
    out = StringIO()
    call_command("assess", "--schema", stdout=out)
    told = json.loads(out.getvalue())

    assert told == schema()
    assert set(told["required"]) == set(firm()) - {"judgements"}
    assert told["additionalProperties"] is False
    assert set(told["properties"]["ip"]["items"]["required"]) == set(right())


def test_every_missing_and_unknown_field_is_named_at_once(assess):
    data = firm(colour="red")
    del data["registered_on"], data["years"][1]["sales"], data["years"][0]["research"]["other"]
    data["staff"]["tota"] = data["staff"].pop("total")
    told = refusal(assess, data)

    for place in ("colour", "registered_on", "years[1].sales", "years[0].research.other", "staff.tota", "staff.total"):
        assert f"  {place}：" in told
    assert "共 6 处" in told


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (firm(apply_on="2016-02-30"), "apply_on"),
        (firm(apply_on=20160630), "apply_on"),
        (firm(name=""), "name"),
        (firm(standards=-1), "standards"),
        (firm(standards=1.5), "standards"),
        (firm(standards=True), "standards"),
        (firm(no_incident="是"), "no_incident"),
        (firm(field="999"), "field"),
        (firm(field="81"), "field"),
        (firm(years=[]), "years"),
        (firm(years=None), "years"),
        (firm(years=[year(2014), year(2015)]), "years"),  # registered in 2010: 2013 is missing
        (firm(years=[year(2013), year(2013), year(2015)]), "years[1].year"),
        (firm(years=[year(2015), year(2014), year(2013)]), "years"),
        (firm(years=series(first=2012)), "years[0].year"),
        (firm(years=[year(2013), year(2014), year(2015, sales="1万")]), "years[2].sales"),
        (firm(years=[year(2013), year(2014), year(2015, total_assets=-1)]), "years[2].total_assets"),
        (firm(staff={"total": 10, "science": "1e400"}), "staff.science"),
        (firm(staff={"total": 10, "science": -1}), "staff.science"),
        (firm(ip=[right(kind="patent")]), "ip[0].kind"),
        (firm(ip=[right(), right()]), "ip"),
        (firm(ip=[right(same_right_as="IP77")]), "ip[0].same_right_as"),
        (firm(ip=[right(used_by_co_owner=True)]), "ip[0].used_by_co_owner"),
        (firm(products=[{"code": "PS01", "income": 1, "ip": ["IP77"]}]), "products[0].ip"),
        (firm(judgements={"technology_level": 9}), "judgements.technology_level"),
        (firm(judgements={"technology_level": 6.5}), "judgements.technology_level"),
        (firm(registered_on="2016-07-01", years=[year(2015)]), "registered_on"),
        ("[]", "（整个文件）"),
        ("{", "第 1 行第 2 列"),
        ('{"name": NaN}', "（整个文件）"),
        ("[" * 100_000, "（整个文件）"),
        ('{"name": "甲", "name": "乙"}', "name"),
    ],
)
def test_a_mistake_is_named_with_its_place(assess, data, place):
    assert f"  {place}：" in refusal(assess, data)


def test_2008_needs_its_own_fields(assess):
    told = refusal(assess, firm(staff={"total": 100, "science": 20}), "--rule-set", "2008")

    assert "staff.college_science" in told
    assert "staff.research" in told


def test_a_firm_that_began_later_says_so(assess):
    data = firm(operating_from="2014-03-01", years=[year(2014), year(2015)])

    assert json.loads(assess(data, "--json"))["status"] == "需人工"


@pytest.mark.parametrize("arguments", [("--rule-set", "2011"), ()])
def test_an_unknown_rule_set_or_file_is_named(tmp_path, arguments):
    with pytest.raises(CommandError, match="2011" if arguments else "没有.json"):
        call_command("assess", str(tmp_path / "没有.json"), *arguments)


def test_from_the_shell_a_mistake_ends_with_one(tmp_path):
    file = tmp_path / "firm.json"
    file.write_text("{}", "utf-8")
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", str(file), "--rule-set", "2016", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "registered_on：缺少“注册成立日期”" in done.stderr


def test_a_mean_that_does_not_end_is_a_fraction(assess):
    # 2401/240 ÷ 2401/24 is 10% exactly; cut at any place it would fall short
    data = firm(staff={"total": "2401/24", "science": "2401/240"})

    assert line(json.loads(assess(data, "--json")), "4")["status"] == "met"
    assert "staff.total" in refusal(assess, firm(staff={"total": "1/0", "science": 1}))


def test_an_amount_is_exact(assess):
    # 0.1 + 0.2 in binary is not 0.3: 1000.3 ÷ 10003 is 10% exactly, and met.
    data = json.dumps(firm()).replace(
        '"staff": {"total": 100, "science": 20', '"staff": {"total": 10003, "science": 1000.3'
    )

    assert line(json.loads(assess(data, "--json")), "4")["status"] == "met"
