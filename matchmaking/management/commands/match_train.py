"""``manage.py match_train``: make the re-ranker's file anew from development queries."""

import json
from pathlib import Path

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from matchmaking.matching import judged, training
from matchmaking.matching.features import NAMES
from matchmaking.matching.index import scratch
from matchmaking.matching.ranking import MODEL


class Command(BaseCommand):
    help = "用开发集查询训练重排模型，先交叉验证并与 BM25 作配对自助检验，再写入模型文件。"

    def add_arguments(self, parser):
        parser.add_argument("--docs", required=True, type=Path, help="文档：.jsonl 或 .jsonl.gz")
        parser.add_argument("--queries", required=True, type=Path, action="append", help="开发集查询，可多次给出")
        parser.add_argument("--source", default="", help="数据来源与许可，写入模型卡片")
        parser.add_argument("--ridge", type=float, default=training.RIDGE, help="权重约束的强度")
        parser.add_argument("--out", type=Path, default=MODEL, help="模型文件")
        parser.add_argument("--dry-run", action="store_true", help="只交叉验证，不写文件")

    def handle(self, *, docs, queries, source, ridge, out, dry_run, **options):
        try:
            with scratch():
                numbers = judged.index_documents(docs)
                sets = {path.name: training.examples(judged.judged_queries(path, numbers)) for path in queries}
        except judged.Unreadable as error:
            raise CommandError(str(error)) from error
        examples = [example for found in sets.values() for example in found]
        before = training.reciprocal_ranks(None, examples)
        after = training.cross_validated(examples, ridge)
        measured, start = {}, 0
        for name, found in sets.items():
            part = slice(start, start := start + len(found))
            measured[name] = _told(before[part], after[part])
            self.stdout.write(f"{name}：{measured[name]}")
        if dry_run:
            return
        model = training.train(examples, ridge)
        card = {
            "what": "linear listwise re-ranker of the first hundred BM25 candidates",
            "trained_on": source,
            "queries": {name: len(found) for name, found in sets.items()},
            "documents": len(numbers),
            "cross_validated": measured,
        }
        parts = {part: [float(f"{v:.6g}") for v in getattr(model, part)] for part in ("mean", "deviation", "weights")}
        out.write_text(
            json.dumps({"card": card, "features": list(NAMES), **parts}, ensure_ascii=False, indent=1) + "\n"
        )
        self.stdout.write(f"已写入 {out.name}（{out.stat().st_size // 1024} KB）。")


def _told(before: list[float], after: list[float]) -> dict:
    mean, low, high = judged.bootstrap(after, before)
    return {
        "n": len(before),
        "bm25_mrr@10": round(float(np.mean(before)), 4),
        "reranked_mrr@10": round(float(np.mean(after)), 4),
        "difference": round(mean, 4),
        "interval_95": [round(low, 4), round(high, 4)],
    }
