"""Spec models as authors write them: tree in, models or findings in the user's words out."""
