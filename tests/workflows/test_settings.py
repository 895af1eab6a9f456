"""An installation starts only with settings that make sense, and never prints a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.settings import BadSetting, Settings

PG = "postgresql+psycopg://u:geheim@db/sanlian"


def test_without_any_setting_it_is_one_machine_with_a_file_for_a_database(tmp_path: Path) -> None:
    settings = Settings.from_env({"SANLIAN_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'sanlian.db'}"
    assert settings.key_file == tmp_path / "keys.json"
    assert (settings.host, settings.port, settings.demo, settings.production) == (
        "127.0.0.1", 8000, True, False,
    )  # fmt: skip
    assert str(settings.zone) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgresql://u:geheim@db/sanlian", PG),
        ("postgres://u:geheim@db/sanlian", PG),
        (PG, PG),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
    ],
)
def test_a_database_is_named_with_our_driver(given: str, meant: str) -> None:
    assert Settings.from_env({"DATABASE_URL": given}).database_url == meant


NONSENSE = [
    # Ports are numbers that exist.
    ("PORT", "eighty"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "80.5"),
    # Fewer threads cannot hold the open pages, more cannot be paid.
    ("SANLIAN_THREADS", "7"),
    ("SANLIAN_THREADS", "5000"),
    # A flag says yes or no.
    ("DEMO", "perhaps"),
    ("DEMO", "2"),
    ("SANLIAN_PRODUCTION", "ja"),
    ("SANLIAN_MOVABLE_CLOCK", "01"),
    ("SANLIAN_ZONE", "Asia/Nowhere"),
    ("SANLIAN_ZONE", "../../etc/passwd"),
    ("SANLIAN_PUBLIC_URL", "sanlian.county.example"),
    ("SANLIAN_PUBLIC_URL", "https://sanlian county"),
    ("SANLIAN_SMTP_PORT", "smtp"),
    ("SANLIAN_SMTP_SECURITY", "ssl"),
    # Only the two databases that the house is tested on.
    ("DATABASE_URL", "mysql://u:geheim@db/x"),
    ("DATABASE_URL", "postgresql+psycopg2://u:geheim@db/x"),
    ("DATABASE_URL", "geheim"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///"),
    # A database in memory would be another one for each connection.
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL_FILE", "/nowhere/at/all"),
    ("SANLIAN_KEYS_FILE", "/nowhere/at/all"),
]


@pytest.mark.parametrize(("name", "given"), NONSENSE)
def test_nonsense_stops_the_start_by_name(name: str, given: str) -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({name: given})
    assert refused.value.fields["name"] == name
    assert ":geheim@" not in str(refused.value)


@pytest.mark.parametrize(
    "together",
    [
        {"SANLIAN_PRODUCTION": "1"},
        {"SANLIAN_PRODUCTION": "1", "DEMO": "0", "SANLIAN_MOVABLE_CLOCK": "1"},
    ],
    ids=["demo people in production", "a movable clock in production"],
)
def test_what_does_not_hold_together_is_refused(together: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        Settings.from_env(together)


def test_production_without_demo_and_without_a_movable_clock_is_allowed() -> None:
    assert Settings.from_env({"SANLIAN_PRODUCTION": "1", "DEMO": "0"}).production


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("TRUE", True), ("off", False)])
def test_a_flag_has_a_few_spellings(word: str, meant: bool) -> None:
    assert Settings.from_env({"DEMO": word}).demo is meant


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text(f"{PG}\n")
    assert Settings.from_env({"DATABASE_URL_FILE": str(file)}).database_url == PG


def test_a_secret_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSetting):
        Settings.from_env({"SANLIAN_KEYS_FILE": str(file)})


def test_printed_settings_show_neither_keys_nor_the_password_of_the_database() -> None:
    settings = Settings.from_env({"DATABASE_URL": PG, "SANLIAN_KEYS": "schluessel"})
    assert "geheim" not in repr(settings)
    assert "schluessel" not in repr(settings)


def test_a_mail_server_wants_a_sender() -> None:
    with pytest.raises(BadSetting, match="SANLIAN_MAIL_FROM"):
        Settings.from_env({"SANLIAN_SMTP_HOST": "mail.county.example"})


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_mail_goes_to_the_usual_port_and_its_password_is_never_printed(
    tmp_path: Path, security: str, port: int
) -> None:
    (tmp_path / "smtp").write_text("geheim\n")
    settings = Settings.from_env({
        "SANLIAN_SMTP_HOST": "mail.county.example", "SANLIAN_MAIL_FROM": "a@county.example",
        "SANLIAN_SMTP_SECURITY": security, "SANLIAN_SMTP_PASSWORD_FILE": str(tmp_path / "smtp"),
    })  # fmt: skip
    assert (settings.mail.port, settings.mail.password) == (port, "geheim")
    assert "geheim" not in repr(settings)


def test_hosts_of_robots_are_a_list() -> None:
    given = {"SANLIAN_ROBOT_HOSTS": "robot.inside:8443, 10.1.2.3"}
    assert Settings.from_env(given).robot_hosts == {"robot.inside:8443", "10.1.2.3"}
