"""Conformance material: hand-written cases, recordings of real browsers, and the lab."""
