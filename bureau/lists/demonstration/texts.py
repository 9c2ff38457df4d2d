"""Sentences composed of the vocabulary: titles of patents, projects and awards, summaries, descriptions of needs."""

import random

from . import vocabulary as words
from .vocabulary import Theme


def invention_title(rng: random.Random, theme: Theme) -> str:
    """What a patent for an invention is called."""
    feature, technique = rng.choice(words.FEATURES), rng.choice(words.TECHNIQUES)
    material, process = rng.choice(theme.materials), rng.choice(theme.processes)
    device = rng.choice(theme.devices)
    return rng.choice(
        (
            f"一种{feature}{material}{process}方法",
            f"一种基于{technique}的{material}{process}方法",
            f"一种{material}{process}系统及其控制方法",
            f"{feature}{device}及其在{material}{process}中的应用",
            f"一种用于{material}的{feature}{process}工艺",
            f"一种利用{technique}提高{material}{process}效果的方法",
            f"一种{material}{technique}{process}装置及方法",
            f"{material}的{technique}{process}工艺及{device}",
        )
    )


def utility_title(rng: random.Random, theme: Theme) -> str:
    """What a utility model is called."""
    feature, part = rng.choice(words.FEATURES), rng.choice(words.PARTS)
    material, process, device = rng.choice(theme.materials), rng.choice(theme.processes), rng.choice(theme.devices)
    return rng.choice(
        (
            f"一种{feature}{material}{process}装置",
            f"一种{material}{process}用{feature}{device}",
            f"一种带有{part}的{feature}{device}",
            f"一种便于{rng.choice(words.ACTIONS)}的{material}{process}设备",
            f"一种具有{part}的{material}{process}{device}",
            f"一种{feature}{device}的{part}",
            f"{material}{process}生产线用{part}",
        )
    )


def design_title(rng: random.Random, theme: Theme) -> str:
    """What a design is called."""
    product, style = rng.choice(theme.products), rng.choice(words.STYLES)
    letters = "".join(rng.choices("ABCDEFGHJKLMNPQRTUWXY", k=2))
    return rng.choice(
        (
            f"{product}（{style}）",
            f"{product}（{letters}-{rng.randint(10, 999)}）",
            f"{rng.choice(words.FEATURES)}{product}（{style}）",
            f"{product}（{style}{letters}{rng.randint(1, 99):02d}）",
        )
    )


def achievement_title(rng: random.Random, theme: Theme) -> str:
    """What an achievement, an appraised one too, is called."""
    material, process = rng.choice(theme.materials), rng.choice(theme.processes)
    return rng.choice(
        (
            f"{material}{rng.choice(words.FEATURES)}{process}关键技术",
            f"基于{rng.choice(words.TECHNIQUES)}的{material}{process}技术",
            f"{rng.choice(words.FEATURES)}{rng.choice(theme.devices)}研制及应用",
            f"{material}{process}新工艺及{rng.choice(theme.devices)}",
            f"{rng.choice(words.TECHNIQUES)}在{material}{process}中的应用研究",
        )
    )


def project_title(rng: random.Random, theme: Theme) -> str:
    """What a funded project is called."""
    subject = rng.choice(
        (
            f"{rng.choice(theme.materials)}{rng.choice(words.FEATURES)}{rng.choice(theme.processes)}关键技术",
            f"基于{rng.choice(words.TECHNIQUES)}的{rng.choice(theme.materials)}{rng.choice(theme.processes)}技术",
            f"{rng.choice(words.FEATURES)}{rng.choice(theme.devices)}",
        )
    )
    return subject + rng.choice(("研究与产业化", "开发及示范", "集成与示范推广", "攻关"))


def summary(rng: random.Random, theme: Theme) -> str:
    """What an achievement is, in two or three sentences."""
    first, second = rng.sample(theme.metrics, 2)
    opening = (
        f"针对{rng.choice(theme.materials)}{rng.choice(theme.processes)}中{rng.choice(theme.problems)}的问题，"
        f"{rng.choice(words.MEANS)}，形成{rng.choice(words.RESULTS)}。"
    )
    proof = f"{rng.choice(words.PROOFS)}，{first}改善{rng.randint(5, 48)}%"
    proof += f"，{second}达到行业先进水平。" if rng.random() < 0.5 else f"，{second}改善{rng.randint(3, 30)}%。"
    return opening + proof + (f"{rng.choice(words.USES)}。" if rng.random() < 0.7 else "")


def demand_title(rng: random.Random, theme: Theme) -> str:
    """What a company looks for, as a heading."""
    material, process = rng.choice(theme.materials), rng.choice(theme.processes)
    return rng.choice(
        (
            f"{material}{process}技术难题",
            f"解决{material}{process}{rng.choice(theme.problems)}的技术",
            f"{rng.choice(words.FEATURES)}{rng.choice(theme.devices)}开发",
            f"提高{material}{rng.choice(theme.metrics)}的{process}技术",
            f"{rng.choice(words.TECHNIQUES)}用于{material}{process}的技术合作",
        )
    )


def description(rng: random.Random, theme: Theme, trade: str) -> str:
    """What a company looks for, in two or three sentences."""
    material, process = rng.choice(theme.materials), rng.choice(theme.processes)
    text = (
        f"我公司主要从事{trade}相关生产，在{material}{process}环节存在{rng.choice(theme.problems)}的问题，"
        f"{rng.choice(words.LOSSES)}。希望{rng.choice(words.MEANS)}，使{rng.choice(theme.metrics)}"
        f"改善{rng.randint(8, 40)}%以上。"
    )
    return text + (f"{rng.choice(words.OFFERS)}。" if rng.random() < 0.8 else "")


def contract_title(rng: random.Random, theme: Theme, kind: str) -> str:
    """What a contract of that kind is about."""
    material, process = rng.choice(theme.materials), rng.choice(theme.processes)
    ending = {
        "技术开发": "技术开发",
        "技术转让": "专利技术转让",
        "技术许可": "专利实施许可",
        "技术咨询": "可行性咨询",
        "技术服务": "检测与技术服务",
    }[kind]
    subject = rng.choice((f"{material}{process}", f"{rng.choice(words.FEATURES)}{rng.choice(theme.devices)}", material))
    return f"{subject}{ending}"
