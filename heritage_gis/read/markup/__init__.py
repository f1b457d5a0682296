"""A workbook given back: marked where it is wrong, and otherwise as it came."""
