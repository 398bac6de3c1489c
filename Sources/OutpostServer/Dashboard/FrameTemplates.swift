/// What pages have in common.
enum FrameTemplates {
    static let frame = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · Outpost</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/ui/style.css">
        <script src="/ui/app.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
        <p class="brand"><a href="/ui">Outpost</a></p>
        {{#tenantName}}
        <nav data-testid="nav" aria-label="Main"><ul>
        {{#links}}<li><a href="{{href}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{label}}</a></li>{{/links}}
        </ul></nav>
        <form method="post" action="/ui/sign-out" class="signed-in">
        <input type="hidden" name="token" value="{{token}}">
        <span>{{tenantName}}</span>
        <button type="submit" data-testid="sign-out">Sign out</button>
        </form>
        {{/tenantName}}
        </header>
        <main id="main" tabindex="-1">
        {{{content}}}
        </main>
        </body>
        </html>

        """#

    static let failure = #"""
        <h1>{{message}}</h1>
        {{#problems}}<p>{{field}}: {{text}}</p>{{/problems}}
        <p>Request <code>{{requestID}}</code>. <a href="/ui">Go to the overview</a></p>

        """#

    /// Asks before something is done that cannot be taken back.
    static let confirm = #"""
        <h1>{{question}}</h1>
        <p>{{consequence}}</p>
        <form method="post" action="{{action}}">
        <input type="hidden" name="token" value="{{token}}">
        <button type="submit" class="danger" data-testid="confirm">{{verb}}</button>
        <a href="{{back}}">Keep it</a>
        </form>

        """#
}

/// The question before something that cannot be taken back.
struct ConfirmModel {
    let question: String
    let consequence: String
    let action: String
    let verb: String
    let back: String
    let token: String
}
