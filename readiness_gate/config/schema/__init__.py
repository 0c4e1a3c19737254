"""What users may write in the product's files, as models and as JSON Schemas."""
