import socket

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from clusters.models import ClusterRole, User
from config.demo_accounts import ACCOUNTS
from config.management.commands import demo
from tests.factories import ClusterFactory, CompanyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch, settings) -> list[str]:
    """Names of the commands that the demo calls; none of them is run."""
    settings.DEBUG = True
    names: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, *args, **options: names.append(name))
    monkeypatch.setattr(demo, "get_commands", lambda: {"load_demo": "companies"})
    return names


@pytest.fixture
def fixtures(tmp_path, settings) -> None:
    (tmp_path / "clusters.json").write_text("[]")
    settings.FIXTURE_DIRS = [tmp_path]


def test_the_demo_refuses_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only with DEBUG on"):
        call_command("demo", no_serve=True)
    assert not User.objects.exists()


def test_the_first_start_loads_everything(calls, fixtures):
    call_command("demo", no_serve=True)

    assert calls == ["loaddata", "load_demo"]


def test_a_second_start_leaves_the_data_alone(calls, fixtures):
    CompanyFactory(clusters=["gesundheit"])

    call_command("demo", no_serve=True)

    assert calls == []


def test_fixtures_are_loaded_again_when_asked(calls, fixtures):
    CompanyFactory(clusters=["gesundheit"])

    call_command("demo", no_serve=True, reload=True)

    assert calls == ["loaddata"]


def test_each_account_can_sign_in_with_its_name(calls):
    call_command("demo", no_serve=True)

    assert len(ACCOUNTS) == 5
    for account in ACCOUNTS:
        user = authenticate(username=account.name, password=account.name)
        assert user.is_staff
        assert user.is_superuser == (account.name == "admin")
        assert list(user.groups.values_list("name", flat=True)) == [account.group] * (
            not user.is_superuser
        )


def test_managers_manage_their_cluster(calls):
    health = ClusterFactory(slug="gesundheit")

    call_command("demo", no_serve=True)

    role = ClusterRole.objects.get(user__username="manager-gesundheit")
    assert (role.cluster, role.role) == (health, ClusterRole.Role.MANAGER)
    assert role.user.has_perm("companies.change_company")
    assert not role.user.has_perm("companies.curate_company")


def test_staff_of_the_cluster_organisations_curate(calls):
    call_command("demo", no_serve=True)

    assert User.objects.get(username="berlin-partner").has_perm("companies.curate_company")


def test_a_changed_password_stays(calls):
    call_command("demo", no_serve=True)
    admin = User.objects.get(username="admin")
    admin.set_password("another")
    admin.save()

    call_command("demo", no_serve=True)

    assert authenticate(username="admin", password="another") == admin


def test_the_server_is_started_on_this_machine_alone(monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(demo.connections, "close_all", lambda: None)
    started = []
    monkeypatch.setattr(
        demo, "call_command", lambda name, *args, **options: started.append((name, *args))
    )
    monkeypatch.setenv("CLUSTERATLAS_DEMO", "")
    monkeypatch.setenv("DJANGO_RUNSERVER_HIDE_WARNING", "")
    monkeypatch.setenv("RUN_MAIN", "true")

    call_command("demo", port=8123)

    assert started == [("runserver", "127.0.0.1:8123")]
    assert settings.DEMO


@pytest.mark.parametrize("port", [None, 99_999])
def test_a_port_that_cannot_be_used_is_named(calls, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = port or other.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} cannot be used .* make run PORT="):
            call_command("demo", port=port)
    assert calls == []
