#include "platform/http/api_browser.h"

namespace hetang::http {

const std::string_view kApiBrowserPage = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hetang API</title>
<style>
  :root { color-scheme: light dark; --line: #8884; --soft: #8882; --get: #0a7d4f; --act: #b3541e; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; }
  body { padding: 0 1rem; }
  h1 { font-weight: 600; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
  code, pre { font: 13px/1.5 ui-monospace, monospace; }
  pre { background: var(--soft); padding: .6rem .8rem; border-radius: 6px; overflow-x: auto; }
  details { border: 1px solid var(--line); border-radius: 6px; }
  details { margin: .4rem 0; padding: .4rem .8rem; }
  summary { cursor: pointer; }
  .method { display: inline-block; width: 4.5rem; font-weight: 600; color: var(--act); }
  .method.get { color: var(--get); }
  .right { float: right; opacity: .75; }
  input { font: inherit; width: 100%; padding: .4rem .6rem; box-sizing: border-box; }
  table { border-collapse: collapse; } td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
</style>
<h1>Hetang API</h1>
<p>Drawn from <a href="/api/v1/openapi.json">openapi.json</a>. Sign in with <code>POST
/api/v1/session</code>; send its <code>csrf_token</code> as <code>X-CSRF-Token</code> with
everything that changes something.</p>
<input id="filter" type="search" placeholder="Filter by path, summary or right" aria-label="Filter">
<main id="routes"></main>
<script src="/api/v1/docs.js"></script>
</html>
)html";

const std::string_view kApiBrowserScript = R"js('use strict';

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// A schema as people read it: `{ name: string, amount_fen: integer }`, references opened once.
const shapeOf = (schema, schemas, depth = 0, opened = []) => {
  if (!schema) return 'bytes';
  const indent = '  '.repeat(depth + 1);
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    if (opened.includes(name)) return name;
    return name + ' ' + shapeOf(schemas[name], schemas, depth, [...opened, name]);
  }
  if (schema.enum) return schema.enum.map((item) => JSON.stringify(item)).join(' | ');
  if (schema.anyOf) {
    return schema.anyOf.map((one) => shapeOf(one, schemas, depth, opened)).join(' | ');
  }
  if (schema.type === 'array') return '[ ' + shapeOf(schema.items, schemas, depth, opened) + ' ]';
  if (schema.properties) {
    const required = schema.required ?? [];
    const lines = Object.entries(schema.properties).map(([name, property]) => indent + name +
      (required.includes(name) ? '' : '?') + ': ' + shapeOf(property, schemas, depth + 1, opened));
    return '{\n' + lines.join('\n') + '\n' + '  '.repeat(depth) + '}';
  }
  const type = [schema.type ?? 'any'].flat().join(' | ');
  return schema.format ? type + ' (' + schema.format + ')' : type;
};

const drawRoute = (path, method, operation, schemas) => {
  const box = element('details');
  const head = element('summary');
  head.append(element('span', method.toUpperCase(), 'method ' + method), element('code', path));
  head.append(element('span', operation['x-right'] ?? (operation.security.length ? '' : 'public'),
    'right'));
  box.append(head, element('p', operation.summary));
  if (operation.parameters) {
    const table = element('table');
    for (const parameter of operation.parameters) {
      const row = element('tr');
      row.append(element('td', parameter.name + (parameter.required ? '' : '?')),
        element('td', parameter.in), element('td', shapeOf(parameter.schema, schemas)));
      table.append(row);
    }
    box.append(table);
  }
  const schemaIn = (content) => Object.values(content ?? {})[0]?.schema;
  if (operation.requestBody) {
    box.append(element('p', 'Sends'),
      element('pre', shapeOf(schemaIn(operation.requestBody.content), schemas)));
  }
  box.append(element('p', 'Answers'),
    element('pre', shapeOf(schemaIn(operation.responses['200'].content), schemas)));
  const words = [path, method, operation.summary, operation['x-right']];
  box.dataset.words = words.join(' ').toLowerCase();
  return box;
};

const draw = (api) => {
  const rooms = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const room = operation.tags[0];
      if (!rooms.has(room)) rooms.set(room, []);
      rooms.get(room).push(drawRoute(path, method, operation, api.components.schemas));
    }
  }
  const main = document.getElementById('routes');
  for (const [room, routes] of rooms) {
    const section = element('section');
    section.append(element('h2', room), ...routes);
    main.append(section);
  }
  document.getElementById('filter').addEventListener('input', (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const section of main.children) {
      const routes = [...section.querySelectorAll('details')];
      for (const route of routes) route.hidden = !route.dataset.words.includes(wanted);
      section.hidden = routes.every((route) => route.hidden);
    }
  });
};

fetch('/api/v1/openapi.json').then((answer) => answer.json()).then(draw).catch(() => {
  document.getElementById('routes').append(element('p', 'The description could not be loaded.'));
});
)js";

}  // namespace hetang::http
