"""Coordinates, reference systems, the protection grid and geometry: no heritage."""
