"""The files that users write, as models and as JSON Schemas."""
