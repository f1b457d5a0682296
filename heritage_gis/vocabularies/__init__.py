"""Tables an archaeologist can edit: kinds, periods, headings, conditions, problem texts."""
