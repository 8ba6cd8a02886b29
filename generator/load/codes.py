"""The rules of loading: what can be wrong with a spec before anybody asks what it means."""

from generator.core.finding import Rule, rules_of
from generator.load.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_FINDINGS, MAX_NODES

NO_FOLDER = Rule(
    "PS001",
    "spec folder missing",
    "specs are read from one folder of the project; without it nothing would be rendered, and an "
    "empty result must not pass for a success",
    "run promspec in the project folder or name it with `-C`; `promspec init` starts a new one",
)
NO_SPECS = Rule(
    "PS002",
    "no spec file",
    "a run that read nothing would render nothing, and that must not pass for a success",
    "add a file that ends in `.yaml` or `.yml`; names that begin with a dot are skipped",
)
UNREADABLE = Rule(
    "PS003",
    "file cannot be read",
    "what is not read is not rendered, so the rules and alerts of this file would be missing",
    "make the file readable for the user that runs promspec",
)
LINK = Rule(
    "PS004",
    "link is not followed",
    "specs come from pull requests: a link must not pull files from elsewhere on the machine into "
    "the output, and a linked folder would be read twice or without end",
    "put the file itself here, or link single files of the same project",
)
NOT_A_FILE = Rule(
    "PS005",
    "not a regular file",
    "reading a pipe, a socket or a device can block for ever or never end",
    "replace it with a regular file or remove it",
)
FILE_NAME = Rule(
    "PS006",
    "file name is not plain text",
    "the name goes into findings and comments of generated files, where it must be readable text",
    "rename the file with letters, digits, `-`, `_` and `.`",
)
TOO_LARGE = Rule(
    "PS007",
    "file too large",
    f"specs have at most {MAX_FILE_BYTES // 1024 // 1024} MiB; a file beyond all measure is a "
    "mistake or an attack, and reading it would slow every build down",
    "split it into several files",
)
ENCODING = Rule(
    "PS010",
    "not UTF-8",
    "every program that reads the file expects UTF-8; guessing another encoding would change "
    "names and texts silently",
    "save the file as UTF-8",
)
CHARACTER = Rule(
    "PS011",
    "character not allowed",
    "YAML forbids control characters, some readers take U+0085, U+2028 and U+2029 for line ends, "
    "and characters that change the direction of writing hide from a reviewer what is written",
    "remove it, or write it as an escape in a text in double quotes",
)
SYNTAX = Rule(
    "PS020",
    "not valid YAML",
    "the file cannot be read beyond this place, so nothing in it can be checked or rendered",
    "correct the line; an unquoted special character or a wrong indentation is the usual cause",
)
TAB = Rule(
    "PS021",
    "tab in the indentation",
    "YAML indents with spaces only, because a tab is as wide as each editor likes",
    "replace the tab with spaces",
)
EMPTY = Rule(
    "PS022",
    "empty file",
    "a file without content is an unfinished one, and nothing comes of it",
    "write the spec, or remove the file",
)
SECOND_DOCUMENT = Rule(
    "PS023",
    "more than one document",
    "some YAML readers take only the first document of a file, others only the last",
    "put each document into a file of its own",
)
NO_MAPPING = Rule(
    "PS024",
    "no mapping at the top",
    "a list or a text alone does not say what it is: a file is a mapping of keys to values",
    "begin the file with a `key: value` line, such as `component: http`",
)
TOO_DEEP = Rule(
    "PS025",
    "nested too deeply",
    f"nobody needs more than {MAX_DEPTH} levels; deeper nesting is a mistake or an attack",
    "remove the superfluous levels",
)
TOO_MANY_VALUES = Rule(
    "PS026",
    "too many values",
    f"specs have at most {MAX_NODES} values; a file beyond all measure is a mistake or an attack",
    "split it into several files",
)
DIRECTIVE = Rule(
    "PS027",
    "YAML directive",
    "files are read as YAML 1.2; under another version the same text would mean something else, "
    "and a `%TAG` has no use without tags",
    "remove the line that begins with `%`",
)
TOO_MANY_FINDINGS = Rule(
    "PS028",
    "too many findings",
    f"after {MAX_FINDINGS} findings the rest of a file is not read; more of the same would hide "
    "the findings of other files",
    "correct those that are shown and run promspec again",
)
DUPLICATE_KEY = Rule(
    "PS030",
    "key given twice",
    "most YAML readers keep one of the two values silently, so an edit of the other changes "
    "nothing",
    "remove one of them, or rename it",
)
AMBIGUOUS_NUMBER = Rule(
    "PS031",
    "number reads differently",
    "YAML 1.1 and 1.2 readers disagree on octal, hexadecimal and grouped numbers: the same text "
    "gives a different number or a text, depending on the tool",
    "write the plain decimal number, or put the text in quotes",
)
NUMBER_RANGE = Rule(
    "PS032",
    "number out of range",
    "Prometheus computes with 64-bit floats, which cannot hold this number",
    "write a number of at most 64 characters between 1e-300 and 1e300, or put the text in quotes",
)
COMPLEX_KEY = Rule(
    "PS033",
    "key is not a text",
    "a mapping, a list or an alias as a key has no name that anything could use; mostly it is a "
    "value with braces that lacks its quotes",
    "put text that begins with `{` or `[` in quotes",
)
MERGE_KEY = Rule(
    "PS034",
    "merge key",
    "`<<` is no part of YAML 1.2, which value wins differs between readers, and a reader of the "
    "spec could not see the values that apply",
    "write the keys out, or set the common value once under `defaults`",
)
TAG = Rule(
    "PS035",
    "tag not supported",
    "tags make one reader run code or build other types and another reader fail; plain texts, "
    "numbers, mappings and lists are the same for all",
    "remove the tag; put the value in quotes if a text is meant",
)
UNKNOWN_ANCHOR = Rule(
    "PS036",
    "alias without anchor",
    "`*name` repeats what `&name` marked before it in the same file; nothing is marked so",
    "put the text in quotes if it is no alias, or mark the value with `&` first",
)
ALIAS_LOOP = Rule(
    "PS037",
    "alias contains itself",
    "a value that contains itself has no end",
    "write out what is meant",
)
ALIAS_EXPANSION = Rule(
    "PS038",
    "aliases expand too far",
    "aliases of aliases grow without bound: a few lines can stand for billions of values",
    "write the values out, or use fewer aliases",
)

RULES = rules_of(globals())
"""Every rule of this stage, sorted by code."""
