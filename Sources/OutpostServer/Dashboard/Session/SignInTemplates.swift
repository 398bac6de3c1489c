struct SignInModel {
    let next: String
    let token: String
    let error: String?
    /// Whether something that was typed waits.
    let isPending: Bool
    let carried: [HiddenField]

    init(next: String, token: String, error: String? = nil, pending: PendingForm? = nil) {
        self.next = next
        self.token = token
        self.error = error
        isPending = pending != nil
        carried = pending?.carried ?? []
    }
}

enum SignInTemplate {
    static let source = #"""
        <h1>Sign in</h1>
        <form method="post" action="/ui/sign-in" data-testid="sign-in-form" class="stack">
        {{#error}}<p class="error" role="alert" id="sign-in-error" data-testid="sign-in-error">{{error}}</p>{{/error}}
        {{#isPending}}<p role="status" data-testid="pending">What you typed is kept, and nothing was sent. You can send it when you have signed in.</p>{{/isPending}}
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="next" value="{{next}}">
        {{#carried}}<input type="hidden" name="{{{name}}}" value="{{{value}}}">
        {{/carried}}
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus{{#error}} aria-invalid="true" aria-describedby="sign-in-error"{{/error}}>
        <button type="submit">Sign in</button>
        <p class="hint">A key begins with <code>otp_</code>. Make one with <code>outpost keys create</code>.</p>
        </form>

        """#
}

/// What was typed before somebody signed in.
struct PendingModel {
    let action: String
    let token: String
    let hidden: [HiddenField]
    let shown: [FailureModel.Problem]
}

/// The pages between signing in and the page that was wanted.
enum SignInSteps {
    /// Leads on where a browser does not.
    static let onward = #"""
        <h1>One moment</h1>
        <p><a href="{{next}}" data-testid="onward">Go on</a></p>

        """#

    static let pending = #"""
        <h1>Send what you typed?</h1>
        <p>You are signed in. Nothing was sent yet.</p>
        <form method="post" action="{{action}}" data-testid="pending-form" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        {{#hidden}}<input type="hidden" name="{{{name}}}" value="{{{value}}}">
        {{/hidden}}
        <div class="scroll"><table><thead><tr><th scope="col">Field</th><th scope="col">What you typed</th></tr></thead>
        <tbody>{{#shown}}<tr><th scope="row">{{field}}</th><td><pre>{{text}}</pre></td></tr>{{/shown}}</tbody></table></div>
        <button type="submit" data-testid="send-pending">Send it</button>
        <a href="/ui">Do not</a>
        </form>

        """#
}
