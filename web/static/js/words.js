// Every text that the script shows comes from the page's one block of words, never from the code.
// The page is rendered in the reader's language; a missing word shows its key and fails a test.
let book = null;

function read() {
  const block = document.getElementById("i18n");
  return block ? JSON.parse(block.textContent) : {};
}

export function words(key, values = {}) {
  book = book || read();
  const text = book[key] === undefined ? key : book[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export function meta(name) {
  const tag = document.querySelector(`meta[name="${name}"]`);
  return tag ? tag.content : "";
}
