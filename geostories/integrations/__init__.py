"""The outside world: database server, files, mail, queue."""
