"""Migrations of a register on PostGIS, from one version of the program to the next.

What the tables hold is made from `data/raw/` and the journal; migrations keep the tables
themselves, and with them the grants, views and saved layers that others have on them. A
GeoPackage with other tables is made anew instead.
"""
