"""Read one list of a given kind."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bureau.lists.commands import COUNTS, add_options, demand_writable, load_file, sheet_json, signer, summary
from bureau.lists.errors import write_error_workbook
from bureau.lists.kinds import all_kinds
from bureau.lists.loading import Result


class Command(BaseCommand):
    help = "导入一份清单。有一行错误就一行也不写，退出码为 1；加 --skip-bad-rows 则导入其余各行。"

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="清单种类")
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        add_options(parser)

    def handle(self, *args, kind, file, **options):
        codes = [kind.code for kind in all_kinds()]
        if kind not in codes:
            raise CommandError(f"没有名为“{kind}”的清单种类。可用的种类：{'、'.join(codes)}。")
        demand_writable(options["errors"])
        by = signer(options["by"])
        _run, result = load_file(file, by=by, kind=kind, skip_bad_rows=options["skip_bad_rows"])
        if options["errors"]:
            write_error_workbook(result.sheets, options["errors"])
        if options["json"]:
            self.stdout.write(json.dumps(_merged(file, kind, result), ensure_ascii=False, default=str))
        else:
            self.stdout.write("\n".join(summary(file, result)))
        if not result.written:
            raise CommandError(result.error or f"{file.name}：有错误，未写入任何数据。")


def _merged(file: Path, kind: str, result: Result) -> dict:
    """One object for the file; a file with several sheets of the kind adds them up and names the sheet of each fault."""
    parts = [sheet_json(file, sheet, written=result.written) for sheet in result.sheets]
    if len(parts) == 1:
        return parts[0]
    merged = {"file": file.name, "sheet": "、".join(part["sheet"] for part in parts), "kind": kind}
    merged |= {name: sum(part[name] for part in parts) for name in COUNTS}
    merged["rejected"] = [fault | {"sheet": part["sheet"]} for part in parts for fault in part["rejected"]]
    merged["ignored_columns"] = list(dict.fromkeys(name for part in parts for name in part["ignored_columns"]))
    merged["notes"] = list(dict.fromkeys(note for part in parts for note in part["notes"]))
    if error := result.error or "".join(part.get("error", "") for part in parts):
        merged["error"] = error
    return merged
