"""Recording one lesson, and who may read what of it."""
