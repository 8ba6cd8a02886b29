"""Models to a frozen estate: defaults filled in, every reference followed, every number exact."""
