"""What a feed says, read in a process of its own (docs/adr/0063): it knows nothing of the app around it. Its
parts find each other by where they stand, not by the name of the room."""
