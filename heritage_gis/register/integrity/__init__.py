"""Integrity checks: what does not fit together in the register, listed for the keeper."""
