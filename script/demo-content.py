#!/usr/bin/python3
"""Makes a demo site: a fresh data directory, filled through the JSON API of a server that is started for it.

Prints how to log in and how to post. All of it is built beside the data directory and renamed at the end, so that a run that is
broken off leaves nothing half-made.
"""

import argparse
import base64
import datetime
import html
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "demo")


class Api:
    def __init__(self, base, login, password):
        self.base = base
        self.authorization = "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def post(self, path, body):
        request = urllib.request.Request(
            f"{self.base}/wp-json/wp/v2/{path}", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": self.authorization})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sys.exit(f"demo-content: {path}: {error.code} {error.read().decode(errors='replace')[:500]}")


def run(arguments, input=None):
    done = subprocess.run(arguments, input=input, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"demo-content: {done.stderr.strip()}")
    return done.stdout.strip()


def read_article(path):
    """Headers, a blank line, paragraphs, and after "--" the comments: "Name | text", replies indented."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    head, _, rest = text.partition("\n\n")
    article = dict(line.split(": ", 1) for line in head.splitlines())
    body, _, comments = rest.partition("\n--\n")
    article["content"] = "\n\n".join(block(part) for part in re.split(r"\n{2,}", body.strip()))
    article["comments"] = [
        (len(line) - len(line.lstrip()) > 0, *(part.strip() for part in line.split("|", 1)))
        for line in comments.splitlines() if line.strip()
    ]
    return article


def block(text):
    lines = [html.escape(line, quote=False) for line in text.splitlines()]
    if lines[0].startswith("## "):
        return f"<h2>{lines[0][3:]}</h2>"
    if lines[0].startswith("&gt; "):
        return "<blockquote><p>" + " ".join(line[5:] for line in lines) + "</p></blockquote>"
    if lines[0].startswith("- "):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    if lines[0].startswith("|"):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        head = "".join(f"<th scope=\"col\">{cell}</th>" for cell in rows[0])
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[2:])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return "<p>" + "\n".join(lines) + "</p>"


def category(api, made, path):
    """The id of "Press > Culture", made with its parents when it is not there."""
    parent = 0
    walked = ()
    for name in path.split(" > "):
        walked += (name,)
        if walked not in made:
            made[walked] = api.post("categories", {"name": name, "parent": parent})["id"]
        parent = made[walked]
    return parent


def tag(api, made, name):
    if name not in made:
        made[name] = api.post("tags", {"name": name})["id"]
    return made[name]


def fill(api):
    with open(os.path.join(HERE, "demo.json"), encoding="utf-8") as file:
        demo = json.load(file)
    api.post("settings", {"title": demo["title"], "description": demo["description"]})
    authors = {}
    for author in demo["authors"]:
        login = author["login"]
        authors[login] = api.post("users", {
            "username": login, "name": author["name"], "email": f"{login}@example.org", "roles": [author["role"]],
            "description": author["description"], "password": secrets.token_urlsafe(24)})["id"]
    names = {author["name"]: authors[author["login"]] for author in demo["authors"]}

    categories, tags = {}, {}
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".txt"):
            continue
        article = read_article(os.path.join(HERE, name))
        published = now - datetime.timedelta(days=float(article["Days"]))
        post = api.post("posts", {
            "title": article["Title"], "content": article["content"], "excerpt": article["Excerpt"], "status": "publish",
            "date_gmt": published.isoformat(), "author": authors[article["Author"]],
            "categories": [category(api, categories, article["Category"])],
            "tags": [tag(api, tags, word) for word in article["Tags"].split(", ")]})
        top = 0
        for i, (reply, who, text) in enumerate(article["comments"]):
            written = min(now, published + datetime.timedelta(minutes=31 * (i + 1)))
            comment = {"post": post["id"], "content": html.escape(text, quote=False), "date_gmt": written.isoformat(),
                       "parent": top if reply else 0, "status": "approved"}
            if who in names:
                comment["author"] = names[who]
            else:
                comment.update(author_name=who, author_email=f"reader{post['id']}.{i}@example.org")
            made = api.post("comments", comment)
            if not reply:
                top = made["id"]
        if article["Comments"] == "closed":
            api.post(f"posts/{post['id']}", {"comment_status": "closed"})
    for page in demo["pages"]:
        api.post("pages", {**page, "status": "publish"})


def main():
    parser = argparse.ArgumentParser(description="Makes a demo site.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--url", required=True)
    options = parser.parse_args()

    data = os.path.abspath(options.data)
    if os.path.isdir(data) and os.listdir(data):
        sys.exit(f"demo-content: {data} is not empty, and holds no site")
    building = data + ".new"
    shutil.rmtree(building, ignore_errors=True)
    password = secrets.token_urlsafe(12)
    run([options.binary, "init", "--data", building, "--title", "Broadsheet", "--url", options.url, "--admin", "admin",
         "--email", "admin@example.org", "--password-file", "-"], password + "\n")
    application = run([options.binary, "app-password", "create", "--data", building, "--user", "admin", "--name", "script/server"])

    server = subprocess.Popen([options.binary, "serve", "--data", building, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout:
            if line.startswith("Listening on "):
                fill(Api(line.split()[-1], "admin", application))
                break
    finally:
        server.send_signal(signal.SIGTERM)
    if server.wait(30) != 0:
        sys.exit("demo-content: the server failed")
    if os.path.isdir(data):
        os.rmdir(data)
    os.rename(building, data)

    article = json.dumps({"title": "Hello", "content": "<p>A first article.</p>", "status": "publish"})
    print(f"""
A demo site was made in {options.data}. These are shown only now:

  site                  {options.url}/
  log in                {options.url}/newsroom/
  administrator         admin
  password              {password}
  application password  {application}

Post an article:

  curl -u {shlex.quote("admin:" + application)} {options.url}/wp-json/wp/v2/posts \\
    -H 'Content-Type: application/json' -d {shlex.quote(article)}
""")


if __name__ == "__main__":
    main()
