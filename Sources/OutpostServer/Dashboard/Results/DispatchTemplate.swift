enum DispatchTemplate {
    static let source = #"""
        <h1>{{agent}} <span class="status status-{{status}}" data-testid="dispatch-status" role="status">{{status}}</span></h1>
        <p><code>{{id}}</code></p>
        <p data-refresh="actions">
        {{#canCancel}}<a class="button danger" href="/ui/dispatches/{{id}}/cancel" data-testid="cancel-button">Cancel</a>{{/canCancel}}
        {{#canRerun}}<a class="button" href="/ui/new?from={{id}}" data-testid="rerun-button">Run again</a>{{/canRerun}}
        </p>
        <div data-refresh="problem">{{#problem}}<div class="panel" role="alert">
        <p class="error">{{message}}</p>
        {{#remedy}}<p><strong>What to do:</strong> {{remedy}}</p>{{/remedy}}
        {{#kind}}<p class="hint">Kind: {{kind}}</p>{{/kind}}
        {{#resets}}<p class="hint">The limit ends at {{resets}}</p>{{/resets}}
        </div>{{/problem}}</div>
        <dl class="facts" data-testid="facts" data-refresh="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{text}}</dd></div>{{/facts}}</dl>
        <details open><summary>Task</summary><pre class="task">{{task}}</pre></details>

        <h2>Phases</h2>
        <ol class="phases" data-testid="phases" data-refresh="phases">{{#phases}}<li><strong>{{name}}</strong> <span class="faint">{{at}}{{#took}} · {{took}}{{/took}}</span></li>{{/phases}}</ol>

        <h2 id="summary-title">Summary</h2>
        <p data-testid="summary" data-refresh="summary">{{outcome}}</p>

        <h2 id="log-title">Log</h2>
        {{#log}}
        <p><a href="{{whole}}" data-testid="log-whole">Download the whole log</a></p>
        {{#earlier}}<p><a href="{{earlier}}" data-testid="log-earlier">Earlier lines</a></p>{{/earlier}}
        <p id="log-tools" hidden>
        <label for="log-search">Search the log</label>
        <input id="log-search" type="search" data-testid="log-search" data-search>
        <label><input type="checkbox" data-testid="log-follow" checked> Follow</label>
        <span id="log-state" role="status" class="faint"></span>
        </p>
        <p id="log-cut" class="hint" hidden>The newest 5000 lines are here: reload the page to go back through those before.</p>
        {{#hasNone}}<p class="hint">No lines yet. Without a script, reload the page to see more.</p>{{/hasNone}}
        <div class="log" data-testid="log" role="log" aria-labelledby="log-title" tabindex="0" data-cursor="{{cursor}}"{{#events}} data-events="{{events}}"{{/events}}>{{#lines}}<div class="{{stream}}">{{text}}</div>{{/lines}}</div>
        {{#latest}}<p><a href="{{latest}}" data-testid="log-latest">The latest lines</a></p>{{/latest}}
        {{/log}}

        <div data-refresh="results">
        <h2>Changes</h2>
        <div data-testid="diff">
        {{#diff}}
        {{#withheld}}<p class="error">{{withheld}}</p>{{/withheld}}
        {{#isEmpty}}<p>It changed nothing.</p>{{/isEmpty}}
        {{#total}}<p data-testid="diff-total">{{total}}{{#link}} · <a href="{{link}}">diff.patch</a>{{/link}}</p>{{/total}}
        {{#cut}}<p class="hint">{{cut}}</p>{{/cut}}
        {{#files}}<details class="diff" data-testid="diff-file" id="file-{{anchor}}"{{#open}} open{{/open}}>
        <summary><code>{{name}}</code> <span>+{{added}} −{{removed}}</span>{{#badges}} <span class="badge">{{.}}</span>{{/badges}}</summary>
        <pre>{{#lines}}{{#isAdded}}<ins>+{{code}}</ins>{{/isAdded}}{{#isRemoved}}<del>-{{code}}</del>{{/isRemoved}}{{#isNote}}<span class="hunk">{{code}}</span>{{/isNote}}{{#isContext}}<span> {{code}}</span>{{/isContext}}{{/lines}}</pre>
        {{#rest}}<p class="hint">More of its lines are in <a href="{{rest}}">diff.patch</a>.</p>{{/rest}}
        </details>{{/files}}
        {{/diff}}
        {{^diff}}<p>There is no patch.</p>{{/diff}}
        </div>

        <h2>Artifacts</h2>
        <div data-testid="artifacts">
        {{#artifacts}}
        {{#note}}<p>{{note}}</p>{{/note}}
        {{#archive}}<p><a href="{{archive}}">All of them as one tar</a></p>{{/archive}}
        <ul>{{#rows}}<li>{{#link}}<a href="{{link}}">{{path}}</a>{{/link}}{{^link}}<span>{{path}}</span>{{/link}} <span class="faint">{{size}}</span>{{#withheldWhy}}<br><span class="error">{{withheldWhy}}</span>{{/withheldWhy}}</li>{{/rows}}</ul>
        {{/artifacts}}
        </div>
        </div>

        """#
}
