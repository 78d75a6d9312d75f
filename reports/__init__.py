"""Reading together, on screen and on paper, from the same Report object."""
