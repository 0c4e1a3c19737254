"""A verdict as a page of Confluence, on Cloud or Data Center."""
