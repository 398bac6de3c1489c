"""What people do with the pages, from signing in to signing out."""
import signal

from checking import expect, until
from visit import BECAUSE


def signing_in_takes_the_right_key(visit):
    browser = visit.browser
    browser.open("/ui/dispatches")
    expect(browser.is_at("/ui/sign-in"), f"a page is shown without a session: {browser.path}")
    browser.picture("sign-in")
    browser.one("sign-in-form", "input[type=password]").send_keys("op_" + "wrong" * 8)
    browser.submit("sign-in-form")
    expect(len(browser.text("sign-in-error")) > 10, "it is not said that the key is wrong")
    browser.picture("sign-in-error")
    browser.one("sign-in-form", "input[type=password]").send_keys(visit.key)
    browser.submit("sign-in-form")
    browser.one("dispatch-list")
    expect(browser.is_at("/ui/dispatches"), f"it does not come back to the page that was wanted: {browser.path}")
    cookies = browser.driver.get_cookies()
    expect(len(cookies) == 1, f"there is more than the session's cookie: {len(cookies)}")
    flags = {name: cookies[0].get(name) for name in ("httpOnly", "sameSite", "path")}
    expect(flags == {"httpOnly": True, "sameSite": "Strict", "path": "/ui"}, f"the cookie's flags are {flags}")
    expect(visit.key not in browser.driver.page_source and visit.key not in cookies[0]["value"], "the key is shown")
    browser.expect_quiet()


