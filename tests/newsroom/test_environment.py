"""Each deployment variable is understood or refused with a sentence that says what to write."""

import pytest

from newsroom import environment


@pytest.fixture
def said(monkeypatch):
    """Sets a variable, calls a reader; answers with the value and the sentences."""

    def read(reader, value, *words):
        problems = []
        monkeypatch.setattr(environment, "PROBLEMS", problems)
        monkeypatch.setenv("VARIABLE", value)
        return reader("VARIABLE", *words), [" ".join(problem) for problem in problems]

    return read


def test_what_is_unset_empty_or_blank_is_the_default(said, monkeypatch):
    for value in ("", "  "):
        assert said(environment.text, value, "default") == ("default", [])
        assert said(environment.flag, value, True) == (True, [])
        assert said(environment.port, value, 8000) == (8000, [])
        assert said(environment.words, value) == ([], [])
        assert said(environment.site_url, value, "http://127.0.0.1") == ("http://127.0.0.1", [])
    monkeypatch.delenv("VARIABLE")
    assert environment.text("VARIABLE", "default") == "default"


@pytest.mark.parametrize(
    ("reader", "value", "default", "meant"),
    [
        (environment.flag, "YES", False, True),
        (environment.flag, "0", True, False),
        (environment.port, "65535", 8000, 65535),
        (environment.host, "0.0.0.0", "127.0.0.1", "0.0.0.0"),
        (environment.host, "[::1]", "127.0.0.1", "::1"),
        (environment.host, "news.example", "127.0.0.1", "news.example"),
        (environment.site_url, "https://news.example/", "", "https://news.example"),
        (environment.site_url, "http://[::1]:8000", "", "http://[::1]:8000"),
        (environment.site_url, "http://localhost:8000", "", "http://localhost:8000"),
        (environment.service, "https://spam.example/1.1/", "d", "https://spam.example/1.1"),
        (environment.service, "http://127.0.0.1:9/1.1", "d", "http://127.0.0.1:9/1.1"),
    ],
)
def test_what_is_right_is_understood(said, reader, value, default, meant):
    assert said(reader, value, default) == (meant, [])


@pytest.mark.parametrize(
    ("reader", "value", "default", "hint"),
    [
        (environment.flag, "perhaps", True, "Write VARIABLE=yes or VARIABLE=no."),
        (environment.port, "0", 8000, "such as VARIABLE=8000"),
        (environment.port, "70000", 8000, "such as VARIABLE=8000"),
        (environment.port, "٨٠٠٠", 8000, "such as VARIABLE=8000"),
        (environment.host, "localhost:8000", "127.0.0.1", "without a port"),
        (environment.host, "-x", "127.0.0.1", "without a port"),
        (environment.service, "http://spam.example/1.1", "https://d", "such as https://d"),
        (environment.service, "https://u:p@spam.example/", "https://d", "such as https://d"),
        (environment.service, "spam.example", "https://d", "such as https://d"),
        (environment.site_url, "news.example", "d", "such as VARIABLE=https://news.example"),
        (environment.site_url, "ftp://news.example", "d", "such as VARIABLE=https://news.example"),
        (environment.site_url, "https://news.example/blog", "d", "scheme and host only"),
        (environment.site_url, "https://me:pw@news.example", "d", "scheme and host only"),
        (environment.site_url, "https://news.example?x", "d", "scheme and host only"),
        (environment.site_url, "https://خبر.example", "d", "scheme and host only"),
        (environment.site_url, "https://", "d", "scheme and host only"),
        (environment.site_url, "http://[::1", "d", "scheme and host only"),
        (environment.site_url, "http://a:99999", "d", "scheme and host only"),
    ],
)
def test_what_is_wrong_is_the_default_and_a_sentence(said, reader, value, default, hint):
    answer, sentences = said(reader, value, default)
    assert answer == default
    assert len(sentences) == 1
    assert hint in sentences[0]


def test_networks_are_a_list_by_commas_or_blanks(said):
    found, sentences = said(environment.networks, "10.0.0.0/8, fd00::/8 192.0.2.1")
    assert [str(network) for network in found] == ["10.0.0.0/8", "fd00::/8", "192.0.2.1/32"]
    assert sentences == []


@pytest.mark.parametrize("value", ["10.0.0.1/8", "example", "10.0.0.0/33"])
def test_a_bad_network_is_a_sentence(said, value):
    found, sentences = said(environment.networks, value)
    assert found == []
    assert "10.0.0.0/8,fd00::/8" in sentences[0]


