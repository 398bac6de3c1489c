"""A server with dispatches to look at, and browsers that look at them."""
import json
import os
import signal

import player
from checking import expect, until
from chromium import Chromium
from engine_client import EngineClient, engine_socket
from serving import TERMINAL, Client, Server

# A task has ten characters at least.
BECAUSE = "because the test wants it"


class Visit:
    def __init__(self, binary, work, pictures):
        os.makedirs(f"{work}/agents")
        self.agent = player.install(f"{work}/agents")
        self.server = Server(binary, work, {})
        self.engine = EngineClient(engine_socket())
        self.pictures = pictures
        self.browser = self.plain = None

    def open(self):
        self.server.start()
        self.server.wait()
        self.key = self.server.key("operator", "admin,dispatch,status,list,cancel,delete")
        # Chromium asks for more than people do.
        self.server.command("tenants", "set", "operator", "--rate", "1000000")
        self.client = Client(self.server, self.key)
        self.worked = self.dispatch("work 2")
        self.hostile = self.dispatch("hostile 0 <script>alert(9)</script><img src=x onerror=alert(10)>")
        self.failed = self.dispatch("fail 1")
        base = f"http://127.0.0.1:{self.server.port}"
        self.browser = Chromium(base, self.pictures)
        self.plain = Chromium(base, self.pictures, javascript=False)
        for one in (self.worked, self.hostile, self.failed):
            self.ended(one)

    def close(self):
        for browser in (self.browser, self.plain):
            if browser:
                browser.close()
        if self.server.process and self.server.process.poll() is None:
            self.server.kill(signal.SIGTERM)
        try:
            self.engine.remove_traces([self.server.instance()], self.agent)
        except FileNotFoundError:
            pass

    def dispatch(self, task):
        status, data = self.client.call("POST", "/dispatch", {"agent": self.agent, "task": f"{task} {BECAUSE}"})
        expect(status == 201, f"the dispatch was refused: {status} {data}")
        return data["dispatchId"]

    def status(self, one):
        return self.client.call("GET", f"/dispatch/{one}?skipLogs=true")[1]["status"]

    def said(self, one, words):
        """Whether the agent's log has the words."""
        return words in json.dumps(self.client.call("GET", f"/dispatch/{one}")[1])

    def ended(self, one):
        until(lambda: self.status(one) in TERMINAL, lambda: f"{one} is {self.status(one)}", 120)

    def sign_in(self, browser):
        """Begins anew, with the key."""
        browser.forget()
        browser.open("/ui")
        browser.one("sign-in-form", "input[type=password]").send_keys(self.key)
        browser.submit("sign-in-form")
        browser.one("nav")

    def submitted(self, browser, task):
        """Makes a dispatch by the form; returns its id."""
        browser.open("/ui/new")
        browser.fill("new-dispatch", agent=self.agent, task=f"{task} {BECAUSE}")
        browser.submit("new-dispatch")
        browser.one("dispatch-status")
        return browser.path.split("?")[0].rsplit("/", 1)[-1]

    def cancelled(self, browser, one):
        """Cancels by the page of a dispatch that runs."""
        browser.one("cancel-button").click()
        browser.one("cancel-confirm")
        until(lambda: browser.one("cancel-confirm").is_displayed(), "the question whether to cancel is not shown")
        if browser.one("cancel-confirm").tag_name == "button":
            browser.press(browser.one("cancel-confirm"))
        else:
            browser.submit("cancel-confirm")
        browser.one("dispatch-status")
        self.ended(one)
        expect(self.status(one) == "cancelled", f"it is {self.status(one)}")

    def pages(self, browser):
        """Every page that the navigation leads to, and those of single things, by name."""
        browser.open("/ui")
        links = [link.get_attribute("href").removeprefix(browser.base) for link in browser.all("nav", "a[href]")]
        found = {path.removeprefix("/ui").strip("/").replace("/", "-").partition("?")[0] or "overview": path for path in links}
        expect(len(found) > 4, f"the navigation leads nowhere: {links}")
        found.update({
            "list": "/ui/dispatches", "worked": f"/ui/dispatches/{self.worked}",
            "hostile": f"/ui/dispatches/{self.hostile}", "failed": f"/ui/dispatches/{self.failed}",
            "missing": "/ui/dispatches/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        })
        return found
