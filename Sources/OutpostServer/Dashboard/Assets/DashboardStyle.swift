/// How the pages look; light or dark as the browser wants, from 360 pixels on.
enum DashboardStyle {
    static let source = #"""
        :root { color-scheme: light dark; --ink: #1c2321; --paper: #fff; --soft: #f1f4f3; --line: #b9c3bf;
          --accent: #1f6148; --bad: #a11d1d; --good: #1d6b2d; --faint: #56625d; --add: #e2f4e5; --del: #fbe5e5; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e7ecea; --paper: #131816; --soft: #1d2421; --line: #46524d; --accent: #7fd1ae;
            --bad: #ff9d9d; --good: #8fdc9f; --faint: #a9b5b0; --add: #14321b; --del: #3d1919; }
        }
        * { box-sizing: border-box; }
        body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 0;
          overflow-anchor: none; }
        header { align-items: center; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap;
          gap: .5rem 1rem; padding: .5rem 1rem; }
        header p, nav ul { margin: 0; padding: 0; }
        nav { flex: 1; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; }
        nav a { display: inline-block; padding: .25rem 0; }
        nav a[aria-current] { color: var(--ink); font-weight: 700; }
        .brand a { color: var(--ink); font-weight: 700; text-decoration: none; }
        .signed-in { align-items: center; display: flex; gap: .5rem; overflow-wrap: anywhere; }
        main { margin: 0 auto; max-width: 76rem; padding: 1rem; }
        main:focus { outline: none; }
        a { color: var(--accent); }
        h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; margin-top: 2rem; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { left: -99rem; position: absolute; }
        .skip:focus { background: var(--paper); left: 1rem; padding: .5rem; top: .5rem; z-index: 1; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        td, th { border-bottom: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
        td { overflow-wrap: anywhere; }
        code, pre, .log { font: 14px/1.45 ui-monospace, monospace; }
        .cards, .facts, .filters { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
        .cards > div, .panel { background: var(--soft); border-radius: 6px; padding: .5rem 1rem; }
        .cards strong { display: block; font-size: 1.5rem; }
        .facts > div { min-width: 9rem; }
        dt { color: var(--faint); font-size: .875rem; }
        dd { margin: 0; overflow-wrap: anywhere; }
        label { display: block; font-weight: 600; }
        .stack > label { margin-top: .75rem; }
        .stack { max-width: 44rem; }
        input, select, textarea, button { background: var(--paper); border: 1px solid var(--faint); border-radius: 4px;
          color: var(--ink); font: inherit; max-width: 100%; min-height: 2.25rem; padding: .25rem .5rem; }
        .stack input:not([type=checkbox]), .stack select, .stack textarea { width: 100%; }
        input[type=checkbox] { min-height: 0; }
        button, .button { background: var(--accent); border: 1px solid var(--accent); border-radius: 4px;
          color: var(--paper); cursor: pointer; display: inline-block; padding: .25rem .75rem; text-decoration: none; }
        button.danger, .button.danger { background: var(--bad); border-color: var(--bad); }
        .stack button { margin-top: 1rem; }
        [aria-invalid=true] { border: 2px solid var(--bad); }
        .error { color: var(--bad); font-weight: 600; margin: .25rem 0; }
        .hint { color: var(--faint); font-size: .875rem; margin: .15rem 0; }
        .status { border: 1px solid currentColor; border-radius: 4px; padding: 0 .35rem; white-space: nowrap; }
        .badge { border: 1px solid var(--faint); border-radius: 4px; color: var(--faint); font-size: .875rem;
          overflow-wrap: anywhere; padding: 0 .35rem; }
        .status-success { color: var(--good); }
        .status-failed, .status-timeout { color: var(--bad); }
        .log { background: var(--soft); border-radius: 6px; margin: 0; max-height: 32rem; overflow: auto;
          overflow-wrap: anywhere; padding: .5rem; white-space: pre-wrap; }
        .log div { min-height: 1.45em; }
        .log div[hidden] { display: none; }
        .log .stderr { border-left: 3px solid var(--bad); padding-left: .35rem; }
        .log mark { background: #ffe08a; color: #1c2321; }
        .diff { background: var(--soft); border-radius: 6px; overflow-x: auto; padding: .5rem; }
        .diff pre { margin: 0; min-width: max-content; }
        .diff pre > * { display: block; text-decoration: none; }
        .diff ins { background: var(--add); }
        .diff del { background: var(--del); }
        .diff .hunk { color: var(--faint); }
        .phases { padding-left: 1.25rem; }
        .phases time, .faint { color: var(--faint); }
        svg { height: auto; max-width: 100%; }
        svg rect { fill: var(--accent); }
        svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
        summary { cursor: pointer; }
        pre.task { background: var(--soft); border-radius: 6px; overflow-wrap: anywhere; padding: .5rem; white-space: pre-wrap; }

        """#
}
