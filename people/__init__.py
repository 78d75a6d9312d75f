"""Who: schools, teams and the people in them. Knows nothing of the other rooms."""
