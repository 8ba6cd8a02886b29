"""Findings about the plan and the rendered files."""

from generator.core.finding import Rule, Severity, rules_of

PROVISIONING_CLASH = Rule(
    "PS301",
    "two dashboards that Grafana cannot tell apart",
    "one uid twice, or one title twice in a folder, stops Grafana from loading any of them",
    "give one of them another id or title",
)
NOTHING_TO_RENDER = Rule(
    "PS302",
    "nothing to render",
    "an empty output would switch off every alert that is mounted from it, without a word",
    "describe a component with an alert or a dashboard, and name what to render under `outputs:`",
)
IDLE_OUTPUT = Rule(
    "PS303",
    "output without a file",
    "who asks for an output relies on it, and a missing file is easily overlooked",
    "describe what it is made from, or remove it from `outputs:`",
    Severity.WARNING,
)
BAD_REVIEWER = Rule(
    "PS304",
    "reviewer that code hosts cannot read",
    "a line of CODEOWNERS with a name that nobody has asks nobody for a review",
    "write `@user`, `@organization/team` or an address",
)
IDLE_WINDOW = Rule(
    "PS307",
    "window that nothing uses",
    "whoever reads it believes in an average over that time, and there is none",
    "remove `window:`, or use a recipe that counts events over a while",
    Severity.WARNING,
)
UNKNOWN_CODE = Rule(
    "PS308",
    "code that no finding has",
    "what is meant to be weighed or accepted is reported as before",
    "write the code as it stands in the report, such as `PS331`",
)
FIXED_SEVERITY = Rule(
    "PS309",
    "finding that cannot be weighed",
    "with it there is nothing that could be rendered, so it stays an error",
    "remove the line, and mend what the finding is about",
)
NO_RULES = Rule(
    "PS310",
    "file without rules",
    "a file that is looked at and holds nothing looks as if all were well",
    "name a rule file with `groups:`, or a manifest (PrometheusRule, ConfigMap) that holds one",
    mended=True,
)
IDLE_ALLOW = Rule(
    "PS311",
    "accepted finding that is not there",
    "the next fault of that kind would be accepted unseen",
    "remove the line",
    Severity.WARNING,
)
UNREAD_DOCUMENT = Rule(
    "PS312",
    "document that Prometheus does not read",
    "promtool finds nothing wrong with it, and not one of its alerts ever exists",
    "put it into a file of its own, or its groups below those of the first",
)
NO_REASON = Rule(
    "PS313",
    "accepted without a reason",
    "nobody can tell later whether the reason still holds",
    "write why behind the code: `# promspec: allow PS512 the labels come from a proxy`",
)
TOO_LARGE = Rule(
    "PS314",
    "expression that is too large to look at",
    "Prometheus may take it, but nothing is known of it here, so nothing wrong in it is found",
    "record parts of it, and put them together",
    Severity.WARNING,
)
EMPTY_GROUPS = Rule(
    "PS315",
    "rule file that is empty so far",
    "Prometheus loads it and evaluates nothing, which is easily taken for a file whose alerts work",
    "add a rule, or leave the file out",
    Severity.ADVICE,
)
NO_DASHBOARD = Rule(
    "PS680",
    "file without a dashboard",
    "a file that is looked at and holds nothing looks as if all were well",
    "name a file with the JSON of a dashboard, as Grafana exports it",
)
UNREAD_DASHBOARD = Rule(
    "PS681",
    "dashboard in a form that is not read",
    "nothing in it is checked, and file provisioning does not take it either",
    "export it as classic JSON",
)
FORGOTTEN_PERIOD = Rule(
    "PS330",
    "SLO over more than is kept",
    "sums over the period miss its beginning, so the budget looks fuller than it is",
    "shorten the `window` of the SLO, or keep samples for longer and say so under `retention:`",
)
SINGLE_EVENT_PAGE = Rule(
    "PS331",
    "page for one bad event",
    "with few events one is a large share of them, and nobody should be woken for one",
    "add `min_bad_events:`: fewer bad events make a ticket",
    Severity.WARNING,
)
DOUBLE_PAGE = Rule(
    "PS332",
    "two pages for one symptom",
    "who is woken twice for one failure learns to ignore pages",
    "let one hold the other back with `inhibits:`",
    Severity.WARNING,
)
WEAK_DEPENDENCY = Rule(
    "PS333",
    "promise that its dependencies cannot bear",
    "what fails with its dependencies is as often down as all of them together",
    "promise less, or depend on less: cache, retry, degrade",
    Severity.WARNING,
)
DEPENDENCY_CYCLE = Rule(
    "PS334",
    "SLOs that depend on each other",
    "neither can be better than the other, so neither promise follows from anything",
    "leave one of the two out of `depends_on`",
)
FORGOTTEN_WAIT = Rule(
    "PS338",
    "alert that waits for longer than samples are kept",
    "when it fires, or while it goes on, the samples that show why are deleted already",
    "write a shorter time, or keep samples for longer and say so under `retention:`",
    Severity.WARNING,
)
LARGE_GROUP = Rule(
    "PS335",
    "group with more rules than the backend takes",
    "it refuses the whole group when it is uploaded, with every alert in it",
    "use fewer tiers, or raise the limit of the tenant and say so in `allow:`",
    Severity.WARNING,
)
TOO_MANY_GROUPS = Rule(
    "PS336",
    "more groups than the backend takes",
    "it refuses those that come last when they are uploaded, with every alert in them",
    "split the project, or raise the limit of the tenant and say so in `allow:`",
    Severity.WARNING,
)
RESERVED_DASHBOARD = Rule(
    "PS337",
    "id of a dashboard that is made anyway",
    "the page that every project with SLOs has would be missing, and links to it would lead here",
    "give it another id, or write `slo_dashboards: false` in project.yaml",
)

RULES = rules_of(globals())
