"""Who is told what: routes, receivers and inhibitions, as Alertmanager will be told."""
