"""Types that every stage shares; imports nothing else of the package."""
