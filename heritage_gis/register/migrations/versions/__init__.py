"""The migrations, in the order of their numbers; `scripts/write_migration.py` writes the next."""
