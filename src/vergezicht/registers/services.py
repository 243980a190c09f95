"""Services: the addresses of what is fetched, as facts in a file that a municipality may replace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

from vergezicht.facts import Section, read_toml
from vergezicht.problems import BadInput, Problem, Problems

PROTOCOLS = ("odata3", "odata4", "features", "locatieserver")


@dataclass(frozen=True)
class Service:
    """A service: which protocol it speaks and where; ``base`` has no slash at the end."""

    code: str
    protocol: str
    base: str
    name: str

    def at(self, year: str) -> Service:
        """The same service for one year, when its address holds ``{year}``."""
        return replace(self, base=self.base.replace("{year}", year))


def read_services(own: Path | None = None) -> dict[str, Service]:
    """The services that come with the program, with those of ``own`` before them; raises ``BadInput``."""
    with as_file(files("vergezicht.registers") / "services.toml") as path:
        services = _read(path)
    return services if own is None else services | _read(own)


def find_service(services: dict[str, Service], code: str, protocols: tuple[str, ...]) -> Service:
    """The service called ``code``; raises ``BadInput`` when there is none that speaks one of ``protocols``."""
    fitting = sorted(name for name, service in services.items() if service.protocol in protocols)
    if code not in fitting:
        raise BadInput([Problem("onbekende dienst", expected=", ".join(fitting), got=code)])
    return services[code]


def _read(path: Path) -> dict[str, Service]:
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    services = {}
    for code in root.values:
        section = root.table(code)
        services[code] = Service(
            code=code,
            protocol=section.choice("protocol", PROTOCOLS),
            base=section.text("base").rstrip("/"),
            name=section.text("name", code),
        )
        section.finish()
    problems.raise_if_any()
    return services
