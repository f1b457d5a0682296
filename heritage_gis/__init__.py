"""A heritage register: survey files in, safe public district maps out."""
