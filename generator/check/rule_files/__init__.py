"""Checks of rule files as files: of groups, names, labels and what stands twice; one file each."""
