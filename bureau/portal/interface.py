"""The interface as a page: drawn from the OpenAPI description that programs read, so that the two cannot say different things."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from drf_spectacular.generators import SchemaGenerator

SECTIONS = (
    ("/api/v1/articles/", "文章"),
    ("/api/v1/reports/", "年度报告"),
    ("/api/v1/patents/", "专利数据"),
    ("/api/v1/enterprises/", "企业与各登记册"),
)
KINDS = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "true 或 false", "array": "列表", "object": "一组字段",
    "date": "日期", "date-time": "时间", "decimal": "十进制数，写作文字", "uri": "网址", "null": "可为 null",
}  # fmt: skip
TITLES = {  # Of what has no column of its own name.
    "id": "记录号", "number": "文章编号", "page": "第几页，每页 50 条", "organisation": "单位名称", "organisation_code": "单位的统一社会信用代码",
    "organisation__credit_code": "单位的统一社会信用代码", "data__organisation__credit_code": "单位的统一社会信用代码",
    "data__year": "年度", "year": "年度", "division": "县（市、区）的编号", "is_overdue": "是否逾期", "responsible": "责任人",
    "column_name": "栏目名称", "updated_at": "更新时间", "url": "网址", "text": "正文的纯文本", "attachments": "附件", "figures": "各项指标",
    "enterprise_name": "企业名称", "certificate_number": "证书编号", "result": "逐项结果：条件、评分、算式和条款",
}  # fmt: skip
SPANS = {"__gte": "不早于（不小于）", "__lte": "不晚于（不大于）"}
CHOICE = re.compile(r"^\* `(?P<value>[^`]*)` - (?P<label>.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter: its name, how it is written, what it means, which values it may have."""

    name: str
    kind: str
    told: str
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to ask of the interface."""

    method: str
    path: str
    title: str
    told: str
    who: str
    parameters: tuple[Field, ...]
    given: tuple[Field, ...]
    answered: tuple[Field, ...]
    refusals: tuple[tuple[str, str], ...]


@cache
def sections() -> list[tuple[str, list[Call]]]:
    """Everything that may be asked, by subject. The description of a running program does not change."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    parts = document["components"]["schemas"]
    calls = [
        _call(method, path, told, parts)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    found = [(title, [call for call in calls if call.path.startswith(start)]) for start, title in SECTIONS]
    return [(title, mine) for title, mine in found if mine]


def _call(method: str, path: str, told: dict, parts: dict) -> Call:
    answers = told["responses"]
    answered = tuple(_fields(_content(answers.get("200", {})), parts))
    titles = {field.name: field.told for field in answered if field.told} | TITLES
    return Call(
        method=method.upper(),
        path=path,
        title=told["summary"],
        told=told.get("description", ""),
        who=_who(told.get("security", [{}])),
        parameters=tuple(_parameter(one, titles, parts) for one in told.get("parameters", ())),
        given=tuple(_fields(_content(told.get("requestBody", {})), parts)),
        answered=answered,
        refusals=tuple((code, answer.get("description", "")) for code, answer in answers.items() if code >= "300"),
    )


def _who(ways: list[dict]) -> str:
    """Who may ask, in words."""
    if {} in ways:
        return "任何人都可以读取，不须令牌。"
    return "须凭令牌，或已登录。" if any("token" not in way for way in ways) else "须凭令牌。"


def _content(body: dict) -> dict:
    return body.get("content", {}).get("application/json", {}).get("schema", {})


def _parameter(one: dict, titles: dict[str, str], parts: dict) -> Field:
    name, span = next(
        ((one["name"].removesuffix(end), words) for end, words in SPANS.items() if one["name"].endswith(end)),
        (one["name"], ""),
    )
    told = CHOICE.sub("", one.get("description", "")).strip()
    words = TITLES.get(name) or told or one["schema"].get("title") or titles.get(name, "")
    return _field(
        one["name"], one["schema"], f"{words}，{span}" if span else words, one.get("required", False), parts, one
    )


def _fields(schema: dict, parts: dict, depth: int = 0) -> Iterator[Field]:
    """The fields of an object, each followed by those within it; of a list or a page of them, those of one."""
    schema = _resolved(schema, parts)
    if schema.get("type") == "array":
        yield from _fields(schema["items"], parts, depth)
        return
    inner = schema.get("properties", {})
    if {"count", "results"} <= inner.keys():
        yield from _fields(inner["results"], parts, depth)
        return
    for name, told in inner.items():
        told = _resolved(told, parts)
        yield _field(
            name,
            told,
            told.get("title") or TITLES.get(name, ""),
            name in schema.get("required", ()),
            parts,
            told,
            depth,
        )
        if depth < 2:
            yield from _fields(told, parts, depth + 1)


def _resolved(schema: dict, parts: dict) -> dict:
    for one in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
        if "$ref" in one:
            return parts[one["$ref"].rpartition("/")[2]] | {
                key: value for key, value in schema.items() if key == "title"
            }
    return schema


def _field(
    name: str, schema: dict, told: str, is_required: bool, parts: dict, described: dict, depth: int = 0
) -> Field:
    choices = tuple(CHOICE.findall(described.get("description", "")))
    more = CHOICE.sub("", schema.get("description", "")).strip()
    words = "；".join(dict.fromkeys(text for text in (told, more) if text))
    return Field(name, "、".join(_kinds(_resolved(schema, parts))), words, is_required, choices, depth)


def _kinds(schema: dict) -> Iterable[str]:
    """How the value is written, in words."""
    if "anyOf" in schema:
        return dict.fromkeys(word for one in schema["anyOf"] for word in _kinds(one))
    kinds = schema.get("format") or schema.get("type") or "object"
    return [KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