def a_link_on_another_site_finds_the_session(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        target = f"{browser.base}/ui/dispatches?status=failed"
        browser.driver.get(f"data:text/html,<title>elsewhere</title><a href='{target}'>there</a>")
        browser.driver.find_element("tag name", "a").click()
        browser.one("dispatch-list")
        expect(browser.path.endswith("/ui/dispatches?status=failed"), f"it ends at {browser.path}")
    visit.browser.expect_quiet()


def what_was_typed_outlives_its_session(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        browser.open("/ui/new")
        browser.fill("new-dispatch", agent=visit.agent, task=f"say 1 {BECAUSE}\n  <b>and</b> \"so\" on")
        browser.driver.delete_all_cookies()
        browser.submit("new-dispatch")
        browser.one("pending")
        browser.one("sign-in-form", "input[type=password]").send_keys(visit.key)
        browser.submit("sign-in-form")
        expect("<b>and</b>" in browser.text("pending-form"), "what was typed is not shown")
        browser.submit("pending-form")
        browser.one("dispatch-status")
        one = browser.path.split("?")[0].rsplit("/", 1)[-1]
        task = visit.client.call("GET", f"/dispatch/{one}?skipLogs=true")[1]["task"]
        expect(task == f"say 1 {BECAUSE}\n  <b>and</b> \"so\" on", f"the task is {task!r}")
        visit.ended(one)
    # That a session is missing is said on the console, and rightly.
    visit.browser.driver.get_log("browser")


def a_dispatch_is_made_by_form_and_followed_to_its_end(visit):
    browser = visit.browser
    visit.sign_in(browser)
    visit.submitted(browser, "work 20")
    browser.shows("log", "line 2 of 20")
    page = browser.script("return performance.timeOrigin")
    browser.picture("running")
    browser.shows("log", "line 12 of 20")
    expect(browser.script("return performance.timeOrigin") == page, "the log moves only when the page is loaded anew")
    browser.shows("dispatch-status", "success", 90)
    browser.shows("log", "line 20 of 20")
    lines = [line for line in browser.text("log").splitlines() if "line 7 of 20" in line]
    expect(len(lines) == 1, f"a line is there {len(lines)} times")
    browser.one("diff-file")
    browser.expect_quiet()


def the_results_are_on_the_page(visit):
    browser = visit.browser
    visit.sign_in(browser)
    browser.open(f"/ui/dispatches/{visit.worked}")
    files = " ".join(browser.texts("diff-file"))
    for name in ("changed.txt", "src/kept.txt", "src/folders/that/lie/deep/numbers.txt"):
        expect(name in files, f"{name} is not among the changed files: {files[:500]}")
    expect("+1500" in browser.text("diff") or "1,500" in browser.text("diff"), "the added lines are not counted")
    expect("first" in browser.one("diff").get_attribute("textContent"), "the added lines are not shown")
    browser.shows("artifacts", "note.txt")
    link = browser.one("artifacts", "a[href*='note.txt']").get_attribute("href")
    answer = browser.driver.execute_async_script(
        "const done = arguments[1]; fetch(arguments[0]).then(a => a.text()).then(done, e => done(String(e)))", link
    ) if link.startswith(browser.base) else link
    expect(answer == "What was done: work.\n", f"the artifact's link gives {answer!r}")
    for hook in ("phases", "summary"):
        expect(browser.text(hook).strip(), f"{hook} is empty")
    browser.expect_quiet()


def the_log_is_searched_and_followed(visit):
    browser = visit.browser
    visit.sign_in(browser)
    browser.open(f"/ui/dispatches/{visit.worked}")
    browser.shows("log", "line 1 of 2")
    browser.one("log-search").send_keys("line 2")
    until(lambda: "line 1 of 2" not in browser.text("log"), "the search hides nothing")
    browser.shows("log", "line 2 of 2")
    browser.one("log-search").clear()
    browser.one("log-search").send_keys(" ")
    browser.shows("log", "line 1 of 2")
    one = visit.submitted(browser, "work 60")
    follow = browser.one("log-follow")
    expect(follow.is_selected(), "the log does not follow by itself")
    browser.shows("log", "line 40 of 60")
    bottom = "const log = document.querySelector('[data-testid=log]'); return log.scrollHeight - log.clientHeight - log.scrollTop"
    until(lambda: browser.script(bottom) < 40, "the log does not keep its end in sight")
    follow.click()
    browser.script("document.querySelector('[data-testid=log]').scrollTop = 0")
    browser.shows("log", "line 45 of 60")
    expect(browser.script("return document.querySelector('[data-testid=log]').scrollTop") == 0, "it follows all the same")
    visit.client.call("DELETE", f"/dispatch/{one}")
    visit.ended(one)
    browser.expect_quiet()


def a_long_log_shows_its_end_and_leads_to_the_rest(visit):
    browser = visit.browser
    visit.sign_in(browser)
    one = visit.dispatch("loud 15")
    until(lambda: visit.status(one) == "running", lambda: f"it is {visit.status(one)}", 120)
    browser.open(f"/ui/dispatches/{one}")
    browser.shows("log", "line 15 of 15", 90)
    visit.ended(one)
    browser.open(f"/ui/dispatches/{one}")
    # After it the runtime says how the agent ended, and what it changed.
    words = " ".join(browser.one("log").get_attribute("innerText").split()[-20:])
    expect("line 15 of 15" in words, f"the log does not show its end: {words}")
    browser.press(browser.one("log-earlier"))
    browser.one("log-latest")
    browser.shows("log", "loud 65200")
    browser.picture("earlier-lines")
    link = browser.one("log-whole").get_attribute("href")
    whole = browser.driver.execute_async_script(
        "const done = arguments[1]; fetch(arguments[0]).then(a => a.text()).then(done, e => done(String(e)))", link
    )
    said = [line for line in whole.splitlines() if line.startswith("loud ")]
    expect(said == [f"loud {number}" for number in range(1, 66001)], f"the whole log has {len(said)} lines: {whole[:200]}")
    browser.expect_accessible("earlier lines")
    browser.expect_quiet()


def an_open_page_keeps_what_is_typed_and_where_one_is(visit):
    browser = visit.browser
    visit.sign_in(browser)
    visit.submitted(browser, "work 15")
    browser.shows("log", "line 2 of 15")
    page = browser.script("return performance.timeOrigin")
    field = browser.one("log-search")
    field.send_keys("line")
    browser.script("arguments[0].scrollIntoView()", field)
    before = browser.script("return arguments[0].getBoundingClientRect().top", field)
    browser.shows("dispatch-status", "success", 90)
    browser.one("diff-file")
    browser.shows("summary", "success")
    expect(not browser.all("cancel-button"), "what has ended can be cancelled")
    expect(browser.script("return performance.timeOrigin") == page, "the page was loaded anew")
    expect(field.get_attribute("value") == "line", "what was typed is lost")
    after = browser.script("return arguments[0].getBoundingClientRect().top", field)
    expect(abs(after - before) < 40, f"the page moved by {after - before} pixels")
    browser.expect_quiet()


def an_open_page_says_that_its_session_ended(visit):
    browser = visit.browser
    visit.sign_in(browser)
    one = visit.submitted(browser, "hang 1")
    browser.shows("log", "ready")
    out = browser.driver.execute_async_script(
        "const done = arguments[0], token = document.querySelector('[name=token]').value;"
        "fetch('/ui/sign-out', {method: 'POST', body: new URLSearchParams({token}), redirect: 'manual'})"
        ".then(a => done(a.type), e => done(String(e)))"
    )
    expect(out == "opaqueredirect", f"signing out gives {out}")
    browser.shows("signed-out", "Sign in again")
    expect(browser.script("return document.getElementById('log-state').textContent") == "Signed out", "it still waits")
    browser.expect_accessible("signed out")
    visit.client.call("DELETE", f"/dispatch/{one}")
    visit.ended(one)
    # That the stream broke off is said on the console, and rightly.
    browser.driver.get_log("browser")


def the_diff_tells_what_lines_do_not(visit):
    one = visit.dispatch("odd 1")
    visit.ended(one)
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        browser.open(f"/ui/dispatches/{one}")
        files = {text.split(" +")[0]: text for text in browser.texts("diff-file")}
        for name, words in {
            "na\u00efve.txt": "no newline at the end", "program.sh": "executable", "link": "symbolic link",
            "data.bin": "binary", "aaa-large.txt": "+20000",
        }.items():
            expect(words in files.get(name, ""), f"{name} lacks '{words}': {[text[:80] for text in files.values()]}")
        expect("5 files, +20003" in browser.text("diff-total"), f"the patch is counted as {browser.text('diff-total')}")
        expect("diff.patch" in files["aaa-large.txt"][-60:], "a long file does not lead to the patch")
    visit.browser.picture("badges")
    visit.browser.expect_accessible("badges")
    visit.browser.expect_quiet()


def a_failure_says_why_and_what_to_do(visit):
    browser = visit.browser
    visit.sign_in(browser)
    browser.open(f"/ui/dispatches/{visit.failed}")
    browser.shows("dispatch-status", "failed")
    remedy = visit.client.call("GET", f"/dispatch/{visit.failed}?skipLogs=true")[1]["error"]["remedy"]
    words = browser.driver.find_element("tag name", "main").text
    expect(remedy[:40] in words, f"the remedy '{remedy}' is not on the page")
    browser.expect_quiet()


def another_is_cancelled_and_done_again(visit):
    browser = visit.browser
    visit.sign_in(browser)
    one = visit.submitted(browser, "hang 1")
    browser.shows("log", "ready")
    visit.cancelled(browser, one)
    browser.open(f"/ui/dispatches/{one}")
    browser.shows("dispatch-status", "cancelled")
    expect(not browser.all("cancel-button"), "what has ended can be cancelled")
    browser.picture("cancelled")
    browser.press(browser.one("rerun-button"))
    task = browser.one("new-dispatch", "[name=task]").get_attribute("value")
    expect(task == f"hang 1 {BECAUSE}", f"the form is filled with '{task}'")
    expect(browser.one("new-dispatch", "[name=agent]").get_attribute("value") == visit.agent, "the agent is not filled in")
    browser.expect_quiet()


def the_list_is_filtered(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        browser.open("/ui/dispatches")
        until(lambda: len(browser.all("dispatch-row")) >= 3, "the list does not have all dispatches")
        browser.fill("filter-form", status="failed")
        browser.submit("filter-form")
        rows = browser.texts("dispatch-row")
        expect(len(rows) == 1 and "failed" in rows[0], f"the filter gives {rows}")
        browser.open("/ui/dispatches?agent=claude")
        expect(not browser.all("dispatch-row"), "the filter by agent lets others through")
    visit.browser.expect_quiet()


def a_wrong_form_keeps_what_was_typed(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        browser.open("/ui/new")
        browser.script("for (const form of document.forms) form.noValidate = true")
        browser.fill("new-dispatch", agent=visit.agent, task="short", repo="no repository at all")
        browser.submit("new-dispatch")
        kept = {
            name: browser.one("new-dispatch", f"[name={name}]").get_attribute("value") for name in ("agent", "task", "repo")
        }
        right = {"agent": visit.agent, "task": "short", "repo": "no repository at all"}
        expect(kept == right, f"the form has lost something: {kept}")
        field = browser.one("new-dispatch", "[name=task]")
        expect(field.get_attribute("aria-invalid") == "true", "the field that is wrong is not marked")
        expect("10 characters" in browser.text("new-dispatch"), "it is not said what is wrong")
    visit.browser.picture("new-with-errors")


def the_log_goes_on_after_a_lost_connection(visit):
    browser = visit.browser
    visit.sign_in(browser)
    one = visit.dispatch("work 25")
    browser.open(f"/ui/dispatches/{one}")
    browser.shows("log", "line 3 of 25")
    browser.offline(True)
    try:
        until(lambda: visit.said(one, "line 12"), "the agent does not go on")
    finally:
        browser.offline(False)
    browser.shows("log", "line 25 of 25")
    shown = [line for line in browser.text("log").splitlines() if " of 25" in line]
    missing = [number for number in range(1, 26) if sum(f"line {number} of" in line for line in shown) != 1]
    expect(not missing, f"lines {missing} are not there once: {shown}")
    # That the connection was lost is said on the console, and rightly.
    browser.driver.get_log("browser")


def a_session_ends_with_its_server(visit):
    browser = visit.browser
    visit.sign_in(browser)
    one = visit.dispatch("work 10")
    browser.open(f"/ui/dispatches/{one}")
    browser.shows("log", "line 2 of 10")
    visit.server.kill(signal.SIGKILL)
    visit.server.start()
    visit.server.wait()
    visit.ended(one)
    browser.open(f"/ui/dispatches/{one}")
    expect(browser.is_at("/ui/sign-in"), f"a session of the old server is worth something: {browser.path}")
    browser.one("sign-in-form", "input[type=password]").send_keys(visit.key)
    browser.submit("sign-in-form")
    browser.shows("dispatch-status", "success")
    browser.shows("log", "line 10 of 10")
    browser.driver.get_log("browser")


def the_pages_are_of_use_without_scripts(visit):
    browser = visit.plain
    browser.driver.get("data:text/html,<title>off</title><script>document.title='on'</script>")
    expect(browser.driver.title == "off", "scripts are on")
    visit.sign_in(browser)
    browser.one("overview")
    one = visit.submitted(browser, "work 3")
    visit.ended(one)
    browser.open(f"/ui/dispatches/{one}")
    browser.shows("dispatch-status", "success")
    browser.shows("log", "line 3 of 3")
    browser.one("diff-file")
    browser.shows("artifacts", "note.txt")
    one = visit.submitted(browser, "hang 1")
    until(lambda: visit.status(one) == "running", lambda: f"it is {visit.status(one)}")
    browser.open(f"/ui/dispatches/{one}")
    visit.cancelled(browser, one)
    browser.open("/ui/dispatches")
    expect(any("hang 1" in row and "cancelled" in row for row in browser.texts("dispatch-row")), "it is not listed")


def signing_out_ends_the_session(visit):
    browser = visit.browser
    visit.sign_in(browser)
    session = browser.driver.get_cookies()[0]
    out = browser.one("sign-out")
    browser.press(out if out.tag_name in ("button", "a") else browser.one("sign-out", "button"))
    browser.one("sign-in-form")
    browser.open("/ui/dispatches")
    expect(browser.is_at("/ui/sign-in"), f"a page is shown after signing out: {browser.path}")
    # The old cookie is worth nothing any more.
    browser.driver.delete_all_cookies()
    browser.driver.add_cookie({"name": session["name"], "value": session["value"], "path": "/ui"})
    browser.open("/ui/dispatches")
    expect(browser.is_at("/ui/sign-in"), "the session outlives its end")
    browser.expect_quiet()


CHECKS = [
    signing_in_takes_the_right_key,
    a_link_on_another_site_finds_the_session,
    what_was_typed_outlives_its_session,
    a_dispatch_is_made_by_form_and_followed_to_its_end,
    the_results_are_on_the_page,
    the_log_is_searched_and_followed,
    a_long_log_shows_its_end_and_leads_to_the_rest,
    an_open_page_keeps_what_is_typed_and_where_one_is,
    an_open_page_says_that_its_session_ended,
    the_diff_tells_what_lines_do_not,
    a_failure_says_why_and_what_to_do,
    the_list_is_filtered,
    another_is_cancelled_and_done_again,
    a_wrong_form_keeps_what_was_typed,
    the_pages_are_of_use_without_scripts,
    the_log_goes_on_after_a_lost_connection,
    a_session_ends_with_its_server,
    signing_out_ends_the_session,
]
