"""``python -m palier``: the same as the ``palier`` command."""

from palier.config.cli import main

if __name__ == "__main__":
    main()
