"""Findings about the shape of specs."""

from generator.core.finding import Rule, rules_of

UNKNOWN_KEY = Rule(
    "PS101",
    "unknown key",
    "a key that nothing reads would be a wish that silently does not come true",
    "remove the key, or write the one that is meant",
    mended=True,
)
MISSING_KEY = Rule("PS102", "missing key", "without it the meaning is open", "add the key")
WRONG_TYPE = Rule(
    "PS103",
    "wrong kind of value",
    "a value is never bent into another type",
    "write the kind wanted",
)
WRONG_VALUE = Rule(
    "PS104",
    "wrong value",
    "rendered as it stands, it would break something or mean nothing",
    "write one of the known values",
)
NO_QUANTITY = Rule(
    "PS105",
    "no quantity",
    "times and bounds are reckoned with exactly, so each must be one number with a known unit",
    "write a number with its unit, such as `5%`, `500ms`, `1GB/h`, `200 USD`, or a bare count",
)
BAD_NAME = Rule(
    "PS106",
    "bad name",
    "ids become parts of file names, series and URLs",
    "use the allowed letters",
)
CONTRADICTION = Rule(
    "PS107",
    "keys that do not go together",
    "what they say together has no meaning",
    "keep the keys that are meant",
)
ENDLESS_DURATION = Rule(
    "PS108",
    "duration that cannot be counted",
    "Prometheus and Alertmanager count nanoseconds in 63 bits, and refuse the whole file that "
    "holds a longer one",
    "write a duration of at most `106751d`",
)
UNKNOWN_KIND = Rule(
    "PS110",
    "unknown kind of spec",
    "the first key of a file tells what it describes",
    "begin the file with one of the kinds",
)
FILE_NAME = Rule(
    "PS111",
    "file is not named after its id",
    "a reader looks for an id by its file name",
    "rename the file",
)
DUPLICATE_ID = Rule(
    "PS112", "two specs with one id", "only one of them could be meant", "rename or remove one"
)
NO_PROJECT = Rule(
    "PS113",
    "no project",
    "the project says whose series are selected",
    "add specs/project.yaml; `promspec init` writes an example",
)
REQUIRES = Rule(
    "PS114",
    "another version of promspec is required",
    "the specs may use what this version does not know",
    "install a version that fits",
)

RULES = rules_of(globals())
