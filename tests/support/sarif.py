"""What SARIF 2.1.0 asks of a log: the standard's own schema, and a stricter one of ours.

`sarif-2.1.0.json` is the schema of OASIS as the npm package @microsoft/sarif-multitool-linux 5.7.0
carries it (MIT). It lets through what nobody means, such as a region without columns; ours takes
only what promspec writes, with the sections of the standard in comments.
"""

import json
from pathlib import Path
from typing import Any

OFFICIAL: dict[str, Any] = json.loads(
    Path(__file__).with_name("sarif-2.1.0.json").read_text("utf-8")
)
_POSITIVE = {"type": "integer", "minimum": 1}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


_MESSAGE = _object(["text"], text={"type": "string", "minLength": 1})  # 3.11, 3.12
_ARTIFACT = _object(  # 3.4
    ["uri"],
    uri={"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"},
    uriBaseId={"const": "%SRCROOT%"},
)
_REGION = _object(  # 3.30
    ["startLine", "startColumn", "endLine", "endColumn"],
    startLine=_POSITIVE,
    startColumn=_POSITIVE,
    endLine=_POSITIVE,
    endColumn=_POSITIVE,
)
_PHYSICAL = _object(["artifactLocation", "region"], artifactLocation=_ARTIFACT, region=_REGION)
_REPLACEMENT = _object(  # 3.57
    ["deletedRegion", "insertedContent"], deletedRegion=_REGION, insertedContent=_MESSAGE
)
_CHANGE = _object(  # 3.56
    ["artifactLocation", "replacements"],
    artifactLocation=_ARTIFACT,
    replacements={"type": "array", "minItems": 1, "items": _REPLACEMENT},
)
_FIX = _object(  # 3.55
    ["artifactChanges"],
    description=_MESSAGE,
    artifactChanges={"type": "array", "minItems": 1, "uniqueItems": True, "items": _CHANGE},
)
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_RESULT = _object(  # 3.27
    ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    ruleId={"type": "string", "pattern": r"^PS[0-9]{3}$"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_MESSAGE,
    locations={
        "type": "array",
        "minItems": 1,
        "items": _object(["physicalLocation"], physicalLocation=_PHYSICAL),
    },
    relatedLocations={
        "type": "array",
        "uniqueItems": True,
        "items": _object(
            ["id", "message", "physicalLocation"],
            id={"type": "integer", "minimum": 0},
            message=_MESSAGE,
            physicalLocation=_PHYSICAL,
        ),
    },
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions={
        "type": "array",
        "minItems": 1,
        "items": _object(  # 3.35
            ["kind"],
            kind={"enum": ["inSource", "external"]},
            justification={"type": "string"},
        ),
    },
    fixes={"type": "array", "uniqueItems": True, "items": _FIX},
)
_RULE = _object(  # 3.49
    ["id"],
    id={"type": "string"},
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_object([], level=_LEVEL),
)
_DRIVER = _object(  # 3.19
    ["name", "version", "rules"],
    name={"const": "promspec"},
    version={"type": "string"},
    rules={"type": "array", "uniqueItems": True, "items": _RULE},
)
_RUN = _object(  # 3.14
    ["tool", "results"],
    tool=_object(["driver"], driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": _RESULT},
)
SARIF = {
    **_object(  # 3.13
        ["version", "runs"],
        version={"const": "2.1.0"},
        runs={"type": "array", "minItems": 1, "items": _RUN},
    ),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
SARIF["properties"] = {**SARIF["properties"], "$schema": {"type": "string", "format": "uri"}}
