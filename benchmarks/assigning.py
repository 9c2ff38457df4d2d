"""Two thousand applications and four hundred experts, from their words to who reviews what."""

import numpy as np

from projects import assigning, expertise, topics

APPLICATIONS, EXPERTS, REVIEWERS = 2_000, 400, 5
RECUSED = 0.05  # Of all pairs somebody has to step aside.


def instance(seed: int = 1) -> assigning.Instance:
    """Fields and words as the tree has them, some fields much more asked for than others."""
    rng = np.random.default_rng(seed)
    leaves = [(code, keywords) for code, _name, keywords, parent in expertise.rows() if parent]
    asked = rng.zipf(1.4, APPLICATIONS) % len(leaves)
    known = rng.integers(0, len(leaves), (EXPERTS, 3))
    wanted = [topics.Topic(leaves[n][0], _words(rng, leaves[n][1])) for n in asked]
    experts = [
        topics.Knowledge(tuple(leaves[n][0] for n in own), "、".join(_words(rng, leaves[n][1]) for n in own))
        for own in known
    ]
    match = (topics.matches(wanted, experts) * assigning.SCALE).round().astype(int)
    return assigning.Instance(REVIEWERS, match, rng.random(match.shape) >= RECUSED)


def _words(rng, keywords: str) -> str:
    words = keywords.split("、")
    return "、".join(rng.permutation(words)[: max(1, len(words) - 1)])


def faults(asked: assigning.Instance, found: assigning.Solution) -> list[str]:
    """What is not as promised."""
    said = []
    if not all(asked.allowed[pair] for pair in found.pairs):
        said.append("有须回避的配对")
    if (np.bincount([row for row, _column in found.pairs], minlength=APPLICATIONS) != REVIEWERS).any():
        said.append(f"有的项目不是 {REVIEWERS} 名专家")
    if found.loads[1] - found.loads[0] > 1:
        said.append("任务数相差超过 1")
    if found.ratio < 0.99:
        said.append("匹配度低于上限的 0.99")
    return said
