"""Reading a file of structures: its columns, what each line says, which kind of structure it is."""
