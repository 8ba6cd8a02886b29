"""How much one spec file may hold; beyond that it is refused instead of slowing a build down."""

MAX_FILE_BYTES = 2 * 1024 * 1024
"""Largest spec file that is read."""

MAX_RULE_FILE_BYTES = 64 * 1024 * 1024
"""Largest rule file of others that is read; some are generated, with all rules of a company."""

MAX_DEPTH = 64
"""Deepest nesting of mappings and lists, aliases followed."""

MAX_NODES = 200_000
"""Most values in one file, every use of an alias counted in full."""

MAX_RULE_FILE_NODES = 4_000_000
"""Most values in one rule file of others."""

MAX_FINDINGS = 100
"""Most findings of one file; after these reading it stops."""
