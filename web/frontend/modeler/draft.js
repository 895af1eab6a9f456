// What is drawn is saved a moment later as the draft on the server, over the state that this page
// has seen. When somebody else has saved meanwhile nothing is written, saving stops, and the page
// says who it was; the drawing stays here and can be downloaded.
const PAUSE = 1200;
const RETRY = [3000, 8000, 20000, 60000];

export class Draft {
  constructor(root, stamp, write, say) {
    Object.assign(this, { root, stamp, write, say });
    this.changes = 0;
    this.saved = 0;
    this.fails = 0;
    this.stopped = false;
    this.running = null;
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
  }

  get dirty() {
    return this.changes !== this.saved && !this.left;
  }

  changed() {
    this.changes += 1;
    this.root.dataset.draft = "dirty";
    this.plan(PAUSE);
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), delay);
  }

  // Saves now; answers whether everything is on the server.
  async save() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (!this.dirty) return true;
    if (this.stopped) return false;
    this.running = this.send().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async send() {
    const changes = this.changes;
    this.say("draft.saving");
    try {
      const reply = await fetch(this.root.dataset.draftUrl, {
        method: "PUT",
        body: await this.write(),
        headers: {
          "Content-Type": "application/xml",
          "If-Match": `"${this.stamp}"`,
          "X-CSRF-Token": document.querySelector('meta[name="csrf-token"]').content,
          "HX-Request": "true",
        },
      });
      return await this.judge(reply, changes);
    } catch (error) {
      return this.failed();
    }
  }

  async judge(reply, changes) {
    if (reply.status === 401) return this.stop("draft.signed-out", {});
    if (reply.status === 403) return this.stop("draft.forbidden", {});
    if (reply.status === 409) return this.stop("draft.moved", await reply.json());
    if (reply.status === 422) return this.stop("draft.unreadable", {});
    if (!reply.ok) throw new Error(String(reply.status));
    const { stamp, at } = await reply.json();
    this.stamp = stamp;
    this.saved = changes;
    this.fails = 0;
    this.say("draft.saved", { at });
    this.root.dataset.draft = this.dirty ? "dirty" : "saved";
    if (this.dirty) this.plan(PAUSE);
    return !this.dirty;
  }

  stop(key, values) {
    this.stopped = true;
    this.root.dataset.draft = "stopped";
    this.say(key, values);
    return false;
  }

  failed() {
    this.say("draft.failed");
    this.root.dataset.draft = "failed";
    this.plan(RETRY[Math.min(this.fails++, RETRY.length - 1)]);
    return false;
  }
}
