"""Tables in and out: declared CSV files read with every fault collected, and CSV and XLSX written."""
