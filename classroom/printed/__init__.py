"""What goes on paper: worksheets and reports as PDF. Pure: facts in, bytes out."""
