#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of every page and state of the window; started by build-aux/screenshots."""
import os
import re
import subprocess
import sys
import tempfile

import driver
from model_server import Failure, ModelServer

PICTURES = sys.argv[1]
SCHEMES = ("light", "dark")
SETTINGS = "io.github.querist.Querist"

REVENUE = """SELECT s.name,
       s.city,
       COUNT(DISTINCT o.order_id) AS orders,
       ROUND(SUM(i.quantity * i.unit_price), 2) AS revenue
FROM orders AS o
JOIN stores AS s ON s.store_id = o.store_id
JOIN order_items AS i ON i.order_id = o.order_id
GROUP BY s.store_id
ORDER BY revenue DESC"""
MONTHS = """SELECT substr(placed_at, 1, 7) AS month, status, COUNT(*) AS orders
FROM orders
GROUP BY month, status
ORDER BY month"""
BROKEN = REVENUE.replace("s.city,", "s.city, json_extract('{', '$.a') AS broken,")
MISSPELT = REVENUE.replace("s.city", "s.town")


def classified(sql, **more):
    return {"intent": "specific", "restated": "", "output_columns": [], "clarification": None,
            "plan": ["Join the orders to their stores and items",
                     "Sum quantity times unit price for each store",
                     "Sort by revenue, highest first"],
            "sql": sql, "assumptions": ["Discounts and returns are left out."],
            "suggestions": [], **more}


ANSWERS = {
    "classify": classified(REVENUE),
    "interpret": {
        "text": "**Harbour** sold most [1], before Airport and the web shop.\n"
                "- Old Mill comes last: it has closed.\n- The web shop has no city.",
        "suggestions": ["And by month?", "Only coffee", "When did Old Mill close?"]},
    "debug": {"cause": "The text that json_extract() reads is no JSON.", "sql": REVENUE},
    "repair": {"sql": MISSPELT, "assumptions": []},
    "insights": {"suggestions": ["Which products are returned most?",
                                 "How did revenue develop by month?",
                                 "Which customers have not ordered for a year?"]},
    "describe": {"text": "The orders run from **October 2024** to September 2026.",
                 "suggestions": []},
}


def settings(key, value):
    subprocess.run(["gsettings", "set", SETTINGS, key, value], check=True)


def settle():
    """Waits until the screen has looked the same a few times running."""
    pictures = []

    def same():
        pictures.append(subprocess.run(["import", "-silent", "-window", "root", "rgba:-"],
                                       check=True, capture_output=True).stdout)
        del pictures[:-5]
        return len(pictures) == 5 and all(picture == pictures[0] for picture in pictures)
    driver.wait_for(same, "the picture to come to rest", 20)


def shoot(name):
    driver.xdotool("mousemove", "2", "2")
    settle()
    path = os.path.join(PICTURES, f"{name}.png")
    window = subprocess.run(["xdotool", "getactivewindow"], check=True, capture_output=True,
                            text=True).stdout.strip()
    subprocess.run(["import", "-silent", "-window", window, path], check=True)
    print(path, flush=True)


def ask(page, question):
    entry = page.find("text", "Question")
    driver.wait_for(lambda: entry.has("sensitive"), "data to ask")
    entry.text = question
    page.find("push button", "Ask").click()


def review(page):
    button = page.find("push button", "Approve & Run")
    driver.wait_for(lambda: button.has("sensitive"), "SQL to review")
    page.find("label", re.compile("^Read-only|^[0-9]+ problems?$"))
    return button


def start_pages(prefix):
    settings("last-project", "")
    with driver.run():
        shoot(f"{prefix}-start")


def link_sample():
    """A folder with the sample's files, for the project lies beside them."""
    folder = tempfile.mkdtemp()
    for name in os.listdir(os.environ["QUERIST_SAMPLE_DIR"]):
        if name.endswith(".csv"):
            os.symlink(os.path.join(os.environ["QUERIST_SAMPLE_DIR"], name),
                       os.path.join(folder, name))
    return folder


def list_files(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder))


def failing_file(prefix):
    folder = link_sample()
    with open(os.path.join(folder, "empty.csv"), "w", encoding="utf-8"):
        pass
    with driver.run(*list_files(folder)) as app:
        app.find("label", re.compile("problem|cannot|can’t|empty", re.IGNORECASE))
        shoot(f"{prefix}-data-failing-file")


def setup_pages(prefix):
    """From the files to a schema, one with errors, and the report of the load."""
    with driver.run(*list_files(link_sample())) as app:
        suggest = app.find("push button", "Suggest Schema")
        driver.wait_for(lambda: suggest.has("sensitive"), "files that were read")
        shoot(f"{prefix}-data")
        suggest.click()
        page = app.find(None, "QueristSchemaPage")
        editor = page.find("text")
        driver.wait_for(lambda: "model Store" in editor.text, "a schema")
        shoot(f"{prefix}-schema")
        for tab in ("Changes", "Why"):
            page.find("page tab", tab).click()
            shoot(f"{prefix}-schema-{tab.lower()}")
        page.find("page tab", "Improve").click()
        page.find("push button", "Propose Changes").click()
        page.find("label", re.compile("^Proposed by"))
        shoot(f"{prefix}-schema-improve")
        page.find("page tab", "Diagram").click()
        good = editor.text
        editor.text = good.replace("Store ", "Stor ", 1).replace("Int ", "Integer ", 1)
        shoot(f"{prefix}-schema-errors")
        editor.text = good
        load = page.find("push button", "Confirm and Load")
        driver.wait_for(lambda: load.has("sensitive"), "a schema without errors")
        load.click()
        app.window("Loaded")
        shoot(f"{prefix}-loaded")


