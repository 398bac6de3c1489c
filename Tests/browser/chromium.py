"""Chromium without a window, and what can be asked of the page that it shows."""
import base64
import json
import os
import re

import axe_playwright_python
from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from checking import expect, until

AXE = os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js")
# What a page does on its own, seen from the first moment; it outlives the page, not the tab.
WATCH = """
    addEventListener('securitypolicyviolation', event => sessionStorage.setItem('violations', (
        sessionStorage.getItem('violations') || '') + `${event.violatedDirective} ${event.blockedURI} ${event.sample}\\n`));
"""
# The answers to a wrong key and to a page that is not there are no faults of a page.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (401|404)")


class Chromium:
    """One window of 1280 by 900; its pictures are named after the colour scheme and the page."""

    def __init__(self, base, pictures, javascript=True):
        self.base, self.pictures = base, pictures
        self.scheme = "light"
        options = webdriver.ChromeOptions()
        options.binary_location = os.environ["CHROMIUM"]
        arguments = [
            "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        ]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        for argument in arguments:
            options.add_argument(argument)
        if not javascript:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        # A page that opens a dialog is caught with it.
        options.set_capability("unhandledPromptBehavior", "ignore")
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(os.environ["CHROMEDRIVER"]))
        self.driver.set_page_load_timeout(120)
        self.messages = []
        if javascript:
            self.command("Network.enable")
            self.command("Page.addScriptToEvaluateOnNewDocument", source=WATCH)

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def close(self):
        self.driver.quit()

    def forget(self):
        """Loses every cookie, wherever it is."""
        self.command("Network.clearBrowserCookies")

    def begin_anew(self):
        """Forgets what a check that failed has left."""
        self.driver.get_log("browser")
        self.driver.get("about:blank")

    def offline(self, is_offline):
        self.command(
            "Network.emulateNetworkConditions", offline=is_offline, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    # Where it is.

    def open(self, path):
        self.driver.get(self.base + path)

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.base)

    def is_at(self, path):
        return self.path.partition("?")[0] == path

    def in_scheme(self, scheme):
        self.scheme = scheme
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def as_phone(self, is_phone=True):
        if is_phone:
            self.command(
                "Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True
            )
        else:
            self.command("Emulation.clearDeviceMetricsOverride")

    # What is on the page.

    def all(self, hook, below=""):
        return self.driver.find_elements(By.CSS_SELECTOR, f"[data-testid={hook}] {below}".strip())

    def one(self, hook, below="", patience=300):
        """The element with a hook, or the first below it that a selector finds, as soon as it is there."""
        wanted = f"{hook} {below}".strip()
        return until(lambda: (self.all(hook, below) or [None])[0], lambda: f"there is no {wanted} at {self.path}", patience)

    def text(self, hook):
        """What one reads there; once more where the page changed it meanwhile."""
        for _ in range(10):
            try:
                return self.one(hook).text
            except StaleElementReferenceException:
                pass
        return self.one(hook).text

    def texts(self, hook):
        """What one reads in each element with a hook, at one moment."""
        return self.script("return [...document.querySelectorAll(arguments[0])].map(one => one.innerText)",
                           f"[data-testid={hook}]")

    def shows(self, hook, words, patience=300):
        until(
            lambda: words in self.text(hook), lambda: f"'{words}' is not in {hook}: {self.text(hook)[:500]}", patience
        )

    def fill(self, form, **values):
        for name, value in values.items():
            field = self.one(form, f"[name='{name}']")
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            elif field.get_attribute("type") in ("checkbox", "radio"):
                self.one(form, f"[name='{name}'][value='{value}']").click()
            else:
                field.clear()
                field.send_keys(value)

    def submit(self, form):
        """Presses the form's button; returns when another page is there."""
        self.press(self.one(form, "button:not([type=button]), input[type=submit]"))

    def press(self, element):
        """Clicks what leads to another page, and waits for that."""
        root = self.driver.find_element(By.TAG_NAME, "html")
        element.click()
        until(lambda: self.is_gone(root), lambda: f"nothing came after a click at {self.path}", 30)
        until(lambda: self.driver.find_elements(By.CSS_SELECTOR, "body"), "no page came")

    @staticmethod
    def is_gone(element):
        try:
            element.is_enabled()
            return False
        except StaleElementReferenceException:
            return True
        except WebDriverException as error:
            # What chromedriver says while the page is being replaced.
            if "does not belong to the document" in str(error):
                return True
            raise

    def script(self, text, *arguments):
        return self.driver.execute_script(text, *arguments)

    def colour(self, selector, name="backgroundColor"):
        return self.script(f"return getComputedStyle(document.querySelector({selector!r})).{name}")

    # What must not be.

    def picture(self, name):
        """Keeps how the whole page looks."""
        path = f"{self.pictures}/{name}.png"
        shot = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))
        return path

    def expect_quiet(self):
        """No error on the console, no violation of the policy, no dialog."""
        try:
            dialog = self.driver.switch_to.alert
            words = dialog.text
            dialog.dismiss()
            raise AssertionError(f"a dialog says: {words}")
        except NoAlertPresentException:
            pass
        self.messages += self.driver.get_log("browser")
        violations = self.script("return sessionStorage.getItem('violations')")
        wrong = [
            one["message"] for one in self.messages
            if (one["level"] == "SEVERE" or "Security Policy" in one["message"]) and not EXPECTED.search(one["message"])
        ]
        self.messages = []
        self.script("sessionStorage.removeItem('violations')")
        expect(not violations, f"the page breaks its policy at {self.path}: {violations}")
        expect(not wrong, f"the console has errors at {self.path}: {wrong}")

    def expect_accessible(self, name):
        """No violation of the rules of WCAG 2, A and AA, that axe knows."""
        with open(AXE, encoding="utf-8") as file:
            self.script(file.read())
        result = self.driver.execute_async_script(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']})
                .then(found => done(found.violations.map(one => [one.id, one.help, one.nodes.slice(0, 3).map(
                    node => node.html.slice(0, 200) + ' ' + (node.any[0] || node.all[0] || node.none[0] || {}).message)])),
                    error => done([['axe', String(error), []]]));
            """
        )
        expect(not result, f"{name} ({self.scheme}): {json.dumps(result, ensure_ascii=False)}")

    def expect_narrow(self, name):
        wide = self.script(
            """
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room && room === 360) return null;
            const found = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > 360.5
                || one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX === 'visible' && one.clientWidth)
                .map(one => one.outerHTML.slice(0, 120));
            return [room, document.documentElement.scrollWidth, found.slice(0, 5)];
            """
        )
        expect(not wide, f"{name} scrolls sideways on a phone: {wide}")
