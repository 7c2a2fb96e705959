"""Every sub-command, with a running server (over the socket in the data directory) and without one (on the file
itself): both ways must do the same."""

import contextlib
import os
import pty
import re
import signal
import subprocess
import termios
import time

import pytest

from harness import ROOT

COMMANDS = [
    ["serve"],
    ["init"],
    ["user", "create"],
    ["user", "list"],
    ["user", "set-password"],
    ["app-password", "create"],
    ["app-password", "list"],
    ["app-password", "revoke"],
    ["settings", "get"],
    ["settings", "set"],
    ["settings", "list"],
    ["reindex"],
    ["comments", "status"],
    ["comments", "open"],
    ["comments", "close"],
    ["mail", "status"],
    ["mail", "test"],
    ["mail", "retry"],
    ["mail", "drop"],
    ["privacy", "export"],
    ["privacy", "erase"],
]


@pytest.fixture(params=["with a server", "without a server"])
def place(request, fresh_site):
    """A site whose server runs, or not; `place.api()` needs it running: see ask()."""
    if request.param == "without a server":
        fresh_site.stop()
    return fresh_site


def ask(place):
    """The site with a running server, to look at what a command did."""
    if not place.running():
        place.start()
    return place


def one_line(result, status=1):
    assert result.returncode == status, result
    assert result.stdout == ""
    assert re.fullmatch(r"broadsheet: [^\n]+\n", result.stderr), result.stderr
    return result.stderr


# The command line itself


def test_version(empty_site):
    with open(os.path.join(ROOT, "meson.build")) as file:
        version = re.search(r"version: '([^']+)'", file.read()).group(1)
    assert empty_site.cli("--version", data=False).stdout == f"broadsheet {version}\n"


