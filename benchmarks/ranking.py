"""The re-ranker beside plain BM25 on development queries, query by query: the mean of both, and the 95 % interval of the difference.

The project's own judged set was never trained on, so that the shipped model answers it. The queries that it was trained on, when they are
at hand (``RELEVANCE_DATA`` names their folder), are answered by models that have not seen them (cross-validation, as ``match_train``).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matchmaking.matching import city, judged, training
from matchmaking.matching.index import build, scratch

NEAR_THE_PROJECT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "relevance"


def compared() -> Iterator[tuple[str, list[float], list[float]]]:
    """What was asked, and the reciprocal ranks within ten of the re-ranker and of BM25, query by query."""
    with scratch():
        build(judged.KIND, list(city.achievements().values()))
        posed = [judged.Judged(one.text, frozenset(one.grades)) for one in city.demands("dev") if one.grades]
        found = [judged.evaluate(posed, rerank=rerank).reciprocal for rerank in (True, False)]
    yield f"自有评测集开发部分 {len(posed)} 项需求", *found
    folder = Path(os.environ.get("RELEVANCE_DATA") or NEAR_THE_PROJECT)
    if not folder.exists():
        return
    with scratch():
        numbers = judged.index_documents(next(folder.glob("docs_*.jsonl.gz")))
        sets = {
            path.name: training.examples(judged.judged_queries(path, numbers))
            for path in sorted(folder.glob("*_dev.jsonl.gz"))
        }
    examples = [example for found in sets.values() for example in found]
    after, start = training.cross_validated(examples), 0
    for name, found in sets.items():
        part = slice(start, start := start + len(found))
        yield f"{name} {len(found)} 条查询，交叉验证", list(after[part]), training.reciprocal_ranks(None, found)
    yield f"以上 {len(examples)} 条开发查询合计，交叉验证", list(after), training.reciprocal_ranks(None, examples)


def line(what: str, ours: list[float], plain: list[float]) -> str:
    """A line of the table; it holds where the whole interval is above nought, and is no verdict where that is nowhere near decided."""
    mean, low, high = judged.bootstrap(ours, plain)
    verdict = "✓" if low > 0 else "✗" if high < 0 else "未分高下"
    values = f"{np.mean(ours):.3f} | {np.mean(plain):.3f}"
    return f"| 重排对 BM25 的 MRR@10（{what}） | {values} | {mean:+.3f}（95% 区间 {low:+.3f} 至 {high:+.3f}） | 区间 > 0 | {verdict} |"
