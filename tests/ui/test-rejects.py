#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows that could not be loaded: seen, mended, tried again, dismissed, and found after a restart."""
import os
import re
import shutil
import sqlite3
import tempfile

import driver

STORES = "id,name,city\n" + "".join(f"{n},Store {n},Leeds\n" for n in range(1, 13))
GOOD_ORDERS = "id,store_id,placed_on,amount\n" + "".join(
    f"{100 + n},{n % 12 + 1},2025-03-{n % 28 + 1:02d},{n}.50\n" for n in range(60))
# a store that is not there, no number, a field too many
BAD_ORDERS = GOOD_ORDERS + "201,99,2025-04-01,5.00\n202,1,2025-04-02,ten\n203,2,2025-04-03,7.00,x\n"


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def load(app, again=False):
    schema = app.page("Schema")
    schema.find("push button", "Confirm and Load").click()
    if again:
        dialog = app.window("The Tables Hold Rows Already")
        dialog.find("push button", re.compile("Load$")).click()
    return app.window("Loaded")


def open_rejects(app, folder):
    """Loads good files, then those of the next month with three rows that can't be loaded."""
    app.find("push button", "Suggest Schema").click()
    schema = app.find(None, "QueristSchemaPage")
    editor = schema.find("text")
    driver.wait_for(lambda: "model Store" in editor.text, "the suggested schema")
    load(app).find("push button", "Close").click()
    write(os.path.join(folder, "orders.csv"), BAD_ORDERS)
    report = load(app, again=True)
    report.find("label", re.compile("^63 read = 60 loaded . 3 rejected"))
    report.find("push button", "Mend Rejected Rows").click()
    return report


def reasons(report):
    table = report.find("tree table", "Rejected rows")
    return [[cell.name for cell in row.children] for row in table.walk(large=True)
            if row.role == "table row"][1:]


def field(report, name):
    """The entry for a field of the row that is selected."""
    return report.find(None, "QueristRejectEditor").find("text", name, large=True)


def database(project):
    return sqlite3.connect(f"file:{project}/analysis.db?mode=ro", uri=True)


def mend():
    folder = tempfile.mkdtemp(prefix="querist-rejects-")
    project = os.path.join(os.environ["HOME"], "Querist", os.path.basename(folder))
    try:
        write(os.path.join(folder, "stores.csv"), STORES)
        write(os.path.join(folder, "orders.csv"), GOOD_ORDERS)
        with driver.run(os.path.join(folder, "stores.csv"),
                        os.path.join(folder, "orders.csv")) as app:
            report = open_rejects(app, folder)
            # the first row is shown at once, with its fields
            report.find("label", re.compile("99, which is not in"))
            field(report, "store_id").text = "9"
            report.find("push button", "Retry Selected").click()
            report.find("label", "1 row loaded.")
            # then the next one; a new mistake gets a new reason
            amount = field(report, "amount")
            driver.wait_for(lambda: field(report, "amount").text == "ten", "the next row")
            field(report, "amount").text = "eleven"
            report.find("push button", "Retry Selected").click()
            report.find("label", re.compile("^1 row still can’t be loaded"))
            report.find("label", re.compile("“eleven”"))
            report.find("push button", "Dismiss").click()
            report.find("label", re.compile("^1 row dismissed"))
            # what is edited and not tried is there after a restart
            beyond = field(report, "Field 5, beyond the last column")
            beyond.text = ""
            report.find("push button", "Close").click()
            driver.wait_for(lambda: database(project).execute(
                "SELECT count(edited) FROM _querist_rejects").fetchone() == (2,), "the edit")
        with driver.run(project) as app:
            page = app.page("Data")
            page.find("push button", "1 rejected row").click()
            report = app.window("Load Report")
            report.find("push button", "Retry All").click()
            report.find("label", "1 row loaded.")
            report.find("check box", "Show dismissed").press()
            field(report, "amount")
        rows = database(project).execute(
            "SELECT read, loaded, rejected FROM _querist_loads ORDER BY id DESC LIMIT 1").fetchall()
        assert rows == [(63, 62, 1)], rows
        assert database(project).execute(
            "SELECT count(*) FROM orders WHERE id IN (201, 203)").fetchone() == (2,)
    finally:
        shutil.rmtree(folder)


def go_on():
    """Once nothing is left to do with a file, the rows of the next one are shown."""
    folder = tempfile.mkdtemp(prefix="querist-rejects-")
    write(os.path.join(folder, "stores.csv"), STORES + "13,Store 13,Leeds,x\n")
    write(os.path.join(folder, "orders.csv"), GOOD_ORDERS + "203,2,2025-04-03,7.00,x\n")
    try:
        with driver.run(os.path.join(folder, "stores.csv"),
                        os.path.join(folder, "orders.csv")) as app:
            app.find("push button", "Suggest Schema").click()
            schema = app.find(None, "QueristSchemaPage")
            driver.wait_for(lambda: "model Store" in schema.find("text").text, "the schema")
            report = load(app)
            report.find("push button", "Mend Rejected Rows").click()
            assert field(report, "city").text == "Leeds"
            report.find("push button", "Dismiss").click()
            report.find("label", re.compile("^1 row dismissed"))
            assert field(report, "amount").text == "7.00"
            report.find("push button", "Close").click()
            page = app.page("Data")
            page.find("push button", "1 rejected row")
            page.find("label", "1 row needs a look")
    finally:
        shutil.rmtree(folder)


def look_first():
    """The Data page shows the rows that can't be taken among the others, and asks about dates."""
    folder = tempfile.mkdtemp(prefix="querist-rejects-")
    path = os.path.join(folder, "days.csv")
    write(path, "id,day\n" + "".join(f"{n},{n % 12 + 1:02d}/{n * 5 % 12 + 1:02d}/2025\n"
                                     for n in range(30)) + "30,01/02/2025,x\n")
    try:
        with driver.run(path) as app:
            page = app.page("Data")
            page.find("label", re.compile("^Which comes first in .* of day"))
            table = page.find("tree table", "First rows of the file")
            driver.wait_for(lambda: any("3 fields" in cell.name for cell in table.walk(large=True)
                                        if cell.role == "label"), "the reason")
            page.find("push button", "The Month").click()
            page.find("label", "as you have set it")
            page.find(None, re.compile("month before day"))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    driver.main(mend, go_on, look_first)
