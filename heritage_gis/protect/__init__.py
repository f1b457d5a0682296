"""Decide how exact a position the public may have. It alone makes PublicSites."""
