"""Findings about files of other programs that cannot be imported."""

from generator.core.finding import Rule, rules_of

WRONG_FORMAT = Rule(
    "PS260",
    "document of another format",
    "what is read in the wrong way would come over wrong, and nobody would notice",
    "name files of the format that is imported",
)
MISSING_FIELD = Rule(
    "PS261",
    "field that the format requires is missing",
    "without it nobody can tell what was promised",
    "add it to the file that is imported",
)
WRONG_VALUE = Rule(
    "PS262",
    "value that the format does not know",
    "what it means could only be guessed",
    "correct it in the file that is imported",
)
LOST_REFERENCE = Rule(
    "PS263",
    "reference to something in none of the files",
    "what it stands for decides what is measured or who is told",
    "name the file that holds it as well, or correct the name",
)
DUPLICATE_NAME = Rule(
    "PS264",
    "name that stands for two things",
    "what refers to it could mean either",
    "rename one, or leave one of the files out",
)

RULES = rules_of(globals())
