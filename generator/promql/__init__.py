"""PromQL: expressions built correct by construction, selections read, expressions parsed back."""
