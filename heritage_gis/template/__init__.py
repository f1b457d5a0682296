"""Forms to fill in: workbooks whose headings and lists are those that we read."""
