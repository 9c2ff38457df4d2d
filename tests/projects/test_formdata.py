"""The form as data: ready ones are sound, it survives being stored and composed, its faults are named, its values read."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import QueryDict

from projects.budget import RULE_SETS
from projects.formdata import schema, values
from projects.formdata.ready import NAMES, ready_form
from projects.formdata.schema import Column, Field, Form, Section


def form(*fields: Field) -> Form:
    title = Field("title", "名称", "short", meaning="title")
    return Form((Section("a", "甲", fields=(title, *fields)),))


@pytest.mark.parametrize("code", NAMES)
def test_a_ready_form_is_sound_and_survives_storing(code):
    ready = ready_form(code)

    assert schema.faults(ready) == []
    assert schema.read_form(ready.as_json()) == ready


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        (Field("Bad", "甲", "short"), "的代码须是小写字母开头"),
        (Field("a", "甲", "choice", options=("一",)), "至少要有两个选项"),
        (Field("a", "甲", "table"), "没有写明列"),
        (Field("a", "甲", "short", least=5, most=2), "下限大于上限"),
        (Field("a", "甲", "long", meaning="starts_on"), "类型须是日期"),
        (Field("a", "甲", "short", shown_if="none"), "不存在的字段“none”"),
        (Field("a", "甲", "short", shown_if="title"), "只能取决于一个单选或声明字段"),
        (Field("title", "甲", "short"), "字段代码“title”重复"),
        (Field("a", "甲", "short", meaning="title"), "不止一个字段的含义是“项目名称”"),
        (Field("a", "甲", "magic"), "的类型不认识"),
    ],
)
def test_a_fault_of_the_form_is_named(field, fault):
    assert any(fault in said for said in schema.faults(form(field)))


def test_columns_are_written_one_a_line():
    columns = schema.read_columns("名称\n金额：金额\n\n数量:数字")

    assert [(c.code, c.label, c.kind) for c in columns] == [
        ("c1", "名称", "short"),
        ("c2", "金额", "money"),
        ("c3", "数量", "number"),
    ]
    assert schema.write_columns(columns) == "名称\n金额：金额\n数量：数字"
    with pytest.raises(schema.Malformed, match="第 1 列“甲：图片”的类型须是"):
        schema.read_columns("甲：图片")


def test_a_revision_says_what_is_new():
    before = form(Field("a", "甲", "short"), Field("b", "乙", "short"))
    after = form(Field("b", "乙", "short", most=5), Field("c", "丙", "short"))

    assert schema.differences(before, after) == ["新增“丙”。", "不再要求“甲”。", "“乙”的要求有变化，请核对。"]


TABLE = Field("t", "明细", "table", columns=(Column("c1", "内容"), Column("c2", "金额", "money")), least=1)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (Field("a", "甲", "short"), "", ["还没有填写“甲”。"]),
        (Field("a", "甲", "short", is_required=False), "", []),
        (Field("a", "甲", "long", least=3, most=5), "一二", ["“甲”只有 2 字，至少 3 字。"]),
        (Field("a", "甲", "long", least=3, most=5), "一二三四五六", ["“甲”有 6 字，超过 5 字。"]),
        (Field("a", "甲", "number"), "1,200.5", []),
        (Field("a", "甲", "number"), "约十", ["“甲”：“约十”不是数字，请只填数字，如 12.5。"]),
        (Field("a", "甲", "money"), "-1", ["“甲”：金额“-1”不能是负数。"]),
        (Field("a", "甲", "money"), "0.0000001", ["“甲”：“0.0000001”不是数字，请只填数字，如 12.5。"]),
        (Field("a", "甲", "date"), "2026年2月30日", ["“甲”：“2026年2月30日”不是日期，请写成 2026-03-01。"]),
        (Field("a", "甲", "date"), "2026/3/1", []),
        (Field("a", "甲", "check"), "", ["请勾选“甲”。"]),
        (Field("a", "甲", "choice", options=("是", "否")), "也许", ["“甲”的“也许”不是选项。"]),
        (TABLE, [{"c1": "甲", "c2": "一"}], ["“明细第 1 行金额”：“一”不是数字，请只填数字，如 12.5。"]),
        (TABLE, [{"c1": "", "c2": "1"}], ["“明细”第 1 行没有填“内容”。"]),
    ],
)
def test_a_value_says_what_it_lacks(field, value, said):
    assert values.problems(field, value) == said


def test_rows_are_read_as_typed_and_blank_ones_left_out():
    data = QueryDict("t-0-c1=一&t-0-c2=1&t-1-c1=&t-1-c2=&t-2-c1=三&t-2-c2=3")

    assert values.typed(TABLE, data) == [{"c1": "一", "c2": "1"}, {"c1": "三", "c2": "3"}]


def test_a_budget_is_read_in_yuan_and_names_the_cell_that_is_none():
    field, rules = Field("b", "预算", "budget"), RULE_SETS["2021"]
    typed = values.typed(field, QueryDict("b-business-fiscal=12.5&b-business-own=十&b-indirect-fiscal="), rules)
    lines, wrong = values.read_budget(typed, rules)

    assert lines["business"] == {"fiscal": Decimal(125_000), "own": Decimal(0)}
    assert wrong == ["业务费的单位自筹：“十”不是数字，请只填数字，如 12.5。"]


def test_a_secret_is_kept_encrypted_and_shown_masked():
    field = Field("bank", "账号", "secret")
    kept = values.typed(field, QueryDict("bank=6222021234567890"))

    assert "6222" not in kept
    assert (values.told(field, kept), values.told(field, kept, is_own=False)) == (
        "6222021234567890",
        "622*********7890",
    )


def test_a_hidden_field_is_not_asked():
    choice = Field("joint", "联合", "choice", options=("是", "否"))
    asked = form(choice, Field("partner", "伙伴", "short", shown_if="joint", shown_value="是"))

    assert [f.code for f in values.shown(asked, {"joint": "否"})] == ["title", "joint"]
    assert [f.code for f in values.shown(asked, {"joint": "是"})] == ["title", "joint", "partner"]
    assert replace(choice).options == ("是", "否")
