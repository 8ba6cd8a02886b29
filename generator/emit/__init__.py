"""Artifacts in memory become the output folder, safely; the only stage that writes to disk."""
