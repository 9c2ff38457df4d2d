"""``manage.py similarity_eval``: how many of the judged pairs the comparison puts before an officer."""

import json

from django.core.management.base import BaseCommand

from bureau.similarity import compare
from projects.similarity.judged import pairs
from projects.workflow.similarity import LISTED_SHARE


class Command(BaseCommand):
    help = "在随系统提供的 200 对已判定文本上评测查重：召回率与精确率（开发集、测试集）。"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象")

    def handle(self, **options):
        made = [(pair, compare(pair.one, pair.other).share) for pair in pairs()]
        told = {
            "pairs": len(made),
            "listed_from": LISTED_SHARE,
            "development": _measures([one for one in made if not one[0].is_test]),
            "test": _measures([one for one in made if one[0].is_test]),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for name, words in (("development", "开发集"), ("test", "测试集")):
            part = told[name]
            self.stdout.write(
                f"{words}：{part['pairs']} 对，召回率 {part['recall']:.3f}，精确率 {part['precision']:.3f}"
            )
            for kind, spread in part["kinds"].items():
                low, high = spread["lowest"], spread["highest"]
                self.stdout.write(
                    f"  {kind}：列出 {spread['listed']}/{spread['pairs']}，相同内容占比 {low:.2f}–{high:.2f}"
                )


def _measures(made: list) -> dict:
    listed = [(pair, share) for pair, share in made if share >= LISTED_SHARE]
    right = sum(pair.is_same for pair, _share in listed)
    kinds = {}
    for pair, share in made:
        kinds.setdefault(pair.kind, []).append(share)
    return {
        "pairs": len(made),
        "recall": right / sum(pair.is_same for pair, _share in made),
        "precision": right / len(listed) if listed else 1.0,
        "kinds": {
            kind: {
                "pairs": len(shares), "listed": sum(share >= LISTED_SHARE for share in shares),
                "lowest": min(shares), "highest": max(shares),
            }
            for kind, shares in kinds.items()
        },
    }  # fmt: skip
