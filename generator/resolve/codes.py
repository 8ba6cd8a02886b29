"""Findings about references, labels and units."""

from generator.core.finding import Rule, Severity, rules_of

UNKNOWN_METRIC = Rule(
    "PS201",
    "unknown metric",
    "an expression over a metric that nobody exposes is always empty",
    "declare the metric under `metrics:`, or correct its name",
)
UNKNOWN_LABEL = Rule(
    "PS202",
    "unknown label",
    "a condition on a label that a series never has matches nothing",
    "use one of the metric's labels, or declare it there",
)
UNKNOWN_VALUE = Rule(
    "PS203",
    "unknown label value",
    "a condition on a value that never occurs matches nothing",
    "use one of the declared values",
)
UNKNOWN_ID = Rule("PS204", "unknown id", "a reference must lead somewhere", "correct the id")
WRONG_OPERAND = Rule(
    "PS205",
    "operand does not fit the recipe",
    "the result would be wrong without looking wrong",
    "use an operand that the recipe takes",
)
BAD_SELECTION = Rule(
    "PS206",
    "no selection",
    "a selection is a metric with conditions on its labels",
    'write it as in PromQL: `http_requests_total{status=~"5.."}`',
)
UNDECLARED_LABEL = Rule(
    "PS207",
    "label without definition",
    "every label is defined once, with what it may hold",
    "define it in specs/labels.yaml",
)
WRONG_UNIT = Rule(
    "PS208",
    "bound in another unit",
    "numbers of different units cannot be compared",
    "write the bound in a unit of what is measured",
)
WRONG_VARIANT = Rule(
    "PS209",
    "bounds do not fit the variants",
    "a variant without a bound would never alert, a bound without a variant neither",
    "give one bound for each variant",
)
CYCLE = Rule(
    "PS210",
    "indicators that need each other",
    "neither can be computed first",
    "measure one of them from metrics",
)
UNKNOWN_DECISION = Rule(
    "PS211", "unknown decision", "a reader could not find why", "add it to specs/decisions.yaml"
)
UNKNOWN_OWNER = Rule(
    "PS212", "unknown owner", "nobody would be told", "define the team in specs/owners.yaml"
)
NO_OWNER = Rule(
    "PS213", "nobody owns this", "an alert must reach somebody", "add `owner:` here or above"
)
IDENTITY_IN_BY = Rule(
    "PS214",
    "identity label in `by`",
    "identity labels are added everywhere by themselves",
    "remove it from `by`",
)
NO_BUCKET = Rule(
    "PS215",
    "bound is no bucket",
    "how many events exceed it can only be read at a bucket",
    "use a declared bucket as bound, or declare the bucket and expose it",
)
NO_RUNBOOK = Rule(
    "PS216",
    "page without a runbook",
    "whoever is woken must know what to do first",
    "add `runbook:` and write the runbook",
)
OUT_OF_RANGE = Rule(
    "PS217",
    "bound that cannot be crossed",
    "the alert would never fire, or always",
    "use a bound inside the range",
)
NO_SOURCE = Rule(
    "PS218",
    "unused indicator",
    "nothing shows it, records it or alerts on it",
    "show it on a dashboard, or remove it",
    Severity.ADVICE,
)
LABEL_CLASH = Rule(
    "PS219",
    "label stands twice",
    "a metric's own label and one that scraping adds exclude each other",
    "rename it, or remove `target: true` from its definition",
)
BAD_MIN = Rule(
    "PS220",
    "`min_bad_events` without events",
    "only shares of counted events have bad events",
    "remove `min_bad_events`",
)
DUPLICATE_METRIC = Rule(
    "PS221",
    "metric declared twice",
    "two declarations of one metric could contradict each other",
    "declare it in one component; others refer to it by its name",
)

RULES = rules_of(globals())
