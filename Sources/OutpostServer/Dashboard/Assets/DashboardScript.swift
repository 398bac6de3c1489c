/// Keeps pages fresh; without it each of them works, and shows what was so when it was loaded.
///
/// Text of strangers goes into text nodes only.
enum DashboardScript {
    static let source = #"""
        "use strict";

        // The same as the server does: no terminal sequences, and a name for what would hide or turn text.
        const visible = (text) => text
          .replace(/\u001b\[[0-?]*[ -\/]*[@-~]|\u009b[0-?]*[ -\/]*[@-~]/g, "")
          .replace(/\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\?|$)/g, "")
          .replace(/\u001b[ -\/]*[0-~]?/g, "")
          .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (mark) =>
            "[U+" + mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "]");

        const isTyping = (element) => element && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

        const background = { "X-Outpost-Refresh": "1" };
        let isSignedOut = false;

        const tellSignedOut = () => {
          if (isSignedOut) return;
          isSignedOut = true;
          const note = document.createElement("p");
          note.className = "panel";
          note.dataset.testid = "signed-out";
          note.setAttribute("role", "alert");
          const link = document.createElement("a");
          link.href = location.pathname + location.search;
          link.textContent = "Sign in again";
          note.append("You are signed out, and this page is not kept fresh any more. ", link);
          document.getElementById("main").prepend(note);
        };

        // The page as it would be now; asking for it is no use of the session.
        const fetchPage = async () => {
          const answer = await fetch(location.pathname + location.search,
            { credentials: "same-origin", redirect: "manual", headers: background });
          const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
          const isOutside = answer.type === "opaqueredirect" || (page && !page.querySelector("[data-testid=sign-out]"));
          if (isOutside) tellSignedOut();
          return isOutside ? undefined : page;
        };

        // Where somebody reads, types or has selected something, nothing is moved.
        const isInUse = (region) => {
          const selection = getSelection();
          const isSelected = !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(region);
          return isSelected || region.contains(document.activeElement) || region.querySelector("details[open]") !== null;
        };

        const swap = (old, next) => {
          const [left, top] = [old.scrollLeft, old.scrollTop];
          old.replaceWith(document.adoptNode(next));
          next.scrollLeft = left;
          next.scrollTop = top;
        };

        // What is read stays where it is, however much is said above it now.
        const holding = (change) => {
          const isSeen = (mark) => {
            const box = mark.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight;
          };
          const marks = [document.activeElement, ...document.querySelectorAll("main h2")];
          const mark = scrollY > 0
            ? marks.find((mark) => mark && mark !== document.body && !mark.closest("[data-refresh]") && isSeen(mark))
            : undefined;
          const top = mark?.getBoundingClientRect().top;
          change();
          if (mark) scrollBy({ top: mark.getBoundingClientRect().top - top, behavior: "instant" });
        };

        let looks = 0;
        // Whether every region shows what is so now; undefined where a later look has taken over.
        const renew = async () => {
          const look = ++looks;
          const fresh = document.visibilityState === "visible" ? await fetchPage() : undefined;
          if (look !== looks) return undefined;
          if (!fresh) return false;
          let isFresh = true;
          holding(() => {
            for (const old of document.querySelectorAll("[data-refresh]")) {
              const next = fresh.querySelector(`[data-refresh="${old.dataset.refresh}"]`);
              if (!next || next.isEqualNode(old)) continue;
              if (isInUse(old)) isFresh = false;
              else swap(old, next);
            }
          });
          return isFresh;
        };

        const log = document.querySelector("[data-testid=log]");
        // What has ended stays as it is.
        const isOver = () => log !== null && log.dataset.events === undefined;
        let timer;
        const renewIn = (milliseconds) => {
          looks += 1;
          clearTimeout(timer);
          timer = setTimeout(keepFresh, milliseconds);
        };
        const keepFresh = async () => {
          let isFresh = false;
          try { isFresh = await renew(); } catch { /* Offline: the next look tells. */ }
          if (isFresh === undefined || isSignedOut || (isFresh && isOver())) return;
          renewIn(log ? 15000 : 5000);
        };

        const searchLog = (log, field) => {
          const needle = field.value.toLowerCase();
          for (const line of log.children) line.hidden = needle !== "" && !line.textContent.toLowerCase().includes(needle);
        };

        const followLog = (log) => {
          const toggle = document.querySelector("[data-testid=log-follow]");
          const field = document.querySelector("[data-testid=log-search]");
          const state = document.getElementById("log-state");
          document.getElementById("log-tools").hidden = false;
          const settle = () => { if (toggle.checked) log.scrollTop = log.scrollHeight; };
          field.addEventListener("input", () => searchLog(log, field));
          toggle.addEventListener("change", settle);
          settle();
          if (log.dataset.events === undefined) return;
          let cursor = log.dataset.cursor;
          let pause = 1000;
          const most = 5000;
          let entries = [];
          // Lines come faster than they can be laid out one by one: what came is shown once a frame.
          const show = () => {
            const lines = entries.slice(-most).map((entry) => {
              const line = document.createElement("div");
              line.className = entry.stream;
              line.textContent = visible(entry.message) || " ";
              return line;
            });
            const isCut = entries.length + log.childElementCount > most;
            entries = [];
            log.append(...lines);
            while (log.childElementCount > most) log.firstElementChild.remove();
            if (isCut) document.getElementById("log-cut").hidden = false;
            if (field.value) searchLog(log, field);
            settle();
          };
          const add = (entry) => {
            if (entries.length === 0) requestAnimationFrame(show);
            entries.push(entry);
            // In a window that is not looked at there are no frames.
            if (entries.length > 2 * most) entries.splice(0, most - 1);
          };
          const events = log.dataset.events;
          const connect = () => {
            const source = new EventSource(events + "?lastEventId=" + encodeURIComponent(cursor));
            const keep = (event) => { if (event.lastEventId) cursor = event.lastEventId; };
            source.addEventListener("open", () => { pause = 1000; state.textContent = "Live"; });
            source.addEventListener("log", (event) => {
              keep(event);
              add(JSON.parse(event.data));
            });
            source.addEventListener("status", (event) => {
              keep(event);
              const label = document.querySelector("[data-testid=dispatch-status]");
              const status = JSON.parse(event.data).status;
              label.textContent = status;
              label.className = "status status-" + status;
            });
            source.addEventListener("end", () => {
              source.close();
              state.textContent = "Ended";
              delete log.dataset.events;
              renewIn(0);
            });
            source.addEventListener("error", async () => {
              source.close();
              state.textContent = "Reconnecting";
              try { await fetchPage(); } catch { /* Offline: then it is tried again. */ }
              if (isSignedOut) {
                state.textContent = "Signed out";
                return;
              }
              setTimeout(connect, pause);
              pause = Math.min(pause * 2, 30000);
            });
          };
          connect();
        };

        document.addEventListener("keydown", (event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || isTyping(document.activeElement)) return;
          const rows = [...document.querySelectorAll("[data-testid=dispatch-row] a")];
          const here = rows.indexOf(document.activeElement);
          const field = document.querySelector("[data-search]");
          if (event.key === "/" && field) { event.preventDefault(); field.focus(); }
          if (event.key === "j" && rows.length) rows[Math.min(here + 1, rows.length - 1)].focus();
          if (event.key === "k" && rows.length) rows[Math.max(here - 1, 0)].focus();
        });

        if (log) followLog(log);
        if (document.querySelector("[data-refresh]") && !isOver()) renewIn(log ? 15000 : 5000);

        """#
}
