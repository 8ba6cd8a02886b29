"""The rules of loading: what can be wrong with a spec before anybody asks what it means."""

from generator.core.finding import Rule, rules_of
from generator.load.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_FINDINGS, MAX_NODES

NO_FOLDER = Rule(
    "PS001",
    "Spec folder missing",
    "Specs are read from one folder of the project. Without it nothing would be rendered, and an "
    "empty result must not pass for a success.",
    "Run promspec in the project folder or name it with `-C`; `promspec init` starts a new one.",
)
NO_SPECS = Rule(
    "PS002",
    "No spec file",
    "A run that read nothing would render nothing, and that must not pass for a success.",
    "Add a file that ends in `.yaml` or `.yml`; names that begin with a dot are skipped.",
)
UNREADABLE = Rule(
    "PS003",
    "File cannot be read",
    "What is not read is not rendered, so the rules and alerts of this file would be missing.",
    "Make the file readable for the user that runs promspec.",
)
LINK = Rule(
    "PS004",
    "Link is not followed",
    "Specs come from pull requests. A link must not pull files from elsewhere on the machine into "
    "the output, and a linked folder would be read twice or without end.",
    "Put the file itself here, or link single files of the same project.",
)
NOT_A_FILE = Rule(
    "PS005",
    "Not a regular file",
    "Reading a pipe, a socket or a device can block for ever or never end.",
    "Replace it with a regular file or remove it.",
)
FILE_NAME = Rule(
    "PS006",
    "File name is not plain text",
    "The name goes into findings and comments of generated files, where it must be readable text.",
    "Rename the file with letters, digits, `-`, `_` and `.`.",
)
TOO_LARGE = Rule(
    "PS007",
    "File too large",
    f"A spec above {MAX_FILE_BYTES // 1024 // 1024} MiB is a mistake or an attack; reading it "
    "would slow every build down.",
    "Split it into several files; promspec reads the folder and everything below it.",
)
ENCODING = Rule(
    "PS010",
    "Not UTF-8",
    "Every reader of the generated files expects UTF-8; guessing another encoding would change "
    "names and texts silently.",
    "Save the file as UTF-8.",
)
CHARACTER = Rule(
    "PS011",
    "Character not allowed",
    "YAML forbids control characters, some readers take U+0085, U+2028 and U+2029 for line ends, "
    "and characters that change the direction of writing hide from a reviewer what is written.",
    "Remove it, or write it as an escape in a text in double quotes.",
)
SYNTAX = Rule(
    "PS020",
    "Not valid YAML",
    "The file cannot be read beyond this place, so nothing in it can be checked or rendered.",
    "Correct the line; an unquoted special character or a wrong indentation is the usual cause.",
)
TAB = Rule(
    "PS021",
    "Tab in the indentation",
    "YAML indents with spaces only, because a tab is as wide as each editor likes.",
    "Replace the tab with spaces.",
)
EMPTY = Rule(
    "PS022",
    "Empty file",
    "A file without content is an unfinished one: nothing is rendered from it.",
    "Write the spec, or remove the file.",
)
SECOND_DOCUMENT = Rule(
    "PS023",
    "More than one document",
    "Some YAML readers take only the first document of a file, others only the last.",
    "Put each document into a file of its own.",
)
NO_MAPPING = Rule(
    "PS024",
    "No mapping at the top",
    "Every spec is a mapping of keys to values; a list or a text alone does not say what it is.",
    "Begin the file with a `key: value` line, such as `component: http`.",
)
TOO_DEEP = Rule(
    "PS025",
    "Nested too deeply",
    f"No spec needs more than {MAX_DEPTH} levels; deeper nesting is a mistake or an attack.",
    "Remove the superfluous levels.",
)
TOO_MANY_VALUES = Rule(
    "PS026",
    "Too many values",
    f"A file with more than {MAX_NODES} values is a mistake or an attack.",
    "Split it into several files.",
)
DIRECTIVE = Rule(
    "PS027",
    "YAML directive",
    "Specs are read as YAML 1.2. Under another version the same text would mean something else, "
    "and a `%TAG` has no use without tags.",
    "Remove the line that begins with `%`.",
)
TOO_MANY_FINDINGS = Rule(
    "PS028",
    "Too many findings",
    f"After {MAX_FINDINGS} findings the rest of a file is not read; more of the same would hide "
    "the findings of other files.",
    "Correct those that are shown and run promspec again.",
)
DUPLICATE_KEY = Rule(
    "PS030",
    "Key given twice",
    "Most YAML readers keep one of the two values silently, so an edit of the other changes "
    "nothing.",
    "Remove one of them, or rename it.",
)
AMBIGUOUS_NUMBER = Rule(
    "PS031",
    "Number reads differently",
    "YAML 1.1 and 1.2 readers disagree on octal, hexadecimal and grouped numbers: the same text "
    "gives a different number or a text, depending on the tool.",
    "Write the plain decimal number, or put the text in quotes.",
)
NUMBER_RANGE = Rule(
    "PS032",
    "Number out of range",
    "Prometheus computes with 64-bit floats, which cannot hold this number.",
    "Write a number of at most 64 characters between 1e-300 and 1e300, or put the text in quotes.",
)
COMPLEX_KEY = Rule(
    "PS033",
    "Key is not a text",
    "A mapping, a list or an alias as a key has no name that a finding or another spec could use. "
    "Mostly it is a value with braces that lacks its quotes.",
    "Put text that begins with `{` or `[` in quotes.",
)
MERGE_KEY = Rule(
    "PS034",
    "Merge key",
    "`<<` is no part of YAML 1.2, and which value wins differs between readers. A reader of the "
    "spec could not see the values that apply.",
    "Write the keys out, or set the common value once under `defaults`.",
)
TAG = Rule(
    "PS035",
    "Tag not supported",
    "Tags make one reader run code or build other types and another reader fail. Specs are plain "
    "texts, numbers, mappings and lists.",
    "Remove the tag; put the value in quotes if a text is meant.",
)
UNKNOWN_ANCHOR = Rule(
    "PS036",
    "Alias without anchor",
    "`*name` repeats what `&name` marked before it in the same file; nothing is marked so.",
    "Put the text in quotes if it is no alias, or mark the value with `&` first.",
)
ALIAS_LOOP = Rule(
    "PS037",
    "Alias contains itself",
    "A value that contains itself has no end.",
    "Write out what is meant.",
)
ALIAS_EXPANSION = Rule(
    "PS038",
    "Aliases expand too far",
    "Aliases of aliases grow without bound: a few lines can stand for billions of values.",
    "Write the values out, or use fewer aliases.",
)

RULES = rules_of(globals())
"""Every rule of this stage, sorted by code."""
