"""Criteria of a challenge (揭榜挂帅) as a unit writes them, one a line: 技术方案：40."""

import re
from decimal import Decimal

from projects.formdata.scheme import faults as scheme_faults
from projects.workflow.hosting import scheme_of

AT_MOST = 12
USUAL = "技术方案的先进性和可行性：40\n指标的满足程度：30\n研发基础和团队：20\n报价和进度：10"
_LINE = re.compile(r"^(?P<label>[^：:]{1,60})[：:]\s*(?P<weight>\d{1,3}(\.\d{1,2})?)\s*分?$")


def read(text: str) -> list[tuple[str, Decimal]]:
    """Labels with their weights, in the order of the lines. Raises ValueError with the line that is none."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        one = _LINE.match(line)
        if one is None:
            raise ValueError(f"“{line}”不是“指标：权重”的写法，例如“技术方案：40”。")
        found.append((one["label"].strip(), Decimal(one["weight"])))
    return found


def faults(text: str) -> list[str]:
    """Sentences on what keeps the criteria from being judged by; their weights make a hundred."""
    try:
        criteria = read(text)
    except ValueError as error:
        return [str(error)]
    if not criteria:
        return ["请写评审指标，一行一个，例如“技术方案：40”。"]
    if len(criteria) > AT_MOST:
        return [f"评审指标最多 {AT_MOST} 个。"]
    return scheme_faults(scheme_of(criteria, is_blind=False))