@pytest.mark.parametrize("private", ["127.0.0.2", "[::1]", "localhost", "a.localhost", "news.test"])
def test_an_address_that_only_this_machine_reaches_is_not_public(private):
    assert not environment.is_public(f"http://{private}:8000")


@pytest.mark.parametrize("public", ["10.0.0.1", "news.example", "localhost.example", "test"])
def test_every_other_address_is_public(public):
    assert environment.is_public(f"http://{public}")


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(said, tmp_path):
    file = tmp_path / "var" / "secret"
    made, sentences = said(environment.kept_secret, "", file)
    assert len(made) >= 50
    assert sentences == []
    assert file.stat().st_mode & 0o777 == 0o600
    assert said(environment.kept_secret, "", file) == (made, [])
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("weak", ["short", "ab" * 30])
def test_a_secret_that_can_be_guessed_is_refused(said, tmp_path, weak):
    assert "at least 50 random characters" in said(environment.kept_secret, weak, tmp_path)[1][0]


def test_a_secret_that_cannot_be_kept_is_a_sentence(said, tmp_path):
    (tmp_path / "file").write_text("")
    made, sentences = said(environment.kept_secret, "", tmp_path / "file" / "secret")
    assert made
    assert "Set VAR_DIR to a folder that can be written and has room." in sentences[0]


def test_without_a_database_the_newsroom_brings_its_own(said):
    assert said(environment.database, "")[0]["ENGINE"] == "newsroom.embedded"


def test_a_database_is_given_up_after_a_while_and_its_connections_are_used_again(said):
    found, sentences = said(environment.database, "postgres://me:p%40ss@db.example:5433/news")
    assert sentences == []
    assert found["HOST"] == "db.example"
    assert found["PASSWORD"] == "p@ss"
    assert found["OPTIONS"] == {"connect_timeout": 10}
    assert found["CONN_MAX_AGE"] == 60
    assert found["CONN_HEALTH_CHECKS"] is True


def test_what_the_address_says_of_the_connection_counts(said):
    url = "postgresql:///news?host=/run/postgresql&connect_timeout=3"
    assert said(environment.database, url)[0]["OPTIONS"] == {
        "connect_timeout": 3,
        "host": "/run/postgresql",
    }


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "sqlite://:memory:", "postgres://a:99999/b", "postgres://a/", "nonsense"]
)
def test_what_is_no_postgresql_is_refused_without_its_password(said, url):
    found, sentences = said(environment.database, url)
    assert found["ENGINE"] == "django.db.backends.dummy"
    assert "postgres://user:password@host:5432/name" in sentences[0]
    assert url not in sentences[0]


def test_without_a_mail_server_mails_are_kept(said, tmp_path):
    found, _ = said(environment.mailer, "", tmp_path)
    assert found == {"BACKEND": "newsroom.mail.KeptMail", "OPTIONS": {"file_path": str(tmp_path)}}


@pytest.mark.parametrize(
    ("url", "tls", "ssl"),
    [
        ("smtp://me:p%40ss@mail.example:2525", False, False),
        ("smtp://me:p%40ss@mail.example:2525?tls=yes", True, False),
        ("smtps://me:p%40ss@mail.example:2525", False, True),
    ],
)
def test_a_mail_server_is_used_as_its_address_says(said, tmp_path, url, tls, ssl):
    found, sentences = said(environment.mailer, url, tmp_path)
    options = found["OPTIONS"]
    assert sentences == []
    assert (options["host"], options["port"]) == ("mail.example", 2525)
    assert (options["username"], options["password"]) == ("me", "p@ss")
    assert (options["use_tls"], options["use_ssl"]) == (tls, ssl)
    assert options["timeout"] > 0


def test_mails_can_be_printed(said, tmp_path):
    assert "console" in said(environment.mailer, "console:", tmp_path)[0]["BACKEND"]


@pytest.mark.parametrize(
    "url", ["mail.example", "smtp://", "http://a", "smtp://a?tls=maybe", "smtps://a?tls=yes"]
)
def test_what_is_no_mail_server_is_refused(said, tmp_path, url):
    assert "smtp://user:password@mail.example:587" in said(environment.mailer, url, tmp_path)[1][0]


def test_mails_come_from_the_site_or_from_whom_the_address_names(said):
    site = "https://news.example"
    assert said(environment.sender, "", site)[0] == "newsroom@news.example"
    named = "smtp://a?tls=yes&from=desk%40news.example"
    assert said(environment.sender, named, site)[0] == "desk@news.example"


def test_a_key_is_a_word_and_is_never_said_back(said):
    assert said(environment.api_key, "123abc456") == ("123abc456", [])
    value, (sentence,) = said(environment.api_key, "my secret")
    assert value == ""
    assert "my secret" not in sentence
