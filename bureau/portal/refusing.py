"""What any call of the interface may answer instead of what was asked, entered into its OpenAPI description."""

BAD, NOBODY, FORBIDDEN, NONE, SAME, TOO_MANY = "400", "401", "403", "404", "304", "429"
WORDS = {
    SAME: "与 If-None-Match 所示的版本相同，没有正文",
    BAD: "参数或正文不合规定，逐项说明",
    NOBODY: "没有令牌，或令牌无效、已过期、已吊销",
    FORBIDDEN: "没有权限",
    NONE: "没有这条记录或这一页，或调用者看不到",
    TOO_MANY: "请求过于频繁，请按 Retry-After 的秒数稍后再试",
}


def tell_refusals(result: dict, generator, request, public: bool) -> dict:
    """drf-spectacular's hook: add to each call the refusals that its parameters and its callers make possible."""
    for path, methods in result["paths"].items():
        for call in methods.values():
            for code in _possible(path, call):
                answer = call["responses"].setdefault(code, {})
                answer["description"] = answer.get("description") or WORDS[code]
            call["responses"] = dict(sorted(call["responses"].items()))
    return result


def _possible(path: str, call: dict) -> list[str]:
    parameters = call.get("parameters", ())
    found = [BAD] if any(one["in"] == "query" for one in parameters) or "requestBody" in call else []
    if {} not in call.get("security", [{}]):
        found += [NOBODY, FORBIDDEN]
    if "{" in path or any(one["name"] == "page" for one in parameters):
        found.append(NONE)
    return [*found, TOO_MANY]
