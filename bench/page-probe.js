// Runs in the browser, beside the page: tells when something first stands there, how long frames and key presses
// take, and what blocked the page. Times in ms.
globalThis.pageProbe = {
  /** From now until the first frame after an element of this selector stands there. */
  untilShown(selector) {
    const started = performance.now();
    return new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector(selector)) return void requestAnimationFrame(look);
        requestAnimationFrame(() => resolve(performance.now() - started));
      };
      look();
    });
  },

  /** Loads the whole list by scrolling to its end again and again. Returns how many rows it has. */
  async loadRows(wanted) {
    const list = document.querySelector(".ew-list");
    const count = () => Number(list.getAttribute("aria-rowcount")) - 1;
    const deadline = performance.now() + 240_000;
    while (count() < wanted && performance.now() < deadline) {
      list.scrollTop = list.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
    return count();
  },

  /** Times between frames while the list is scrolled from its top, so many px in each frame. */
  scrollFrames(stepPx, frames) {
    return this.framesOf(document.querySelector(".ew-list"), stepPx, frames);
  },

  /** The same over as many rows as it needs of plain HTML, all of them there: what the machine can do. */
  async plainFrames(stepPx, frames) {
    const plain = document.createElement("div");
    plain.style.cssText =
      "position: fixed; inset: 0; overflow: auto; z-index: 9; background: black";
    const cells = ["04:20:00", "Delivered", "message.sent", "main", "1", "20 ms", "200"];
    const row = cells.map((text) => `<span>${text}</span>`).join("");
    const line = `<div style="display: flex; gap: 60px; height: 36px">${row}</div>`;
    plain.innerHTML = line.repeat(Math.ceil((stepPx * frames) / 36) + 50);
    document.body.append(plain);
    const times = await this.framesOf(plain, stepPx, frames);
    plain.remove();
    return times;
  },

  async framesOf(list, stepPx, frames) {
    list.scrollTop = 0;
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame += 1) {
      // Asking where it is would be a layout of its own.
      list.scrollTop = (frame + 1) * stepPx;
      const now = await new Promise(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times;
  },

  /** Starts to watch; `report()` ends it: key presses until the frame after them, frames, long tasks. */
  watch() {
    const keys = [];
    const frames = [];
    const blocked = [];
    let watching = true;
    const onKey = ({ timeStamp }) =>
      requestAnimationFrame(() => {
        // After the frame that the press led to.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => keys.push(performance.now() - timeStamp));
        port1.start();
        port2.postMessage(undefined);
      });
    addEventListener("keydown", onKey, true);
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocked.push(duration);
    });
    observer.observe({ type: "longtask" });
    let last = performance.now();
    const frame = (now) => {
      frames.push(now - last);
      last = now;
      if (watching) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    this.report = () => {
      watching = false;
      observer.disconnect();
      removeEventListener("keydown", onKey, true);
      return { keys, frames, blocked };
    };
  },
};
