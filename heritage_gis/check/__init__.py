"""Say what is wrong, row by row; hold bad rows back; write the report."""
