"""The verbs of the book, in the words of its readers."""

VERBS = {
    "add": "新增", "change": "修改", "update": "清单更新", "void": "作废", "restore": "恢复", "correct": "更正",
    "undo": "撤销导入", "load_list": "导入清单", "receive_list": "上传清单", "undo_list": "撤销导入", "export": "导出",
    "confirm": "确认导入", "cancel": "取消", "interrupt_list": "导入中断", "compute_report": "计算", "prepare": "送审",
    "review": "审核通过", "issue": "签发", "return": "退回", "revise": "更正已签发报告", "sign_check": "签认勾稽差异",
    "enter": "填报", "copy_plan": "复制计划", "resolve": "处理名称", "learn_name": "增加曾用名", "unmask": "查看完整个人信息", "rotate_keys": "更换密钥",
    "download_report": "下载报告",
    "draft": "起草", "publish": "发布", "close": "结束", "raise": "提出异议",
    "accept": "受理", "decline": "不予受理", "uphold": "认定异议成立", "dismiss": "认定异议不成立", "tell": "告知", "download_evidence": "查看异议材料",
    "resend": "重新发送", "prefer_messages": "修改消息设置", "restore_default": "恢复默认文字",
    "begin": "开始填写", "fill_in": "填写", "submit": "提交", "approve": "通过", "refuse": "不予通过", "withdraw": "撤回", "claim": "认领单位",
    "appoint": "任单位管理员", "relieve": "免单位管理员", "appoint_manager": "指定单位管理员", "join": "加入单位", "invite": "邀请成员",
    "revoke_invitation": "取消邀请", "accept_invitation": "接受邀请", "end_membership": "结束成员身份", "leave_membership": "退出单位",
    "hand_over": "移交单位管理员", "assign_places": "指定推荐职责", "request_renaming": "申请更名", "rename": "更名",
    "view_licence": "查看证照", "view_document": "查看证明文件",
    "sign_in": "登录", "sign_in_failed": "登录失败", "sign_in_locked": "登录失败，已锁定", "sign_out": "退出",
    "end_sessions": "结束会话", "lift_lock": "解除登录锁定", "new_device": "在新设备登录", "change_password": "更改密码",
    "add_factor": "设置二次验证", "remove_factor": "停用二次验证", "reset_factor": "重新生成恢复代码",
    "factor_failed": "二次验证未通过", "add_identity": "绑定统一身份认证", "remove_identity": "解除绑定统一身份认证",
    "take_out": "删去一行", "count_staff": "填写人员月度数", "confirm_data": "确认年度数据", "judge": "评分",
}  # fmt: skip
