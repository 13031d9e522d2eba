const at = (id) => document.getElementById(id);

/** Text alone is ever put in, never markup. */
function element(name, text = '', children = []) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

let token = '';

const ask = (path, options = {}) =>
  fetch(path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });

const typesOf = (content) =>
  Object.entries(content ?? {})
    .map(([type, { schema }]) => {
      const reference = schema?.$ref?.split('/').pop();
      return reference === undefined ? type : `${type}: ${reference}`;
    })
    .join(', ');

const row = (...cells) =>
  element(
    'tr',
    '',
    cells.map((cell) => element('td', cell)),
  );

function operation(path, method, { summary, description, parameters, requestBody, responses, security }) {
  const article = element('article', '', [
    element('h3', `${method.toUpperCase()} ${path}`),
    element('p', [summary, description].filter(Boolean).join('. ')),
  ]);
  const rows = Object.entries(responses).map(([status, response]) =>
    row(status, response.description, typesOf(response.content)),
  );
  for (const one of [...(parameters ?? [])].reverse())
    rows.unshift(row(`?${one.name}=`, one.description, ''));
  if (requestBody !== undefined) rows.unshift(row('body', typesOf(requestBody.content), ''));
  if (security?.length === 0) rows.unshift(row('token', 'not needed', ''));
  article.append(element('table', '', rows));
  return article;
}

function show({ info, paths, components }) {
  document.title = info.title;
  at('title').textContent = info.title;
  at('description').textContent = info.description;
  at('operations').replaceChildren(
    ...Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => operation(path, method, described)),
    ),
  );
  const schemas = Object.entries(components.schemas).map(([name, schema]) =>
    element('details', '', [element('summary', name), element('pre', JSON.stringify(schema, null, 2))]),
  );
  at('schemas').replaceChildren(element('h2', 'Schemas'), ...schemas);
  for (const id of ['try', 'schemas']) at(id).hidden = false;
  at('entry').hidden = true;
}

async function enter(given) {
  token = given;
  const answer = await ask('/openapi.json');
  const body = await answer.json();
  if (answer.ok) show(body);
  else at('failure').textContent = body.message;
}

at('entry').addEventListener('submit', (event) => {
  event.preventDefault();
  void enter(at('token').value.trim());
});

at('predict').addEventListener('submit', async (event) => {
  event.preventDefault();
  const [file] = at('file').files;
  const answer = await ask('/predict', { method: 'POST', body: file });
  at('answer').textContent = JSON.stringify(await answer.json(), null, 2);
});

// The printed address ends in #token=…, which browsers do not send; it does not stay in the address either.
const [, given] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
if (given !== undefined) {
  history.replaceState(null, '', location.pathname);
  void enter(given);
}
