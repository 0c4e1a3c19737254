"""A verdict as a page of Confluence, on Cloud or a Data Center."""
