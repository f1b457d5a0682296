"""Take files in: safe names, limits, checksums, sidecars. Nothing received is edited or lost."""
