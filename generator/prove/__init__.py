"""Whether the tests of rules would notice a mistake: they are run, then the rules are mutated."""
