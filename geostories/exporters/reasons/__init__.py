"""Statements of reasons in the format of the Commission's DSA transparency database."""
