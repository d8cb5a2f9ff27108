"""For tests: hypothesis strategies of scenarios, and what a test suite needs of the engine."""
