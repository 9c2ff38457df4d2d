"""Assess one firm's data from a file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises.assessment.engine import Unreadable, assess, from_json, schema
from enterprises.assessment.results import Assessment, Line
from enterprises.assessment.rulesets import RULE_SETS, in_force

LARGEST_FILE = 5_000_000


class Command(BaseCommand):
    help = "按某年规则预评估一家企业：八项条件与创新能力评分，逐项给出算式与文号条款。输入格式见 --schema。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.json", help="一家企业的年度数据")
        parser.add_argument("--rule-set", help=f"规则集：{'、'.join(RULE_SETS)}；不写则取今日施行的")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--schema", action="store_true", help="输出输入文件的 JSON Schema")

    def handle(self, *args, file, rule_set, **options):
        if options["schema"]:
            self._say(schema())
            return
        if file is None:
            raise CommandError("请给出企业年度数据文件，例如 assess 企业.json；格式见 assess --schema。")
        rules = RULE_SETS.get(rule_set) if rule_set else in_force(timezone.localdate())
        if rules is None:
            raise CommandError(f"没有规则集“{rule_set}”；可用：{'、'.join(RULE_SETS)}。")
        try:
            firm = from_json(_text(file), rules)
        except Unreadable as unreadable:
            lines = "\n".join(f"  {problem}" for problem in unreadable.problems)
            raise CommandError(f"{file} 不能评估，共 {len(unreadable.problems)} 处：\n{lines}") from unreadable
        found = assess(firm, rules)
        if options["json"]:
            self._say(found.as_dict())
        else:
            self._print(found)

    def _say(self, data) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    def _print(self, found: Assessment) -> None:
        self.stdout.write(f"{found.firm} · {found.title} · 规则版本 {found.version} · 申请日 {found.apply_on}")
        for line in found.conditions:
            self._line(line, "")
        self.stdout.write(f"评分（要求 {found.score.required}，满分 {found.score.full}）")
        for item in found.score.items:
            self._line(item, "  ")
        for code, told in found.rights:
            self.stdout.write(f"  知识产权 {code}：{told}")
        for note in found.notes:
            self.stdout.write(f"注：{note}")
        if found.tech_sme:
            self._print(found.tech_sme)

    def _line(self, line: Line, indent: str) -> None:
        measured = " ".join(part for part in (line.shown, line.required and f"（{line.required}）") if part)
        if line.full is not None:
            measured = f"{line.span}／{line.full} 分 {measured}"
        self.stdout.write(f"{indent}{line.code} {line.label}：{line.word} {measured} {line.reason} [{line.clause}]")
        for part in line.parts:
            self._line(part, indent + "  ")


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise CommandError(f"{file} 超过 5 MB，不是一家企业的数据。")
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise CommandError(f"不能读取文件 {file}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} 不是 UTF-8 编码的文字。") from error
