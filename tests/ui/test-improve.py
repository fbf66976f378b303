#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an assistant proposes for the schema, in the real window: accepted piece by piece, undone,
rejected, refused because it can't be, kept for the next time, and stopped."""
import contextlib
import os
import re
import shutil
import tempfile

import driver
from model_server import Failure, ModelServer

SCHEMA = """// by hand
model Buyer {
  id     Int    @id
  custNm String // who
  qty    Int
}

model Deal {
  id      Int @id
  buyerId Int
}
"""


def edit(kind, model, field=None, **more):
    return {"kind": kind, "model": model, "field": field, "name": None, "text": None,
            "target": None, "fields": [], "references": [], "opposite": None,
            "cardinality": None, "reason": "It is clearer.", **more}


EDITS = [
    edit("rename", "Buyer", name="Customer"),
    edit("rename", "Buyer", "custNm", name="fullName"),
    edit("describe", "Deal", text="One row per\ncontract."),
    edit("add_relation", "Deal", "buyer", target="Buyer", fields=["buyerId"], references=["id"],
         opposite="deals", cardinality="many"),
    edit("rename", "Deal", "nothing", name="something"),
]


@contextlib.contextmanager
def project():
    folder = tempfile.mkdtemp(prefix="querist-improve-")
    path = os.path.join(folder, "prisma", "schema.prisma")
    os.mkdir(os.path.dirname(path))
    with open(path, "w", encoding="utf-8") as file:
        file.write(SCHEMA)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


class Page:
    """The Schema page with its list of proposed changes."""

    def __init__(self, app, folder):
        self.path = os.path.join(folder, "prisma", "schema.prisma")
        self.node = app.page("Schema")
        self.editor = self.node.find("text", "Schema editor")

    def show(self):
        """Shows the tab; with a proposal from before there is nothing more to do."""
        self.node.find("page tab", "Improve").click()

    def improve(self):
        """Asks once the schema has been checked; a press while it is checked again is lost."""
        self.show()
        button = self.node.find("push button", "Propose Changes")

        def ask():
            button.click()
            try:
                return self.node.find("label", re.compile("^Looking at"), timeout=5)
            except driver.Missing:
                return None
        driver.wait_for(ask, "the assistant to be asked")

    def row(self, title):
        return self.node.find("list item", title)

    def wait_file(self, text):
        def same():
            with open(self.path, encoding="utf-8") as file:
                return text in file.read()
        driver.wait_for(same, f"{text!r} in the file")

    def has_text(self, text):
        driver.wait_for(lambda: text in self.editor.text, f"{text!r} in the editor")


def piece_by_piece():
    with project() as folder, driver.run(folder) as app:
        page = Page(app, folder)
        page.improve()
        page.row("Rename Buyer.custNm to customerName").find(
            "label", "+   customerName String @map(\"custNm\") // who")
        assert page.editor.text == SCHEMA  # nothing is changed unasked
        # the pointer on the row, then the keyboard on the next one
        page.node.find("label", "Rename Buyer.custNm to customerName").press()
        page.node.find("label", "1 of 2 accepted")
        driver.key("Down", "space")
        page.node.find("label", "2 of 2 accepted")
        driver.key("space")
        page.node.find("push button", "Apply 1 Change").click()
        page.wait_file("  customerName String @map(\"custNm\") // who\n  qty    Int\n")
        page.node.wait_gone("label", "Rename Buyer.custNm to customerName")
        # one step back brings the whole text back
        page.node.find("push button", "Undo").click()
        driver.wait_for(lambda: page.editor.text == SCHEMA, "the text of before")
        page.wait_file("custNm String // who")
        # the other one is rejected, and nothing is left
        driver.wait_for(lambda: len(page.node.all("push button", re.compile("^Reject: "))) == 1,
                        "one change to be left")
        page.node.find("push button", "Reject: Rename Buyer.qty to quantity").click()
        page.node.find("push button", "Propose Changes")


def a_model_proposes():
    with project() as folder, ModelServer({"improve": {"edits": EDITS}}) as server:
        with driver.run(folder, environment=server.environment) as app:
            app.find("label", re.compile("^tiny"))
            page = Page(app, folder)
            page.improve()
            page.node.find("label", re.compile(r"^Proposed by tiny · 1 call, 120 tokens$"))
            page.row("Relate Deal to Buyer").find("label", "+   deals  Deal[]")
            page.row("Describe Deal").find("label", "+ /// One row per contract.")
            page.row("Rename Deal.nothing to something").find(
                "label", "“Deal” has no field “nothing”")
            page.node.find("label", "0 of 4 accepted")
            page.node.find(None, "Preview").click()
            page.node.find("push button", "Accept All").click()
            page.node.find(None, "Difference: 2 lines removed, 9 lines added")
        # not decided yet: it is there the next time, and nobody is asked again
        with driver.run(folder, environment=server.environment) as app:
            page = Page(app, folder)
            page.show()
            page.row("Relate Deal to Buyer")
            page.node.find("push button", "Accept All").click()
            page.node.find("push button", "Apply 4 Changes").click()
            page.wait_file("model Customer {")
            page.wait_file("  buyer   Customer @relation(fields: [buyerId], references: [id])")
            page.wait_file("/// One row per contract.\nmodel Deal {")
            page.row("Rename Deal.nothing to something")
            page.node.find("push button", "Reject All").click()
            page.node.find("push button", "Propose Changes")
            assert len(server.requests) == 1, len(server.requests)


def a_model_fails():
    with project() as folder, ModelServer({"improve": Failure(401, "wrong key")}) as server:
        with driver.run(folder, environment=server.environment) as app:
            app.find("label", re.compile("^tiny"))
            page = Page(app, folder)
            page.improve()
            page.node.find("label", "No Proposal")
            page.node.find("label", re.compile("[Kk]ey"))
            server.server.answers = {"improve": {"edits": []}}
            page.node.find("push button", "Try Again").click()
            page.node.find("label", "Nothing to Improve")


def stopped():
    with project() as folder, ModelServer({"improve": {"edits": EDITS}}) as server:
        with driver.run(folder, environment=server.environment) as app:
            app.find("label", re.compile("^tiny"))
            server.pause.clear()
            page = Page(app, folder)
            page.improve()
            page.node.find("label", re.compile("^Looking at"))
            page.node.find("push button", "Stop").click()
            page.node.find("push button", "Propose Changes")
            server.pause.set()


if __name__ == "__main__":
    driver.main(piece_by_piece, a_model_proposes, a_model_fails, stopped)