def ask_pages(prefix):
    with ModelServer(ANSWERS) as server, \
            driver.run("--sample", environment=server.environment) as app:
        page = app.page("Ask")
        page.find("push button", re.compile("customers|stores|orders|products"))
        shoot(f"{prefix}-ask-empty")
        app.find("label", re.compile("^tiny"))
        server.pause.clear()
        ask(page, "Which stores have the highest revenue?")
        page.find("push button", "Stop")
        shoot(f"{prefix}-ask-working")
        server.pause.set()
        run = review(page)
        shoot(f"{prefix}-ask-review")
        explain(page, prefix)
        run.click()
        page.find("push button", "And by month?")
        shoot(f"{prefix}-ask-table")
        for tab in ("Chart", "Summary"):
            page.find("page tab", tab).click()
            shoot(f"{prefix}-ask-{tab.lower()}")
        page.find("page tab", "Table").click()
        more_answers(server, page, prefix)


def explain(page, prefix):
    button = page.find("push button", "Explain")
    button.click()
    page.find("label", re.compile("^(Reads|Looks) "))
    shoot(f"{prefix}-ask-explain")
    button.click()


def more_answers(server, page, prefix):
    server.server.answers = {**ANSWERS, "classify": classified(MONTHS)}
    ask(page, "How many orders were there per month and status?")
    review(page).click()
    page.find("label", re.compile("^[5-9][0-9] rows ·"))
    page.find("page tab", "Chart").click()
    shoot(f"{prefix}-ask-lines")
    page.find("page tab", "Table").click()

    server.server.answers = {**ANSWERS, "classify": classified(BROKEN)}
    ask(page, "Which stores are broken?")
    review(page).click()
    page.find("push button", re.compile("Use This SQL"))
    shoot(f"{prefix}-ask-fix")

    server.server.answers = {**ANSWERS, "classify": classified(MISSPELT)}
    ask(page, "In which town is each store?")
    review(page)
    shoot(f"{prefix}-ask-problems")

    server.server.answers = {**ANSWERS, "classify": classified(
        None, intent="analytical", plan=[], assumptions=[],
        suggestions=ANSWERS["insights"]["suggestions"])}
    ask(page, "What is interesting here?")
    page.find("push button", "Which products are returned most?")
    shoot(f"{prefix}-ask-suggestions")

    server.server.answers = {**ANSWERS, "classify": Failure(401, "wrong key")}
    ask(page, "Which stores are there?")
    page.find("push button", re.compile("Retry"))
    shoot(f"{prefix}-ask-failing-model")


def builtin_pages(prefix):
    """The assistant that needs no model: an answer, and a question beyond it."""
    with driver.run("--sample") as app:
        page = app.page("Ask")
        page.find("push button", re.compile("stores|orders"))
        ask(page, "Which stores grew fastest last quarter?")
        review(page).click()
        page.find("label", re.compile("^[0-9] rows ·"))
        shoot(f"{prefix}-ask-builtin")
        ask(page, "How many unicorns did we sell?")
        page.find("push button", re.compile("Retry"))
        shoot(f"{prefix}-ask-refused")


def preferences(prefix):
    environment = {"QUERIST_MODEL_PROVIDER": "anthropic", "QUERIST_MODEL": "a-model",
                   "QUERIST_API_KEY": "secret", "QUERIST_CONSENT": "once"}
    with driver.run("--sample", environment=environment) as app:
        app.find("label", re.compile("^a-model"))
        driver.key("ctrl+comma")
        app.window("Preferences")
        shoot(f"{prefix}-preferences")


def narrow(prefix):
    settings("window-width", "400")
    settings("sidebar-visible", "false")
    with ModelServer(ANSWERS) as server, \
            driver.run("--sample", environment=server.environment) as app:
        shoot(f"{prefix}-data")
        page = app.page("Ask")
        page.find("push button", re.compile("customers|stores|orders|products"))
        shoot(f"{prefix}-ask-empty")
        ask(page, "Which stores have the highest revenue?")
        show = page.find("push button", "Show SQL and Rows")
        shoot(f"{prefix}-ask-review")
        show.click()
        review(page).click()
        page.find("label", re.compile("^9 rows ·"))
        shoot(f"{prefix}-ask-table")
    settings("sidebar-visible", "true")
    settings("window-width", "1240")


def take(part, prefix):
    """A state that cannot be reached is told, and the other pictures are taken all the same."""
    try:
        part(prefix)
        return 0
    except AssertionError as error:
        print(f"{prefix}, {part.__name__}: {error}", file=sys.stderr, flush=True)
        return 1


def main():
    failures = 0
    for scheme in SCHEMES:
        settings("color-scheme", scheme)
        for part in (start_pages, failing_file, setup_pages, builtin_pages, ask_pages,
                     preferences):
            failures += take(part, scheme)
    settings("color-scheme", "light")
    failures += take(narrow, "narrow")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
