"""What tells people: letters, calendar files, the own feed."""
