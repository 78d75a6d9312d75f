"""What spans the rooms: the start page, pages that explain, demo data, preparing a server."""
