"""The component `meta`: generated alerts about the monitoring itself."""
