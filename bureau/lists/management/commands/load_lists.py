"""Read every list in a folder."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bureau.lists.commands import add_options, demand_writable, load_file, sheet_json, signer, summary
from bureau.lists.errors import write_error_workbook
from bureau.lists.kinds import loading_order
from bureau.lists.reader import NotAList, find_tables, looks_like_workbook


class Command(BaseCommand):
    help = "导入文件夹中的全部清单：按表头识别种类（不看文件名），按先后依存的次序逐个文件导入。"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        add_options(parser)

    def handle(self, *args, folder, **options):
        demand_writable(options["errors"])
        by = signer(options["by"])
        if not folder.is_dir():
            raise CommandError(f"没有这个文件夹：{folder}")
        results, unwritten = [], []
        for path in self._in_order(folder):
            _run, result = load_file(path, by=by, skip_bad_rows=options["skip_bad_rows"])
            results.append((path, result))
            if not result.written:
                unwritten.append(path.name)
            if not options["json"]:
                self.stdout.write("\n".join(summary(path, result)))
        if options["errors"]:
            write_error_workbook([sheet for _path, result in results for sheet in result.sheets], options["errors"])
        if options["json"]:
            rows = [
                sheet_json(path, sheet, written=result.written) for path, result in results for sheet in result.sheets
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, default=str))
        if unwritten:
            raise CommandError(f"以下文件有错误，未写入：{'、'.join(unwritten)}。")

    def _in_order(self, folder: Path) -> list[Path]:
        """The workbooks that are lists, those that others refer to first; the rest is named on standard error."""
        ranked = []
        for path in sorted(folder.iterdir()):
            if path.name.startswith(("~$", ".")):
                continue
            if path.is_dir():
                self.stderr.write(f"跳过子文件夹 {path.name}：只导入“{folder.name}”中的文件。")
            elif path.is_file() and not os.access(path, os.R_OK):
                self.stderr.write(f"跳过 {path.name}：没有权限读取。")
            elif path.is_file() and looks_like_workbook(path):
                try:
                    ranked.append((loading_order({table.kind for table in find_tables(path)}), path.name, path))
                except NotAList as error:
                    self.stderr.write(f"跳过 {path.name}：{error}")
        if not ranked:
            self.stderr.write(f"文件夹“{folder}”中没有清单。")
        return [path for _order, _name, path in sorted(ranked)]
