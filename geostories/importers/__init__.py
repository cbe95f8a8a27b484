"""Official layers: from a file to the tables, all of it or nothing."""
