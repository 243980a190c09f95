"""A JSON-LD document of our own as Turtle (https://www.w3.org/TR/turtle/): the same graph, for those who read no JSON.

It knows what our documents use: ``@context`` with prefixes alone, ``@id``, ``@type``, values with a type or language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_NOT_IN_AN_ADDRESS = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def turtle_of(document: Mapping[str, Any]) -> str:
    """The document as Turtle, a block per thing that has an address; what is told twice stands there twice."""
    prefixes: Mapping[str, str] = document["@context"]
    blocks: list[str] = []

    def name(text: str) -> str:
        prefix, colon, rest = text.partition(":")
        if colon and prefix in prefixes and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", rest):
            return text
        return f"<{_NOT_IN_AN_ADDRESS.sub(lambda found: f'%{ord(found[0]):02X}', text)}>"

    def term(value: Any) -> str:
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        if "@value" in value:
            text = json.dumps(value["@value"], ensure_ascii=False)
            return f"{text}@{value['@language']}" if "@language" in value else f"{text}^^{name(value['@type'])}"
        if "@id" not in value:
            return f"[\n{told(value)}\n]"
        if len(value) > 1:
            blocks.append(f"{name(value['@id'])}\n{told(value)} .")
        return name(value["@id"])

    def told(node: Mapping[str, Any]) -> str:
        lines = []
        for key, value in node.items():
            if key.startswith("@") and key != "@type":
                continue
            values = value if isinstance(value, list) else [value]
            terms = [name(one) if key == "@type" else term(one) for one in values]
            if terms:
                lines.append(f"    {'a' if key == '@type' else key} {', '.join(terms)}")
        return " ;\n".join(lines)

    term({key: value for key, value in document.items() if key != "@context"})
    head = [f"@prefix {prefix}: <{address}> ." for prefix, address in prefixes.items()]
    return "\n".join(head) + "\n\n" + "\n\n".join(reversed(blocks)) + "\n"
