"""What must happen: the world simulated event by event, knowing nothing of recipes or PromQL."""
