"""The yearly statement of the region: works of a year, and counts of sites, for handing on."""
