"""YAML text in, plain tree and source map out; the only stage that reads specs from disk."""
