"""Commands that need Django: set up, load the example, bake, serve; `demo` does all of it in a row."""

from __future__ import annotations

import gc
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vergezicht.languages import noted


def add_commands(subparsers: Any) -> None:
    """Register the commands of the site."""
    setup = subparsers.add_parser("setup", help="maak de site klaar: sleutel, bestanden van anderen, database")
    setup.add_argument("--tests", action="store_true", help="haal ook op wat alleen de tests nodig hebben")
    setup.add_argument("--files-only", action="store_true", help="haal alleen de bestanden van anderen op")
    setup.set_defaults(run=lambda options: _setup(tests=options.tests, files_only=options.files_only))
    adopt = subparsers.add_parser("adopt", help="stel een release vast: de site gebruikt daarna deze cijfers")
    adopt.add_argument("folder", type=Path)
    adopt.add_argument("--role", required=True, help="wie besluit, als rol")
    adopt.add_argument("--note", default="")
    adopt.set_defaults(run=lambda options: _adopt(options.folder, options.role, options.note))
    example = subparsers.add_parser("example", help="laad de voorbeeldinhoud van de gemeente")
    example.set_defaults(run=lambda options: _example())
    draft = subparsers.add_parser("draft", help="begin een verhaal over een gebied met een concept uit de cijfers")
    draft.add_argument("area", help="bijvoorbeeld stadsdeel/noord, of een gebiedscode")
    draft.set_defaults(run=lambda options: _draft(options.area))
    bake = subparsers.add_parser("bake", help="maak nu een nieuwe editie")
    bake.add_argument("--reason", default=noted("Met de hand gemaakt"))
    bake.set_defaults(run=lambda options: _bake(options.reason))
    work = subparsers.add_parser("work", help="maak edities zodra erom wordt gevraagd (draait naast de server)")
    work.set_defaults(run=lambda options: _work())
    serve = subparsers.add_parser("serve", help="start de site en de achtergrondtaak")
    serve.add_argument("--bind", default="127.0.0.1:8000")
    serve.set_defaults(run=lambda options: _serve(options.bind))
    demo = subparsers.add_parser("demo", help="van niets tot een verhaal in de browser, met gesimuleerde antwoorden")
    demo.add_argument("--bind", default="127.0.0.1:8000")
    demo.add_argument("--no-serve", action="store_true", help="alles klaarzetten, maar niet starten")
    demo.set_defaults(run=lambda options: _demo(options.bind, serve=not options.no_serve))


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")
    import django

    django.setup()


def _var() -> Path:
    root = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("VERGEZICHT_VAR", root / "var"))


def _say(text: str) -> None:
    print(f"· {text}", flush=True)


def _setup(*, tests: bool = False, files_only: bool = False) -> int:
    from vergezicht.website import vendor

    fetched = vendor.bring_in(tests=tests)
    _say(f"bestanden van anderen: {', '.join(fetched) if fetched else 'al aanwezig'}")
    if files_only:
        return 0
    key = _var() / "secret-key"
    if not key.is_file() and "VERGEZICHT_SECRET_KEY" not in os.environ:
        key.parent.mkdir(parents=True, exist_ok=True)
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50), "utf-8")
    _django()
    from django.core.management import call_command

    with _few_collections():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    _say("database en statische bestanden klaar")
    from vergezicht.publication.baking.editions import request_after_upgrade

    if request_after_upgrade():
        _say("nieuwe editie gevraagd: de stijl en scripts van deze versie staan nog niet online")
    return 0


