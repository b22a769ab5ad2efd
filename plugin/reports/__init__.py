"""Both reports as one neutral document, and what it is written out as: CSV, XLSX, PDF."""
