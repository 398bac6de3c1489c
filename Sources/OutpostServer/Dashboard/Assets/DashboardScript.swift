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

        const fetchPage = async () => {
          const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
          return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
        };

        const refresh = async () => {
          try {
            const fresh = document.visibilityState === "visible" ? await fetchPage() : undefined;
            for (const old of fresh ? document.querySelectorAll("[data-refresh]") : []) {
              const next = fresh.querySelector(`[data-refresh="${old.dataset.refresh}"]`);
              const isInUse = old.contains(document.activeElement) || old.querySelector("details[open]");
              if (next && !isInUse && !next.isEqualNode(old)) {
                old.replaceWith(document.adoptNode(next));
              }
            }
          } catch { /* Offline, or signed out: the next look tells. */ }
          setTimeout(refresh, 5000);
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
          const connect = () => {
            const source = new EventSource(log.dataset.events + "?lastEventId=" + encodeURIComponent(cursor));
            const keep = (event) => { if (event.lastEventId) cursor = event.lastEventId; };
            source.addEventListener("open", () => { pause = 1000; state.textContent = "Live"; });
            source.addEventListener("log", (event) => {
              keep(event);
              const entry = JSON.parse(event.data);
              const line = document.createElement("div");
              line.className = entry.stream;
              line.textContent = visible(entry.message) || " ";
              log.append(line);
              while (log.childElementCount > 5000) log.firstElementChild.remove();
              if (field.value) searchLog(log, field);
              settle();
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
              setTimeout(() => location.reload(), 500);
            });
            source.addEventListener("error", () => {
              source.close();
              state.textContent = "Reconnecting";
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

        const log = document.querySelector("[data-testid=log]");
        if (log) followLog(log);
        if (document.querySelector("[data-refresh]")) setTimeout(refresh, 5000);

        """#
}
