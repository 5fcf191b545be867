"""Benchmarks: this service beside other servers, on the same data, with the same questions, in one run."""
