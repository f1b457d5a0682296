"""Exports: the register, or its public twin, in formats of other programs."""
