"""Reading what people bring: bytes to text, tables to rows. No database, no word of any app."""
