"""Production settings pass Django's own deployment checks; reading settings starts nothing."""

from django.core import mail
from django.core.mail import send_mail

from newsroom.mail import KeptMail
from tests.newsroom.processes import PYTHON, start

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "SITE_URL": "https://news.example",
    "DATABASE_URL": "",
}


def manage(tmp_path, *words, **env):
    process = start(
        [PYTHON, "manage.py", *words], env={**PRODUCTION, **env, "VAR_DIR": str(tmp_path)}
    )
    said, errors = process.communicate(timeout=60)
    return process.returncode, said, errors


def test_production_passes_the_deployment_checks_and_starts_no_database(tmp_path):
    status, _, errors = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert status == 0, errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["network_key", "secret_key"]


def test_a_site_without_a_mail_server_is_told_where_its_mails_lie(tmp_path):
    _, _, errors = manage(tmp_path, "check", "--deploy")
    assert f"mails are kept in {tmp_path / 'mail'}, not sent" in errors
    _, _, errors = manage(tmp_path, "check", "--deploy", EMAIL_URL="smtp://mail.example")
    assert "mails are kept" not in errors


def test_kept_mails_are_files(tmp_path):
    backend = KeptMail(file_path=str(tmp_path / "mail"), alias="default")
    assert (
        backend.send_messages([mail.EmailMessage("Held", "Look.", "a@b.test", ["c@d.test"])]) == 1
    )
    (file,) = (tmp_path / "mail").iterdir()
    assert "Subject: Held" in file.read_text()


def test_tests_send_no_mail(mailoutbox):
    send_mail("Held", "Look.", None, ["c@d.test"])
    assert [message.from_email for message in mailoutbox] == ["newsroom@127.0.0.1"]
