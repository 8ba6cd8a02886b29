"""Findings about rules of others and their tests."""

from generator.core.finding import Rule, Severity, rules_of

UNTESTED = Rule(
    "PS701",
    "alert that no test names",
    "nobody knows whether it fires, and a mistake in it would be found in an outage",
    "add an `alert_rule_test` with its name: one in which it fires, one in which it does not",
    Severity.WARNING,
)
SILENT = Rule(
    "PS702",
    "alert of others that cannot fire",
    "people rely on it, and it is silent whatever happens",
    "mend the part that has no result",
)
UNKNOWN_ALERT = Rule(
    "PS703",
    "test of an alert that is not there",
    "promtool does not ask whether there is such an alert, so expecting none of it always passes",
    "write the name as it stands in the rules, or remove the test",
)
NO_RULE_FILE = Rule(
    "PS704",
    "tests of a rule file that is not there",
    "promtool only warns, and tests that expect no alert pass without any rule",
    "write the path as it is seen from the test file",
)
UNLOADED = Rule(
    "PS705",
    "rule file that no test loads",
    "none of its alerts is tested",
    "name it under `rule_files:` of a test file",
    Severity.WARNING,
)
MANIFEST = Rule(
    "PS706",
    "manifest that promtool cannot test",
    "promtool reads rule files alone, so there can be no test of what stands in a manifest",
    "test what is below `spec:` as a file of its own, such as `yq .spec FILE > rules.yml` makes, "
    "and name that file here",
    Severity.WARNING,
)
NEVER_EXPECTED = Rule(
    "PS707",
    "alert that no test lets fire",
    "its tests would pass if it could not fire at all",
    "add a test in which it must fire, with `exp_alerts`",
    Severity.WARNING,
)
NO_TESTS = Rule(
    "PS708",
    "file without tests",
    "promtool passes a file that tests nothing",
    "name a test file of promtool, with `rule_files:` and `tests:`",
)

RULES = rules_of(globals())
