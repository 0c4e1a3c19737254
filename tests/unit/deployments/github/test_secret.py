"""The secrets of an app come from files that nobody else may read, or from variables, and no message repeats them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.github_app import app, key, pem

from readiness_gate.deployments.github.secret import KEY, SECRET, secrets_of
from readiness_gate.errors import BadUse

PLANTED = "planted-secret-of-a-webhook"


def test_from_variables() -> None:
    """They are gone then: no process that is started later has them."""
    environment = {KEY: f"\n{pem()}\n", SECRET: f"{PLANTED}\n", "PATH": "/bin"}
    found = secrets_of(app(), environment)
    assert (found.key, found.webhook) == (pem().strip(), PLANTED.encode())
    assert environment == {"PATH": "/bin"}


def _files(folder: Path, mode: int = 0o600) -> tuple[Path, Path]:
    files = folder / "app.pem", folder / "secret"
    for file, text in zip(files, (pem(), PLANTED), strict=True):
        file.write_text(text + "\n")
        file.chmod(mode)
    return files


def test_from_files(tmp_path: Path) -> None:
    """They count before the variables, which are removed all the same."""
    private, secret = _files(tmp_path)
    environment = {KEY: "x", SECRET: "x"}
    found = secrets_of(replace(app(), private_key=str(private), secret=str(secret)), environment)
    assert (found.key, found.webhook) == (pem().strip(), PLANTED.encode())
    assert environment == {}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_may_read(tmp_path: Path, mode: int) -> None:
    """The message has the command to paste."""
    private, _ = _files(tmp_path, mode)
    with pytest.raises(BadUse, match=f"others may read {private}. Run `chmod 600"):
        secrets_of(replace(app(), private_key=str(private)), {SECRET: PLANTED})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_another_user(tmp_path: Path) -> None:
    """Its owner could change it."""
    private, _ = _files(tmp_path)
    os.chown(private, 12_345, 12_345)
    with pytest.raises(BadUse, match="belongs to another user"):
        secrets_of(replace(app(), private_key=str(private)), {SECRET: PLANTED})


@pytest.mark.parametrize("there", ["nothing", "folder", "large", "umlaut"])
def test_a_file_that_cannot_be_used(tmp_path: Path, there: str) -> None:
    """Its content is not shown."""
    where = tmp_path / "app.pem"
    contents = {"large": b"x" * 70_000, "umlaut": "ä".encode()}
    if there == "folder":
        where.mkdir(0o700)
    elif there in contents:
        where.write_bytes(contents[there])
        where.chmod(0o600)
    with pytest.raises(BadUse, match="private-key: "):
        secrets_of(replace(app(), private_key=str(where)), {SECRET: PLANTED})


def _of_a_curve() -> str:
    form = serialization.PrivateFormat.PKCS8
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _public() -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key().public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@pytest.mark.parametrize("kind", ["text", "cut", "curve", "public"])
def test_what_is_no_key(kind: str) -> None:
    """Nothing of it is repeated."""
    made = {"text": lambda: "planted", "cut": lambda: pem()[:400], "curve": _of_a_curve, "public": _public}
    private = made[kind]()
    with pytest.raises(BadUse, match="not an RSA key in PEM") as caught:
        secrets_of(app(), {KEY: private, SECRET: PLANTED})
    assert private.splitlines()[-1] not in f"{caught.value}"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({SECRET: PLANTED}, f"set {KEY}"),
        ({KEY: "pem"}, f"set {SECRET}"),
        ({KEY: "pem", SECRET: "  "}, f"set {SECRET}"),
        ({KEY: "pem", SECRET: "short"}, "openssl rand -hex 32"),
    ],
)
def test_what_is_missing(environment: dict[str, str], why: str) -> None:
    """The message says where to put it."""
    with pytest.raises(BadUse, match=why):
        secrets_of(app(), {**environment})
