"""Several pages that go online at one agreed moment."""
