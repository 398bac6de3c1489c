"""How every page looks: in light and dark, on a phone, by keyboard, and to those who cannot see it."""
import re

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from checking import expect


def every_page_is_accessible_in_light_and_dark(visit):
    browser = visit.browser
    faults, backgrounds = [], {}
    try:
        for scheme in ("light", "dark"):
            browser.in_scheme(scheme)
            browser.forget()
            browser.open("/ui/sign-in")
            look(browser, "sign-in", faults)
            visit.sign_in(browser)
            for name, path in visit.pages(browser).items():
                browser.open(path)
                look(browser, name, faults)
            backgrounds[scheme] = brightness(browser.colour("body"))
    finally:
        browser.in_scheme("light")
    expect(not faults, "\n  ".join(["", *faults]))
    expect(backgrounds["light"] > 200 and backgrounds["dark"] < 70, f"the schemes do not differ: {backgrounds}")


def look(browser, name, faults):
    browser.picture(f"{name}-{browser.scheme}")
    for check in (lambda: browser.expect_accessible(name), browser.expect_quiet, lambda: has_landmarks(browser, name)):
        try:
            check()
        except AssertionError as fault:
            faults.append(str(fault))


def has_landmarks(browser, name):
    found = browser.script(
        "return [document.title, document.documentElement.lang, document.querySelectorAll('h1').length,"
        " document.querySelectorAll('main').length]"
    )
    expect(found[0] and found[1] == "en" and found[2:] == [1, 1], f"{name}: title, language, h1 and main are {found}")


def brightness(colour):
    """The mean of red, green and blue; a page without a colour of its own is white."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    return 255 if parts[3:] == [0] else sum(parts[:3]) / 3


def every_page_fits_a_phone(visit):
    browser = visit.browser
    faults = []
    browser.as_phone()
    try:
        browser.forget()
        browser.open("/ui/sign-in")
        fits(browser, "sign-in", faults)
        visit.sign_in(browser)
        pages = visit.pages(browser)
        for name, path in pages.items():
            browser.open(path)
            fits(browser, name, faults)
    finally:
        browser.as_phone(False)
    expect(not faults, "\n  ".join(["", *faults]))


def fits(browser, name, faults):
    browser.picture(f"{name}-phone")
    try:
        browser.expect_narrow(name)
    except AssertionError as fault:
        faults.append(str(fault))


def a_dispatch_is_made_by_keyboard(visit):
    browser = visit.browser
    visit.sign_in(browser)
    browser.open("/ui/new")
    seen = tab_until(browser, "textarea[name=task], input[name=task]")
    expect(seen[0].startswith("#"), f"the first stop does not skip to the content: {seen[:3]}")
    type_keys(browser, "work 1 by keyboard alone")
    seen = tab_until(browser, "[data-testid=new-dispatch] button[type=submit], [data-testid=new-dispatch] button:not([type])")
    agent = browser.one("new-dispatch", "[name=agent]")
    if agent.get_attribute("value") != visit.agent:
        # Without a pointer: the field takes the focus, and the name is typed.
        browser.script("arguments[0].focus()", agent)
        type_keys(browser, visit.agent)
        tab_until(browser, "[data-testid=new-dispatch] button[type=submit], [data-testid=new-dispatch] button:not([type])")
    type_keys(browser, Keys.ENTER)
    browser.one("dispatch-status")
    visit.ended(browser.path.split("?")[0].rsplit("/", 1)[-1])
    browser.expect_quiet()


def type_keys(browser, keys):
    ActionChains(browser.driver).send_keys(keys).perform()


def tab_until(browser, selector):
    """Goes on with the key Tab to an element; returns the stops, each of which must show that it has the focus."""
    stops = []
    for _ in range(80):
        type_keys(browser, Keys.TAB)
        stop, is_there, is_shown = browser.script(
            """
            const one = document.activeElement, style = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
            return [one.getAttribute('href') || one.name || one.outerHTML.slice(0, 80), one.matches(arguments[0]),
                ring && box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0];
            """,
            selector,
        )
        stops.append(stop)
        expect(is_shown, f"the focus is not visible at {stop} of {browser.path}")
        if is_there:
            return stops
    raise AssertionError(f"{selector} is not reached: {stops}")


CHECKS = [every_page_is_accessible_in_light_and_dark, every_page_fits_a_phone, a_dispatch_is_made_by_keyboard]
