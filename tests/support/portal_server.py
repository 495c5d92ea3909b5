"""The whole portal as an operator runs it: web server, worker, files and mail, in processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from tests.support.mail_server import MailServer, free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class PortalServer:
    """`make run` on a folder of its own, with its mail sent to a real server."""

    folder: Path
    mail: MailServer
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")
        }
        return {
            **inherited,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "parvis.settings.local",
            "PARVIS_DATA": str(self.folder),
            "PARVIS_ADDRESS": self.address,
            "PARVIS_MAIL_HOST": "127.0.0.1",
            "PARVIS_MAIL_PORT": str(self.mail.port),
            "PARVIS_MAIL_SECURITY": "none",
        }

    def start(self, seconds: float = 90) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "portal.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_portal", "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/sante/", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"The portal did not start:\n{self.log()}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None

    def log(self) -> str:
        return (self.folder / "portal.log").read_text(errors="replace")[-5000:]

    def manage(self, *command: str) -> str:
        """The output of one of the portal's commands, run beside it."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout
