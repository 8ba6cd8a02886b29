"""Rendering: the plan becomes artifacts in memory; a package or module per target."""
