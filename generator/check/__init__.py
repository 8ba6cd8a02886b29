"""Checks of what is planned and rendered; each in a file of its own."""
