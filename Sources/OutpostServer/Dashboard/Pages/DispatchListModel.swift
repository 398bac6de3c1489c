internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

/// A dispatch as lists show it.
struct DispatchRow {
    let id: String
    let status: String
    let agent: String
    let model: String
    let place: String
    let summary: String
    let created: String
    let duration: String
    let reason: String?
    let remedy: String?

    init(_ dispatch: Dispatch, presenter: Presenter) {
        let (request, state) = (dispatch.request, dispatch.state)
        id = dispatch.id.text
        status = state.status.rawValue
        agent = request.agent
        model = request.model
        place = presenter.repository(of: request) ?? "–"
        let line = request.task.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        summary = VisibleText.of(line.count > 100 ? String(line.prefix(100)) + "…" : line)
        created = PageTime.text(dispatch.createdAt)
        duration = PageTime.duration(from: state.startedAt, to: state.endedAt ?? presenter.now) ?? "–"
        reason = state.end.flatMap { $0.message ?? ($0.status == .success ? nil : $0.reason.rawValue) }
        remedy = state.end?.error?.remedy
    }
}

/// A choice of a field.
struct FormOption {
    let value: String
    let label: String
    let selected: Bool

    /// The choices with an empty one before them.
    static func list(_ values: [String], selected: String?, any: String? = nil) -> [FormOption] {
        let first = any.map { [FormOption(value: "", label: $0, selected: selected == nil)] } ?? []
        return first + values.map { FormOption(value: $0, label: $0, selected: $0 == selected) }
    }
}

struct DispatchListModel {
    let rows: [DispatchRow]
    let isEmpty: Bool
    let statuses: [FormOption]
    let agent: String
    let repo: String
    let tag: String
    let since: String
    let nextPage: String?
    let problems: [FailureModel.Problem]
}

enum DispatchListTemplate {
    static let source = #"""
        <h1>Dispatches</h1>
        <form method="get" action="/ui/dispatches" data-testid="filter-form" class="filters">
        <div><label for="status">Status</label><select id="status" name="status">{{#statuses}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/statuses}}</select></div>
        <div><label for="agent">Agent</label><input id="agent" name="agent" value="{{agent}}" data-search></div>
        <div><label for="repo">Repository</label><input id="repo" name="repo" value="{{repo}}" placeholder="owner/name"></div>
        <div><label for="tag">Tag</label><input id="tag" name="tag" value="{{tag}}" placeholder="name:value"></div>
        <div><label for="since">Since</label><input id="since" name="since" type="date" value="{{since}}"></div>
        <div><label for="go">Filter</label><button id="go" type="submit">Show</button> <a href="/ui/dispatches">Clear</a></div>
        </form>
        {{#problems}}<p class="error" role="alert">{{field}}: {{text}}</p>{{/problems}}
        <div class="scroll" data-refresh="list">
        <table data-testid="dispatch-list">
        <caption class="hint">The newest first</caption>
        <thead><tr><th scope="col">Task</th><th scope="col">Status</th><th scope="col">Agent</th><th scope="col">Repository</th><th scope="col">Created</th><th scope="col">Ran</th></tr></thead>
        <tbody>
        {{#rows}}<tr data-testid="dispatch-row">
        <td><a href="/ui/dispatches/{{id}}">{{summary}}</a></td>
        <td><span class="status status-{{status}}">{{status}}</span></td>
        <td>{{agent}}</td><td>{{place}}</td><td>{{created}}</td><td>{{duration}}</td>
        </tr>{{/rows}}
        {{#isEmpty}}<tr><td colspan="6">No dispatches match. <a href="/ui/new">Make one</a></td></tr>{{/isEmpty}}
        </tbody></table>
        </div>
        {{#nextPage}}<p><a rel="next" href="{{nextPage}}">Older dispatches</a></p>{{/nextPage}}

        """#
}
