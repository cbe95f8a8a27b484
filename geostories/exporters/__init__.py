"""Official places and trails as files that other programs read."""
