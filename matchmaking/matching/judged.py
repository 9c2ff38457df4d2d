"""Queries with known answers: reading them, ranking them, and what the ranks are worth."""

import gzip
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import ranking
from .index import Item, build

KIND = 0  # No kind of the portal's: judged documents are indexed in a scratch schema.
FIELDS = ("title", "text")


class Unreadable(Exception):
    """The file is not what it should be; ``str()`` names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and its relevant documents, by number."""

    text: str
    relevant: frozenset[int]


def lines(path: Path, needed: tuple[str, ...]) -> Iterator[dict]:
    """The objects of a file with one JSON object in each line, gzipped or not, each with the ``needed`` members."""
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                found = json.loads(line)
                missing = [name for name in needed if name not in found]
                if missing:
                    raise Unreadable(f"{path.name} 第 {number} 行缺少 {'、'.join(missing)}。")
                yield found
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Unreadable(f"不能读取 {path}：{error}。请给出 .jsonl 或 .jsonl.gz 文件。") from error
    except (json.JSONDecodeError, TypeError) as error:
        raise Unreadable(f"{path.name} 第 {number} 行不是一个 JSON 对象：{error}。") from error


def index_documents(path: Path, fields: Iterable[str] = FIELDS) -> dict[str, int]:
    """Index the file's documents in the present (scratch) tables; gives each id's number."""
    fields, numbers, items = set(fields), {}, []
    for number, found in enumerate(lines(path, ("id", *sorted(fields)))):
        numbers[str(found["id"])] = number
        title = found["title"] if "title" in fields else ""
        items.append(Item(number, title, found["text"] if "text" in fields else ""))
    build(KIND, items)
    return numbers


def judged_queries(path: Path, numbers: dict[str, int]) -> list[Judged]:
    """The file's queries. Raises Unreadable when one names a document that is not there."""
    found = []
    for line in lines(path, ("text", "relevant")):
        unknown = [name for name in line["relevant"] if str(name) not in numbers]
        if unknown:
            raise Unreadable(f"{path.name}：查询“{line['text'][:20]}…”的相关文档 {unknown[0]} 不在文档文件中。")
        found.append(Judged(line["text"], frozenset(numbers[str(name)] for name in line["relevant"])))
    return found


@dataclass(slots=True)
class Worth:
    """Per query: reciprocal rank, recall and nDCG within ten, and milliseconds."""

    reciprocal: list[float]
    recall: list[float]
    gain: list[float]
    milliseconds: list[float]

    def summary(self) -> dict:
        """The means and percentiles as ``match_eval`` prints them."""
        count = len(self.reciprocal)
        return {
            "n": count,
            "mrr@10": round(float(np.mean(self.reciprocal)), 4) if count else None,
            "recall@10": round(float(np.mean(self.recall)), 4) if count else None,
            "ndcg@10": round(float(np.mean(self.gain)), 4) if count else None,
            "p50_ms": round(float(np.percentile(self.milliseconds, 50)), 2) if count else None,
            "p95_ms": round(float(np.percentile(self.milliseconds, 95)), 2) if count else None,
        }


def evaluate(queries: Iterable[Judged], *, rerank: bool = True) -> Worth:
    """Ask the production code for each query's twenty best."""
    worth = Worth([], [], [], [])
    for query in queries:
        start = time.perf_counter()
        found = ranking.best(KIND, query.text, 20, rerank=rerank)
        worth.milliseconds.append((time.perf_counter() - start) * 1000)
        hits = [rank for rank, match in enumerate(found[:10], 1) if match.number in query.relevant]
        ideal = sum(1 / np.log2(rank + 1) for rank in range(1, min(len(query.relevant), 10) + 1))
        worth.reciprocal.append(1 / hits[0] if hits else 0.0)
        worth.recall.append(len(hits) / len(query.relevant) if query.relevant else 0.0)
        worth.gain.append(sum(1 / np.log2(rank + 1) for rank in hits) / ideal if ideal else 0.0)
    return worth


def bootstrap(better: list[float], worse: list[float], rounds: int = 10_000) -> tuple[float, float, float]:
    """The mean difference of paired values and the borders of its 95 % interval."""
    difference = np.array(better) - np.array(worse)
    picks = np.random.default_rng(1).integers(0, len(difference), (rounds, len(difference)))
    means = difference[picks].mean(axis=1)
    return float(difference.mean()), float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))
