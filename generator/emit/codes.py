"""What emitting can find: the state of the output folder, never a fault of a spec."""

from generator.core.finding import Rule

NOTHING_RENDERED = Rule(
    code="PS901",
    title="nothing was rendered",
    why="an empty output would silently switch off every alert that is mounted from it",
    fix="check that the specs folder is the right one and declares at least one component",
)
MANIFEST_BROKEN = Rule(
    code="PS902",
    title="the manifest cannot be read",
    why="only the manifest tells generated files from files that somebody else put there",
    fix="run `promspec render --force`, which rebuilds it",
)
HAND_EDITED = Rule(
    code="PS903",
    title="a generated file was edited by hand",
    why="the next render would throw the edit away without anybody noticing",
    fix="make the change in the specs, then run `promspec render --force`",
)
FOREIGN_FILE = Rule(
    code="PS904",
    title="a file that was not generated stands where one must be written",
    why="it is not in the manifest, so overwriting it could destroy somebody's work",
    fix="move it out of the output folder, or overwrite it with `promspec render --force`",
)
SYMLINK = Rule(
    code="PS905",
    title="a symbolic link stands in the way of the output",
    why="writing or removing through a link could change files that are not ours, so none is "
    "followed: neither below the output folder nor in its own place",
    fix="replace the link by a real folder or file",
)
WRONG_KIND = Rule(
    code="PS906",
    title="something of another kind stands in the way of an output file",
    why="a folder cannot be replaced by a file, nor a file by a folder, in one step",
    fix="move it out of the output folder, then render again",
)
BUSY = Rule(
    code="PS907",
    title="another render is at work",
    why="two renders at once would mix their files",
    fix="wait until it has ended, then try again",
)
CASE_CLASH = Rule(
    code="PS908",
    title="two names in the output folder differ only in case",
    why="file systems of macOS and Windows take them for one file, so one would replace the other",
    fix="remove or rename the one that is not generated",
)
OUT_OF_DATE = Rule(
    code="PS909",
    title="the output does not match the specs",
    why="what is reviewed and mounted is then not what the specs say",
    fix="run `promspec render` and commit the result",
)
UNTRACKED = Rule(
    code="PS910",
    title="a file in the output folder was not generated",
    why="Prometheus and Grafana load it like the others, yet nothing has checked or tested it. "
    "`render` warns only of what such programs load; `check --drift` takes any for an error",
    fix="describe it in the specs, or move it out of the output folder",
)
