"""The report on one survey, from one source: for the terminal, as a page, for programs."""
