"""A heritage register: survey files in, safe public district maps out."""

import os

# With lxml in reach openpyxl writes other bytes; a form is the same whatever else is installed.
os.environ.setdefault("OPENPYXL_LXML", "False")
