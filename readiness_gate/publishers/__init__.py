"""Publishers write a verdict to another system: one module or package for each."""
