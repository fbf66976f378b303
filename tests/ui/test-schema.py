#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Schema page in the real window: its editor, and the file that other programs write too."""
import contextlib
import os
import shutil
import sqlite3
import tempfile

import driver

SCHEMA = """datasource db {
  provider = "sqlite"
}

model Customer {
  id     Int     @id
  name   String
  orders Order[]
}

model Order {
  id         Int      @id
  customerId Int
  customer   Customer @relation(fields: [customerId], references: [id])
}
"""


class Page:
    """The Schema page of a project in a folder of its own."""

    def __init__(self, app, path):
        self.app = app
        self.path = path
        self.node = app.page("Schema")
        self.editor = self.node.find("text", "Schema editor")

    def database(self):
        return os.path.join(os.path.dirname(os.path.dirname(self.path)), "analysis.db")

    def file(self):
        with open(self.path, encoding="utf-8") as file:
            return file.read()

    def write(self, text):
        """As another program does: the file is replaced, not written to."""
        mode = "wb" if isinstance(text, bytes) else "w"
        with open(self.path + ".new", mode) as file:
            file.write(text)
        os.replace(self.path + ".new", self.path)

    def wait_text(self, text, what):
        driver.wait_for(lambda: self.editor.text == text, what)


@contextlib.contextmanager
def project(schema=SCHEMA, **more):
    folder = tempfile.mkdtemp(prefix="querist-schema-")
    path = os.path.join(folder, "prisma", "schema.prisma")
    os.mkdir(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(schema if isinstance(schema, bytes) else schema.encode())
    try:
        with driver.run(folder, **more) as app:
            yield Page(app, path)
    finally:
        shutil.rmtree(folder)


def changed_on_disk():
    """What another program wrote is offered, and not overwritten before somebody says so."""
    theirs = SCHEMA + "// theirs\n"
    with project() as page:
        page.write(theirs)
        page.node.find("label", "schema.prisma was changed by another program.")
        page.editor.press()
        driver.key("ctrl+Home")
        driver.xdotool("type", "// mine")
        page.node.find("push button", "Reload").click()
        page.wait_text(theirs, "the text of the file")
        page.node.wait_gone("push button", "Reload")
        assert page.file() == theirs
        page.editor.press()
        driver.key("ctrl+z")
        driver.wait_for(lambda: page.editor.text.startswith("// mine"), "the text of before")
        driver.wait_for(lambda: page.file() == page.editor.text, "it to be saved")

        page.write(theirs)
        page.node.find("push button", "Overwrite").click()
        driver.wait_for(lambda: page.file() == page.editor.text, "the file overwritten")
        page.node.wait_gone("push button", "Overwrite")


def no_text():
    """A file in another encoding can be seen, and keeps its bytes."""
    text = SCHEMA.encode() + b"// caf\xe9\n"
    with project(text) as page:
        page.node.find("label", driver.re.compile("line 16 has the byte 0xE9"))
        assert "caf\ufffd" in page.editor.text
        page.editor.press()
        driver.xdotool("type", "x")
        page.write(SCHEMA)
        page.node.find("label", "schema.prisma was changed by another program.")
        page.node.find("push button", "Reload").click()
        page.wait_text(SCHEMA, "the mended file")
        page.node.wait_gone("push button", "Reload")


def saved_when_closed():
    """What is typed last is not lost when the window is closed at once."""
    with project(may_end=True) as page:
        page.editor.press()
        driver.key("ctrl+End")
        driver.xdotool("type", "--delay", "0", "// last")
        driver.wait_for(lambda: page.editor.text.endswith("// last"), "the text")
        driver.key("ctrl+w")
        page.app.process.wait(driver.TIMEOUT)
        assert page.file().endswith("// last"), page.file()


def selection(editor):
    text = editor.node.get_text_iface()
    place = driver.Atspi.Text.get_selection(text, 0)
    return editor.text[place.start_offset:place.end_offset]


def find_and_replace():
    with project() as page:
        page.editor.press()
        driver.key("ctrl+Home", "ctrl+f")
        entry = page.node.find(None, "Find")
        driver.xdotool("type", "CUSTOMERID")
        page.node.find("label", "1 of 2")
        driver.wait_for(lambda: selection(page.editor) == "customerId", "the place to be shown")
        driver.key("Return")
        page.node.find("label", "2 of 2")
        driver.key("Escape")
        page.node.wait_gone(None, "Find")
        driver.key("ctrl+h")
        page.node.find("text", "Replace by").text = "buyerId"
        assert page.node.find(None, "Find").text == "customerId"
        page.node.find("push button", "Replace All").click()
        page.wait_text(SCHEMA.replace("customerId", "buyerId"), "both replaced")
        page.node.find("label", "not found")
        entry.text = ""
        driver.key("Escape")
        page.editor.press()
        driver.key("ctrl+z")
        page.wait_text(SCHEMA, "both taken back in one step")


def jump():
    with project() as page:
        page.editor.press()
        driver.key("ctrl+j")
        page.app.find(None, "Find model, enum or field")
        page.app.find("label", "Order")
        driver.xdotool("type", "ord")
        page.app.find("label", "Customer.orders")
        driver.key("Down", "Return")
        page.node.wait_gone(None, "Find model, enum or field")
        driver.xdotool("type", "my")
        page.wait_text(SCHEMA.replace("  orders", "  myorders"), "the cursor at the field")


def complete_and_fix():
    """Enter takes a proposal only while the word isn't complete; Ctrl+. mends by the keyboard."""
    with project() as page:
        page.editor.press()
        driver.key("ctrl+Home", "Down", "Down", "Down", "Down", "Down", "Down", "End", "Return")
        driver.xdotool("type", "--delay", "60", "city Str")
        page.app.find("label", "String", large=True)
        driver.key("Return")
        driver.wait_for(lambda: "  city String\n" in page.editor.text, "the type completed")
        driver.xdotool("type", "--delay", "60", " @unique")
        driver.key("Return")
        driver.xdotool("type", "--delay", "60", "shop Shop")
        driver.wait_for(lambda: "  city String @unique\n  shop Shop\n" in page.editor.text,
                        "a new line by Enter")
        page.node.find("label", driver.re.compile("“Shop” is neither"))
        driver.key("ctrl+period")
        page.app.find("push button", "Create the model “Shop”")
        driver.key("Return")
        driver.wait_for(lambda: "model Shop {" in page.editor.text, "the new model")
        page.node.find("label", driver.re.compile("has only one side"))
        driver.key("ctrl+period")
        page.app.find("push button", "Add the field “customers” to “Shop”")
        driver.key("Return")
        driver.wait_for(lambda: "shop Shop @relation(fields: [shopId], references: [id])"
                        in page.editor.text, "the relation")
        page.node.find("push button", "no problems")


def rename_everywhere():
    with project() as page:
        page.editor.press()
        driver.key("ctrl+Home", "Down", "Down", "Down", "Down", "ctrl+Right", "ctrl+Right", "F2")
        entry = page.app.find("text", "New name")
        entry.text = "Order"
        page.app.find("label", "The name “Order” is already taken.")
        entry.text = "Client"
        page.app.find("label", driver.re.compile("^Changed everywhere"))
        driver.key("Return")
        driver.wait_for(lambda: "model Client {" in page.editor.text, "the new name")
        assert '@@map("Customer")' in page.editor.text, page.editor.text
        assert "customer   Client @relation" in page.editor.text, page.editor.text
        driver.key("ctrl+z")
        page.wait_text(SCHEMA, "all of it taken back in one step")


def format_stays():
    """The cursor stays behind its letter when the text is laid out; one undo takes it back."""
    loose = SCHEMA.replace("customerId Int\n", "customerId           Int\n")
    with project(loose) as page:
        page.editor.press()
        driver.key("ctrl+End", "Up", "Up", "Up", "End", "ctrl+shift+f")
        page.wait_text(SCHEMA, "the text laid out")
        driver.xdotool("type", "?")
        page.wait_text(SCHEMA.replace("customerId Int\n", "customerId Int?\n"), "the cursor")
        driver.key("ctrl+z", "ctrl+z")
        page.wait_text(loose, "the text of before")


def sidebar_follows():
    """The sidebar shows what is typed, and what was shown before while there are errors."""
    with project() as page:
        sidebar = page.app.find(None, "Tables and columns", large=True)

        def tables():
            return [widget.name for widget in sidebar.walk(large=True)
                    if widget.role == "label" and widget.name]
        driver.wait_for(lambda: "Order" in tables(), "the tables")
        page.editor.text = SCHEMA.replace("Order", "Purchase")
        driver.wait_for(lambda: "Purchase" in tables() and "Order" not in tables(), "the new name")
        page.editor.text = SCHEMA.replace("Order", "Sale").replace("String", "Strng")
        page.node.find("push button", "1 problem")
        driver.wait_for(lambda: "Strng" in page.file(), "it to be saved")
        assert "Purchase" in tables(), tables()
        page.editor.text = SCHEMA.replace("Order", "Sale")
        driver.wait_for(lambda: "Sale" in tables(), "the newest name")


def renamed():
    """A field with a new name: the Changes tab asks, and writes the answer into the schema."""
    with project() as page:
        with contextlib.closing(sqlite3.connect(page.database())) as database, database:
            database.executescript(
                "CREATE TABLE Customer (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL);"
                "INSERT INTO Customer VALUES (1, 'Ann');")
        page.node.find("page tab", "Changes").click()
        page.node.find("label", driver.re.compile("column “title” of “Customer” is dropped"))
        page.node.find("label", "Is the field “name” of “Customer” the column “title” under a new "
                                "name?")
        page.node.find("push button", "Yes, Renamed").click()
        page.wait_text(SCHEMA.replace("  name ", "  /// @renamed from title\n  name "), "the hint")
        page.node.wait_gone("push button", "Yes, Renamed")


def fold():
    """Folding hides lines, and changes neither the text nor what can be undone."""
    with project() as page:
        page.editor.press()
        driver.key("ctrl+Home", "Down", "Down", "Down", "Down", "Down", "alt+minus")
        driver.xdotool("type", "// c")  # the cursor went to the head of the block
        text = SCHEMA.replace("Customer {\n  id     Int", "Customer {// c\n  id     Int")
        driver.wait_for(lambda: page.file() == text, "the text, whole")
        driver.key("ctrl+alt+minus", "ctrl+a", "ctrl+c", "ctrl+End", "ctrl+v")
        driver.wait_for(lambda: page.file() == text + text, "what was hidden, copied")
        driver.key("ctrl+z", "ctrl+alt+minus", "ctrl+f")
        driver.xdotool("type", "customerId")
        page.node.find("label", "1 of 2")


if __name__ == "__main__":
    driver.main(changed_on_disk, no_text, saved_when_closed, find_and_replace, jump,
                complete_and_fix, rename_everywhere, format_stays, sidebar_follows, renamed, fold)
