// Parts that need more script than every page has name it, and it is fetched when they appear:
//   <form data-island="/static/dist/….js">
const fetched = new Set();

function fetchFor(root) {
  root.querySelectorAll("[data-island]").forEach(({ dataset }) => {
    if (fetched.has(dataset.island)) return;
    fetched.add(dataset.island);
    import(dataset.island).catch(() => fetched.delete(dataset.island));
  });
}

export function startIslands() {
  document.body.addEventListener("htmx:afterSettle", () => fetchFor(document));
  fetchFor(document);
}
