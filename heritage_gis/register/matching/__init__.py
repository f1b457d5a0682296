"""Whether two records speak of the same place: what counts, which pairs, and the verdict."""
