"""Turn any format into one raw table: their columns, their text, their geometry."""
