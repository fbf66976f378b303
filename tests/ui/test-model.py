#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions that a chat model answers, in the real window: a good one, one whose query fails, one
that the model asks back about, a server that refuses, and one that is stopped."""
import re

import driver
from model_server import Failure, ModelServer

GOOD = "SELECT name, city FROM stores ORDER BY store_id"
# passes the checker, fails when it runs
FAILING = "SELECT name, json_extract('{', '$.a') AS broken FROM stores"


def classified(sql=None, **more):
    return {"intent": "specific", "restated": "", "output_columns": [], "clarification": None,
            "plan": ["List the stores", "Sort them by number"], "sql": sql,
            "assumptions": ["Closed stores count as well."], "suggestions": [], **more}


ANSWERS = {
    "classify": classified(GOOD),
    "interpret": {"text": "There are **9** stores.", "suggestions": ["Which store closed?"]},
    "debug": {"cause": "The text is not JSON.", "sql": GOOD},
}


def open_sample(server):
    return driver.run("--sample", environment=server.environment)


def ask(app, question):
    """Asks on the Ask page and returns it."""
    app.find("label", re.compile("^tiny"))  # the model has taken over
    page = app.page("Ask")
    entry = page.find("text", "Question")
    driver.wait_for(lambda: entry.has("sensitive"), "loaded data")
    entry.text = question
    page.find("push button", "Ask").click()
    return page


def approve(page):
    button = page.find("push button", "Approve & Run")
    driver.wait_for(lambda: button.has("sensitive"), "SQL to review")
    button.click()


def answered():
    with ModelServer(ANSWERS) as server, open_sample(server) as app:
        page = ask(app, "Which stores are there?")
        page.find("label", "List the stores")
        page.find("label", "Closed stores count as well.")
        approve(page)
        page.find("label", re.compile("^9 rows ·"))
        page.find("label", "There are 9 stores.")
        page.find("push button", "Which store closed?")
        page.find("label", re.compile("2 calls · .*nothing left this computer"))
        assert len(server.requests) == 2, len(server.requests)


def asked_back():
    question = {"question": "Which stores do you mean?", "options": ["Open ones", "All"]}
    answers = {**ANSWERS, "classify": classified(plan=[], clarification=question),
               "plan": {"clarification": None, "plan": ["All stores"], "sql": GOOD,
                        "assumptions": [], "output_columns": [], "restated": ""}}
    with ModelServer(answers) as server, open_sample(server) as app:
        page = ask(app, "Which stores?")
        page.find("label", "Which stores do you mean?")
        page.find("push button", "All").click()
        approve(page)
        page.find("label", re.compile("^9 rows ·"))
        assert any("All" in str(request) for request in server.requests[1:])


def failing_query():
    answers = {**ANSWERS, "classify": classified(FAILING)}
    with ModelServer(answers) as server, open_sample(server) as app:
        page = ask(app, "What is broken?")
        approve(page)
        page.find("label", re.compile("The text is not JSON"))
        page.find("label", "There are no rows: the query failed.")
        page.find("push button", re.compile("Use This SQL")).click()
        editor = page.find("text", "SQL editor")
        driver.wait_for(lambda: editor.text == GOOD, "the corrected SQL")
        approve(page)
        page.find("label", re.compile("^9 rows ·"))


def refused():
    answers = {**ANSWERS, "classify": Failure(401, "wrong key")}
    with ModelServer(answers) as server, open_sample(server) as app:
        page = ask(app, "Which stores are there?")
        page.find("label", re.compile("[Kk]ey"))
        server.server.answers = ANSWERS
        page.find("push button", re.compile("Retry")).click()
        approve(page)
        page.find("label", re.compile("^9 rows ·"))


def stopped():
    with ModelServer(ANSWERS) as server, open_sample(server) as app:
        server.pause.clear()
        page = ask(app, "Which stores are there?")
        page.find("push button", "Stop").click()
        page.find("label", re.compile("You stopped this question"))
        server.pause.set()
        page.find("push button", "Ask")


if __name__ == "__main__":
    driver.main(answered, asked_back, failing_query, refused, stopped)
