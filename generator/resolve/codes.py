"""Findings about references, labels and units."""

from generator.core.finding import Rule, Severity, rules_of

UNKNOWN_METRIC = Rule(
    "PS201",
    "unknown metric",
    "an expression over a metric that nobody exposes is always empty",
    "declare the metric under `metrics:`, or correct its name",
    mended=True,
)
UNKNOWN_LABEL = Rule(
    "PS202",
    "unknown label",
    "a condition on a label that a series never has matches nothing",
    "use one of the metric's labels, or declare it there",
    mended=True,
)
UNKNOWN_VALUE = Rule(
    "PS203",
    "unknown label value",
    "a condition on a value that never occurs matches nothing",
    "use one of the declared values",
    mended=True,
)
UNKNOWN_ID = Rule(
    "PS204",
    "unknown id",
    "a reference must lead somewhere",
    "correct the id",
    mended=True,
)
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
NO_PROMQL = Rule(
    "PS222",
    "no PromQL",
    "Prometheus would refuse the whole rule file",
    "correct the expression",
)
BUCKET_UNIT = Rule(
    "PS223",
    "buckets in another unit",
    "buckets are in the unit of their metric: read as seconds, milliseconds hold everything in the "
    "first of them",
    "write the buckets in the unit of the metric",
)

NO_TARGET = Rule(
    "PS230",
    "override of nothing",
    "a value that nothing takes up would be a wish that silently does not come true",
    "name the id and the field of something that is there",
)
OVERLAP = Rule(
    "PS231",
    "value given twice",
    "which of the two holds would depend on their order",
    "keep one of them",
)
NO_VALUE = Rule(
    "PS232",
    "constant without a value",
    "what is measured against it cannot be computed",
    "give it a value in project.yaml, or in every environment",
)
CONSTANT_UNIT = Rule(
    "PS233",
    "constant in another unit",
    "it is used as what its declaration says",
    "write the value in the unit of the constant",
)
SERVICE_CLASH = Rule(
    "PS234",
    "two services of one name",
    "their alerts and files could not be told apart",
    "rename one of them",
)
RECORD_CLASH = Rule(
    "PS235",
    "two things recorded under one name",
    "series of both would stand in one, and alerts would read either",
    "rename one of them",
)
EXTERNAL_SELECTED = Rule(
    "PS236",
    "selector with an external label",
    "Prometheus adds external labels when it sends, so no series it stores has them",
    "remove the label, or declare it as `on: series`",
)
SAME_SERIES = Rule(
    "PS237",
    "two services that select the same series",
    "alerts of one would be alerts of the other",
    "give each a selector of its own",
)
NO_SERVICE = Rule(
    "PS238",
    "fleet without services",
    "what it uses would be measured nowhere",
    "add a service, or remove the fleet",
)

WRONG_SLO = Rule(
    "PS250",
    "SLO without countable events",
    "an error budget is a number of bad events, or of bad slices of time",
    "use a ratio of two counters, a quantile with `within`, or a bound with `above` or `below`",
)
BAD_PERIOD = Rule(
    "PS251",
    "period out of range",
    "shorter than a day no burn-rate alert is left, longer than 90 days nobody remembers",
    "write a period from `1d` to `90d`",
)
UNREACHABLE_TIER = Rule(
    "PS252",
    "tier that cannot fire",
    "an alert that can never fire looks like protection",
    "leave the tier out, or promise more",
)
DROPPED_TIER = Rule(
    "PS253",
    "tiers left out",
    "a burn-rate alert that can never fire would look like protection, so it is not made",
    "say which tiers you want with `tiers:`",
    Severity.ADVICE,
)
BAD_TIER = Rule(
    "PS254",
    "tier that makes no sense",
    "it would fire although the budget lasts to the end of the period",
    "let it spend more of the budget, or in a shorter window",
)

RULES = rules_of(globals())
