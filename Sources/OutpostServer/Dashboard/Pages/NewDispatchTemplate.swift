enum NewDispatchTemplate {
    static let source = #"""
        <h1>New dispatch</h1>
        <form method="post" action="/ui/new" data-testid="new-dispatch" class="stack">
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="once" value="{{once}}">
        {{#message}}<p class="error" role="alert">{{message}}</p>{{/message}}
        {{#others}}<p class="error">{{field}}: {{text}}</p>{{/others}}
        <label for="agent">Agent</label>
        <select id="agent" name="agent" required{{#errors.agent}} aria-invalid="true" aria-describedby="agent-error"{{/errors.agent}}>{{#agents}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/agents}}</select>
        {{#errors.agent}}<p class="error" id="agent-error">{{errors.agent}}</p>{{/errors.agent}}
        <label for="model">Model</label>
        <input id="model" name="model" value="{{{fields.model}}}" aria-describedby="model-hint{{#errors.model}} model-error{{/errors.model}}"{{#errors.model}} aria-invalid="true"{{/errors.model}}>
        <p class="hint" id="model-hint">An id, or flagship, balanced, fast; empty takes the agent's first.</p>
        {{#errors.model}}<p class="error" id="model-error">{{errors.model}}</p>{{/errors.model}}
        <label for="task">Task</label>
        <textarea id="task" name="task" rows="8" required{{#errors.task}} aria-invalid="true" aria-describedby="task-error"{{/errors.task}}>
        {{{fields.task}}}</textarea>
        {{#errors.task}}<p class="error" id="task-error">{{errors.task}}</p>{{/errors.task}}
        <label for="repo">Repository</label>
        <input id="repo" name="repo" value="{{{fields.repo}}}" placeholder="owner/name, or a URL"{{#errors.repo}} aria-invalid="true" aria-describedby="repo-error"{{/errors.repo}}>
        {{#errors.repo}}<p class="error" id="repo-error">{{errors.repo}}</p>{{/errors.repo}}
        <label for="branch">Branch, tag or commit</label>
        <input id="branch" name="branch" value="{{{fields.branch}}}"{{#errors.branch}} aria-invalid="true" aria-describedby="branch-error"{{/errors.branch}}>
        {{#errors.branch}}<p class="error" id="branch-error">{{errors.branch}}</p>{{/errors.branch}}
        <label for="timeout">Timeout in seconds</label>
        <input id="timeout" name="timeout" inputmode="numeric" value="{{{fields.timeout}}}" placeholder="600"{{#errors.timeout}} aria-invalid="true" aria-describedby="timeout-error"{{/errors.timeout}}>
        {{#errors.timeout}}<p class="error" id="timeout-error">{{errors.timeout}}</p>{{/errors.timeout}}
        <label for="tags">Tags, one <code>name:value</code> a line</label>
        <textarea id="tags" name="tags" rows="2"{{#errors.tags}} aria-invalid="true" aria-describedby="tags-error"{{/errors.tags}}>
        {{{fields.tags}}}</textarea>
        {{#errors.tags}}<p class="error" id="tags-error">{{errors.tags}}</p>{{/errors.tags}}
        <label for="secrets">Stored secrets for the agent, by name</label>
        <input id="secrets" name="secrets" value="{{{fields.secrets}}}" placeholder="NPM_TOKEN"{{#errors.secrets}} aria-invalid="true" aria-describedby="secrets-error"{{/errors.secrets}}>
        {{#errors.secrets}}<p class="error" id="secrets-error">{{errors.secrets}}</p>{{/errors.secrets}}
        {{#values}}<label for="values">Secrets of this dispatch alone, by name</label>
        <input id="values" name="values" value="{{{typed}}}" aria-describedby="values-hint">
        <p class="hint" id="values-hint">Their values were not kept: give each again, or take its name off the list.</p>
        {{#names}}<label for="secret-value-{{.}}">Value of {{.}}</label>
        <input id="secret-value-{{.}}" name="secret-value-{{.}}" type="password" autocomplete="off">
        {{/names}}{{/values}}
        <label for="credentials">Credentials of the model</label>
        <select id="credentials" name="credentials" aria-describedby="credentials-hint{{#errors.credentials}} credentials-error{{/errors.credentials}}"{{#errors.credentials}} aria-invalid="true"{{/errors.credentials}}>{{#credentials}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/credentials}}</select>
        <p class="hint" id="credentials-hint">With direct a login is inside the container, which is weaker.</p>
        {{#errors.credentials}}<p class="error" id="credentials-error">{{errors.credentials}}</p>{{/errors.credentials}}
        <label for="egress">Hosts besides model and repository</label>
        <select id="egress" name="egress"{{#errors.egress}} aria-invalid="true" aria-describedby="egress-error"{{/errors.egress}}>{{#egress}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/egress}}</select>
        {{#errors.egress}}<p class="error" id="egress-error">{{errors.egress}}</p>{{/errors.egress}}
        <label for="memory">Memory in MiB</label>
        <input id="memory" name="memory" inputmode="numeric" value="{{{fields.memory}}}"{{#errors.resources}} aria-invalid="true" aria-describedby="resources-error"{{/errors.resources}}>
        <label for="cpu">CPU units, 1024 a core</label>
        <input id="cpu" name="cpu" inputmode="numeric" value="{{{fields.cpu}}}"{{#errors.resources}} aria-invalid="true" aria-describedby="resources-error"{{/errors.resources}}>
        {{#errors.resources}}<p class="error" id="resources-error">{{errors.resources}}</p>{{/errors.resources}}
        <label for="context">Context</label>
        <select id="context" name="context">{{#contexts}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/contexts}}</select>
        <label for="mode">Workspace</label>
        <select id="mode" name="mode"{{#errors.mode}} aria-invalid="true" aria-describedby="mode-error"{{/errors.mode}}>{{#modes}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/modes}}</select>
        {{#errors.mode}}<p class="error" id="mode-error">{{errors.mode}}</p>{{/errors.mode}}
        <label for="init">Checkout</label>
        <select id="init" name="init">{{#inits}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/inits}}</select>
        <button type="submit">Dispatch</button>
        </form>

        """#
}
