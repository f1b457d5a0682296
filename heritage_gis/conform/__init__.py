"""Turn their words into ours: headings, kinds, periods, numbers, coordinates, geometry."""
