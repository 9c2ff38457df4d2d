"""Firms and the site's columns."""

from tests.enterprises.conftest import firm, member, somebody, unit  # noqa: F401 Fixtures.
from tests.portal.conftest import columns, hands, make  # noqa: F401 Fixtures.
