"""Write a migration for what changed in the register's tables: `write_migration.py MESSAGE URL`.

The database is an empty one on PostGIS, such as a test makes; the migrations that there are run
on it first, and what is missing then becomes the next one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, text

from heritage_gis.register.postgis import make_config, migrate

VERSIONS = Path(__file__).resolve().parent.parent / "heritage_gis/register/migrations/versions"


def main() -> None:
    """Compare the tables with what the migrations make, and write what is missing."""
    message, url = sys.argv[1:]
    number = len(list(VERSIONS.glob("[0-9]*.py"))) + 1
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        if number > 1:
            migrate(connection)
        config = make_config(connection)
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    engine.dispose()
    for path in VERSIONS.glob(f"{number:04d}_*.py"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    subprocess.run(["ruff", "format", "--quiet", str(VERSIONS)], check=True)


if __name__ == "__main__":
    main()
