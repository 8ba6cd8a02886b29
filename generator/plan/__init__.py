"""What will be rendered, in our own types and without text: rules, dashboards, runbooks."""