@contextmanager
def _few_collections() -> Iterator[None]:
    """Migrating makes some 15,000 model classes; looking for garbage among them as often as usual is slow."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _adopt(folder: Path, role: str, note: str) -> int:
    _django()
    from vergezicht.challenges.adoption import adopt_release
    from vergezicht.challenges.models import HeldRelease
    from vergezicht.stories.living.sentences import count_changes

    adopted = adopt_release(folder, role=role, note=note, count_changes=count_changes)
    _say(f"vastgesteld: {adopted.title} ({adopted.role})")
    held = HeldRelease.objects.filter(adopted=adopted, lifted__isnull=True).first()
    if held:
        _say(
            f"{held.sentences} zinnen in verhalen veranderen, {held.broken} beweringen kloppen niet meer: "
            "de site houdt de oude cijfers tot een redacteur ze leest, op /beheer/zinnen/"
        )
    return 0


def _example() -> int:
    _django()
    from django.conf import settings

    from vergezicht.challenges.example.content import load_example
    from vergezicht.initiatives.example.content import load_initiatives
    from vergezicht.stories.example import load_story

    content = Path(settings.MUNICIPALITY_FOLDER) / "content"
    challenges = load_example(content)
    initiatives = load_initiatives(content)
    story = load_story(content / "story.toml")
    _say(f"voorbeeldinhoud: {initiatives} nieuwe initiatieven")
    _say(f"voorbeeldinhoud: {challenges} nieuwe opgaven, {'verhaal geladen' if story else 'verhaal was er al'}")
    return 0


def _draft(text: str) -> int:
    _django()
    from vergezicht.challenges.ground import municipality
    from vergezicht.challenges.references import FigureReference, area_of
    from vergezicht.stories.drafting.beginning import begin_draft

    area = area_of(FigureReference("", text), municipality().geography)
    if area is None:
        print(f"{text}: dit gebied bestaat niet (schrijf bijvoorbeeld stadsdeel/noord)", file=sys.stderr)
        return 1
    try:
        story = begin_draft(area)
    except LookupError as error:
        print(f"geen concept: {error}", file=sys.stderr)
        return 1
    _say(f"concept gemaakt, nog niet gepubliceerd: /beheer/pages/{story.pk}/edit/")
    return 0


def _bake(reason: str) -> int:
    _django()
    from vergezicht.publication.baking.editions import bake_waiting, request_edition
    from vergezicht.publication.models import EditionState

    request_edition(reason)
    edition = bake_waiting(progress=_say)
    if edition is None:
        _say("een andere bak is bezig")
        return 1
    _say(
        f"{edition}: {edition.get_state_display().lower()}, {edition.pages} adressen, {len(edition.changed)} gewijzigd"
    )
    if edition.state == EditionState.FAILED:
        print(edition.error, file=sys.stderr)
        return 1
    return 0


def _work() -> int:
    _django()
    from vergezicht.publication.baking.editions import work

    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    work(until=lambda: stopped)
    return 0


def _serve(bind: str) -> int:
    """Gunicorn and the worker as two processes; when one ends, so does the other."""
    environment = os.environ | {"VERGEZICHT_VAR": str(_var())}
    processes = [
        subprocess.Popen(server_command(bind), env=environment),
        subprocess.Popen([sys.executable, "-m", "vergezicht.cli", "work"], env=environment),
    ]

    def stop(*_: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    codes = _wait(processes, stop)
    return 0 if all(code in {0, -signal.SIGTERM, -signal.SIGINT} for code in codes) else 1


def server_command(bind: str) -> list[str]:
    """How Gunicorn is started. With threads: a browser opens connections ahead, and one that stays silent would keep a
    worker without them from everybody else."""
    return [sys.executable, "-m", "gunicorn", "vergezicht.website.wsgi:application", "--bind", bind, "--workers", "2",
            "--threads", "8", "--max-requests", "2000", "--max-requests-jitter", "200",
            "--log-level", "warning"]  # fmt: skip


def _wait(processes: list[subprocess.Popen[bytes]], stop: Callable[[], None]) -> list[int]:
    while all(process.poll() is None for process in processes):
        try:
            processes[0].wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    stop()
    return [process.wait() for process in processes]


def _demo(bind: str, *, serve: bool) -> int:
    address = f"http://{bind}"
    os.environ["VERGEZICHT_URL"] = address  # plain http, on this machine only
    os.environ.setdefault("VERGEZICHT_VAR", str(_var()))
    os.environ.setdefault("VERGEZICHT_SECOND_FACTOR", "vrijwillig")  # in the demo only
    _setup()
    from django.conf import settings

    folder = Path(settings.MUNICIPALITY_FOLDER)
    release = _demo_release(folder)
    _adopt(release, "Onderzoeker", "Voorbeeld: gesimuleerde antwoorden")
    for register in _demo_registers(folder):
        _adopt(register, "Onderzoeker", "Voorbeeld: geteld, naast wat gevraagd is")
    _example()
    password = _demo_editor()
    if not _is_online():
        _bake(noted("Voorbeeld geladen"))
    print(f"\n  De site:      {address}/\n  Het beheer:   {address}/beheer/\n"
          f"  Inloggen:     redacteur, wachtwoord {password}\n"
          f"  Per rol:      wijkmanager, onderzoeker, communicatie, partner, bestuur, beheerder; zelfde wachtwoord\n"
          f"  Stoppen:      Ctrl+C; daarna gaat `make demo` verder waar u was\n", flush=True)  # fmt: skip
    return _serve(bind) if serve else 0


def _is_online() -> bool:
    """Whether an edition is online and nothing waits to be published: then there is nothing to bake."""
    from vergezicht.publication.models import Edition, EditionState

    waiting = Edition.objects.filter(state__in=[EditionState.REQUESTED, EditionState.BAKING]).exists()
    online = Edition.online()
    if waiting or online is None:
        return False
    _say(f"{online} staat al online")
    return True


def _demo_release(folder: Path) -> Path:
    """The release of simulated answers, built once; the analyst's part runs in a process of its own."""
    from vergezicht.facts import read_toml
    from vergezicht.problems import Problems

    project = folder / "survey" / "project.toml"
    problems = Problems(project)
    facts = read_toml(project, problems)
    problems.raise_if_any()
    target = _var() / "gebouwd" / str(facts["release"]["name"])
    if not (target / "datapackage.json").is_file():
        for arguments in (["simulate", str(folder)], ["release", "build", str(project), "--out", str(target)]):
            subprocess.run([sys.executable, "-m", "vergezicht.cli", *arguments], check=True)
    else:
        _say(f"release {target.name}: al gebouwd")
    return target


