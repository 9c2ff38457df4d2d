"""The kinds of message about patents."""

from bureau.messaging.kinds import Kind, register

register(
    Kind(
        "patents.fees_due",
        "专利年费将到期",
        "“{firm}”有 {count} 件专利的年费将到期",
        "“{firm}”的下列专利应在到期日前缴纳年费：{patents}。依据{source}，授予专利权当年以后的年费应当在上一年度期满前缴纳；"
        "逾期的可在 {months} 个月内补缴并缴纳滞纳金，期满未缴纳的，专利权自应当缴纳年费期满之日起终止。本系统不知道您是否已经缴纳，已缴纳的请忽略。",
        {
            "firm": "赣州示例科技有限公司",
            "count": "2",
            "patents": "201510000001.0（第 4 年度，2018-05-05 前）、201520000001.6（第 5 年度，2018-05-20 前）",
            "source": "《专利法实施细则》第一百一十五条",
            "months": "6",
        },
        for_units=True,
    ),
)
