"""Reading the files that people bring: structures, partners. Lines in, drafts and reasons out; nothing is written."""
