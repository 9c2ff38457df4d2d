"""A year of data, accounts for every role and an issued report, so that the portal can be seen at work."""
