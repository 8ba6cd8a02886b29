"""A service that exposes every declared metric, healthy or in trouble, to be looked at.

It is made from the estate alone: what an indicator measures and which bounds it has decide how its
metrics behave. It knows nothing of PromQL, so rules cannot agree with it by construction.
"""
