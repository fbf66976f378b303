#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole walk in the real window: CSV files, schema, load, question, SQL, rows, export."""
import csv
import os
import re
import shutil
import tempfile

import driver
from driver import Atspi

STORES = """id,name,city
1,Harbour,Hamburg
2,Station,Hamburg
3,Market,Bremen
"""

# store, amount; the sums per store are below
ORDERS = [(1, "10.50"), (1, "20.25"), (2, "5.00"), (3, "7.75"), (2, "4.25"), (1, "1.00"),
          (3, "2.00"), (2, "100.00")]
TOTALS = {"Harbour": "31.75", "Station": "109.25", "Market": "9.75"}


def write_files(folder):
    with open(os.path.join(folder, "stores.csv"), "w", encoding="utf-8") as file:
        file.write(STORES)
    with open(os.path.join(folder, "orders.csv"), "w", encoding="utf-8") as file:
        file.write("id,store_id,placed_on,amount\n")
        for number, (store, amount) in enumerate(ORDERS, 101):
            file.write(f"{number},{store},2025-03-{number - 100:02d},{amount}\n")
    return [os.path.join(folder, name) for name in ("stores.csv", "orders.csv")]


def load(app):
    """From the files to a loaded database, with the buttons of the pages; returns the Ask page."""
    app.find("push button", "Suggest Schema").click()
    schema = app.find(None, "QueristSchemaPage")
    editor = schema.find("text")
    driver.wait_for(lambda: "model Store" in editor.text, "the suggested schema")
    assert "@relation" in editor.text, editor.text
    schema.find("push button", "Confirm and Load").click()
    app.window("Loaded").find("push button", "Ask a Question").click()
    return app.find(None, "QueristAskPage")


def ask(page, question):
    """Asks and waits until the SQL may be run; returns the button for that."""
    entry = page.find("text", "Question")
    driver.wait_for(lambda: entry.has("sensitive"), "an entry to ask in")
    entry.text = question
    page.find("push button", "Ask").click()
    button = page.find("push button", "Approve & Run")
    driver.wait_for(lambda: button.has("sensitive"), "SQL to review")
    return button


def table_rows(page, n_rows):
    """The rows below the header, once all of them have come."""
    page.find("label", re.compile(f"^{n_rows} rows? ·"))
    table = page.find("tree table", "Rows of the answer")

    def look():
        rows = table.rows()[1:]
        return rows if len(rows) == n_rows and all(row[0] for row in rows) else None
    return driver.wait_for(look, f"{n_rows} rows in the table")


def export_csv(app, page, path):
    page.find("push button", "Export").click()
    page.find("menu item", "CSV").click()
    dialog = app.window("Export Rows")
    dialog.find("text", "Name:").text = path
    dialog.find("push button", re.compile("Export")).click()
    driver.wait_for(lambda: os.path.exists(path), path)
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def copy_rows(page):
    """Copies all rows with the keys, and pastes them to where the next question would stand."""
    rows = [widget for widget in page.find("tree table", "Rows of the answer").walk(large=True)
            if widget.role == "table row"]
    rows[1].press()
    driver.key("ctrl+a")
    driver.key("ctrl+shift+c")
    entry = page.find("text", "Question")
    entry.press()
    driver.key("ctrl+v")
    text = driver.wait_for(lambda: entry.text, "the rows")
    entry.text = ""
    return [line.split("\t") for line in text.splitlines()]


def check_totals(rows):
    """The rows are right, whatever order and further columns the assistant chose."""
    assert len(rows) == len(TOTALS), rows
    for name, total in TOTALS.items():
        row = next((row for row in rows if name in row), None)
        assert row is not None and float(total) in [to_number(cell) for cell in row], rows


def to_number(text):
    try:
        return float(re.sub("[\u202f\u2009 ]", "", text))
    except ValueError:
        return None


def walk():
    folder = tempfile.mkdtemp(prefix="querist-walk-")
    try:
        with driver.run(*write_files(folder)) as app:
            page = load(app)
            run = ask(page, "What is the total amount per store name?")
            sql = page.find("text", "SQL editor").text
            assert sql.lstrip().upper().startswith(("SELECT", "WITH")), sql
            page.find("push button", "Explain").click()
            page.find("label", re.compile("^Reads “"))
            page.find("label", re.compile("^Nothing has run yet"))
            run.click()
            check_totals(table_rows(page, 3))
            copied = copy_rows(page)
            assert len(copied) == 4, copied
            check_totals(copied[1:])
            exported = export_csv(app, page, os.path.join(folder, "answer.csv"))
            assert len(exported) == 4, exported
            check_totals(exported[1:])
    finally:
        shutil.rmtree(folder)


def pages_seen(app):
    """The pages that have been on screen: only those got a size."""
    pages = [app.find(None, f"Querist{name}Page") for name in ("Data", "Schema", "Ask")]
    return [page.name for page in pages
            if page.node.get_extents(Atspi.CoordType.WINDOW).width > 1]


def wait_for_page(app, name):
    seen = driver.wait_for(lambda: pages_seen(app), "a page")
    assert seen == [f"Querist{name}Page"], seen


def reopen():
    """A project without data starts on the Data page, one with data where they are asked."""
    folder = tempfile.mkdtemp(prefix="querist-walk-")
    project = os.path.join(os.environ["HOME"], "Querist", os.path.basename(folder))
    try:
        with driver.run(*write_files(folder)) as app:
            app.find("push button", "Suggest Schema")
        with driver.run(project) as app:
            wait_for_page(app, "Data")
            load(app)
        with driver.run(project) as app:
            wait_for_page(app, "Ask")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    driver.main(walk, reopen)
