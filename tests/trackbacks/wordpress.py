"""WordPress as Debian packs it, on loopback: PHP's own server, a MariaDB of its own on a socket.

Nothing of the machine's own installation is used or changed but the programs: the site, its
settings and its rows lie in a folder of the test's.
"""

import getpass
import json
import os
import shutil
import subprocess
from pathlib import Path
from string import Template

from tests.newsroom.processes import eventually, kill_group
from tests.newsroom.serving import free_port

PACKAGES = (
    "wordpress wordpress-theme-twentytwentythree php-cli php-mysql php-xml mariadb-server-core"
)
VERSION = "6.1"
"""Of the package in Debian 12, 6.1.9+dfsg1-0+deb12u1, with which the proofs were last seen."""
PROGRAMS = Path("/usr/share/wordpress")
NEEDED = [PROGRAMS / "wp-load.php", Path("/usr/bin/php"), Path("/usr/sbin/mariadbd")]

CONFIG = Template("""<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$socket');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '$home');
define('WP_SITEURL', '$home');
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
""")
PLUGIN = """<?php
// Loopback is the whole Web here: WordPress too refuses inner addresses and other ports.
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', function ($ports, $host, $url) {
    return [...$ports, (int) parse_url($url, PHP_URL_PORT)];
}, 10, 3);
// A blog that only takes trackbacks: WordPress's own block, in a comment as its themes write it.
if (get_option('trackbacks_only')) {
    add_filter('wp_headers', function ($headers) {
        unset($headers['X-Pingback']);
        return $headers;
    });
    add_action('wp_footer', function () { echo '<!-- '; trackback_rdf(); echo ' -->'; });
}
"""
INSTALL = """
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('A WordPress blog', 'admin', 'admin@example.org', true, '', 'only for tests');
return get_bloginfo('version');
"""
PUBLISH = """
$id = wp_insert_post(wp_slash($said + ['post_status' => 'publish', 'post_author' => 1]), true);
return [$id, get_permalink($id)];
"""
TOUCH = "return wp_update_post(['ID' => $said['ID'], 'post_excerpt' => 'Changed']);"
COMMENTS = """
$kept = get_comments(['post_id' => $said['ID'], 'status' => 'all', 'type' => 'pings']);
return array_map(fn ($one) => [
    'type' => $one->comment_type, 'author' => $one->comment_author,
    'url' => $one->comment_author_url, 'text' => $one->comment_content,
], $kept);
"""
FORGET = "array_map(fn ($one) => wp_delete_comment($one, true), get_comments(['status' => 'all']));"
PUNG = "return get_pung($said['ID']);"
OPTION = "return update_option($said['name'], $said['value']);"


def missing():
    """Why WordPress cannot be had here, or an empty text."""
    if all(path.exists() for path in NEEDED):
        return ""
    return f"no WordPress on this machine: apt-get install --no-install-recommends {PACKAGES}"


class WordPress:
    """A blog; what it is told and asked goes through its own functions."""

    def __init__(self, folder):
        self.folder = folder
        self.socket = folder / "sql.sock"
        self.port = free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.root = folder / "site"
        self.processes = []

    def start(self):
        self._start_database()
        self._lay_out()
        server = ["php", "-S", f"127.0.0.1:{self.port}", "-t", self.root]
        self._run(server, cwd=self.root, env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"})
        self.version = self.call(INSTALL, "define('WP_INSTALLING', true);")
        return self

    def _start_database(self):
        data = self.folder / "sql"
        common = ["--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}"]
        install = ["mariadb-install-db", *common, "--auth-root-authentication-method=normal"]
        subprocess.run(install, check=True, capture_output=True)
        quiet = ["--skip-networking", "--skip-grant-tables", f"--socket={self.socket}"]
        small = ["--innodb-buffer-pool-size=32M", f"--pid-file={self.folder / 'sql.pid'}"]
        self._run(["/usr/sbin/mariadbd", *common, *quiet, *small])
        client = ["mariadb", "--no-defaults", f"--socket={self.socket}", "-e"]
        create = [*client, "CREATE DATABASE IF NOT EXISTS wordpress"]
        eventually(lambda: subprocess.run(create, capture_output=True).returncode == 0, 60, 0.2)

    def _lay_out(self):
        ours = shutil.ignore_patterns("wp-config.php", "wp-content")
        shutil.copytree(PROGRAMS, self.root, symlinks=True, ignore=ours)
        plugins = self.root / "wp-content" / "mu-plugins"
        plugins.mkdir(parents=True)
        (plugins / "loopback.php").write_text(PLUGIN)
        (self.root / "wp-content" / "themes").symlink_to(PROGRAMS / "wp-content" / "themes")
        config = CONFIG.substitute(socket=self.socket, home=self.home)
        (self.root / "wp-config.php").write_text(config)

    def _run(self, command, **options):
        log = (self.folder / "log").open("ab")
        self.processes.append(
            subprocess.Popen(
                [str(word) for word in command],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **options,
            )
        )

    def call(self, code, before="", **said):
        """What a piece of PHP returns that runs inside WordPress; ``$said`` is what it is told."""
        run = (
            f"{before} $_SERVER['HTTP_HOST'] = '127.0.0.1:{self.port}'; require 'wp-load.php';"
            f"$said = json_decode(getenv('SAID'), true);"
            f"echo '\\n##', json_encode((function () use ($said) {{ {code} }})());"
        )
        done = self._php(["-r", run], SAID=json.dumps(said))
        return json.loads(done.rpartition("##")[2])

    def tell_the_world(self):
        """Let it do what it does a moment after somebody published: ping and track back."""
        self._php(["wp-cron.php"])

    def _php(self, words, **env):
        done = subprocess.run(
            ["php", *words],
            cwd=self.root,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def publish(self, title, content, **fields):
        """Id and address of a new entry; the world is not told yet."""
        return self.call(PUBLISH, post_title=title, post_content=content, **fields)

    def touch(self, entry):
        self.call(TOUCH, ID=entry)

    def pings_of(self, entry):
        """The pingbacks and trackbacks that it keeps of an entry, shown or not."""
        return self.call(COMMENTS, ID=entry)

    def told_by(self, entry):
        """The addresses that it remembers to have told."""
        return self.call(PUNG, ID=entry)

    def forget_pings(self):
        """For a blog that takes one every fifteen seconds, as if the last were long ago."""
        self.call(FORGET)

    def option(self, name, value):
        self.call(OPTION, name=name, value=value)

    def close(self):
        for process in self.processes:
            kill_group(process)
