/// The page that shows `/openapi.json` to people, without anything from elsewhere.
enum DocumentationPage {
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Outpost API</title>
        <link rel="stylesheet" href="/docs/style.css">
        </head>
        <body>
        <header><h1>Outpost API</h1><p id="about"></p></header>
        <nav id="contents" aria-label="Groups"></nav>
        <main id="operations"><p>Loading <a href="/openapi.json">/openapi.json</a> …</p></main>
        <script src="/docs/app.js" defer></script>
        </body>
        </html>

        """

    static let style = """
        :root { color-scheme: light dark; --line: #8884; --accent: #2f6f4f; }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
        h1 { margin-bottom: 0; }
        nav a { margin-right: 1rem; }
        details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .5rem .75rem; }
        summary { cursor: pointer; }
        code, pre { font: 14px/1.45 ui-monospace, monospace; }
        pre { background: #8881; border-radius: 6px; overflow-x: auto; padding: .75rem; }
        .method { color: var(--accent); display: inline-block; font-weight: 700; min-width: 4.5rem; }
        table { border-collapse: collapse; width: 100%; }
        td, th { border-bottom: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }

        """
}
