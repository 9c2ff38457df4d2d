"""Make sure that the tests have a Chromium, or stop with the line that installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """The path of a browser: one of the system's, or Playwright's own."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


def has_chinese_font() -> bool:
    """Whether pages would be drawn with Chinese characters."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def install() -> None:
    """Try Playwright's own download, then Debian's package where that is allowed."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if (not found() or not has_chinese_font()) and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        packages = ["chromium", "fonts-noto-cjk", "fontconfig"]
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=False, env=environment)


if __name__ == "__main__":
    if not found() or not has_chinese_font():
        install()
    if not found():
        sys.exit(
            "浏览器测试需要 Chromium。请执行：sudo apt-get install -y chromium fonts-noto-cjk，然后重新运行 make test。"
        )
    if not has_chinese_font():
        print("提示：没有中文字体，截图中的汉字会显示为方框（apt-get install -y fonts-noto-cjk）。")
