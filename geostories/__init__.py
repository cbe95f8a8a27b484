"""GeoStories: stories tied to places on a map, for Swedish municipalities."""
