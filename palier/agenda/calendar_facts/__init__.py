"""Public holidays, school holidays, and which ones are those of a département."""
