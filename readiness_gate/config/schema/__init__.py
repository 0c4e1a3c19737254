"""What users may write in the files of this product, as models and as JSON Schemas."""
