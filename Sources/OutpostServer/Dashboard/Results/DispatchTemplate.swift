enum DispatchTemplate {
    static let source = #"""
        <h1>{{agent}} <span class="status status-{{status}}" data-testid="dispatch-status" role="status">{{status}}</span></h1>
        <p><code>{{id}}</code></p>
        <p>
        {{#canCancel}}<a class="button danger" href="/ui/dispatches/{{id}}/cancel" data-testid="cancel-button">Cancel</a>{{/canCancel}}
        {{#canRerun}}<a class="button" href="/ui/new?from={{id}}" data-testid="rerun-button">Run again</a>{{/canRerun}}
        </p>
        {{#problem}}<div class="panel" role="alert">
        <p class="error">{{message}}</p>
        {{#remedy}}<p><strong>What to do:</strong> {{remedy}}</p>{{/remedy}}
        {{#kind}}<p class="hint">Kind: {{kind}}</p>{{/kind}}
        {{#resets}}<p class="hint">The limit ends at {{resets}}</p>{{/resets}}
        </div>{{/problem}}
        <dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{text}}</dd></div>{{/facts}}</dl>
        <details open><summary>Task</summary><pre class="task">{{task}}</pre></details>

        <h2>Phases</h2>
        <ol class="phases" data-testid="phases">{{#phases}}<li><strong>{{name}}</strong> <span class="faint">{{at}}{{#took}} · {{took}}{{/took}}</span></li>{{/phases}}</ol>

        <h2 id="summary-title">Summary</h2>
        <p data-testid="summary">{{outcome}}</p>

        <h2 id="log-title">Log</h2>
        {{#log}}
        {{#isPartial}}<p class="hint">Only a part is here; the whole log is the artifact output.log once it has ended.</p>{{/isPartial}}
        <p id="log-tools" hidden>
        <label for="log-search">Search the log</label>
        <input id="log-search" type="search" data-testid="log-search" data-search>
        <label><input type="checkbox" data-testid="log-follow" checked> Follow</label>
        <span id="log-state" role="status" class="faint"></span>
        </p>
        {{#hasNone}}<p class="hint">No lines yet. Without a script, reload the page to see more.</p>{{/hasNone}}
        <div class="log" data-testid="log" role="log" aria-labelledby="log-title" tabindex="0" data-cursor="{{cursor}}"{{#events}} data-events="{{events}}"{{/events}}>{{#lines}}<div class="{{stream}}">{{text}}</div>{{/lines}}</div>
        {{/log}}

        <h2>Changes</h2>
        <div data-testid="diff">
        {{#diff}}
        {{#withheld}}<p class="error">{{withheld}}</p>{{/withheld}}
        {{#isEmpty}}<p>It changed nothing.</p>{{/isEmpty}}
        {{#isPartial}}<p class="hint">Only the beginning is shown; the whole is the artifact diff.patch.</p>{{/isPartial}}
        {{#files}}<details class="diff" data-testid="diff-file" id="file-{{anchor}}"{{#open}} open{{/open}}>
        <summary><code>{{name}}</code> <span>+{{added}} −{{removed}}</span>{{#isBinary}} binary{{/isBinary}}</summary>
        <pre>{{#lines}}{{#isAdded}}<ins>+{{code}}</ins>{{/isAdded}}{{#isRemoved}}<del>-{{code}}</del>{{/isRemoved}}{{#isHunk}}<span class="hunk">{{code}}</span>{{/isHunk}}{{#isContext}}<span> {{code}}</span>{{/isContext}}{{/lines}}</pre>
        {{#shortened}}<p class="hint">More lines are in diff.patch.</p>{{/shortened}}
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

        """#
}
