"""What is wrong with PromQL that parses: found from what the catalogue knows, without a server."""
