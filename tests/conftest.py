"""The cast: alice an agent, bob her manager, charlie a manager elsewhere, erin an editor, dana an administrator."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import hypothesis
import pytest
import pytest_django.fixtures
from django.conf import UserSettingsHolder, settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation

from academy import triggers
from academy.catalogues import compile_catalogues
from academy.staff.models import JobRole, Team, User
from tests import builders, database, flushing
from tests.alone import alone

# Playwright's synchronous interface keeps an event loop running beside the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is no reason to fail: what is tested is the answer, never the time.
hypothesis.settings.register_profile("academy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("academy")


# Fixtures of the plugins that every test has.
EVERYWHERE = {
    "delete_output_dir",
    "django_db_blocker",
    "django_test_environment",
    "monkeypatch",
    "pytestconfig",
    "request",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--with-database", action="store_true", help="leave out what never asks a database for anything")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database the rules that know none need not be tried again."""
    if config.getoption("with_database"):
        without = [item for item in items if _is_pure(item)]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in set(without)]


def _is_pure(item: pytest.Item) -> bool:
    given = set(getattr(getattr(item, "callspec", None), "params", ()))
    asks_for = {name for name in getattr(item, "fixturenames", ()) if not name.startswith("_")} - given
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return not marked and asks_for <= EVERYWHERE


def pytest_collection_finish() -> None:
    """Python would look through all that it has loaded again and again: a tenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_configure() -> None:
    compile_catalogues()
    # It makes the database only where a marked test asks for it; those that copy it for a server have no mark, and
    # would copy that of whoever runs them.
    pytest_django.fixtures._get_databases_for_setup = lambda items: ({"default"}, set())


@pytest.fixture(scope="session", autouse=True)
def _one_chain() -> Iterator[None]:
    """All clients share what the first one loads: each would load the middleware anew, and WhiteNoise look through all
    the static files. Under settings of its own a test still loads its own."""
    parts = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
    load, loaded = ClientHandler.load_middleware, {}

    def load_once(self: ClientHandler, is_async: bool = False) -> None:
        if is_async or isinstance(settings._wrapped, UserSettingsHolder):
            load(self, is_async)
        elif loaded:
            self.__dict__.update(loaded)
        else:
            load(self)
            loaded.update({name: getattr(self, name) for name in parts})

    ClientHandler.load_middleware = load_once
    yield
    ClientHandler.load_middleware = load


@pytest.fixture(scope="session")
def _tables(pytestconfig: pytest.Config) -> Iterator[Callable[[], None]]:
    """Tables for the database that is about to be made, where an earlier run kept them; gives what keeps them."""
    if connection.vendor != "sqlite":
        with ExitStack() as copied:
            yield lambda: copied.enter_context(database.copied_on_server())
        return
    kept = database.place(pytestconfig.cache)
    in_memory = connection.creation._get_test_db_name()
    with ExitStack() as lock, closing(sqlite3.connect(in_memory, uri=True)) as coming:  # it lasts while it is open
        lock.enter_context(alone(kept.with_suffix(".lock")))
        if kept.exists() and not pytestconfig.getoption("create_db"):
            database.read(kept, coming)
            lock.close()
            yield lambda: None
        else:
            yield lambda: (database.keep(coming, kept), lock.close())


@pytest.fixture(scope="session")
def django_db_setup(_tables: Callable[[], None], django_db_setup: None) -> None:
    """pytest-django's own, which finds most of its work done."""
    _tables()


@pytest.fixture
def _left_as_found(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    if not flushing.has_transactions(request):
        yield
        return
    with ExitStack() as after:
        with django_db_blocker.unblock():
            after.enter_context(flushing.kept())
        yield
        with django_db_blocker.unblock():
            after.close()


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest, _left_as_found: None, _django_db_helper: None) -> Iterator[None]:
    """pytest-django's own, which may empty the tables of frozen rows too; its `post_migrate` guards them again."""
    yield
    if flushing.has_transactions(request):
        triggers.lift()


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    """A test that was rolled back must not be remembered: its keys are given out again."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    yield
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request in another language leaves it active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def billing(db: None) -> Team:
    return Team.add_root(name="Service").add_child(name="Billing")


@pytest.fixture
def support(billing: Team) -> Team:
    return billing.get_parent().add_child(name="Technical support")


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    def make(name: str, group: str = "Agents", **fields: object) -> User:
        defaults = {"first_name": name.title(), "email": f"{name}@example.com", "password": "!"}
        person = User.objects.create(username=name, **{**defaults, **fields})
        person.groups.add(Group.objects.get(name=group))
        return person

    return make


@pytest.fixture
def dana(make_person: Callable[..., User]) -> User:
    return make_person("dana", "Administrators")


@pytest.fixture
def bob(make_person: Callable[..., User], billing: Team, dana: User) -> User:
    return make_person("bob", "Managers", team=billing, manager=dana)


@pytest.fixture
def charlie(make_person: Callable[..., User], support: Team) -> User:
    return make_person("charlie", "Managers", team=support)


@pytest.fixture
def alice(make_person: Callable[..., User], billing: Team, bob: User) -> User:
    agent, _created = JobRole.objects.get_or_create(name="Agent")
    return make_person("alice", team=billing, manager=bob, job_role=agent)


@pytest.fixture
def erin(make_person: Callable[..., User]) -> User:
    return make_person("erin", "Editors")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_alice(alice: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(alice)


@pytest.fixture
def course(db: None) -> builders.Course:
    return builders.make_course()


@pytest.fixture
def policy(db: None) -> builders.Policy:
    return builders.make_policy()
