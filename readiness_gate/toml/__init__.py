"""Strict models of pydantic over TOML files: every mistake is reported with its line and column. It knows nothing of
this product."""
