"""Strict pydantic models over TOML files, with the line and column of every mistake. This package does not depend on
the product."""
