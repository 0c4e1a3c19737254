"""One history with programs in every state, for all tests that only read it."""

import pytest
from support.served import Client, client, in_folder

from readiness_gate.history import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The history of the sample."""
    return in_folder(tmp_path_factory.mktemp("served"))


@pytest.fixture
def site(store: Store) -> Client:
    """A client of the server of that history, from this machine."""
    return client(store)
