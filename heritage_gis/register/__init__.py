"""Turn records into sites: who is the same place, who says what. Keep the journal."""
