"""cpgraph: an official sentencing report as linked data, with its evidence and its checks.

The package builds a graph from `data/`, validates it, and serves it. One version number stands for
code, data and ontology.
"""

__version__ = "0.2.0"
