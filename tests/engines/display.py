"""A screen that nobody sees: WebKitGTK draws in windows only."""

import os
import subprocess


class Display:
    def __init__(self):
        reads, writes = os.pipe()
        command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1400x2400x24", "-nolisten", "tcp"]
        self.process = subprocess.Popen(
            command, pass_fds=[writes], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )  # fmt: skip
        os.close(writes)
        with os.fdopen(reads) as said:
            self.name = f":{said.readline().strip()}"

    def stop(self):
        self.process.terminate()
        self.process.wait()
