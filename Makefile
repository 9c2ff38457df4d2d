# Two commands matter: `make demo` shows the portal, `make test` proves it. Neither needs the other.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(VENV)/bin/pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo demo-data test lint bench bench-event

help: ## 显示本说明
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新版本，现为 %d.%d。" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV) || { echo "不能建立虚拟环境：请先安装 python3-venv。"; exit 1; }

$(VENV)/.embedded: requirements.txt requirements-embedded.txt locale/zh_Hans/LC_MESSAGES/django.po | $(PY)
	$(PIP) install -r requirements-embedded.txt
	@$(PY) locale/compile.py
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.embedded | $(PY)
	$(PIP) install -r requirements-dev.txt
	@touch $@

install: $(VENV)/.embedded ## 建立 .venv 并安装运行所需

install-dev: $(VENV)/.dev

demo: install ## 用一年的演示数据启动整个门户（Ctrl-C 结束）
	@exec $(PY) manage.py demo

demo-data: install ## 只准备演示数据，不启动服务
	@$(PY) manage.py demo --no-serve

test: install-dev ## 安装所需并运行全部测试
	@$(PY) tests/browser_setup.py
	@$(PY) -m pytest -n 2 --dist loadfile

lint: install-dev ## 检查代码风格与分层
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports

bench: install-dev ## 测量速度，与对照同时运行，给出比值
	@$(PY) benchmarks/run.py

bench-event: install-dev ## 对接会一小时的请求率，24000 人，两分钟
	@$(PY) benchmarks/event.py
