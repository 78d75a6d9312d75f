"""Puts the rooms together: settings, the list of addresses, the server's entry."""
