"""Decoders: each turns the bytes of one sort of file into pieces."""
