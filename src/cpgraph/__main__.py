"""`python -m cpgraph` is the command line."""

from cpgraph.cli import main

main()
