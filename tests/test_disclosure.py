"""Numbers of persons are found however they are written, and other numbers are left alone."""

import pytest

from bureau.disclosure import find, masked


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("身份证360702199001011234。", "身份证号"),
        ("（360702 19900101 123X）", "身份证号"),
        ("360702900101123", "身份证号"),
        ("电话：138 0000 1234", "手机号"),
        ("+86-13800001234", "手机号"),
        ("手机１３８００００１２３４", "手机号"),
        ("办公电话 0797-8391234", "电话号码"),
        ("卡号 6222 0212 3456 7890 128", "银行账号"),
        ("开户行：工行，账号：1510 2001 0900 1234 567", "银行账号"),
    ],
)
def test_a_number_of_a_person_is_found(text, what):
    assert [found.what for found in find(text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "91360702PDY00001X6",  # Credit code.
        "申请号 2015112345678",
        "项目编号 20151BBE50012，经费 1380000元",
        "赣科发〔2015〕138号，2026年11月24日",
        "受理号 YY20261124001380000123456",
        "6222021234567890129",  # Its last digit does not fit: no card, and nothing says account.
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find(text) == []


def test_a_mask_replaces_the_number_alone():
    text = "联系王老师 138-0000-1234，身份证 360702199001011234，座机 0797-8391234"

    assert masked(text) == "联系王老师 138****1234，身份证 360***********1234，座机 0797-8391234"
    assert masked(text, landlines=True).endswith("座机 079****1234")
