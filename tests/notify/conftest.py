"""Real servers, started once: mail in the clear, with STARTTLS and a sign-in, and with TLS from the first byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine

from agent_scorecard.store.database import open_database
from tests.notify.mail_server import MailServer, identity, knows

USER, PASSWORD = "board", "correct horse"
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A certificate for this machine, signed by itself, with its key: what a company's own authority would give out."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    here = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(FIRST)
    made = made.not_valid_after(LAST).add_extension(here, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    signed = made.add_extension(own, critical=False).sign(key, hashes.SHA256())
    path: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + kept)
    return str(path)


@pytest.fixture(scope="session")
def _plain() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="session")
def _starttls(certificate: str) -> Iterator[MailServer]:
    how = {"auth_required": True, "authenticator": knows(USER, PASSWORD), "require_starttls": True}
    with MailServer(tls_context=identity(certificate), **how) as server:
        yield server


@pytest.fixture(scope="session")
def _tls(certificate: str) -> Iterator[MailServer]:
    with MailServer(ssl_context=identity(certificate)) as server:
        yield server


@pytest.fixture
def mail(_plain: MailServer) -> MailServer:
    _plain.forget()
    return _plain


@pytest.fixture
def mail_starttls(_starttls: MailServer) -> MailServer:
    _starttls.forget()
    return _starttls


@pytest.fixture
def mail_tls(_tls: MailServer) -> MailServer:
    _tls.forget()
    return _tls


@pytest.fixture
def engine(created: str) -> Iterator[Engine]:
    engine = open_database(created)
    yield engine
    engine.dispose()
