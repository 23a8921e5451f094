"""The cast: alice an agent, bob her manager, charlie a manager elsewhere, erin an editor, dana an administrator."""

import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client

from academy.catalogues import compile_catalogues
from academy.staff.models import JobRole, Team, User
from tests import builders

# Playwright's synchronous interface keeps an event loop running beside the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is no reason to fail: what is tested is the answer, never the time.
hypothesis.settings.register_profile("academy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("academy")


def pytest_configure() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    """A test that was rolled back must not be remembered: its keys are given out again."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    yield
    for cache in caches.all():
        cache.clear()


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
