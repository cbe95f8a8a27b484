"""What is printed and put up outdoors."""
