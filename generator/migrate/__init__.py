"""Coming over from other SLO generators: their files become specs, with a report of every entry."""
