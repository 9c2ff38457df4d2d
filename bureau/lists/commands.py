"""What the two loading commands share: options, signing, printing."""

import argparse
import os
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import command_line
from bureau.files import local_path

from . import workflow
from .choices import RowOutcome, RunStatus
from .loading import Result, SheetResult, holding, keep_sheets, load
from .models import ImportRun

COUNTS = ("read", *RowOutcome.values[:4])
UNWRITTEN = "有错误，未写入任何数据；各项计数是这些行若写入将会怎样。"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of both commands."""
    parser.add_argument("--skip-bad-rows", action="store_true", help="跳过有错误的行，导入其余各行")
    parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="把有错误的行连同原因写到这个工作簿")
    parser.add_argument("--by", metavar="用户名", help="以该用户的名义导入；不写则署名“命令行”")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def demand_writable(errors: Path | None) -> None:
    """Say that the error workbook cannot be written before anything is loaded. Raises CommandError."""
    if errors is not None and (errors.is_dir() or not os.access(errors if errors.exists() else errors.parent, os.W_OK)):
        raise CommandError(f"错误工作簿不能写到这里：{errors}。请换一个可写的位置；没有导入任何数据。")


def signer(username: str | None):
    """The user of that name, or the command line's signature. Raises CommandError."""
    if not username:
        return command_line()
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有名为“{username}”的在用账号。")
    return user


def load_file(path: Path, *, by, kind: str = "", skip_bad_rows: bool = False) -> tuple[ImportRun | None, Result]:
    """Load one file as a run of its own, in this process. Raises CommandError when it cannot be opened at all."""
    if not path.is_file():
        raise CommandError(f"没有这个文件：{path}")
    if not os.access(path, os.R_OK):
        raise CommandError(f"没有权限读取这个文件：{path}")
    run = workflow.receive(path, by=by, only_kind=kind, skip_bad_rows=skip_bad_rows)
    run.status, run.started_at = RunStatus.RUNNING, timezone.now()
    run.save(update_fields=["status", "started_at"])
    with holding(run), local_path(run.file) as kept:
        result = load(run, kept, by=by)
    if not result.written:
        run.status = RunStatus.FAILED if result.error else RunStatus.REFUSED
        run.message, run.finished_at = result.error, timezone.now()
        run.save(update_fields=["status", "message", "finished_at"])
        keep_sheets(run, result)
    return run, result


def sheet_json(path: Path, sheet: SheetResult, *, written: bool = True) -> dict:
    """One sheet's result in the contract's words. Counts say what each row is, whether or not the file was ``written``."""
    found = {"file": path.name, "sheet": sheet.sheet, "kind": sheet.kind.code}
    found |= {name: getattr(sheet, name) for name in COUNTS}
    found["rejected"] = [rejection.as_json() for rejection in sheet.rejected]
    found["ignored_columns"] = sheet.ignored_columns
    found["notes"] = sheet.notes + [conflict_sentence(conflict) for conflict in sheet.conflicts]
    if not written and not sheet.error:
        found["notes"].append(UNWRITTEN)
    if sheet.error:
        found["notes"].append(sheet.error)
        found["error"] = sheet.error
    return found


def conflict_sentence(conflict: dict) -> str:
    """A corrected value that the list would have overwritten, for a person."""
    return (
        f"冲突：第 {conflict['row']} 行{conflict['column'] and '“' + conflict['column'] + '”'}"
        f"保留“{conflict['kept']}”，未采用清单的“{conflict['offered']}”。"
    )


def summary(path: Path, result: Result) -> list[str]:
    """What became of a file, line by line, for a terminal."""
    if result.error:
        return [f"{path.name}：{result.error}"]
    lines = []
    for sheet in result.sheets:
        counts = "，".join(f"{label} {getattr(sheet, name)}" for name, label in RowOutcome.choices[:4])
        lines.append(
            f"{path.name}·{sheet.sheet}（{sheet.kind.label}）：读取 {sheet.read} 行，{counts}，拒绝 {sheet.rejected_rows} 行"
        )
        lines += [f"  第 {r.row} 行 {r.column}：{r.reason}" for r in sheet.rejected[:50]]
        if len(sheet.rejected) > 50:
            lines.append(f"  ……共 {len(sheet.rejected)} 处错误，--errors 可写出全部")
        lines += [f"  {note}" for note in sheet_json(path, sheet)["notes"]]
    if not result.written:
        lines.append(f"{path.name}：有错误，未写入任何数据。改正后重新导入，或加 --skip-bad-rows 跳过这些行。")
    return lines