def test_help_lists_commands(empty_site):
    text = empty_site.cli("--help", data=False).stdout
    for command in COMMANDS:
        assert re.search(rf"^  {command[0]} ", text, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_of_command(empty_site, command):
    result = empty_site.cli(*command, "--help", data=False)
    assert result.stdout.startswith("Usage: broadsheet " + " ".join(command) + " ")
    assert "--data DIR" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("group", sorted({command[0] for command in COMMANDS if len(command) > 1}))
def test_help_of_group(empty_site, group):
    text = empty_site.cli(group, "--help", data=False).stdout
    for command in COMMANDS:
        if command[0] == group:
            assert re.search(rf"^  {command[1]} ", text, re.MULTILINE)


@pytest.mark.parametrize("arguments", [
    [],
    ["nonsense"],
    ["--nonsense"],
    ["user"],
    ["user", "nonsense"],
    ["user", "list", "--nonsense"],
    ["user", "list", "word"],
    ["user", "list", "--data"],
    ["user", "list"],  # no --data
    ["user", "create", "--data", "x", "--login", "a"],
    ["settings", "get", "--data", "x"],
    ["settings", "set", "--data", "x", "title"],
    ["settings", "get", "--data", "x", "title", "word"],
    ["comments", "open", "--data", "x"],
    ["serve", "--data", "x", "word"],
    ["init", "--data", "x"],
])
def test_wrong_command_line(empty_site, arguments):
    result = empty_site.cli(*arguments, data=False, check=False)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr
    assert not os.path.exists(empty_site.data)


def test_data_from_the_environment(fresh_site):
    fresh_site.environment["BROADSHEET_DATA"] = fresh_site.data
    assert "admin@example.org" in fresh_site.cli("user", "list", data=False).stdout


# init


def init(site, **changes):
    options = {"title": "T", "url": site.base, "admin": "boss", "email": "boss@example.org", "password-file": "-"}
    options.update(changes)
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return site.cli("init", *arguments, input="a long password\nsecond line\n", check=False)


def test_init(empty_site):
    result = init(empty_site)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert os.stat(empty_site.data).st_mode & 0o777 == 0o700
    assert empty_site.cli("user", "list").stdout == "1\tboss\tboss@example.org\tadministrator\n"
    assert empty_site.cli("settings", "get", "title").stdout == "T\n"
    assert empty_site.cli("settings", "get", "url").stdout == empty_site.base + "\n"
    empty_site.start()
    assert "T" in empty_site.get("/").text
    answer = empty_site.post("/wp-login.php", {"log": "boss", "pwd": "a long password"})
    assert answer.status_code in (302, 303), answer.text


def test_init_twice(empty_site):
    assert init(empty_site).returncode == 0
    one_line(init(empty_site, title="Other"))
    assert empty_site.cli("settings", "get", "title").stdout == "T\n"


@pytest.mark.parametrize("changes", [
    {"email": "no address"},
    {"admin": "bad\u0007login/"},
    {"url": "ftp://x"},
    {"url": "not a url"},
    {"password-file": "/nonexistent/file"},
])
def test_init_with_bad_values(empty_site, changes):
    one_line(init(empty_site, **changes))
    # The next, right one is not in its way.
    assert init(empty_site).returncode == 0


def test_init_while_a_server_runs(fresh_site):
    one_line(init(fresh_site))


@pytest.mark.parametrize("text", ["", "\n", "x" * 5000 + "\n"], ids=["nothing", "empty line", "too long"])
def test_unusable_password(empty_site, text):
    result = empty_site.cli("init", "--title", "T", "--url", empty_site.base, "--admin", "a", "--email", "a@example.org",
                            "--password-file", "-", input=text, check=False)
    one_line(result)


def test_password_from_a_file_is_its_first_line(fresh_site):
    path = os.path.join(fresh_site.directory, "password")
    with open(path, "w") as file:
        file.write("first line\r\nsecond\n")
    fresh_site.cli("user", "set-password", "--login", "author", "--password-file", path)
    assert fresh_site.post("/wp-login.php", {"log": "author", "pwd": "first line"}).status_code in (302, 303)


@pytest.mark.parametrize("again, status", [("secret-on-a-tty", 0), ("another", 1)])
def test_password_from_a_terminal(fresh_site, again, status):
    """Asked for twice, without echo."""
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [fresh_site.binary, "user", "set-password", "--data", fresh_site.data, "--login", "author", "--password-file", "-"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=fresh_site.environment)
    try:
        for prompt, typed in (("Password: ", "secret-on-a-tty"), ("Again: ", again)):
            asked = ""
            while not asked.endswith(prompt):
                piece = command.stderr.read(1)
                assert piece, asked
                asked += piece
            deadline = time.monotonic() + 10
            while termios.tcgetattr(theirs)[3] & termios.ECHO and time.monotonic() < deadline:
                time.sleep(0.01)
            os.write(ours, typed.encode() + b"\n")
        _, rest = command.communicate(timeout=30)
        assert termios.tcgetattr(theirs)[3] & termios.ECHO  # as it was before
        os.set_blocking(ours, False)
        with contextlib.suppress(BlockingIOError):
            assert b"secret" not in os.read(ours, 1000)
    finally:
        command.kill()
        os.close(ours)
        os.close(theirs)
    assert command.returncode == status, rest
    answer = fresh_site.post("/wp-login.php", {"log": "author", "pwd": "secret-on-a-tty"})
    assert (answer.status_code in (302, 303)) == (status == 0)


# user


def test_user_create(place):
    made = place.cli("user", "create", "--login", "ann", "--email", "ann@example.org", "--role", "editor", "--name",
                     "Ann Smith", "--password-file", "-", input="ann-password-1\n")
    number = int(made.stdout)
    assert f"{number}\tann\tann@example.org\teditor\n" in place.cli("user", "list").stdout
    site = ask(place)
    user = site.api("admin").get(f"users/{number}?context=edit").json()
    assert (user["username"], user["name"], user["roles"]) == ("ann", "Ann Smith", ["editor"])
    assert site.post("/wp-login.php", {"log": "ann", "pwd": "ann-password-1"}).status_code in (302, 303)


@pytest.mark.parametrize("options", [
    {"login": "editor"},               # taken
    {"email": "editor@example.org"},   # taken
    {"email": "no address"},
    {"role": "emperor"},
    {"login": ""},
])
def test_user_create_refused(place, options):
    wanted = {"login": "ann", "email": "ann@example.org", "role": "editor", **options}
    before = place.cli("user", "list").stdout
    arguments = [part for name, value in wanted.items() for part in (f"--{name}", value)]
    result = place.cli("user", "create", *arguments, "--password-file", "-", input="p\n", check=False)
    assert result.returncode == (2 if options.get("login") == "" else 1)
    assert len(result.stderr.splitlines()) == 1
    assert place.cli("user", "list").stdout == before


def test_user_list_is_whole(place):
    assert [line.split("\t")[1:] for line in place.cli("user", "list").stdout.splitlines()] == [
        [login, f"{login}@example.org", user["role"]] for login, user in place.users.items()]


def test_user_list_beyond_one_page(fresh_site):
    # More than the API gives at once; made through it, since each start of the command costs time.
    api = fresh_site.api("admin")
    for i in range(100):
        answer = api.post("users", {"username": f"u{i}", "email": f"u{i}@example.org", "password": "x"})
        assert answer.status_code == 201, answer.text
    lines = fresh_site.cli("user", "list").stdout.splitlines()
    assert len(lines) == 105
    assert len(set(lines)) == 105
    made = fresh_site.cli("app-password", "create", "--user", "u99", "--name", "n").stdout.strip()
    me = fresh_site.get("/wp-json/wp/v2/users/me", auth=("u99", made))
    assert me.json()["slug"] == "u99"


def test_user_set_password(place):
    place.cli("user", "set-password", "--login", "EDITOR", "--password-file", "-", input="another-password\n")
    site = ask(place)
    assert site.post("/wp-login.php", {"log": "editor", "pwd": "another-password"}).status_code in (302, 303)
    assert site.post("/wp-login.php", {"log": "editor", "pwd": "editor-password-1"}).status_code not in (302, 303)


def test_user_set_password_of_nobody(place):
    error = one_line(place.cli("user", "set-password", "--login", "nobody", "--password-file", "-", input="x\n",
                               check=False))
    assert "nobody" in error


# app-password


def test_app_password(place):
    made = place.cli("app-password", "create", "--user", "editor", "--name", "my laptop")
    assert re.fullmatch(r"([A-Za-z0-9]{4} ){5}[A-Za-z0-9]{4}\n", made.stdout)
    assert made.stderr == ""
    password = made.stdout.strip()
    listed = [line.split("\t") for line in place.cli("app-password", "list", "--user", "editor").stdout.splitlines()]
    assert sorted(row[1] for row in listed) == ["my laptop", "tests"]
    assert password not in str(listed)
    site = ask(place)
    for written in (password, password.replace(" ", "")):
        assert site.get("/wp-json/wp/v2/users/me", auth=("editor", written)).status_code == 200


@pytest.mark.parametrize("by", ["uuid", "name"])
def test_app_password_revoke(place, by):
    password = place.cli("app-password", "create", "--user", "editor", "--name", "phone").stdout.strip()
    listed = [line.split("\t") for line in place.cli("app-password", "list", "--user", "editor").stdout.splitlines()]
    uuid = next(row[0] for row in listed if row[1] == "phone")
    if place.running():
        assert place.get("/wp-json/wp/v2/users/me", auth=("editor", password)).status_code == 200
    place.cli("app-password", "revoke", "--user", "editor", uuid if by == "uuid" else "phone")
    site = ask(place)
    assert site.get("/wp-json/wp/v2/users/me", auth=("editor", password)).status_code == 401
    assert site.api("editor").get("users/me").status_code == 200


@pytest.mark.parametrize("arguments", [
    ["create", "--user", "nobody", "--name", "x"],
    ["create", "--user", "editor", "--name", "tests"],  # that name is there
    ["list", "--user", "nobody"],
    ["revoke", "--user", "editor", "nothing like that"],
])
def test_app_password_refused(place, arguments):
    one_line(place.cli("app-password", *arguments, check=False))


# settings


@pytest.mark.parametrize("name, value, shown", [
    ("title", "News & Views", "News & Views"),
    ("blogname", "By the option's name", "By the option's name"),
    ("comment_flood_interval", "45", "45"),
    ("comment_flood_interval", "0", "0"),
    ("close_comments_days_old", "21", "21"),
    ("close_comments_for_old_posts", "true", "true"),
    ("close_comments_for_old_posts", "1", "true"),
    ("login_attempts_per_address", "9", "9"),
    ("login_attempts_per_login", "8", "8"),
    ("login_window", "70", "70"),
    ("wp_post_revisions", "5", "5"),
    ("default_comment_status", "closed", "closed"),
    ("moderation_keys", "one\ntwo", "one\ntwo"),
    ("description", "", ""),
])
def test_settings(place, name, value, shown):
    result = place.cli("settings", "set", name, value)
    assert (result.stdout, result.stderr) == ("", "")
    assert place.cli("settings", "get", name).stdout == shown + "\n"


def test_settings_from_a_file(place, tmp_path):
    place.cli("settings", "set", "--value-file", "-", "title", input="From stdin\n")
    assert place.cli("settings", "get", "title").stdout == "From stdin\n"
    (tmp_path / "value").write_text("From a file\nsecond line\n")
    place.cli("settings", "set", "title", "--value-file", str(tmp_path / "value"))
    assert place.cli("settings", "get", "title").stdout == "From a file\n"
    one_line(place.cli("settings", "set", "--value-file", str(tmp_path / "none"), "title", check=False))
    for words in (["title"], ["--value-file", "-", "title", "word"]):
        one_line(place.cli("settings", "set", *words, check=False, input=""), status=2)


def test_settings_reach_the_page_at_once(fresh_site):
    assert "Extra Edition" not in fresh_site.get("/").text
    fresh_site.cli("settings", "set", "title", "Extra Edition")
    assert "Extra Edition" in fresh_site.get("/").text


@pytest.mark.parametrize("name, value", [
    ("nonsense", "1"),
    ("comment_flood_interval", "-1"),
    ("comment_flood_interval", "soon"),
    ("posts_per_page", "0"),
    ("close_comments_for_old_posts", "perhaps"),
    ("default_comment_status", "ajar"),
    ("timezone_string", "Mars/Olympus"),
    ("email", "no address"),
])
def test_settings_refused(place, name, value):
    before = place.cli("settings", "list").stdout
    one_line(place.cli("settings", "set", "--", name, value, check=False))
    assert place.cli("settings", "list").stdout == before


def test_settings_list(place):
    place.cli("settings", "set", "moderation_keys", "one\ntwo")
    rows = [line.split("\t") for line in place.cli("settings", "list").stdout.splitlines()]
    assert all(len(row) == 2 for row in rows)
    values = dict(rows)
    assert values["blogname"] == "Test Site"
    assert values["comment_flood_interval"] == "0"
    assert values["moderation_keys"] == "one\\ntwo"
    for name in values:
        place_value = place.cli("settings", "get", name).stdout if name in ("blogname", "home", "siteurl") else None
        assert place_value is None or place_value.strip() == values[name]


def test_settings_get_unknown(place):
    assert "nonsense" in one_line(place.cli("settings", "get", "nonsense", check=False))


# comments


def test_comments(place):
    post = ask(place).make_post(title="Talks in Moscow", comment_status="open")
    page = place.make("pages", title="About", content="x", status="publish")
    draft = place.make_post(title="Not yet", status="draft", slug="not-yet", comment_status="open")
    old = place.make_post(title="Long ago", date="2020-01-01T00:00:00", comment_status="open")
    number = place.make_post(title="2024", slug="a-2024")
    was_running = place.running()

    def run(*arguments, status=0):
        result = place.cli("comments", *arguments, check=False)
        assert result.returncode == status, result
        return result.stdout

    for with_server in (True, False):
        if not with_server:
            place.stop()
        assert run("status", "talks-in-moscow") == "open\n"
        assert run("status", str(post["id"])) == "open\n"
        assert run("close", "talks-in-moscow").startswith("closed (article)")
        assert run("status", str(post["id"])).startswith("closed (article)")
        assert run("open", str(post["id"])) == "open\n"
        assert run("status", "about").startswith("closed (")
        assert run("status", str(page["id"])).startswith("closed (")
        assert run("status", str(draft["id"])).startswith("closed (not_public)")
        assert run("status", "not-yet").startswith("closed (not_public)")
        assert run("status", str(number["id"])) == "open\n"
        place.cli("settings", "set", "close_comments_for_old_posts", "true")
        assert run("status", str(old["id"])).startswith("closed (age) since 2020-01-")
        # Set to open, and yet it is not: that must not look like success.
        assert run("open", str(old["id"]), status=1).startswith("closed (age)")
        place.cli("settings", "set", "close_comments_for_old_posts", "false")
        assert run("status", str(old["id"])) == "open\n"
    assert was_running


@pytest.mark.parametrize("word", ["nothing-like-that", "99999", "0", "99999999999999999999999", "../users/1", "a b?c=d"])
def test_comments_of_nothing(place, word):
    for command in ("status", "open", "close"):
        one_line(place.cli("comments", command, word, check=False))


def test_a_closed_article_is_closed_on_the_next_page(fresh_site):
    post = fresh_site.make_post(title="Open", comment_status="open")
    path = post["link"].removeprefix(fresh_site.base)
    assert "<form" in fresh_site.get(path).text.split("wp-comments-post.php")[0]
    fresh_site.cli("comments", "close", "open")
    assert "wp-comments-post.php" not in fresh_site.get(path).text
    fresh_site.cli("comments", "open", "open")
    assert "wp-comments-post.php" in fresh_site.get(path).text


# The two ways


def test_no_data(empty_site):
    assert empty_site.data in one_line(empty_site.cli("user", "list", check=False))
    assert not os.path.exists(empty_site.data)


def test_data_is_no_site(empty_site):
    os.mkdir(empty_site.data)
    one_line(empty_site.cli("user", "list", check=False))
    assert os.listdir(empty_site.data) == [] or not os.path.exists(os.path.join(empty_site.data, "site.db"))


def test_a_stale_socket_is_no_server(fresh_site):
    fresh_site.kill9()
    assert os.path.exists(os.path.join(fresh_site.data, "broadsheet.sock"))
    assert "admin" in fresh_site.cli("user", "list").stdout
    fresh_site.start()
    assert fresh_site.get("/").status_code == 200


def test_a_server_that_does_not_answer(fresh_site):
    """The lock is held and nobody is on the socket: one line, after a short wait for a server that is starting."""
    os.unlink(os.path.join(fresh_site.data, "broadsheet.sock"))
    start = time.monotonic()
    one_line(fresh_site.cli("user", "list", check=False))
    assert time.monotonic() - start < 20


def test_a_command_waits_for_a_starting_server(fresh_site):
    """Stopped in the moment between lock and socket, it answers as soon as it goes on."""
    os.kill(fresh_site.process.pid, signal.SIGSTOP)
    command = subprocess.Popen([fresh_site.binary, "user", "list", "--data", fresh_site.data], env=fresh_site.environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(0.5)
    assert command.poll() is None
    os.kill(fresh_site.process.pid, signal.SIGCONT)
    out, err = command.communicate(timeout=60)
    assert (command.returncode, err) == (0, "")
    assert "admin" in out


def test_the_socket_is_the_owners(site):
    mode = os.stat(os.path.join(site.data, "broadsheet.sock")).st_mode
    assert mode & 0o777 == 0o600


def test_a_deep_data_directory(empty_site):
    """Longer than a socket's address can be."""
    empty_site.data = os.path.join(empty_site.directory, "d" * 150)
    empty_site.init().start()
    assert "admin" in empty_site.cli("user", "list").stdout
    assert empty_site.cli("settings", "get", "title").stdout == "Test Site\n"
    one_line(empty_site.cli("init", "--title", "T", "--url", empty_site.base, "--admin", "a", "--email", "a@example.org",
                            "--password-file", "-", input="x\n", check=False))
