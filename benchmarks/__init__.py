"""Measurements; see ``python -m benchmarks.speed`` and ``python -m benchmarks.growth``."""
