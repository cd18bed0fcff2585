"""What the structures app reads: one file for each noun."""
