"""One demo picture a file, each painted on the canvas it is given."""
