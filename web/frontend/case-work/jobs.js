// One line a file: its name, how far it is, what became of it, and the one thing that can be done.
export const fill = (text, name) => text.replace("{name}", name);

export function tell(form, words) {
  form.querySelector("[data-attach-said]").textContent = words;
}

function node(kind, parent, text = "") {
  const made = document.createElement(kind);
  made.textContent = text;
  parent.append(made);
  return made;
}

export function line(form, file) {
  const item = node("li", form.querySelector("[data-attach-jobs]"));
  node("b", item, file.name || "image.png");
  const bar = node("progress", item);
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const state = node("span", item, form.dataset.waiting);
  const button = node("button", item);
  button.type = "button";
  button.className = "btn btn--small";
  button.hidden = true;
  const offer = (text, act) => {
    button.textContent = text;
    button.hidden = false;
    button.onclick = act;
  };
  return {
    progress(loaded, total) {
      const percent = total ? Math.floor((loaded * 100) / total) : 0;
      bar.value = percent;
      state.textContent = percent < 100 ? form.dataset.sending.replace("{percent}", percent) : form.dataset.judging;
    },
    stop: (act) => offer(form.dataset.stop, act),
    again(act) {
      offer(form.dataset.again, () => {
        item.className = "";
        bar.hidden = false;
        state.textContent = form.dataset.waiting;
        act();
      });
    },
    end(words, tone) {
      item.className = `is-${tone}`;
      bar.hidden = true;
      button.hidden = true;
      state.textContent = words;
    },
  };
}
