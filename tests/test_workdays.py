"""Working days follow the State Council's arrangement, and Monday to Friday where none is known."""

from datetime import date

from bureau.workdays import is_arranged, is_workday, workdays_after, workdays_before, workdays_between


def test_a_holiday_is_skipped_and_an_exchanged_weekend_counts():
    # 2025: 1 to 8 October are free, Sunday 28 September and Saturday 11 October are worked.
    assert workdays_after(date(2025, 9, 26), 5) == date(2025, 10, 10)
    assert [is_workday(date(2025, 9, 28)), is_workday(date(2025, 10, 6)), is_workday(date(2025, 10, 11))] == [True, False, True]  # fmt: skip
    assert workdays_between(date(2025, 9, 27), date(2025, 10, 9)) == 4


def test_a_year_without_arrangement_counts_monday_to_friday():
    day = date(2099, 10, 1)  # A Thursday.

    assert (is_arranged(day), is_workday(day), is_arranged(date(2025, 1, 1))) == (False, True, True)
    assert workdays_after(day, 2) == date(2099, 10, 5)


def test_counting_back_mirrors_counting_on():
    assert workdays_before(date(2025, 10, 10), 5) == date(2025, 9, 26)
    assert workdays_before(workdays_after(date(2025, 9, 30), 3), 3) == date(2025, 9, 30)
