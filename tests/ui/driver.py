# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window as a person does: through the accessibility tree, keys and the pointer.

To be used inside of tests/ui/environment. Nothing here sleeps for a fixed time: everything waits
until what it waits for is true, or fails after TIMEOUT seconds.
"""
import contextlib
import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# generous: the machine may be slow and busy
TIMEOUT = float(os.environ.get("QUERIST_UI_TIMEOUT", "60"))
NAME = "querist"
# Their rows are many: only looked into on request.
LARGE = ("table", "tree table")
# Nothing is ever looked for in these.
DULL = ("scroll bar", "separator", "image")


class Missing(AssertionError):
    """Something did not come about in time."""


def wait_for(condition, what, timeout=TIMEOUT):
    """Returns the first true value of condition()."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = condition()
        except GLib.Error:  # the widget went away while it was looked at
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise Missing(f"not in {timeout:.0f} seconds: {what}")
        time.sleep(0.05)


def matches(wanted, text):
    if wanted is None:
        return True
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return wanted == text


class Widget:
    """A node of the accessibility tree."""

    def __init__(self, node):
        self.node = node

    def __repr__(self):
        return f"<{self.role} “{self.name}”>"

    @property
    def role(self):
        return self.node.get_role_name()

    @property
    def name(self):
        return self.node.get_name() or ""

    @property
    def children(self):
        nodes = [self.node.get_child_at_index(i) for i in range(self.node.get_child_count())]
        return [Widget(node) for node in nodes if node is not None]

    def has(self, state):
        return self.node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    def walk(self, large=False):
        """All that can be seen from here on, top down."""
        yield self
        if self.role in LARGE and not large:
            return
        for child in self.children:
            if child.role not in DULL and child.has("visible"):
                yield from child.walk(large)

    def window(self, name):
        """Waits for a window of the application by its title."""
        return wait_for(lambda: next((w for w in self.children if matches(name, w.name)), None),
                        f"window {name!r}")

    def page(self, name):
        """Shows a page of the window and returns it: looking only there is faster by far."""
        self.find("page tab", name).click()
        return self.find(None, f"Querist{name}Page")

    def all(self, role=None, name=None, large=False):
        return [w for w in self.walk(large) if matches(role, w.role) and matches(name, w.name)]

    def maybe(self, role=None, name=None, large=False):
        try:
            return next((w for w in self.walk(large)
                         if matches(role, w.role) and matches(name, w.name)), None)
        except GLib.Error:
            return None

    def find(self, role=None, name=None, timeout=TIMEOUT, large=False):
        """Waits for a widget and returns it."""
        return wait_for(lambda: self.maybe(role, name, large), f"{role} {name!r} in {self}",
                        timeout)

    def wait_gone(self, role=None, name=None, timeout=TIMEOUT):
        wait_for(lambda: not self.all(role, name), f"{role} {name!r} to go", timeout)

    def click(self):
        """Activates the widget once it can be, as a screen reader would."""
        wait_for(lambda: self.has("sensitive") or self.has("enabled"), f"{self} to be usable")
        # a menu button is two nodes of one name, and only the inner one does anything
        for widget in [self] + self.children:
            if widget.node.get_n_actions() > 0 and widget.node.do_action(0):
                return
        raise AssertionError(f"{self} cannot be activated")

    @property
    def text(self):
        text = self.node.get_text_iface()
        if text is None:
            return self.name
        return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text))

    @text.setter
    def text(self, value):
        assert self.node.set_text_contents(value), f"{self} takes no text"

    def rows(self, limit=50):
        """The texts of the cells of a table's first rows."""
        found = []
        for widget in self.walk(large=True):
            if widget.role == "table row":
                found.append([cell.text for cell in widget.walk(large=True)
                              if cell.role == "label"])
            if len(found) == limit:
                break
        return found

    def press(self):
        """Clicks into the middle with the pointer; its window must be the active one."""
        box = self.node.get_extents(Atspi.CoordType.WINDOW)
        output = subprocess.run(["xdotool", "getactivewindow", "getwindowgeometry", "--shell"],
                                check=True, capture_output=True, text=True).stdout
        window = dict(line.split("=", 1) for line in output.split())
        xdotool("mousemove", str(int(window["X"]) + box.x + box.width // 2),
                str(int(window["Y"]) + box.y + box.height // 2), "click", "1")

    def dump(self, depth=0):
        """Prints the tree, for whoever writes a test."""
        print("  " * depth + f"{self.role} “{self.name}”")
        for child in self.children[:30]:
            if child.has("visible"):
                child.dump(depth + 1)


def xdotool(*arguments):
    subprocess.run(["xdotool", *arguments], check=True, stdout=subprocess.DEVNULL)


def key(*keys):
    """Presses keys in the active window, such as key("ctrl+Return")."""
    xdotool("key", "--clearmodifiers", *keys)


def find_application(process):
    def look():
        if process.poll() is not None:
            raise AssertionError(f"the program ended with status {process.returncode}")
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            node = desktop.get_child_at_index(i)
            if node is not None and node.get_name() == NAME and node.get_child_count() > 0:
                node.set_cache_mask(Atspi.Cache.ROLE)  # everything else may change
                return Widget(node)
        return None
    return wait_for(look, "the window")


@contextlib.contextmanager
def run(*arguments, environment=None, may_end=False):
    """Starts the program and gives its tree; the program is ended afterwards, if it did not
    end by itself as it may."""
    process = subprocess.Popen([os.environ["QUERIST_WINDOW"], *map(str, arguments)],
                               env={**os.environ, **(environment or {})})
    try:
        application = find_application(process)
        application.process = process
        yield application
        assert may_end or process.poll() is None, f"the program ended with status {process.returncode}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main(*tests):
    """Runs the tests and tells in TAP how they went."""
    print(f"1..{len(tests)}", flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception as error:  # whatever it is, the next test shall still run
            failed += 1
            print(f"not ok {number} {test.__name__}", flush=True)
            for line in f"{type(error).__name__}: {error}".splitlines():
                print(f"# {line}", flush=True)
            import traceback
            for line in traceback.format_exc().splitlines():
                print(f"#   {line}", flush=True)
    raise SystemExit(1 if failed else 0)


Atspi.init()
