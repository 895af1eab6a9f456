// What the gate found: a mark on each element and one line each in the list below the drawing.
// A line leads to its element; fixing and checking again takes both away.
export class Findings {
  constructor(root, modeler, words, choose) {
    Object.assign(this, { root, modeler, words, choose });
    this.list = root.querySelector("[data-findings]");
    this.state = root.querySelector("[data-check-state]");
    this.marked = [];
  }

  async check(xml) {
    this.say("check.running");
    this.root.dataset.checked = "running";
    const reply = await fetch(this.root.dataset.checkUrl, {
      method: "POST",
      body: xml,
      headers: {
        "Content-Type": "application/xml",
        "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]').content,
        "HX-Request": "true",
      },
    });
    if (!reply.ok) {
      this.root.dataset.checked = "failed";
      return this.say(reply.status === 401 ? "draft.signed-out" : "check.failed");
    }
    return this.show(await reply.json());
  }

  say(key, values) {
    this.state.textContent = this.words(key, values);
  }

  show({ findings, errors, warnings, version }) {
    this.clear();
    findings.forEach((finding) => this.add(finding));
    if (errors) this.say("check.refused", { errors, warnings });
    else this.say(warnings ? "check.warned" : "check.passed", { warnings, version });
    this.root.dataset.checked = errors ? "refused" : "passed";
    this.list.hidden = !findings.length;
    if (findings.length) this.list.querySelector("button, li").focus({ preventScroll: true });
  }

  add(finding) {
    const line = document.createElement("li");
    const known = this.modeler.get("elementRegistry").get(finding.element);
    const holder = known ? document.createElement("button") : document.createElement("span");
    if (known) {
      holder.type = "button";
      holder.addEventListener("click", () => this.choose(finding.element));
      this.mark(known, finding);
    } else line.tabIndex = -1;
    const word = document.createElement("b");
    word.className = `finding-word finding-word--${finding.tone}`;
    word.textContent = finding.word;
    holder.append(word, ` ${finding.text}`);
    if (finding.element) {
      const code = document.createElement("code");
      code.textContent = finding.element;
      holder.append(" ", code);
    }
    line.append(holder);
    this.list.append(line);
  }

  mark(element, finding) {
    const name = finding.tone === "bad" ? "is-wrong" : "is-doubtful";
    this.modeler.get("canvas").addMarker(element, name);
    const badge = document.createElement("div");
    badge.className = `mark mark--${finding.tone}`;
    badge.textContent = "!";
    badge.title = finding.text;
    badge.setAttribute("role", "img");
    badge.setAttribute("aria-label", finding.text);
    const overlay = this.modeler
      .get("overlays")
      .add(element, "finding", { position: { top: -12, left: -10 }, html: badge });
    this.marked.push({ id: element.id, name, overlay });
  }

  clear() {
    const known = this.modeler.get("elementRegistry");
    this.marked.forEach(({ id, name, overlay }) => {
      if (known.get(id)) this.modeler.get("canvas").removeMarker(id, name);
      this.modeler.get("overlays").remove(overlay);
    });
    this.marked = [];
    this.list.replaceChildren();
  }
}
