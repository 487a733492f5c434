/** What the benchmark counts inside the page. A frame is over when a message posted from its callback comes back. */

const frame = () => new Promise((go) => requestAnimationFrame(go));

async function frames(count) {
  for (let seen = 0; seen < count; seen++) await frame();
}

/** The end of the next frame in which `isThere` holds: that frame is laid out and painted when the message comes. */
async function painted(isThere) {
  do await frame();
  while (!isThere());
  const { port1, port2 } = new MessageChannel();
  await new Promise((go) => {
    port1.onmessage = go;
    port2.postMessage(null);
  });
  port1.close();
  return performance.now();
}

const shows = (words, ...also) =>
  document.querySelector(".wq-line")?.textContent.includes(words) && also.every((one) => document.querySelector(one));

window.bench = {
  /** Choose another source; how long until its first lines, and marks on them, stand on the page, and two frames more. */
  async open(source, words, ...also) {
    document.querySelector(".wq-sources").click();
    const rows = [...document.querySelectorAll('[aria-label="Texts"] button')];
    const row = rows.find((one) => one.querySelector(".wq-name").textContent === source);
    const begun = performance.now();
    row.click();
    while (!shows(words, ...also)) await frame();
    await frames(2);
    return performance.now() - begun;
  },

  /** Run the current cell; how long until the same. */
  async cold(words) {
    const begun = performance.now();
    jupyterapp.commands.execute("notebook:run-cell");
    while (!shows(words, ".wq-mark")) await frame();
    await frames(2);
    return performance.now() - begun;
  },

  /** Select some characters of a line and go there. */
  async choose(line, start, end) {
    const shown = document.querySelectorAll(".wq-line")[line];
    shown.scrollIntoView({ block: "center" });
    await frames(12);
    document.querySelector(".wq-text").focus({ preventScroll: true });
    const place = (unit) => {
      const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
      let node = walker.nextNode();
      while (unit > node.data.length) {
        unit -= node.data.length;
        node = walker.nextNode();
      }
      return [node, unit];
    };
    getSelection().setBaseAndExtent(...place(start), ...place(end));
    await frames(2);
    return shown.querySelectorAll(".wq-mark").length;
  },

  /** Get ready for a key: from its time in the browser to the end of the frame with one mark more, and to “Saved.”. */
  watch(line, before) {
    const shown = document.querySelectorAll(".wq-line")[line];
    const status = document.querySelector(".wq-status");
    this.key = new Promise((go) => {
      window.addEventListener(
        "keydown",
        (event) => {
          const saved = new Promise((said) => {
            const seen = new MutationObserver(() => {
              if (!status.textContent.startsWith("Saved.")) return;
              seen.disconnect();
              said(performance.now() - event.timeStamp);
            });
            seen.observe(status, { childList: true, characterData: true, subtree: true });
          });
          const visible = painted(() => shown.querySelectorAll(".wq-mark").length > before);
          Promise.all([visible, saved]).then(([at, acknowledged]) => go([at - event.timeStamp, acknowledged]));
        },
        { capture: true, once: true },
      );
    });
  },

  /** On a page without the widget: let every key add a mark, and nothing else. */
  mark() {
    document.querySelector(".wq-text").focus();
    window.addEventListener("keydown", () => {
      const mark = document.createElement("mark");
      mark.className = "wq-mark";
      mark.textContent = "word ";
      document.querySelector(".wq-line").append(mark);
      setTimeout(() => (document.querySelector(".wq-status").textContent = "Saved."));
    });
  },

  /** Collect the times between frames until `stop` is called: by the clock, since a late frame bears an early time. */
  frames() {
    const begun = [];
    const count = () => {
      begun.push(performance.now());
      next = requestAnimationFrame(count);
    };
    let next = requestAnimationFrame(count);
    this.stop = () => {
      cancelAnimationFrame(next);
      return begun.slice(1).map((time, number) => time - begun[number]);
    };
  },

  /** How many widget models this page holds, by the name of their class. */
  async models() {
    const rendermime = jupyterapp.shell.currentWidget.content.rendermime;
    const mimeType = "application/vnd.jupyter.widget-view+json";
    const renderer = rendermime.getFactory(mimeType).createRenderer({ ...rendermime, mimeType });
    const manager = await renderer._manager.promise;
    const models = await Promise.all(Object.values(manager._models));
    return models.map((model) => model.name ?? model.get("_model_name"));
  },
};
