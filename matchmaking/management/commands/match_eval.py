"""``manage.py match_eval``: how well the production code finds the known answers of a file of queries."""

import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from matchmaking.matching import judged
from matchmaking.matching.index import TABLES, scratch


class Command(BaseCommand):
    help = "用给定的文档与查询（带标准答案）评测检索与推荐；在临时模式中进行，不留下任何数据。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--docs", required=True, type=Path, help="文档：每行一个 {id, title, text}，.jsonl 或 .jsonl.gz"
        )
        parser.add_argument(
            "--queries", required=True, type=Path, help="查询：每行一个 {id, text, relevant: [文档 id]}"
        )
        parser.add_argument(
            "--fields", default="title,text", help="检索文档的哪些字段：title、text 或 title,text（默认）"
        )
        parser.add_argument("--no-rerank", action="store_true", help="只用 BM25，不用重排模型（对照）")
        parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象")

    def handle(self, *, docs, queries, fields, no_rerank, **options):
        chosen = [name.strip() for name in fields.split(",") if name.strip()]
        if not chosen or set(chosen) - set(judged.FIELDS):
            raise CommandError(f"--fields 只能是 title、text 或 title,text，现为“{fields}”。")
        try:
            with scratch():
                start = time.perf_counter()
                numbers = judged.index_documents(docs, chosen)
                spent = time.perf_counter() - start
                _settle()
                asked = judged.judged_queries(queries, numbers)
                found = judged.evaluate(asked, rerank=not no_rerank).summary()
        except judged.Unreadable as error:
            raise CommandError(str(error)) from error
        found |= {"index_s": round(spent, 2), "docs": len(numbers)}
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, value in found.items():
            self.stdout.write(f"{name:>10}  {value}")


def _settle() -> None:
    """What autovacuum does within a minute on a running portal: statistics, and pages known to be visible to all."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE matchmaking_{table}")
