// Fields as nodes of the page. Kinds: text, area, code, select, check, pairs, links, button, note.
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes || {}).forEach(([name, value]) => {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  });
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let count = 0;

function labelled(field, words, control) {
  count += 1;
  control.id = control.id || `panel-${count}`;
  control.dataset.key = field.key;
  const parts = [h("label", { for: control.id }, words(field.label)), control];
  if (field.note) parts.push(h("p", { class: "panel-note" }, field.note));
  if (field.link) parts.push(h("p", { class: "panel-note" }, link(field.link)));
  return h("div", { class: "panel-field" }, ...parts);
}

function link({ url, text }) {
  return h("a", { href: url, target: "_blank", rel: "noopener" }, text);
}

function textual(tag) {
  return (field, words) => {
    const control = h(tag, {
      class: field.code ? "input panel-code" : "input",
      readonly: Boolean(field.readonly),
      lang: field.lang,
      spellcheck: "false",
      rows: tag === "textarea" ? field.rows || 2 : undefined,
      onchange: (event) => {
        // A value that cannot be taken goes back to what it was.
        if (field.set(event.target.value.trim()) === false) event.target.value = field.value || "";
      },
    });
    control.value = field.value || "";
    return labelled(field, words, control);
  };
}

function select(field, words) {
  const control = h("select", {
    class: "input",
    disabled: Boolean(field.readonly),
    onchange: (event) => field.set(event.target.value),
  });
  const known = field.options.some(([value]) => value === (field.value || ""));
  const options = known ? field.options : [[field.value, field.value], ...field.options];
  options.forEach(([value, text]) => control.append(h("option", { value: value || "" }, text)));
  control.value = field.value || "";
  return labelled(field, words, control);
}

function check(field, words) {
  const control = h("input", {
    type: "checkbox",
    disabled: Boolean(field.readonly),
    onchange: (event) => field.set(event.target.checked),
  });
  control.checked = Boolean(field.value);
  control.dataset.key = field.key;
  return h("div", { class: "panel-field" },
    h("label", { class: "panel-check" }, control, h("span", {}, words(field.label))),
    field.note ? h("p", { class: "panel-note" }, field.note) : null,
  );
}

// Rows of a name and a FEEL expression.
function pairs(field, words) {
  const rows = field.value.map((row) => ({ ...row }));
  const write = () => field.set(rows.filter(({ name, value }) => name || value));
  const cell = (row, index, part) => {
    const control = h("input", {
      class: part === "value" ? "input panel-code" : "input",
      "aria-label": words(`panel.pair-${part}`),
      spellcheck: "false",
      onchange: (event) => {
        row[part] = event.target.value.trim();
        if (row.name && row.value) write();
      },
    });
    control.value = row[part] || "";
    control.dataset.key = `${field.key}-${index}-${part}`;
    return control;
  };
  const line = (row, index) =>
    h("div", { class: "panel-pair" }, cell(row, index, "name"), cell(row, index, "value"),
      h("button", {
        type: "button", class: "btn btn--small", "aria-label": words("panel.pair-remove"),
        onclick: () => {
          rows.splice(rows.indexOf(row), 1);
          write();
        },
      }, "×"));
  const body = h("div", {}, ...rows.map(line));
  const add = h("button", {
    type: "button", class: "btn btn--small",
    onclick: () => {
      const row = { name: "", value: "" };
      rows.push(row);
      body.append(line(row, rows.length - 1));
      body.lastChild.querySelector("input").focus();
    },
  }, words("panel.pair-add"));
  return h("div", { class: "panel-field", role: "group", "aria-label": words(field.label) },
    h("p", { class: "panel-label" }, words(field.label)), body, add);
}

function buttons(field, words) {
  const list = field.value.map(({ text, act }) =>
    h("li", {}, h("button", { type: "button", class: "panel-link", onclick: act }, text)),
  );
  return h("div", { class: "panel-field" },
    h("p", { class: "panel-label" }, words(field.label)),
    list.length ? h("ul", {}, ...list) : h("p", { class: "panel-note" }, words("panel.none")));
}

function button(field, words) {
  const node = h("button", { type: "button", class: "btn btn--small", onclick: field.act }, words(field.label));
  node.dataset.key = field.key;
  return h("div", { class: "panel-field" }, node);
}

const KINDS = { text: textual("input"), area: textual("textarea"), select, check, pairs, links: buttons, button };

export function fieldNode(field, words) {
  return KINDS[field.kind](field, words);
}
