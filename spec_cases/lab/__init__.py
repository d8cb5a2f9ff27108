"""The lab: records what real browsers do with scenarios and compares the engine with it."""
