"""`python -m heritage_gis` is `heritage`."""

from heritage_gis.cli import main

if __name__ == "__main__":
    main()
