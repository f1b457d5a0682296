"""Commands of the command line, by theme, and what they share; `heritage_gis.cli` gathers them."""
