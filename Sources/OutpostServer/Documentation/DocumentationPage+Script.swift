extension DocumentationPage {
    /// Builds the page from the document.
    ///
    /// Text goes into text nodes only, so nothing in the document can be markup.
    static let script = #"""
        "use strict";

        const make = (name, text, attributes = {}) => {
          const element = document.createElement(name);
          if (text !== undefined) element.textContent = text;
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          return element;
        };

        const resolve = (root, node) => {
          let current = node;
          for (let hops = 0; current && current.$ref && hops < 8; hops++) {
            current = current.$ref.slice(2).split("/").reduce((parent, key) => parent && parent[key], root);
          }
          return current || {};
        };

        const expand = (root, node, depth = 0) => {
          const schema = resolve(root, node);
          if (depth > 6) return "…";
          if (schema.const !== undefined) return schema.const;
          if (schema.enum) return schema.enum.join(" | ");
          if (schema.oneOf) return schema.oneOf.map((part) => expand(root, part, depth + 1));
          if (schema.properties) {
            const required = new Set(schema.required || []);
            return Object.fromEntries(Object.entries(schema.properties).map(([name, value]) =>
              [required.has(name) ? name : name + "?", expand(root, value, depth + 1)]));
          }
          if (schema.items) return [expand(root, schema.items, depth + 1)];
          if (schema.additionalProperties) return { "*": expand(root, schema.additionalProperties, depth + 1) };
          return [].concat(schema.type || "any").join(" | ") + (schema.format ? " (" + schema.format + ")" : "");
        };

        const content = (root, holder) => {
          const box = make("div");
          for (const [type, media] of Object.entries(holder.content || {})) {
            box.append(make("code", type));
            box.append(make("pre", JSON.stringify(expand(root, media.schema), null, 2)));
          }
          return box;
        };

        const parameters = (root, list) => {
          const table = make("table");
          const head = make("tr");
          for (const title of ["Parameter", "In", "Type", "Meaning"]) head.append(make("th", title));
          table.append(head);
          for (const node of list) {
            const parameter = resolve(root, node);
            const row = make("tr");
            const name = make("td");
            name.append(make("code", parameter.name + (parameter.required ? "" : "?")));
            row.append(name, make("td", parameter.in), make("td", JSON.stringify(expand(root, parameter.schema))),
              make("td", parameter.description || ""));
            table.append(row);
          }
          return table;
        };

        const operation = (root, path, method, item, details) => {
          const box = make("details", undefined, { id: details.operationId });
          const line = make("summary");
          line.append(make("span", method.toUpperCase(), { class: "method" }), make("code", path),
            document.createTextNode(" " + details.summary));
          box.append(line);
          box.append(make("p", details.description || "Needs no key."));
          const list = [...(item.parameters || []), ...(details.parameters || [])];
          if (list.length) box.append(parameters(root, list));
          if (details.requestBody) box.append(make("h4", "Body"), content(root, details.requestBody));
          for (const [status, node] of Object.entries(details.responses)) {
            const answer = resolve(root, node);
            box.append(make("h4", status + " · " + answer.description));
            if (status < "300") box.append(content(root, answer));
          }
          return box;
        };

        const show = (root) => {
          document.getElementById("about").textContent = root.info.version + " · " + root.info.description;
          const main = document.getElementById("operations");
          const contents = document.getElementById("contents");
          main.replaceChildren();
          for (const tag of root.tags) {
            contents.append(make("a", tag.name, { href: "#" + tag.name }));
            main.append(make("h2", tag.name, { id: tag.name }));
            for (const [path, item] of Object.entries(root.paths)) {
              for (const [method, details] of Object.entries(item)) {
                if (details.tags && details.tags.includes(tag.name)) {
                  main.append(operation(root, path, method, item, details));
                }
              }
            }
          }
        };

        fetch("/openapi.json").then((answer) => answer.json()).then(show).catch((error) => {
          document.getElementById("operations").textContent = "The document cannot be loaded: " + error;
        });

        """#
}
