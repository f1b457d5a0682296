"""Districts and their borders, in both layouts; everything that asks 'which district' asks here."""
