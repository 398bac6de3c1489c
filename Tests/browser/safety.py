"""What an agent writes is shown and does nothing."""
import re

from checking import expect

# Characters that must not reach a page as they are: controls, and those that turn the direction of text.
RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FOREIGN = """
    return [...document.querySelectorAll('iframe, img, #injected, object, embed, base, style, [onerror], [onload], [srcdoc]')]
        .concat([...document.querySelectorAll('a, area, form')].filter(
            one => /^(javascript|data):/i.test(one.getAttribute('href') || one.getAttribute('action') || '')))
        .concat([...document.scripts].filter(one => new URL(one.src, location).origin !== location.origin || !one.src))
        .map(one => one.outerHTML.slice(0, 200));
"""


def hostile_output_is_text(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        clean = [browser.colour("body", name) for name in ("backgroundColor", "display")]
        for path in (f"/ui/dispatches/{visit.hostile}", "/ui/dispatches", "/ui"):
            browser.open(path)
            if visit.hostile in path:
                browser.shows("log", "<script>alert(1)</script>")
                browser.shows("log", "<style>body{display:none !important")
                browser.shows("log", "again")
            else:
                browser.one("dispatch-list" if path.endswith("dispatches") else "overview")
            foreign = browser.script(FOREIGN)
            expect(not foreign, f"there is what the page did not make at {path}: {foreign}")
            raw = RAW.findall(browser.driver.find_element("tag name", "html").get_attribute("textContent"))
            expect(not raw, f"characters that steer reach {path}: {[hex(ord(one)) for one in raw]}")
            now = [browser.colour("body", name) for name in ("backgroundColor", "display")]
            expect(now == clean, f"the page's style changed at {path}: {now}")
    visit.browser.expect_quiet()


def direction_and_colours_of_a_log_are_shown_as_such(visit):
    for browser in (visit.browser, visit.plain):
        visit.sign_in(browser)
        browser.open(f"/ui/dispatches/{visit.hostile}")
        browser.shows("log", "backwards")
        line = next(line for line in browser.text("log").splitlines() if "backwards" in line)
        expect("202E" in line.upper() and "txt.exe" in line, f"U+202E is not made visible: {line!r}")
        words = browser.text("log")
        expect("red text" in words and "[31m" not in words, "a colour's sequence is shown as text")
        expect("a link" in words and "]8;;" not in words, "a link's sequence is shown as text")
        files = browser.one("diff").get_attribute("textContent")
        expect("202E" in files.upper(), "U+202E in a changed file is not made visible")
        expect("page<img src=x onerror=alert(5)>.html" in files, "the name of a changed file is not shown as it is")


def every_page_has_its_policy(visit):
    browser = visit.browser
    visit.sign_in(browser)
    for name, path in visit.pages(browser).items():
        headers = browser.driver.execute_async_script(
            "const done = arguments[1]; fetch(arguments[0]).then(a => done(Object.fromEntries(a.headers)), e => done({}))",
            path,
        )
        policy = headers.get("content-security-policy", "")
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            expect(part in policy, f"{name} lacks {part}: {policy}")
        expect("unsafe" not in policy, f"the policy of {name} allows {policy}")
        expect(headers.get("x-content-type-options") == "nosniff", f"{name} may be sniffed")
        expect(headers.get("referrer-policy") == "no-referrer", f"{name} sends referrers")
    browser.expect_quiet()


CHECKS = [hostile_output_is_text, direction_and_colours_of_a_log_are_shown_as_such, every_page_has_its_policy]