def _demo_registers(folder: Path) -> list[Path]:
    """The register that stands beside the survey in the demo, when the municipality has one."""
    mapping = folder / "registers" / "voorbeeld.toml"
    target = _var() / "gebouwd" / "voorbeeldregister"
    if not mapping.is_file():
        return []
    if not (target / "datapackage.json").is_file():
        command = [sys.executable, "-m", "vergezicht.cli", "registers", "import", str(mapping), "--out", str(target)]
        subprocess.run(command, check=True)
    return [target]


def _demo_editor() -> str:
    """An editor with a password made here and kept beside the database, so that it is the same next time."""
    from django.contrib.auth import get_user_model

    path = _var() / "demo-password"
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), "utf-8")
    password = path.read_text("utf-8").strip()
    model = get_user_model()
    if not model.objects.filter(username="redacteur").exists():
        model.objects.create_superuser("redacteur", "", password)
    _demo_people(password)
    return password


def _demo_people(password: str) -> None:
    """One account per role, with the same password; the partner's belongs to the first partner with an action."""
    from datetime import timedelta

    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.utils import timezone

    from vergezicht.challenges.models import Partner, PartnerAccount
    from vergezicht.challenges.roles import Role

    for role in Role:
        name = role.value.lower()
        if not get_user_model().objects.filter(username=name).exists():
            user = get_user_model().objects.create_user(name, "", password)
            user.groups.add(Group.objects.get(name=role.value))
            partner = Partner.objects.filter(actions__isnull=False).order_by("pk").first()
            if role == Role.PARTNER and partner is not None:
                until = timezone.localdate() + timedelta(days=365)
                PartnerAccount.objects.create(user=user, partner=partner, until=until)
