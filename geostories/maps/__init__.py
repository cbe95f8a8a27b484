"""folium's floor: plain data in, the map part of a page out."""
