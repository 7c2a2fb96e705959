"""Load: wrk, what it says, and what the server's processes spent meanwhile."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

TICKS = os.sysconf("SC_CLK_TCK")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


class Result:
    def __init__(self, rate, p50, p99, failed, cpu):
        self.rate = rate      # answers a second
        self.p50 = p50        # ms
        self.p99 = p99        # ms
        self.failed = failed  # answers that were not 2xx or 3xx, and broken connections
        self.cpu = cpu        # the server's microseconds an answer, user and system


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def wrk(server, path, clients=32, seconds=3, headers=(), script=None):
    """Asks server (servers.py) for path; `script` is Lua for wrk."""
    if not shutil.which("wrk"):
        sys.exit("bench: wrk is missing (apt-get install wrk)")
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}", "--latency"]
    for header in headers:
        command += ["-H", header]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            command += ["-s", file.name]
        before = cpu_seconds(server.pids())
        out = subprocess.run([*command, server.url(path)], check=True, capture_output=True, text=True).stdout
        spent = cpu_seconds(server.pids()) - before
    answers = int(re.search(r"(\d+) requests in", out).group(1))
    failed = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    failed += sum(map(int, sockets.groups())) if sockets else 0
    return Result(float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
                  milliseconds(re.search(r"\n +50% +(\S+)", out).group(1)),
                  milliseconds(re.search(r"\n +99% +(\S+)", out).group(1)), failed, spent / max(answers, 1) * 1e6)
