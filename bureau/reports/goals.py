"""What the yearly targets say to the apps below, which do not know this one."""

from datetime import date

from enterprises.forecast import Goal, goal_source
from enterprises.models import Recognition
from patents.counting import ALL, values
from patents.questions import Measure
from patents.targets import CityTarget, city_target_source, question_of

from .choices import TargetKind
from .models import Target
from .targets import needed

NEW, TOTAL = "hnte.new", "hnte.total"


@goal_source
def new_recognitions(year: int) -> Goal | None:
    """The year's target of new 高新技术企业; else what the target of their total asks for beyond last year's end."""
    found = {target.indicator: target for target in Target.objects.filter(year=year, indicator__in=(NEW, TOTAL))}
    if (target := found.get(NEW)) and target.kind != TargetKind.GROWTH:
        return Goal(
            int(target.value), f"年度目标：新增高新技术企业不少于 {int(target.value)} 家　{target.source_document}"
        )
    if target := found.get(TOTAL):
        opening = Recognition.objects.high_tech().held_on(date(year - 1, 12, 31)).count()
        wanted = int(needed(target, opening) if target.kind == TargetKind.GROWTH else target.value)
        words = f"年度目标：高新技术企业总数达到 {wanted} 家，上年末 {opening} 家　{target.source_document}"
        return Goal(max(wanted - opening, 0), words)
    return None


PATENTS = {
    (Measure.FILED, False): "patents.applications",
    (Measure.GRANTED, False): "patents.grants",
    (Measure.FILED, True): "patents.invention_applications",
}


@city_target_source
def patents_of_the_city(year: int, measure: Measure, only_inventions: bool) -> CityTarget | None:
    """The year's target of filings or grants; one of growth asks for so much more than last year's, as counted now."""
    target = Target.objects.filter(year=year, indicator=PATENTS.get((measure, only_inventions), "")).first()
    if target is None:
        return None
    if target.kind != TargetKind.GROWTH:
        return CityTarget(int(target.value), target.source_document)
    before = values(question_of(year - 1, measure, only_inventions)).get((ALL, ALL), 0)
    return CityTarget(int(needed(target, before)), target.source_document) if before else None
