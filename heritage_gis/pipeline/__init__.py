"""The stages in order, as plain functions; the command line and the flows call these."""
