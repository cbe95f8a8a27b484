"""`python -m geostories` is the command line."""

from geostories.cli import main

main()
