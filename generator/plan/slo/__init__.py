"""SLOs as rules: a pair of bad and total, burn per window, the budget left, alerts per tier.

The formulas are those of the Google SRE workbook, chapter 5 ("Alerting on SLOs"). ``budget`` is
``1 - objective``; ``burn(w) = (bad events in w / all events in w) / budget`` says how many times
as fast as allowed the budget is spent.
"""
