"""Reading back what was rendered: templates can be overridden, so nothing leaves unread."""

from typing import Any

import yaml

from generator.core.finding import PromspecError


class TemplateFaultError(PromspecError):
    """A template made something else than the plan says; no spec is at fault."""

    def __init__(self, path: str, message: str) -> None:
        """Keep the artifact and what is wrong with it."""
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


def read_yaml(path: str, text: str) -> Any:
    """Return the data of a rendered YAML text.

    Raises:
        TemplateFaultError: it is no YAML, or several documents, of which Prometheus reads one.
    """
    try:
        documents = list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise TemplateFaultError(path, f"no YAML: {error}") from error
    if len(documents) != 1:
        raise TemplateFaultError(path, f"{len(documents)} YAML documents instead of one")
    return documents[0]


# Texts stay texts, as they do for Prometheus where its fields are strings.
_Loader: Any = type("_Loader", (getattr(yaml, "CBaseLoader", yaml.BaseLoader),), {})
